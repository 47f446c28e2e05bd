//! Writes a lock aside, makes every file of it last, and only then gives its folder a name.

use std::fs;

use super::{
    lock_error::LockError,
    lock_files::{NOTE, NUMBERS, UNFINISHED, folder_name, name_file, write_file},
    lock_folder::LockFolder,
    lock_note::{LockNote, LockedPaper},
    locked_numbers::LockedNumbers,
    locked_period::LockedPeriod,
};
use crate::{
    catalog::metric::Metric,
    disk::{rename_patiently, sync_folder},
    domain::{fault_point::FaultPoint, period::Period},
    ingest::archive::seal::seal_text,
    warehouse::query::Warehouse,
};

/// Names the file of subjects in a lock that nothing was erased from yet.
const ROWS: &str = "subjects.parquet";

/// Holds all a lock is made of but what is asked of the build.
pub struct LockDraft<'a> {
    pub period: Period,
    pub warehouse: &'a Warehouse,
    pub metrics: Vec<&'a Metric>,
    pub numbers: LockedNumbers,
    pub papers: Vec<PaperDraft>,
    /// What is to stand in its note; its id, its files and its papers are filled in.
    pub note: LockNote,
}

/// Holds a paper of a report as it is handed out.
pub struct PaperDraft {
    pub report: String,
    pub format: String,
    pub file_name: String,
    pub bytes: Vec<u8>,
}

impl LockFolder {
    /// Writes a lock, or leaves nothing that looks like one. The caller holds the build lock, and has looked that the period has none.
    pub fn write_lock(&self, draft: &LockDraft) -> Result<LockedPeriod, LockError> {
        let base = folder_name(draft.period);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let mut names = [base.clone()].into_iter().chain(numbered);
        let id = names.find(|name| !self.root.join(name).exists()).unwrap_or(base);
        let aside = self.root.join(format!("{UNFINISHED}{id}"));
        if aside.exists() {
            fs::remove_dir_all(&aside).map_err(LockError::at_path(&aside))?;
        }
        let papers = aside.join("papers");
        fs::create_dir_all(&papers).map_err(LockError::at_path(&papers))?;
        let mut files = vec![write_file(&aside, NUMBERS, &draft.numbers.to_csv())?];
        for paper in &draft.papers {
            files.push(write_file(&aside, &format!("papers/{}", paper.file_name), &paper.bytes)?);
        }
        let rows = aside.join(ROWS);
        FaultPoint::LockWrite.pass().map_err(LockError::at_path(&rows))?;
        draft.warehouse.locks.write_rows(&draft.metrics, draft.period, &rows)?;
        files.push(name_file(&aside, ROWS)?);
        let locked = |paper: &PaperDraft| LockedPaper {
            report: paper.report.clone(),
            format: paper.format.clone(),
            file_name: paper.file_name.clone(),
        };
        let note = LockNote {
            id: id.clone(),
            files,
            papers: draft.papers.iter().map(locked).collect(),
            ..draft.note.clone()
        };
        write_file(&aside, NOTE, seal_text(&note).as_bytes())?;
        for folder in [&papers, &aside] {
            sync_folder(folder).map_err(LockError::at_path(folder))?;
        }
        let folder = self.root.join(&id);
        FaultPoint::LockRename
            .pass()
            .and_then(|()| rename_patiently(&aside, &folder))
            .map_err(LockError::at_path(&folder))?;
        FaultPoint::LockFolderSync
            .pass()
            .and_then(|()| sync_folder(&self.root))
            .map_err(LockError::at_path(&self.root))?;
        Ok(LockedPeriod { folder, note, numbers: draft.numbers.clone() })
    }
}
