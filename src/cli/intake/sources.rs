use clap::Args;

use super::super::{
    CommandOutcome,
    help::spoken::say,
    options::{DataFolder, OutputFormat, print_invented},
    output::{say::print_data, table::OutputTable},
};
use crate::{
    catalog::Catalog,
    domain::{decimal::format_thousands, vietnamese_date::format_day},
    warehouse::query::Warehouse,
};

/// List what each connector's exports gave: the newest day, files, rows
#[derive(Debug, Args)]
pub struct SourcesCommand {
    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,

    #[command(flatten)]
    data: DataFolder,
}

impl SourcesCommand {
    /// Prints what each connector's exports gave together.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let warehouse = Warehouse::open_published(&self.data.path)?;
        print_invented(catalog, &warehouse);
        let totals = warehouse.provenance.sum_by_connector()?;
        if self.format == OutputFormat::Json {
            print_data(serde_json::to_string_pretty(&totals).expect("totals are plain data"));
            return Ok(CommandOutcome::Done);
        }
        let count = |rows: u64| match self.format {
            OutputFormat::Table => format_thousands(i64::try_from(rows).unwrap_or(i64::MAX)),
            OutputFormat::Csv | OutputFormat::Json => rows.to_string(),
        };
        let mut heads = vec![
            "connector",
            "newest_on",
            "#files",
            "#rows_read",
            "#rows_kept",
            "#rows_layout",
            "#rows_rejected",
        ];
        // An office that never erased anything is asked nothing about it.
        let has_erased = totals.iter().any(|total| total.rows_erased > 0);
        heads.extend(has_erased.then_some("#rows_erased"));
        let is_table = self.format == OutputFormat::Table;
        let mut table = OutputTable::new(
            heads.into_iter().map(
                |head| {
                    if is_table { say_heading(head) } else { head.to_owned() }
                },
            ),
        );
        for total in totals {
            let mut counts = vec![
                total.files,
                total.rows_read,
                total.rows_kept,
                total.rows_layout,
                total.rows_rejected,
            ];
            counts.extend(has_erased.then_some(total.rows_erased));
            let counts = counts.into_iter().map(count);
            let named = if is_table {
                let known = catalog.find_connector(&total.connector);
                let name = known.map_or(total.connector.as_str(), |known| &known.name).to_owned();
                [name, format_day(total.newest_on)]
            } else {
                [total.connector, total.newest_on.to_string()]
            };
            table.push_row(named.into_iter().chain(counts));
        }
        match self.format {
            OutputFormat::Csv => print_data(table.to_csv()),
            _ => table.to_lines().iter().for_each(print_data),
        }
        Ok(CommandOutcome::Done)
    }
}

/// A heading for people; one of numbers keeps its mark.
fn say_heading(head: &str) -> String {
    let (mark, id) = head.strip_prefix('#').map_or(("", head), |id| ("#", id));
    format!("{mark}{}", say(&format!("sources.{id}"), &[]))
}
