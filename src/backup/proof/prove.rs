//! Proves a backup: restored aside, built anew by the content it holds, and asked all that what is published is asked.

use std::{fs::TryLockError, path::Path};

use super::{
    super::{
        create::BackupOrder,
        error::BackupError,
        restore::restore_manifest,
        store::{
            disk::{create_private_file, make_private_folder},
            folder::BackupFolder,
            manifest::BackupManifest,
        },
    },
    rebuild::compare_with_rebuild,
};
use crate::{
    catalog::{Catalog, phrases::PhraseBook},
    disk::remove_patiently,
    domain::{erasure::ErasureLedger, progress::BuildProgress},
    state::StateDatabase,
    warehouse::{FileLock, WarehouseError, query::Warehouse},
};

/// Says what came of proving a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupProof {
    pub answers: u64,
    /// Answers that differ from what is published.
    pub differing: Vec<String>,
    /// Why it could not be restored, built or compared; `None` where it was.
    pub problem: Option<String>,
    /// What is published is of other exports or other content than the backup: that says nothing of either.
    pub is_incomparable: bool,
}

impl BackupProof {
    /// Whether the backup is one: restored, built, and no answer differs.
    pub fn is_proved(&self) -> bool {
        self.problem.is_none() && self.differing.is_empty() && self.answers > 0
    }

    /// What went wrong, as one text; empty where nothing did.
    pub fn describe_problem(&self, phrases: &PhraseBook) -> String {
        match (&self.problem, self.differing.first()) {
            (Some(problem), _) => problem.clone(),
            (None, Some(first)) => {
                let count = self.differing.len().to_string();
                let values = [("count", count.as_str()), ("first", first)];
                phrases.format_phrase("proof.differing", &values)
            }
            (None, None) => String::new(),
        }
    }
}

/// Where a backup is restored to while it is proved: in the data folder, which has the room and the rights.
const SCRATCH: &str = "proof";

/// Names the file whose lock a proof holds.
pub(in crate::backup) const PROOF_LOCK: &str = "proof.lock";

/// Proves a backup of this office. Whatever goes wrong with the backup is the proof's problem; it fails only where nothing can be tried.
pub fn prove_backup(
    order: &BackupOrder,
    manifest: &BackupManifest,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<BackupProof, BackupError> {
    let scratch = order.data.join(SCRATCH);
    let _lock = lock_scratch(order.data)?;
    let clear = || match remove_patiently(&scratch) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(BackupError::at_path(&scratch)),
    };
    clear()?;
    make_private_folder(&scratch)?;
    let proved = prove_in(order, manifest, &scratch, progress);
    let cleared = clear();
    let proof = proved.unwrap_or_else(|error| BackupProof {
        problem: Some(error.to_string()),
        ..BackupProof::default()
    });
    cleared?;
    Ok(proof)
}

/// Takes the scratch folder for one proof alone; the lock goes with the process.
fn lock_scratch(data: &Path) -> Result<FileLock, BackupError> {
    let path = data.join(PROOF_LOCK);
    match FileLock::try_exclusive(create_private_file(&path)?) {
        Ok(held) => Ok(held),
        Err((_, TryLockError::WouldBlock)) => {
            Err(BackupError::ProofGoesOn { path: data.display().to_string() })
        }
        Err((_, TryLockError::Error(error))) => Err(BackupError::at_path(&path)(error)),
    }
}

fn prove_in(
    order: &BackupOrder,
    manifest: &BackupManifest,
    scratch: &Path,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<BackupProof, BackupError> {
    let folder = BackupFolder::at_path(order.folder);
    // What is restored is what stands on the disk.
    let manifest = &BackupManifest::read_file(&folder.manifest_path(&manifest.id))?;
    for file in &manifest.files {
        if let Some(problem) = folder.objects.find_damage(&file.sha256)? {
            // The office still has what it should hold: the next backup copies it anew.
            folder.objects.set_aside(&file.sha256)?;
            let path = folder.objects.object_path(&file.sha256).display().to_string();
            return Err(BackupError::Damaged { path, problem });
        }
    }
    let data = scratch.join("data");
    let restored = restore_manifest(&folder, manifest, &data, &ErasureLedger::default())?;
    if StateDatabase::is_there(&data)
        && let Some(problem) = StateDatabase::find_damage(&data)?.first()
    {
        return Ok(BackupProof { problem: Some(problem.clone()), ..BackupProof::default() });
    }
    let published = match Warehouse::open_published(order.data) {
        Err(WarehouseError::NotBuilt { .. }) => return Ok(nothing_published(order, manifest)),
        opened => opened?,
    };
    if published.data_version != manifest.data_version {
        return Ok(not_comparable(order, manifest, &published));
    }
    let catalog = Catalog::load_folders(restored.own_folders(&data))?;
    let compared = compare_with_rebuild(&catalog, (&data, &published), scratch, progress)?;
    Ok(BackupProof {
        answers: compared.answers,
        differing: compared.differing,
        ..BackupProof::default()
    })
}

/// An export was taken in or the content was changed between the backup and what is published: two different things are no proof.
fn not_comparable(
    order: &BackupOrder,
    manifest: &BackupManifest,
    published: &Warehouse,
) -> BackupProof {
    let values = [("published", &*published.data_version), ("backed_up", &*manifest.data_version)];
    BackupProof {
        problem: Some(order.catalog.phrases.format_phrase("proof.not_comparable", &values)),
        is_incomparable: true,
        ..BackupProof::default()
    }
}

/// An office that has taken nothing in has nothing to compare: its backup is restored, and that is all there is.
fn nothing_published(order: &BackupOrder, manifest: &BackupManifest) -> BackupProof {
    let has_exports = manifest.files.iter().any(|file| file.path.starts_with("data/archive/"));
    let problem =
        has_exports.then(|| order.catalog.phrases.format_phrase("proof.unpublished", &[]));
    BackupProof { answers: u64::from(!has_exports), problem, ..BackupProof::default() }
}
