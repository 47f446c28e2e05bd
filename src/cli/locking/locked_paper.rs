//! The papers of a locked period: what was reported comes as it was, and what is made now says that it differs.

use std::{fs, io, path::Path};

use super::super::{CommandOutcome, command_error::CommandError, output::say::print_data};
use crate::{
    period_lock::{LockError, LockedPeriod},
    report::ReportFormat,
};

/// A file as it was locked.
pub struct LockedPaperFile {
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// Finds the papers of a report as they were locked with a period: of the formats named, of all without any. `None` where the period or
/// the report was not locked. Fails where a format named was not, or the lock is damaged.
pub fn find_locked_papers(
    lock: &LockedPeriod,
    report: &str,
    formats: &[ReportFormat],
    is_named: bool,
) -> Result<Option<Vec<LockedPaperFile>>, LockError> {
    let papers = lock.papers_of(report);
    if papers.is_empty() {
        return Ok(None);
    }
    let known: Vec<&str> = papers.iter().map(|paper| paper.format.as_str()).collect();
    let mut files = Vec::new();
    for format in formats.iter().map(|format| format.file_extension()) {
        let of_format: Vec<_> = papers.iter().filter(|paper| paper.format == format).collect();
        if of_format.is_empty() && is_named {
            return Err(LockError::NoLockedFormat {
                report: report.to_owned(),
                format: format.to_owned(),
                known: known.join(", "),
            });
        }
        for paper in of_format {
            let bytes = lock.read_paper(paper)?;
            files.push(LockedPaperFile { file_name: paper.file_name.clone(), bytes });
        }
    }
    Ok(Some(files))
}

/// Writes the numbers and the papers of a lock as they were locked.
pub fn write_kept(lock: &LockedPeriod, out: &Path) -> miette::Result<CommandOutcome> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| CommandError::of_file(&path, &error)
    };
    fs::create_dir_all(out).map_err(failed(out))?;
    let mut files = vec![(format!("{}.csv", lock.note.id), lock.numbers.to_csv())];
    for paper in &lock.note.papers {
        files.push((paper.file_name.clone(), lock.read_paper(paper)?));
    }
    for (name, bytes) in files {
        let path = out.join(name);
        fs::write(&path, bytes).map_err(failed(&path))?;
        print_data(path.display());
    }
    Ok(CommandOutcome::Done)
}
