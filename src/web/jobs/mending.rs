//! When a warehouse that cannot be read may be built anew: not again and again, and not too late.

use jiff::{SignedDuration, civil::DateTime};
use parking_lot::Mutex;

use super::mend_outcome::MendOutcome;

/// Reading a warehouse through costs the disk much: not for every page that fails.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_mins(1);
/// A disk that damages what is written to it is not mended by writing more.
const BETWEEN_BUILDS: SignedDuration = SignedDuration::from_hours(24);
/// Minutes after one, two, … attempts that failed: a full disk or a locked file passes, and nobody is told to try again.
const PAUSES: [i64; 5] = [5, 30, 2 * 60, 8 * 60, 24 * 60];

/// Keeps when the warehouse was looked after, and how that ended.
#[derive(Default)]
pub struct WarehouseMending(Mutex<MendingRecord>);

#[derive(Default)]
struct MendingRecord {
    stage: MendingStage,
    reason: MendingReason,
    looked_at: Option<DateTime>,
    built_at: Option<DateTime>,
    /// When it failed last, and how often since it was well.
    failed_at: Option<DateTime>,
    failures: usize,
}

impl MendingRecord {
    /// Whether it is too early to try again.
    fn is_paused(&self, now: DateTime) -> bool {
        // A clock that was set back keeps nobody waiting for the hour it had.
        let is_within = |then: Option<DateTime>, span: SignedDuration| {
            then.is_some_and(|then| then <= now && now.duration_since(then) < span)
        };
        let pause = PAUSES[self.failures.saturating_sub(1).min(PAUSES.len() - 1)];
        is_within(self.built_at, BETWEEN_BUILDS)
            || is_within(self.failed_at, SignedDuration::from_mins(pause))
    }
}

/// How far mending is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MendingStage {
    /// Nothing is known to be wrong.
    #[default]
    Well,
    GoesOn,
    /// It could not be mended, or is damaged again: somebody has to look at it.
    Failed,
}

/// Why the published warehouse is built anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MendingReason {
    /// It is not as it was written.
    #[default]
    Damage,
    /// Another version of the program built it, with other relations.
    OtherVersion,
}

impl WarehouseMending {
    /// Returns why it was begun last.
    pub fn reason(&self) -> MendingReason {
        self.0.lock().reason
    }

    /// Returns how far it is.
    pub fn stage(&self) -> MendingStage {
        self.0.lock().stage
    }

    /// Begins, unless it goes on or was tried just now; what was built anew today is not built again, and what failed is tried again
    /// after a pause that grows.
    pub fn begin(&self, reason: MendingReason, now: DateTime) -> bool {
        let mut record = self.0.lock();
        let is_looked_at = record
            .looked_at
            .is_some_and(|then| then <= now && now.duration_since(then) < BETWEEN_LOOKS);
        if record.stage == MendingStage::GoesOn || is_looked_at {
            return false;
        }
        record.reason = reason;
        if record.is_paused(now) {
            record.stage = MendingStage::Failed;
            return false;
        }
        record.looked_at = Some(now);
        record.stage = MendingStage::GoesOn;
        true
    }

    /// Ends with what came of it.
    pub fn end(&self, outcome: &MendOutcome, now: DateTime) {
        let mut record = self.0.lock();
        record.stage = MendingStage::Well;
        match outcome {
            MendOutcome::Failed(_) => {
                record.stage = MendingStage::Failed;
                record.failed_at = Some(now);
                record.failures += 1;
            }
            MendOutcome::Rebuilt(_) => {
                record.built_at = Some(now);
                record.failures = 0;
            }
            MendOutcome::Sound => record.failures = 0,
        }
    }

    /// Forgets that it failed: another warehouse was published.
    pub fn forget_failure(&self) {
        let mut record = self.0.lock();
        if record.stage == MendingStage::Failed {
            record.stage = MendingStage::Well;
            record.failed_at = None;
            record.failures = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MendingReason::Damage, *};

    fn at(text: &str) -> DateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn what_is_damaged_again_on_one_day_is_not_built_again() {
        let mending = WarehouseMending::default();
        let rebuilt = MendOutcome::Rebuilt("abc".to_owned());
        assert!(mending.begin(Damage, at("2026-11-22T08:00:00")));
        assert!(!mending.begin(Damage, at("2026-11-22T08:02:00")), "it goes on");
        mending.end(&rebuilt, at("2026-11-22T08:03:00"));
        assert_eq!(mending.stage(), MendingStage::Well);
        assert!(!mending.begin(Damage, at("2026-11-22T18:00:00")));
        assert_eq!(mending.stage(), MendingStage::Failed);
        mending.forget_failure();
        assert_eq!(mending.stage(), MendingStage::Well);
        assert!(mending.begin(Damage, at("2026-11-23T08:03:00")));
    }

    #[test]
    fn what_failed_is_tried_again_after_pauses_that_grow() {
        let mending = WarehouseMending::default();
        let failed = MendOutcome::Failed("the disk is full".to_owned());
        // Tried, failed at once, and tried again 5 minutes, half an hour, 2, 8, 24 and 24 hours later.
        let mut now = at("2026-11-22T08:00:00");
        assert!(mending.begin(Damage, now));
        for minutes in [5, 30, 120, 480, 1440, 1440] {
            mending.end(&failed, now);
            let again = now + SignedDuration::from_mins(minutes);
            assert!(!mending.begin(Damage, again - SignedDuration::from_secs(1)), "{minutes}");
            assert_eq!(mending.stage(), MendingStage::Failed);
            assert!(mending.begin(Damage, again), "{minutes}");
            now = again;
        }
    }

    #[test]
    fn what_is_well_again_begins_with_the_shortest_pause() {
        let mending = WarehouseMending::default();
        let failed = MendOutcome::Failed("the disk is full".to_owned());
        for time in ["2026-11-22T08:00:00", "2026-11-22T08:05:00", "2026-11-22T08:35:00"] {
            assert!(mending.begin(Damage, at(time)));
            mending.end(&failed, at(time));
        }
        mending.forget_failure();
        assert!(
            mending.begin(Damage, at("2026-11-22T08:40:00")),
            "another was published, and is damaged"
        );
        mending.end(&failed, at("2026-11-22T08:40:00"));
        assert!(mending.begin(Damage, at("2026-11-22T08:45:00")));
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_waiting() {
        let mending = WarehouseMending::default();
        assert!(mending.begin(Damage, at("2027-11-22T08:00:00")));
        mending.end(&MendOutcome::Failed("full".to_owned()), at("2027-11-22T08:00:00"));
        assert!(mending.begin(Damage, at("2026-11-22T08:00:00")));
    }

    #[test]
    fn a_sound_warehouse_is_looked_at_once_a_minute_and_keeps_its_build() {
        let mending = WarehouseMending::default();
        assert!(mending.begin(Damage, at("2026-11-22T08:00:00")));
        mending.end(&MendOutcome::Sound, at("2026-11-22T08:00:01"));
        assert!(!mending.begin(Damage, at("2026-11-22T08:00:59")));
        assert!(mending.begin(Damage, at("2026-11-22T08:01:00")));
        mending.end(&MendOutcome::Failed("full".to_owned()), at("2026-11-22T08:01:01"));
        assert_eq!(mending.stage(), MendingStage::Failed);
    }
}
