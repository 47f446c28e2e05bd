use clap::Args;

use super::super::{
    Outcome,
    options::{DataFolder, Format},
    output::{say::data, table::Table},
};
use crate::{catalog::Catalog, domain::decimal::thousands, warehouse::query::Warehouse};

/// List what each connector's exports gave: the newest day, files, rows
#[derive(Debug, Args)]
pub struct Sources {
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    data: DataFolder,
}

impl Sources {
    pub fn run(self, _: &Catalog) -> miette::Result<Outcome> {
        let totals = Warehouse::open(&self.data.path)?.connector_totals()?;
        if self.format == Format::Json {
            data(serde_json::to_string_pretty(&totals).expect("totals are plain data"));
            return Ok(Outcome::Done);
        }
        let count = |rows: u64| match self.format {
            Format::Table => thousands(i64::try_from(rows).unwrap_or(i64::MAX)),
            Format::Csv | Format::Json => rows.to_string(),
        };
        let mut table = Table::new([
            "connector",
            "newest_on",
            "#files",
            "#rows_read",
            "#rows_kept",
            "#rows_layout",
            "#rows_rejected",
        ]);
        for total in totals {
            let counts = [
                total.files,
                total.rows_read,
                total.rows_kept,
                total.rows_layout,
                total.rows_rejected,
            ];
            table.row([total.connector, total.newest_on].into_iter().chain(counts.map(count)));
        }
        match self.format {
            Format::Csv => data(table.csv()),
            _ => table.lines().iter().for_each(data),
        }
        Ok(Outcome::Done)
    }
}
