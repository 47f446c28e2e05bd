//! A year of exports: they come, late or again or damaged, while the process dies and the disk is full; what is published is what a naive
//! count over what was handed in says, or what was published before.
//!
//! A year holds 52 weeks, some twelve exports, a fault in every second step, and two or three builds: a build costs more than all the rest,
//! so in most weeks the process dies when it begins to build, and the next one finds what was archived.

mod damage;
mod exports;
mod life;
mod recount;
mod steps;

use std::{collections::BTreeSet, sync::Arc};

use motcua::domain::fault_point::FaultPoint;

use self::life::Life;
use super::{
    faults::Coverage,
    lives::{is_whole_budget, live_all},
    mondays,
};

/// Years that CI has time for.
const USUAL: u64 = 12;

#[test]
fn what_is_published_is_what_was_handed_in_whatever_happens() {
    let coverage = Arc::new(Coverage::default());
    let told = live_all("office", (USUAL, 2), |seed| Life::begin(seed, &coverage).live());
    assert!(told.get("recounts that agree") >= told.get("years"), "{told:?}");
    if is_whole_budget() {
        // With those of the Mondays these are all there are.
        let all: BTreeSet<_> = FaultPoint::ALL.iter().copied().collect();
        let sending: BTreeSet<_> = mondays::POINTS.into_iter().collect();
        let own: BTreeSet<_> = all.difference(&sending).copied().collect();
        assert_eq!(*coverage.passed.lock(), own, "points passed");
        assert_eq!(*coverage.killed.lock(), own, "points at which it died");
    }
}

/// What an export passes through on its way.
pub fn points() -> Vec<FaultPoint> {
    FaultPoint::ALL.iter().filter(|point| !mondays::POINTS.contains(point)).copied().collect()
}
