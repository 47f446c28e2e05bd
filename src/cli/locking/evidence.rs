use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    options::{DataFolder, print_known_span},
    output::{progress::ProgressOutput, say::print_data},
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    domain::{basis::MetricBasis, period::Period, vietnamese_date::typed_day},
    evidence::{EvidenceOrder, make_evidence},
    warehouse::query::MetricRequest,
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
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
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
        let dossiers = catalog.find_metric(&catalog.headline.ranking)?;
        let basis = MetricBasis::Computed;
        let asked = MetricRequest { metric: dossiers, period: self.period, basis };
        print_known_span(catalog, &warehouse, &asked);
        // The cover says so, too: it is an account of nothing.
        let is_known = warehouse.metrics.gap(&asked).is_none();
        Ok(if is_known { CommandOutcome::Done } else { CommandOutcome::Failed })
    }
}
