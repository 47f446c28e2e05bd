//! A year of exports: they come, late or again or damaged, while processes die, disks are full or lost and clocks go wrong; what is
//! published is what a naive count over what was handed in says.
//!
//! A year holds 52 weeks: thirteen times something is handed in, a dozen faults come to pass, and two to four builds are published. A
//! build costs more than all the rest, so in most weeks the process dies when it begins to build, and the next one finds what was archived.

mod content;
mod damage;
mod exports;
mod handing;
mod keeping;
mod life;
mod recount;
mod week;

use std::{
    collections::BTreeSet,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use motcua::domain::fault_point::FaultPoint;

use self::life::Life;
use super::{
    faults::Coverage,
    lives::{LifeBudget, is_whole_budget, live_all},
    mondays,
};

/// Years that CI has time for, in as many tests as may run beside each other.
const USUAL: u64 = 200;
const TESTS: u64 = 4;

static COVERAGE: LazyLock<Arc<Coverage>> = LazyLock::new(Arc::default);
static DONE: AtomicU64 = AtomicU64::new(0);

#[rstest::rstest]
fn what_is_published_is_what_was_handed_in_whatever_happens(#[values(0, 1, 2, 3)] part: u64) {
    let budget = LifeBudget { called: "YEARS", usual: USUAL, threads: 1, part: (part, TESTS) };
    let told = live_all("office", &budget, |seed| Life::begin(seed, &COVERAGE).live());
    if is_whole_budget() {
        assert!(told.get("recounts that agree") >= 2 * told.get("years"), "{told:?}");
    }
    // Whichever part is done last looks at all.
    if DONE.fetch_add(1, Ordering::SeqCst) + 1 == TESTS && is_whole_budget() {
        let own: BTreeSet<_> = points().into_iter().collect();
        let missing = |found: &BTreeSet<FaultPoint>| -> Vec<FaultPoint> {
            own.difference(found).copied().collect()
        };
        assert_eq!(missing(&COVERAGE.passed.lock()), [], "points never passed");
        assert_eq!(missing(&COVERAGE.killed.lock()), [], "points at which it never died");
    }
}

/// What an export passes through on its way, and what is kept of it.
pub fn points() -> Vec<FaultPoint> {
    let is_of_fetching = |point: &FaultPoint| {
        use FaultPoint::{CheckpointFolderSync, CheckpointRename, CheckpointWrite};
        matches!(point, CheckpointWrite | CheckpointRename | CheckpointFolderSync)
    };
    // No export passes these: the settings, and what describes an export, are written from a page.
    let is_of_pages = |point: &FaultPoint| {
        use FaultPoint::{
            ConnectorFolderSync, ConnectorRename, ConnectorWrite, SettingsFolderSync,
            SettingsRename, SettingsWrite,
        };
        matches!(
            point,
            SettingsWrite
                | SettingsRename
                | SettingsFolderSync
                | ConnectorWrite
                | ConnectorRename
                | ConnectorFolderSync
        )
    };
    // No export passes these: `locked/killed.rs` dies at each of them.
    let is_of_locks = |point: &FaultPoint| {
        use FaultPoint::{LockFolderSync, LockRename, LockSync, LockWrite};
        matches!(point, LockWrite | LockSync | LockRename | LockFolderSync)
    };
    // No export passes these: `followed/faults.rs` fails at each of them.
    let is_of_versions = |point: &FaultPoint| {
        use FaultPoint::{VersionFolderSync, VersionRename, VersionSync, VersionWrite};
        matches!(point, VersionWrite | VersionSync | VersionRename | VersionFolderSync)
    };
    let is_other = |point: &FaultPoint| {
        is_of_fetching(point) || is_of_pages(point) || is_of_locks(point) || is_of_versions(point)
    };
    let own = |point: &&FaultPoint| !mondays::POINTS.contains(point) && !is_other(point);
    FaultPoint::ALL.iter().filter(own).copied().collect()
}
