//! What is said anew of an export that was archived before.

use super::{
    super::{
        error::PipelineError,
        outcome::{IngestOutcome, IngestOverrides},
        run::PipelineRun,
    },
    ArchiveIntake,
};
use crate::{
    domain::{
        period::Period,
        source::{SnapshotFrom, Source},
    },
    ingest::{self, IngestError},
};

impl PipelineRun<'_> {
    /// Figures of two periods are never the same bytes: who saved one page twice would miss the second period without a word.
    fn ensure_same_period(
        &self,
        known: &Source,
        file_name: &str,
        said: &IngestOverrides,
    ) -> Result<(), PipelineError> {
        // What a connector read that is there no more says no period by its name.
        let Ok(connector) = self.catalog.find_connector(&known.connector) else { return Ok(()) };
        let named = ingest::named_period(connector, file_name).filter(|_| said.period.is_none());
        let noted = known.period.as_ref().and_then(|text| text.parse::<Period>().ok());
        match (noted, named) {
            (Some(noted), Some(named)) if noted.shape != named.shape => {
                let (path, known) = (file_name.to_owned(), noted.to_string());
                Err(IngestError::OtherPeriod { path, known, named }.into())
            }
            _ => Ok(()),
        }
    }

    /// What is now said of a known export replaces what was noted, if it is anything else.
    pub(super) fn amended(
        &self,
        known: Source,
        file_name: &str,
        said: &IngestOverrides,
        intake: &mut ArchiveIntake,
    ) -> Result<IngestOutcome, PipelineError> {
        let mut source = known.clone();
        if let Some(day) = said.snapshot_on {
            (source.snapshot_on, source.snapshot_from) = (day, SnapshotFrom::Option);
        } else if source.snapshot_from == SnapshotFrom::IngestDay
            && let Some(day) = ingest::last_day(file_name, self.now.date())
        {
            // The file came again under a name that says its day.
            (source.snapshot_on, source.snapshot_from) = (day, SnapshotFrom::FileName);
        }
        self.ensure_same_period(&known, file_name, said)?;
        if let Some(period) = said.period.filter(|_| known.period.is_some()) {
            source.period = Some(period.to_string());
        }
        if let Some(scope) = &said.scope {
            (source.scope, source.title_scope) = (Some(scope.clone()), None);
        } else if source.scope.is_none() {
            source.scope.clone_from(&said.office);
        }
        if source == known {
            return Ok(IngestOutcome::Known(known));
        }
        source.revision += 1;
        intake.replace_note(&source)?;
        Ok(IngestOutcome::Amended(source))
    }
}
