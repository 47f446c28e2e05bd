//! The backup: that there is one, that it is young, that it was restored once.

use jiff::ToSpan;
use jiff::civil::DateTime;

use super::super::{
    backup_proof::{LastBackup, last_backup_proof},
    examination::HealthExamination,
    finding::{
        HealthCheck::Backup,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::{domain::vietnamese_date::format_moment, state::StateDatabase};

/// A backup is made every night; one night may fail.
const TAKEN_DAYS: i64 = 2;

/// A restore is tried every night too; after a week without one nobody knows what the backup is worth.
const PROVED_DAYS: i64 = 8;

/// Looks at the age of the last backup and at whether it was proved by a restore.
pub fn check_backup(examined: &HealthExamination) -> Vec<HealthFinding> {
    if examined.state.is_none() && StateDatabase::is_there(examined.data) {
        // Nobody could look: that there is none would be another thing.
        return Vec::new();
    }
    let proof = match examined.state.map(last_backup_proof).transpose() {
        Ok(proof) => proof.flatten(),
        // That the state cannot be read is told by its own check.
        Err(_) => return Vec::new(),
    };
    vec![judge_backup(proof, examined.now)]
}

fn judge_backup(proof: Option<LastBackup>, now: DateTime) -> HealthFinding {
    let Some(proof) = proof else {
        return HealthFinding::new(Backup, Attention, "none");
    };
    let is_older = |at: DateTime, days: i64| at < now.saturating_sub(days.days());
    let (state, case) = match (&proof.problem, proof.proved_at) {
        (Some(_), _) => (Broken, "failed"),
        _ if is_older(proof.taken_at, TAKEN_DAYS) => (Attention, "old"),
        (None, None) => (Attention, "unproved"),
        (None, Some(at)) if is_older(at, PROVED_DAYS) => (Attention, "proof_old"),
        (None, Some(_)) => (Sound, "proved"),
    };
    HealthFinding::new(Backup, state, case)
        .with_value("taken", format_moment(proof.taken_at))
        .with_value("proved", proof.proved_at.map(format_moment).unwrap_or_default())
        .with_value("problem", proof.problem.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn proof(taken: i8, proved: Option<i8>, problem: Option<&str>) -> Option<LastBackup> {
        let at = |day| date(2026, 11, day).at(2, 0, 0, 0);
        let problem = problem.map(str::to_owned);
        Some(LastBackup { taken_at: at(taken), proved_at: proved.map(at), problem })
    }

    #[rstest]
    #[case::nothing_is_set_up(None, "none")]
    #[case::last_night_and_proved(proof(28, Some(28), None), "proved")]
    #[case::one_night_failed(proof(27, Some(27), None), "proved")]
    #[case::three_days_old(proof(25, Some(25), None), "old")]
    #[case::never_restored(proof(28, None, None), "unproved")]
    #[case::not_restored_for_nine_days(proof(28, Some(19), None), "proof_old")]
    #[case::a_restore_that_gave_other_numbers(proof(28, Some(27), Some("khác số")), "failed")]
    fn a_backup_counts_when_it_is_young_and_was_restored(
        #[case] proof: Option<LastBackup>,
        #[case] case: &str,
    ) {
        let now = date(2026, 11, 28).at(21, 0, 0, 0);
        assert_eq!(judge_backup(proof, now).case, case);
    }
}
