//! A comparison as CSV and as a table.

use crate::{
    catalog::{Catalog, metric::Metric},
    cli::output::table::OutputTable,
    domain::{decimal::FixedDecimal, measure::Measure},
    view::{AgencyComparison, AnswerWording},
};

/// Makes the table of a comparison for programs, with plain numbers.
pub fn csv_table(metric: &Metric, rows: &[AgencyComparison]) -> OutputTable {
    let mut table = OutputTable::new([
        "agency_code",
        "agency_name",
        "ours",
        "published",
        "difference",
        "before",
        "year_before",
    ]);
    for row in rows {
        let value = |measure: Option<Measure>| {
            measure.and_then(|measure| measure.to_plain(metric.unit)).unwrap_or_default()
        };
        table.push_row([
            row.agency_code.clone(),
            row.agency_name.clone(),
            value(row.ours),
            value(row.published),
            row.difference(metric).map_or(String::new(), |gap| gap.to_string()),
            value(row.before),
            value(row.year_before),
        ]);
    }
    table
}

/// Makes the table of a comparison for people, in Vietnamese.
pub fn comparison_table(
    catalog: &Catalog,
    metric: &Metric,
    rows: &[AgencyComparison],
) -> OutputTable {
    let words = AnswerWording::new(catalog);
    let say = |id: &str| words.fill_phrase(id, &[]);
    let number = |id: &str| format!("#{}", say(id));
    let mut table = OutputTable::new([
        say("column.code"),
        say("column.agency"),
        number("column.ours"),
        number("column.published"),
        number("column.difference"),
        number("column.before"),
        number("column.year_before"),
    ]);
    for row in rows {
        let value = |measure: Option<Measure>| {
            measure.map_or_else(
                || say("value.no_figure"),
                |measure| words.format_value(metric, measure),
            )
        };
        table.push_row([
            row.agency_code.clone(),
            row.agency_name.clone(),
            value(row.ours),
            value(row.published),
            row.difference(metric).map_or("–".into(), FixedDecimal::to_vietnamese),
            value(row.before),
            value(row.year_before),
        ]);
    }
    table
}
