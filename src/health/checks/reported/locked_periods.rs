//! The locks of reported periods: that every file of them is as it was locked.

use crate::{
    health::{
        examination::HealthExamination,
        finding::{
            HealthCheck::LockedPeriods,
            HealthFinding,
            HealthState::{Broken, Sound},
        },
    },
    period_lock::LockFolder,
};

/// Reads every lock through, those that were taken off too.
pub fn check_locked_periods(examined: &HealthExamination) -> Vec<HealthFinding> {
    let phrases = &examined.catalog.phrases;
    let damaged = |problem: String| {
        HealthFinding::new(LockedPeriods, Broken, "damaged").with_value("problem", problem)
    };
    let locks = match LockFolder::of_data(examined.data).list_locks() {
        Ok(locks) => locks,
        Err(error) => return vec![damaged(phrases.tell_error(&error))],
    };
    let count = locks.len();
    let broken = locks.into_iter().filter_map(|lock| lock.verify().err());
    let findings: Vec<_> = broken.map(|error| damaged(phrases.tell_error(&error))).collect();
    match (findings.is_empty(), count) {
        (false, _) => findings,
        (true, 0) => vec![HealthFinding::new(LockedPeriods, Sound, "none")],
        (true, _) => {
            vec![HealthFinding::new(LockedPeriods, Sound, "whole").with_value("count", count)]
        }
    }
}
