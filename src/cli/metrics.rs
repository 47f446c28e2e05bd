use clap::Args;
use jiff::civil::Date;

use super::{
    CommandOutcome,
    help::spoken::spoken,
    output::{say::print_data, table::OutputTable},
};
use crate::catalog::Catalog;

/// List the metrics
#[derive(Debug, Args)]
pub struct MetricsCommand {}

impl MetricsCommand {
    /// Prints every metric with its rule and legal source.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let say = |id: &str| spoken().format_phrase(id, &[]);
        let mut table = OutputTable::new([
            say("column.code"),
            say("column.metric"),
            say("column.rule"),
            say("column.source"),
        ]);
        for metric in &catalog.metrics {
            table.push_row([
                metric.id.clone(),
                metric.name.clone(),
                metric.rule_name.clone(),
                catalog.legal_source(metric, (Date::MIN, Date::MAX)),
            ]);
        }
        table.to_lines().iter().for_each(print_data);
        Ok(CommandOutcome::Done)
    }
}
