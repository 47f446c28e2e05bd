//! The state: that the file of users and deliveries is whole.

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::State,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::state::{StateError, inspect_state};

/// Reads the state's file through, without opening it for writing and without making one.
pub fn check_state_file(examined: &HealthExamination) -> Vec<HealthFinding> {
    let found = match inspect_state(examined.data) {
        Ok(found) => found,
        Err(error) => {
            // Of a file that cannot be opened nobody knows whether it is damaged.
            let is_of_file = !matches!(error, StateError::Store { .. });
            let (state, case) =
                if is_of_file { (Broken, "damaged") } else { (Broken, "unreadable") };
            return vec![HealthFinding::new(State, state, case).with_value("problem", error)];
        }
    };
    let (state, case, users) = match found {
        None => (Sound, "none", 0),
        Some(found) if !found.is_current => (Attention, "older", found.users),
        Some(found) if found.users == 0 => (Sound, "open", 0),
        Some(found) => (Sound, "whole", found.users),
    };
    vec![HealthFinding::new(State, state, case).with_value("users", users)]
}
