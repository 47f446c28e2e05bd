//! The state: that the file of users and deliveries is whole.

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::State,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::state::{StateError, StateFile, inspect_state};

/// Nodes whose clocks are further apart would take one another's leases for those of a clock that is wrong.
const APART: u64 = 60;

/// Reads the state through, without opening it for writing and without making one.
pub fn check_state_file(examined: &HealthExamination) -> Vec<HealthFinding> {
    let found = match inspect_state(examined.data) {
        Ok(found) => found,
        Err(error) => return vec![tell_error(error)],
    };
    let (state, case) = match &found {
        None => (Sound, "none"),
        Some(found) if !found.is_current && found.server.is_some() => {
            (Attention, "older_in_server")
        }
        Some(found) if !found.is_current => (Attention, "older"),
        Some(StateFile { server: Some(server), .. }) if server.seconds_apart > APART => {
            (Attention, "clocks_apart")
        }
        Some(StateFile { server: Some(_), users: 0, .. }) => (Sound, "open_in_server"),
        Some(StateFile { server: Some(_), .. }) => (Sound, "in_server"),
        Some(StateFile { users: 0, .. }) => (Sound, "open"),
        Some(_) => (Sound, "whole"),
    };
    let finding = HealthFinding::new(State, state, case)
        .with_value("users", found.as_ref().map_or(0, |found| found.users));
    let server = found.and_then(|found| found.server);
    let finding = finding.with_value("seconds", server.as_ref().map_or(0, |it| it.seconds_apart));
    vec![finding.with_value("server", server.map_or_else(String::new, |server| server.shown))]
}

fn tell_error(error: StateError) -> HealthFinding {
    let (state, case) = match &error {
        StateError::Away { .. } => (Broken, "away"),
        StateError::Place { .. } | StateError::Address { .. } => (Broken, "not_found"),
        _ if error.is_elsewhere() => (Broken, "not_found"),
        StateError::UsersLost { .. } => (Broken, "users_lost"),
        StateError::Server { .. } if error.is_unwritable() => (Broken, "unwritable"),
        StateError::Server { .. } => (Broken, "refused"),
        // Of a file that cannot be opened nobody knows whether it is damaged.
        StateError::Store { .. } => (Broken, "unreadable"),
        _ => (Broken, "damaged"),
    };
    HealthFinding::new(State, state, case).with_value("problem", error)
}
