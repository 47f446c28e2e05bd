//! When a warehouse that cannot be read may be built anew: once, and not again and again.

use jiff::{SignedDuration, civil::DateTime};
use parking_lot::Mutex;

use super::mend_outcome::MendOutcome;

/// Reading a warehouse through costs the disk much: not for every page that fails.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_mins(1);
/// A disk that damages what is written to it is not mended by writing more.
const BETWEEN_BUILDS: SignedDuration = SignedDuration::from_hours(24);

/// Keeps when the warehouse was looked after, and how that ended.
#[derive(Default)]
pub struct WarehouseMending(Mutex<MendingRecord>);

#[derive(Default)]
struct MendingRecord {
    stage: MendingStage,
    looked_at: Option<DateTime>,
    built_at: Option<DateTime>,
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

impl WarehouseMending {
    /// Returns how far it is.
    pub fn stage(&self) -> MendingStage {
        self.0.lock().stage
    }

    /// Begins, unless it goes on or was tried just now; what was built anew today is not built again.
    pub fn begin(&self, now: DateTime) -> bool {
        let mut record = self.0.lock();
        let is_within =
            |then: Option<DateTime>, span| then.is_some_and(|then| now.duration_since(then) < span);
        if record.stage == MendingStage::GoesOn || is_within(record.looked_at, BETWEEN_LOOKS) {
            return false;
        }
        if is_within(record.built_at, BETWEEN_BUILDS) {
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
        if *outcome != MendOutcome::Sound {
            record.built_at = Some(now);
        }
        record.stage = match outcome {
            MendOutcome::Failed(_) => MendingStage::Failed,
            MendOutcome::Sound | MendOutcome::Rebuilt(_) => MendingStage::Well,
        };
    }

    /// Forgets that it failed: another warehouse was published.
    pub fn forget_failure(&self) {
        let mut record = self.0.lock();
        if record.stage == MendingStage::Failed {
            record.stage = MendingStage::Well;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn what_is_damaged_again_on_one_day_is_not_built_again() {
        let mending = WarehouseMending::default();
        let rebuilt = MendOutcome::Rebuilt("abc".to_owned());
        assert!(mending.begin(at("2026-11-22T08:00:00")));
        assert!(!mending.begin(at("2026-11-22T08:02:00")), "it goes on");
        mending.end(&rebuilt, at("2026-11-22T08:03:00"));
        assert_eq!(mending.stage(), MendingStage::Well);
        assert!(!mending.begin(at("2026-11-22T18:00:00")));
        assert_eq!(mending.stage(), MendingStage::Failed);
        mending.forget_failure();
        assert_eq!(mending.stage(), MendingStage::Well);
        assert!(mending.begin(at("2026-11-23T08:03:00")));
    }

    #[test]
    fn a_sound_warehouse_is_looked_at_once_a_minute_and_keeps_its_build() {
        let mending = WarehouseMending::default();
        assert!(mending.begin(at("2026-11-22T08:00:00")));
        mending.end(&MendOutcome::Sound, at("2026-11-22T08:00:01"));
        assert!(!mending.begin(at("2026-11-22T08:00:59")));
        assert!(mending.begin(at("2026-11-22T08:01:00")));
        mending.end(&MendOutcome::Failed("full".to_owned()), at("2026-11-22T08:01:01"));
        assert_eq!(mending.stage(), MendingStage::Failed);
    }
}
