use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    options::DataFolder,
    output::{progress::ProgressOutput, say::print_data},
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    domain::period::Period,
    evidence::{EvidenceOrder, make_evidence},
};

/// Write the account of a period: every number with its rule, the dossiers behind it, the exports and their digests, in one zip
#[derive(Debug, Args)]
pub struct EvidenceCommand {
    /// The period that is explained
    #[arg(long)]
    period: Period,

    /// The zip to write
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,

    /// The day that stands on the cover; without it the day `motcua report` puts there
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,

    #[command(flatten)]
    data: DataFolder,
}

impl EvidenceCommand {
    /// Writes the zip and prints its name. Fails where the lock of the period is damaged, or the file cannot be written.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        let warehouse = self.data.open_warehouse(catalog)?;
        let order = EvidenceOrder {
            catalog,
            settings: &settings,
            data: &self.data.path,
            warehouse: &warehouse,
            period: self.period,
            on: self.on,
        };
        let bytes = {
            let mut progress = ProgressOutput::new();
            progress.set_message(&catalog.evidence_cover.name);
            make_evidence(&order)?
        };
        std::fs::write(&self.out, bytes)
            .map_err(|error| CommandError::of_file(&self.out, &error))?;
        print_data(self.out.display());
        Ok(CommandOutcome::Done)
    }
}
