//! The backup of every night: made once after its time, whenever the machine was on again.

use std::path::Path;

use jiff::{ToSpan, civil::DateTime};

use crate::{
    backup::{BackupError, BackupOptions, BackupOrder, BackupRun, run_backup},
    catalog::{
        Catalog,
        settings::{
            ProgramSettings,
            backup::{BackupSettings, ProofRhythm},
        },
    },
    state::StateDatabase,
};

/// Makes the backup that is due.
pub struct NightlyBackup<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub data: &'a Path,
}

/// After one that failed the next is tried.
const AGAIN_HOURS: i64 = 1;

impl NightlyBackup<'_> {
    /// Makes the backup of the last night, unless it is made or none is set.
    pub fn run_due(&self, now: DateTime) -> Result<Option<BackupRun>, BackupError> {
        let Some(settings) = &self.settings.backup else {
            return Ok(None);
        };
        let state = StateDatabase::open(self.data)?;
        if !is_due(settings, &state, now)? {
            return Ok(None);
        }
        let options = BackupOptions {
            is_proved: is_proof_due(settings.prove, &state, now)?,
            keep: Some(usize::from(settings.keep.get())),
            is_unattended: true,
        };
        let order = BackupOrder {
            catalog: self.catalog,
            settings: self.settings,
            data: self.data,
            folder: &settings.folder,
            now,
        };
        Ok(Some(run_backup(&order, options, &mut |_| {})?))
    }
}

fn is_due(
    settings: &BackupSettings,
    state: &StateDatabase,
    now: DateTime,
) -> Result<bool, BackupError> {
    let today = now.date().to_datetime(settings.time_of_day());
    let due = if today <= now { today } else { today.saturating_sub(1.day()) };
    let whole = state.last_whole_backup()?;
    // One from days that are not there yet was made by a clock that ran ahead.
    let soon = now.saturating_add(1.day());
    if whole.is_some_and(|whole| (due..=soon).contains(&whole.began_at)) {
        return Ok(false);
    }
    let again = now.saturating_sub(AGAIN_HOURS.hours());
    // Tried for this night, within the hour.
    let is_recent = |at: DateTime| at >= due && again < at && at <= soon;
    Ok(!state.last_backup()?.is_some_and(|last| is_recent(last.began_at)))
}

fn is_proof_due(
    rhythm: ProofRhythm,
    state: &StateDatabase,
    now: DateTime,
) -> Result<bool, BackupError> {
    let days = match rhythm {
        ProofRhythm::Never => return Ok(false),
        ProofRhythm::Daily => 1,
        ProofRhythm::Weekly => 7,
    };
    let last = state.last_good_proof()?;
    // An hour less: the night of the week before was not the same minute.
    let due = |at: DateTime| at.saturating_add((24 * days - 1).hours()) <= now || at > now;
    Ok(last.is_none_or(|proof| due(proof.proved_at)))
}
