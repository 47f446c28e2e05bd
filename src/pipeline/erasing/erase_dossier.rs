//! Erases the rows of one dossier: written into the archive's ledger first, then the warehouse is built without them.

use std::path::Path;

use super::super::{
    archiving::archived::verify_archive,
    error::PipelineError,
    run::{PipelineRun, make_plan},
};
use crate::{
    domain::erasure::ErasureLedger,
    ingest::archive::Archive,
    period_lock::LockFolder,
    state::{StateDatabase, access, audit::AuditAction},
    warehouse::{self, BuildLock, WarehouseBuild, query::Warehouse},
};

/// Says what came of erasing a dossier.
#[derive(Debug)]
pub enum ErasureOutcome {
    /// Its rows are out of everything that is published.
    Erased { rows: u64, build: WarehouseBuild },
    /// It was erased before, and is.
    Known,
    /// No row is of it: nothing was written down.
    Unknown,
}

impl PipelineRun<'_> {
    /// Erases a dossier, and publishes a warehouse without its rows. Whatever comes after, the ledger keeps it erased.
    pub fn erase_dossier(
        &mut self,
        code: &str,
        reason: &str,
    ) -> Result<ErasureOutcome, PipelineError> {
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        let archive = Archive::open_in(self.data)?;
        let codes = warehouse::normalize_codes(&self.catalog.content, &[code], scratch.path())?;
        let Some(code) = codes.into_iter().flatten().next() else {
            return Ok(ErasureOutcome::Unknown);
        };
        let provenance = Warehouse::open_published(self.data)?.provenance.clone();
        let totals = provenance.sum_by_connector()?;
        let before: u64 = totals.iter().map(|it| it.rows_erased).sum();
        let is_published = provenance.has_rows_of(&code)?;
        let mut ledger = archive.read_erasures()?;
        let reason = self.take_kept_text(reason, (&ledger, Some(&code)), scratch.path())?;
        if ledger.holds_code(&code) {
            if !is_published {
                StateDatabase::open(self.data)?.forget_urgings_of(&code)?;
                return Ok(ErasureOutcome::Known);
            }
        } else {
            ledger.add_code(&code, reason.as_str(), self.now, &access::make_secret()?);
            // Rows that were rejected are published by their place alone: whether one is of it, only the archive knows.
            let may_be_rejected = totals.iter().any(|it| it.rows_rejected > 0);
            let is_there = is_published
                || (may_be_rejected && self.count_erased(&ledger, scratch.path())? > before);
            if !is_there {
                return Ok(ErasureOutcome::Unknown);
            }
            LockFolder::of_data(self.data).require_whole()?;
            archive.write_erasures(&ledger)?;
        }
        // Without the code: the log would tell it for ever.
        let state = StateDatabase::open(self.data)?;
        state.forget_urgings_of(&code)?;
        let phrases = &self.catalog.phrases;
        let detail = phrases.format_phrase("audit.erased", &[("reason", reason.as_str())]);
        state.append_audit(self.now, None, "console", AuditAction::Change, &detail)?;
        match self.publish(scratch.path(), |_| false)? {
            Some(build) => {
                let after: u64 = build.sources.iter().map(|source| source.staged.erased).sum();
                Ok(ErasureOutcome::Erased { rows: after.saturating_sub(before), build })
            }
            None => Ok(ErasureOutcome::Unknown),
        }
    }

    /// How many rows a ledger would erase, by a build that is not published.
    fn count_erased(
        &mut self,
        ledger: &ErasureLedger,
        scratch: &Path,
    ) -> Result<u64, PipelineError> {
        let aside = scratch.join("tried.duckdb");
        let plan = make_plan((self.catalog, self.data), ledger.clone(), (scratch, &aside))?;
        verify_archive(self.data, &plan.sources)?;
        let built = warehouse::build_warehouse(&plan, self.progress)?;
        Ok(built.sources.iter().map(|source| source.staged.erased).sum())
    }
}
