//! One backup as it is made every night: made, proved, written down, and old ones let go of.

use super::{
    create::{BackupOrder, BackupStep, BackupSummary, create_backup},
    error::BackupError,
    proof::prove::{BackupProof, prove_backup},
    store::retention::forget_old_backups,
};
use crate::state::{
    StateDatabase,
    backup::{BackupRecord, ProofRecord},
};

/// Says what is done besides the backup itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct BackupOptions {
    /// Restore it aside and compare.
    pub is_proved: bool,
    /// How many backups the folder keeps; all of them without.
    pub keep: Option<usize>,
    /// Nobody watches: a folder that is not there is a disk that is not, and none is made in its place.
    pub is_unattended: bool,
}

/// Says what came of a backup, its proof, and those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRun {
    pub made: BackupSummary,
    pub proof: Option<BackupProof>,
    /// How many old backups went.
    pub forgotten: usize,
}

impl BackupRun {
    /// Whether nothing is missing in the backup and its proof, where it was asked for, succeeded.
    pub fn is_sound(&self) -> bool {
        self.made.manifest.left_out.is_empty()
            && self.proof.as_ref().is_none_or(BackupProof::is_proved)
    }
}

/// How often a backup is made anew when what is published changes while it is made and proved: only the same data can be compared.
const TRIES: usize = 3;

/// Makes a backup and what goes with it, and writes down in the state what came of it.
pub fn run_backup(
    order: &BackupOrder,
    options: BackupOptions,
    tell: &mut dyn FnMut(&str),
) -> Result<BackupRun, BackupError> {
    let state = StateDatabase::open(order.data)?;
    for _ in 1..TRIES {
        let run = try_backup(order, options, (&state, tell))?;
        if !run.proof.as_ref().is_some_and(|proof| proof.is_incomparable) {
            return Ok(run);
        }
    }
    try_backup(order, options, (&state, tell))
}

/// Makes a backup, and proves it; one that cannot be compared is neither proved nor failed.
fn try_backup(
    order: &BackupOrder,
    options: BackupOptions,
    (state, tell): (&StateDatabase, &mut dyn FnMut(&str)),
) -> Result<BackupRun, BackupError> {
    let made = make_backup(order, options, tell);
    let (backup_id, note) = match &made {
        Ok(made) => {
            let lacks = made.manifest.left_out.first().map(|file| file.problem.clone());
            (Some(made.manifest.id.clone()), lacks.unwrap_or_default())
        }
        Err(error) => (None, error.to_string()),
    };
    let is_whole = made.as_ref().is_ok_and(|made| made.manifest.left_out.is_empty());
    state.record_backup(&BackupRecord { began_at: order.now, backup_id, is_whole, note })?;
    let made = made?;
    let mut proof = None;
    if options.is_proved {
        let proved = prove_backup(order, &made.manifest, &mut |step| tell(&step.to_string()))?;
        if !proved.is_incomparable {
            state.record_backup_proof(&ProofRecord {
                proved_at: order.now,
                backup_id: made.manifest.id.clone(),
                is_proved: proved.is_proved(),
                answers: proved.answers,
                differing: proved.differing.len() as u64,
                note: proved.describe_problem(&order.catalog.phrases),
            })?;
        }
        proof = Some(proved);
    }
    let mut run = BackupRun { made, proof, forgotten: 0 };
    // A backup that lacks something, or is none, is no reason to let go of one that may be whole.
    if let Some(keep) = options.keep.filter(|_| run.is_sound()) {
        run.forgotten = forget_old_backups(order.folder, keep, &mut |_| Ok(()))?;
    }
    Ok(run)
}

fn make_backup(
    order: &BackupOrder,
    options: BackupOptions,
    tell: &mut dyn FnMut(&str),
) -> Result<BackupSummary, BackupError> {
    let mut step = |step: &BackupStep| {
        if let BackupStep::Kept { path } = step {
            tell(path);
        }
        Ok(())
    };
    if options.is_unattended && !order.folder.is_dir() {
        return Err(BackupError::NoFolder { path: order.folder.display().to_string() });
    }
    create_backup(order, &mut step)
}
