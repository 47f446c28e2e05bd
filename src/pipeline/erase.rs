//! Erases the rows of one dossier: written into the archive's ledger first, then the warehouse is built without them.

use super::{error::PipelineError, run::PipelineRun};
use crate::{
    ingest::archive::Archive,
    state::{StateDatabase, access, audit::AuditAction},
    warehouse::{self, BuildLock, WarehouseBuild, query::Warehouse},
};

/// Says what came of erasing a dossier.
#[derive(Debug)]
pub enum ErasureOutcome {
    /// Its rows are out of everything that is published.
    Erased { rows: u64, build: WarehouseBuild },
    /// No row that is published is of it: nothing was written down.
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
        let code = warehouse::normalize_code(&self.catalog.content, code, scratch.path())?;
        let Some(code) = code else { return Ok(ErasureOutcome::Unknown) };
        let provenance = Warehouse::open_published(self.data)?.provenance.clone();
        if !provenance.has_rows_of(&code)? {
            return Ok(ErasureOutcome::Unknown);
        }
        let before: u64 = provenance.sum_by_connector()?.iter().map(|it| it.rows_erased).sum();
        let mut ledger = archive.read_erasures()?;
        if !ledger.holds_code(&code) {
            ledger.add_code(&code, reason, self.now, &access::make_secret()?);
            archive.write_erasures(&ledger)?;
        }
        // Without the code: the log would tell it for ever.
        let state = StateDatabase::open(self.data)?;
        let detail = format!("erase: {reason}");
        state.append_audit(self.now, None, "console", AuditAction::Change, &detail)?;
        match self.publish(scratch.path(), |_| false)? {
            Some(build) => {
                let after: u64 = build.sources.iter().map(|source| source.staged.erased).sum();
                Ok(ErasureOutcome::Erased { rows: after.saturating_sub(before), build })
            }
            None => Ok(ErasureOutcome::Unknown),
        }
    }
}
