//! Takes erased dossiers out of every lock: their rows, and the papers that name them. The numbers stay as they were reported.

use std::{collections::BTreeSet, fs, io::ErrorKind, path::Path};

use super::{
    lock_error::LockError,
    lock_files::{NUMBERS, name_file, replace_note},
    lock_folder::LockFolder,
    lock_note::{ErasedSum, LockNote, LockedPaper},
    locked_period::LockedPeriod,
    paper_codes::names_erased,
};
use crate::{
    domain::{erasure::ErasureLedger, fault_point::FaultPoint},
    warehouse::query::copy_unerased,
};

/// Takes the dossiers of the ledger out of every lock that does not know of them all; returns how many locks were changed. What is
/// damaged is left as it is: nobody can say what it holds.
pub fn erase_in_locks(
    data: &Path,
    ledger: &ErasureLedger,
    scratch: &Path,
) -> Result<usize, LockError> {
    let mut changed = 0;
    for shelved in LockFolder::of_data(data).list_locks()? {
        let known = shelved.read.as_ref().map_or(usize::MAX, |note| note.erasures);
        if known < ledger.entries.len() {
            let Ok(lock) = shelved.open() else { continue };
            erase_in_lock(&lock, ledger, scratch)?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// New files first, then the note that names them, then the old files go: whoever dies in between finds the one lock or the other.
fn erase_in_lock(
    lock: &LockedPeriod,
    ledger: &ErasureLedger,
    scratch: &Path,
) -> Result<(), LockError> {
    let mut note = LockNote { erasures: ledger.entries.len(), ..lock.note.clone() };
    let mut obsolete = Vec::new();
    if let Some(rows) = lock.note.rows_file() {
        let renamed = format!("subjects-{}.parquet", ledger.entries.len());
        let (from, to) = (lock.folder.join(&rows.name), lock.folder.join(&renamed));
        FaultPoint::LockWrite.pass().map_err(LockError::at_path(&to))?;
        let sums = copy_unerased(&from, &to, ledger, scratch)?;
        if !sums.is_empty() {
            let renamed = name_file(&lock.folder, &renamed)?;
            obsolete.push(from);
            note.files.retain(|file| file.name != rows.name);
            note.files.push(renamed);
            note.erased.extend(sums.into_iter().map(|sum| ErasedSum {
                metric_id: sum.metric_id,
                agency_code: sum.agency_code,
                subjects: sum.subjects,
                numerator: sum.numerator,
                denominator: sum.denominator,
            }));
        }
    }
    for paper in find_naming(lock, ledger)? {
        let name = format!("papers/{}", paper.file_name);
        obsolete.push(lock.folder.join(&name));
        note.files.retain(|file| file.name != name);
        note.papers.retain(|one| *one != paper);
        note.erased_papers.push(paper);
    }
    debug_assert!(note.files.iter().any(|file| file.name == NUMBERS), "the numbers stay");
    replace_note(&lock.folder, &note)?;
    for path in obsolete {
        match fs::remove_file(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => removed.map_err(LockError::at_path(&path))?,
        }
    }
    Ok(())
}

/// The papers of every report of which one paper names an erased dossier: they all tell the same.
fn find_naming(lock: &LockedPeriod, ledger: &ErasureLedger) -> Result<Vec<LockedPaper>, LockError> {
    let mut naming = BTreeSet::new();
    for paper in &lock.note.papers {
        if names_erased(&lock.read_paper(paper)?, ledger) == Some(true) {
            naming.insert(paper.report.as_str());
        }
    }
    let papers = lock.note.papers.iter().filter(|paper| naming.contains(paper.report.as_str()));
    Ok(papers.cloned().collect())
}
