//! Work a page starts and does not wait for: taking exports in, building anew. One at a time.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::DateTime;
use parking_lot::Mutex;

use super::mend_outcome::MendOutcome;
use crate::{catalog::Catalog, domain::progress::BuildProgress};

/// Says where samples are served, and whose they would be.
#[derive(Debug, Clone)]
pub struct DemoPages {
    pub name: String,
    pub address: String,
}

/// Who does the work; pages know how it is asked for and what came of it.
pub trait JobRunner: Send + Sync {
    /// Takes files in; `tell` is told what is being done.
    fn take_in(
        &self,
        order: &UploadRequest,
        tell: &mut dyn FnMut(&BuildProgress),
    ) -> Vec<UploadOutcome>;

    /// Takes an export into a data folder of its own, by a catalog of its own: to see what comes of it. Fails with a sentence.
    fn try_export(&self, trial: &ExportTrial) -> Result<(), String>;

    /// Serves the samples on pages of their own, with a data folder of their own, and returns where they are. Fails with a sentence.
    fn open_demo(&self) -> Result<Vec<DemoPages>, String>;

    /// Makes a schedule's last report for one mail address, and puts it into the outbox.
    fn send_test(&self, schedule: &str, mail: &str) -> Result<(), String>;

    /// Sends a mail of a line to one address by the settings of now, and says what kept it from going out.
    fn send_test_mail(&self, mail: &str) -> Result<(), String>;

    /// Builds anew what is not of the newest content and archive.
    fn build(&self, tell: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome>;

    /// Locks a period, or takes its lock off. Fails with a sentence.
    fn change_lock(&self, _order: &LockOrder) -> Result<(), String> {
        // Who only takes exports in keeps no locks.
        Err(String::new())
    }

    /// Reads the published warehouse through, and builds it anew where it is not as it was written.
    fn mend(&self) -> MendOutcome;
}

/// A period to be locked with these reports, or without any list to be unlocked; who asks, and what they say of it.
#[derive(Debug, Clone)]
pub struct LockOrder {
    pub period: String,
    pub by: String,
    pub address: String,
    /// The note of a lock, the reason of taking one off.
    pub text: String,
    pub reports: Option<Vec<String>>,
    /// Whether a period that is not known to its end is locked.
    pub takes_incomplete: bool,
}

/// Exports to take in, and what the user says of them.
#[derive(Debug, Clone, Default)]
pub struct UploadRequest {
    pub files: Vec<PathBuf>,
    pub connector: Option<String>,
    pub snapshot_on: Option<jiff::civil::Date>,
}

/// An export to be tried with a connector of a catalog; what comes of it goes into the folder.
#[derive(Debug, Clone, Copy)]
pub struct ExportTrial<'t> {
    pub catalog: &'t Catalog,
    pub connector: &'t str,
    pub file: &'t Path,
    pub snapshot_on: Option<jiff::civil::Date>,
    pub folder: &'t Path,
}

/// What came of one export.
#[derive(Debug, Clone)]
pub struct UploadOutcome {
    /// Without a folder; none of what is of no export.
    pub file: Option<String>,
    /// The export's id, where it is in the archive.
    pub source_id: Option<String>,
    pub text: String,
    pub is_done: bool,
}

/// The work that goes on, or went on last.
#[derive(Debug, Clone)]
pub struct UploadJob {
    pub by: String,
    pub files: Vec<String>,
    pub began_at: DateTime,
    /// What is being done, nothing yet where it has only begun; how many such steps there were.
    pub step: Option<BuildProgress>,
    pub steps: usize,
    pub ended: Option<Vec<UploadOutcome>>,
}

/// Where everybody sees what goes on.
#[derive(Default, Clone)]
pub struct JobBoard(Arc<Mutex<Option<UploadJob>>>);

impl JobBoard {
    /// Returns the job that runs or ran last; `None` before the first one.
    pub fn shown(&self) -> Option<UploadJob> {
        self.0.lock().clone()
    }

    /// Begins a work, unless one goes on.
    pub fn begin(&self, work: UploadJob) -> bool {
        let mut shown = self.0.lock();
        if shown.as_ref().is_some_and(|work| work.ended.is_none()) {
            return false;
        }
        *shown = Some(work);
        true
    }

    /// Notes the step the job has come to, and counts it.
    pub fn tell(&self, step: &BuildProgress) {
        self.change(|work| {
            work.step = Some(step.clone());
            work.steps += 1;
        });
    }

    /// Ends the job with what came of each export.
    pub fn end(&self, told: Vec<UploadOutcome>) {
        self.change(|work| work.ended = Some(told));
    }

    fn change(&self, change: impl FnOnce(&mut UploadJob)) {
        let mut shown = self.0.lock();
        if let Some(work) = shown.as_mut() {
            change(work);
        }
    }
}

#[cfg(test)]
mod tests;
