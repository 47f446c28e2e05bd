use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    intake::{ingest, many_exports::SaidNotes},
    options::local_now,
    output::say::print_data,
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    domain::{period::Period, vietnamese_date::typed_day},
    pipeline::{IngestOutcome, IngestOverrides, PipelineRun, ScratchFolder},
};

/// Show the first rows a connector makes of an export, and those it rejects; nothing is kept
#[derive(Debug, Args)]
pub struct TryConnectorCommand {
    id: String,

    file: PathBuf,

    /// The day whose state the export shows
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
    snapshot_on: Option<Date>,

    /// The period published figures are of
    #[arg(long)]
    period: Option<Period>,

    /// The agency among whose units agencies are looked for that are named without a parent
    #[arg(long, value_name = "AGENCY")]
    scope: Option<String>,

    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 10)]
    rows: usize,
}

impl TryConnectorCommand {
    /// Takes the export into a data folder that goes away again.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let said = IngestOverrides {
            connector: Some(self.id),
            snapshot_on: self.snapshot_on,
            period: self.period,
            scope: self.scope,
            office: ProgramSettings::load_file(config)?.scope,
            is_invented: false,
        };

        let folder = ScratchFolder::make().map_err(|error| CommandError::of_system(&error))?;
        let (taken, build) =
            PipelineRun { catalog, data: folder.path(), now: local_now(), progress: &mut |_| {} }
                .ingest(&[self.file], &said)?;
        let mut outcome = CommandOutcome::Done;
        let published = ingest::open_build(build.as_ref(), folder.path())?;
        for (shown, taken) in taken {
            let (IngestOutcome::New(source)
            | IngestOutcome::Known(source)
            | IngestOutcome::Amended(source)
            | IngestOutcome::Restored(source)) = taken?;
            if ingest::summarize_export(
                catalog,
                (&shown, &source),
                published.as_ref(),
                &mut SaidNotes::default(),
            )? > 0
            {
                outcome = CommandOutcome::Failed;
            }
            let connector = catalog.find_connector(&source.connector)?;
            let Some(ingest::PublishedBuild { warehouse, .. }) = &published else { continue };
            let table = connector.table_name();
            let filled = warehouse.provenance.list_filled_columns(&table)?;
            // Of an export no row of which is kept nothing is filled.
            if !filled.is_empty() {
                let csv = warehouse.provenance.write_staged_csv(&table, &filled)?;
                csv.lines().take(self.rows + 1).for_each(print_data);
            }
        }
        Ok(outcome)
    }
}
