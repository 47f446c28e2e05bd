//! Reports of a year of Mondays: they are due at seven, and whatever happens each reaches everybody once that day, or is shown as in doubt.

mod clerk;
mod life;
mod place;
mod receiver;
mod verdicts;
mod week;

use std::{collections::BTreeSet, sync::Arc};

use motcua::domain::fault_point::FaultPoint;

use self::life::Life;
use super::{
    faults::Coverage,
    lives::{LifeBudget, Tally, is_whole_budget, live_all},
};

/// What sending passes through.
pub const POINTS: [FaultPoint; 11] = [
    FaultPoint::StateBegin,
    FaultPoint::StateCommit,
    FaultPoint::StateCommitted,
    FaultPoint::MailConnect,
    FaultPoint::MailContent,
    FaultPoint::MailTaken,
    FaultPoint::FolderWrite,
    FaultPoint::FolderRename,
    FaultPoint::FolderSync,
    FaultPoint::WebhookPost,
    FaultPoint::WebhookTaken,
];

/// Lives of 52 Mondays that CI has time for.
const USUAL: u64 = 6;

#[test]
fn every_report_arrives_on_its_monday_once_or_is_shown_as_in_doubt() {
    let coverage = Arc::new(Coverage::default());
    let budget = LifeBudget { called: "LIVES", usual: USUAL, threads: 4, part: (0, 1) };
    let told = live_all("mondays", &budget, |seed| Life::begin(seed, &coverage).live());
    assert_on_time(&told);
    if is_whole_budget() {
        let all: BTreeSet<_> = POINTS.into_iter().collect();
        assert_eq!(*coverage.passed.lock(), all, "points passed");
        assert_eq!(*coverage.killed.lock(), all, "points at which it died");
    }
}

/// 9 999 of 10 000; of fewer than 10 000, all.
fn assert_on_time(told: &Tally) {
    let (due, late) = (told.get("due"), told.get("late"));
    assert!(due > 0 && late * 10_000 <= due, "{late} of {due} came late: {told:?}");
}
