//! The build lock: whether somebody builds, and for how long already.

use jiff::ToSpan;

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Lock,
        HealthFinding,
        HealthState::{Attention, Sound},
    },
};
use crate::{domain::vietnamese_date::format_moment, warehouse::BuildLock};

/// Ten million rows take an hour on an old machine.
const HOURS: i64 = 3;

/// Looks whether a living process holds the build lock. The system lets go of the lock of one that died.
pub fn check_lock(examined: &HealthExamination) -> Vec<HealthFinding> {
    let holder = match BuildLock::find_holder(examined.data) {
        Err(error) => {
            let finding = HealthFinding::new(Lock, Attention, "unknown");
            return vec![finding.with_value("problem", error)];
        }
        Ok(None) => return vec![HealthFinding::new(Lock, Sound, "free")],
        Ok(Some(holder)) => holder,
    };
    let is_long = holder.since.is_some_and(|at| at < examined.now.saturating_sub(HOURS.hours()));
    let (state, case) = if is_long { (Attention, "long") } else { (Sound, "held") };
    let process = holder.process.map_or_else(|| "?".to_owned(), |process| process.to_string());
    let since = holder.since.map_or_else(|| "?".to_owned(), format_moment);
    let finding = HealthFinding::new(Lock, state, case).with_value("process", process);
    vec![finding.with_value("since", since)]
}
