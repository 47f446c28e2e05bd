//! A folder that exports are dropped into: each is taken in when it has stopped growing, then moved aside with a report.
//!
//! Invariant: an export is moved only after it was taken in or refused; a crash leaves it where it was dropped.

use std::{
    collections::{BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{
    error::PipelineError,
    ingest_summary::{HintReader, ingest_summary},
    outcome::{IngestOutcome, IngestOverrides},
    run::PipelineRun,
};
use crate::{
    catalog::{Catalog, settings::InboxSettings},
    disk::{is_held_open, remove_patiently, rename_patiently},
    domain::{fault_point::FaultPoint, source::Source},
    ingest::export::{is_litter, is_unfinished},
    view::rejected,
    warehouse::{WarehouseError, query::Warehouse},
};

/// Watches the folder exports are dropped into and ingests what has stopped growing.
pub struct Inbox<'a> {
    pub catalog: &'a Catalog,
    pub data: &'a Path,
    pub settings: &'a InboxSettings,
    pub office: Option<String>,
    /// Whether another program has a file open.
    pub is_held_open: fn(&Path) -> bool,
    seen: HashMap<PathBuf, FileStamp>,
    /// What was said to be held, once each.
    told_held: BTreeSet<PathBuf>,
}

/// What changes while a file is written.
type FileStamp = (Option<SystemTime>, u64);

impl<'a> Inbox<'a> {
    /// Makes the watch of an inbox; at its first look no file counts as unchanged.
    pub fn new(
        catalog: &'a Catalog,
        data: &'a Path,
        settings: &'a InboxSettings,
        office: Option<String>,
    ) -> Self {
        Self {
            catalog,
            data,
            settings,
            office,
            is_held_open,
            seen: HashMap::new(),
            told_held: BTreeSet::new(),
        }
    }

    /// Takes in what has not changed since the last time it was asked; returns how many files were moved aside. One that another program
    /// has open waits, which is told once, and is no reason not to take in the others. One that cannot be moved fails the round when the
    /// others have been moved, and is tried again in the next.
    pub fn ingest_settled(&mut self, now: DateTime) -> Result<usize, PipelineError> {
        // One that somebody has open keeps nobody from what is new.
        if let Err(error) = self.delete_old_originals(now.date()) {
            tracing::warn!(error = %error, "old originals could not be removed; they go in a later round");
        }
        let mut still = self.settled_files().map_err(self.wrap_io())?;
        still.retain(|path| !self.waits_for_holder(path));
        if still.is_empty() {
            return Ok(0);
        }
        let said = IngestOverrides { office: self.office.clone(), ..IngestOverrides::default() };
        let mut run = PipelineRun {
            catalog: self.catalog,
            data: self.data,
            now,
            progress: &mut |what| tracing::info!("{what}"),
        };
        let (taken, build) = match run.ingest(&still, &said) {
            // Somebody else is building: the files wait.
            Err(PipelineError::Warehouse(WarehouseError::Locked { .. })) => return Ok(0),
            done => done?,
        };
        // Opened once, whatever number of files came.
        let published = build.as_ref().map(|_| Warehouse::open_published(self.data)).transpose()?;
        let mut unmoved = None;
        for path in &still {
            let own = path.display().to_string();
            // As what is packed in it is called on every system.
            let inside = format!("{own}/");
            let parts =
                taken.iter().filter(|(shown, _)| *shown == own || shown.starts_with(&inside));
            let parts: Vec<_> = parts.collect();
            let waits = |taken: &Result<_, PipelineError>| {
                taken.as_ref().is_err_and(PipelineError::is_of_disk)
            };
            if parts.iter().any(|(_, taken)| waits(taken)) {
                continue;
            }
            let is_done = parts.iter().all(|(_, taken)| taken.is_ok());
            let mut report = String::new();
            for (shown, taken) in parts {
                report += &ingest_summary(
                    self.catalog,
                    shown,
                    taken,
                    build.as_ref(),
                    HintReader::Machine,
                )?;
            }
            let sources = taken.iter().filter_map(|(shown, taken)| match taken {
                Ok(IngestOutcome::New(source)) if *shown == own || shown.starts_with(&inside) => {
                    Some(source)
                }
                _ => None,
            });
            let unused = self.rejected_csv(published.as_ref(), sources)?;
            if self.has_changed(path) {
                // Another export of the same name came meanwhile: it waits for its own turn.
                continue;
            }
            let moved = self.move_aside(path, is_done, &report, unused.as_deref(), now.date());
            unmoved = unmoved.or(moved.err());
        }
        if let Some(error) = unmoved {
            return Err(self.wrap_io()(error));
        }
        let mut refused = taken.into_iter().filter_map(|(_, taken)| taken.err());
        refused.find(PipelineError::is_of_disk).map_or(Ok(still.len()), Err)
    }

    /// The files that are as they were the last time.
    fn settled_files(&mut self) -> io::Result<Vec<PathBuf>> {
        fs::create_dir_all(&self.settings.folder)?;
        let mut marks = HashMap::new();
        for entry in fs::read_dir(&self.settings.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_passed = is_litter(&name) || is_unfinished(&name);
            let metadata = entry.metadata()?;
            if metadata.is_file() && !is_passed {
                marks.insert(entry.path(), (metadata.modified().ok(), metadata.len()));
            }
        }
        let mut still: Vec<PathBuf> = (marks.iter())
            .filter(|(path, mark)| self.seen.get(*path) == Some(mark))
            .map(|(path, _)| path.clone())
            .collect();
        still.sort();
        self.seen = marks;
        Ok(still)
    }

    /// Whether a file waits until another program lets go of it; the first time it is said.
    fn waits_for_holder(&mut self, path: &Path) -> bool {
        if !(self.is_held_open)(path) {
            self.told_held.remove(path);
            return false;
        }
        if self.told_held.insert(path.to_owned()) {
            let file = path.display().to_string();
            let told = self.catalog.phrases.format_phrase("inbox.held", &[("file", &file)]);
            tracing::warn!("{told}");
        }
        true
    }

    fn has_changed(&self, path: &Path) -> bool {
        let mark = fs::metadata(path).map(|now| (now.modified().ok(), now.len()));
        mark.is_ok_and(|mark| self.seen.get(path) != Some(&mark))
    }

    /// The rows of these exports that could not be used, as a table for the clerk.
    fn rejected_csv<'s>(
        &self,
        published: Option<&Warehouse>,
        sources: impl Iterator<Item = &'s Source>,
    ) -> Result<Option<Vec<u8>>, PipelineError> {
        let Some(published) = published else { return Ok(None) };
        let mut rows = Vec::new();
        for source in sources {
            rows.extend(published.provenance.list_rejected_rows(Some(&source.id))?);
        }
        Ok((!rows.is_empty()).then(|| rejected::rejected_table(self.catalog, &rows).to_csv()))
    }

    fn move_aside(
        &self,
        path: &Path,
        is_done: bool,
        report: &str,
        unused: Option<&[u8]>,
        on: Date,
    ) -> io::Result<()> {
        let folder =
            self.settings.folder.join(if is_done { "done" } else { "failed" }).join(on.to_string());
        fs::create_dir_all(&folder)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut free = name.clone();
        let mut number = 1;
        while folder.join(&free).exists() {
            number += 1;
            free = format!("{number}-{name}");
        }
        FaultPoint::InboxReport.pass()?;
        // A file that could not be moved comes again: what was said when it was taken in stays.
        let report_path = folder.join(format!("{free}.txt"));
        if !report_path.is_file() {
            // Half a report would be taken for the one of before.
            let new = folder.join(format!("{free}.txt.new"));
            fs::write(&new, report)?;
            rename_patiently(&new, &report_path)?;
        }
        if let Some(unused) = unused {
            fs::write(folder.join(format!("{free}.csv")), unused)?;
        }
        FaultPoint::InboxMove.pass()?;
        rename_patiently(path, &folder.join(free))
    }

    /// Originals hold personal data: those taken in go after some days.
    fn delete_old_originals(&self, today: Date) -> io::Result<()> {
        let Ok(days) = fs::read_dir(self.settings.folder.join("done")) else {
            return Ok(());
        };
        let keep_from = today.saturating_sub(i64::from(self.settings.keep_days).days());
        for day in days {
            let day = day?;
            let on: Option<Date> = day.file_name().to_string_lossy().parse().ok();
            if on.is_some_and(|on| on < keep_from) {
                remove_patiently(&day.path())?;
            }
        }
        Ok(())
    }

    fn wrap_io(&self) -> impl FnOnce(io::Error) -> PipelineError + use<> {
        let doing = format!("cannot use the inbox `{}`", self.settings.folder.display());
        move |error| WarehouseError::wrap_io(doing)(error).into()
    }
}
