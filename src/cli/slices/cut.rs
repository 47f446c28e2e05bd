//! Parts of a number as CSV and as a table.

use crate::{
    catalog::{Catalog, metric::Metric},
    cli::output::table::OutputTable,
    domain::decimal::{FixedDecimal, format_thousands},
    view::{AnswerWording, PartContribution, answers::PartRow},
};

/// Makes the table of the parts of a number for programs, with plain numbers.
pub fn csv_table(metric: &Metric, cuts: &[PartContribution]) -> OutputTable {
    let mut table =
        OutputTable::new(["code", "name", "numerator", "denominator", "value", "reason", "gain"]);
    for row in cuts.iter().map(|cut| PartRow::new(metric, cut)) {
        table.push_row([
            row.code.unwrap_or_default(),
            row.name.unwrap_or_default(),
            row.numerator.map_or(String::new(), |numerator| numerator.to_string()),
            row.denominator.map_or(String::new(), |denominator| denominator.to_string()),
            row.value.unwrap_or_default(),
            row.reason.map_or(String::new(), |reason| reason.id().to_owned()),
            row.gain.unwrap_or_default(),
        ]);
    }
    table
}

/// Makes the table of the parts of a number for people; `by` names the dimension.
pub fn parts_table(
    catalog: &Catalog,
    metric: &Metric,
    by: &str,
    cuts: &[PartContribution],
) -> OutputTable {
    let words = AnswerWording::new(catalog);
    let say = |id: &str| words.fill_phrase(id, &[]);
    let number = |id: &str| format!("#{}", say(id));
    let mut table = OutputTable::new([
        say(&format!("column.{by}")),
        number("column.numerator"),
        number("column.denominator"),
        number("column.value"),
        number("column.gain"),
    ]);
    for cut in cuts {
        let named = cut.name.clone().or_else(|| cut.code.clone());
        let value = cut.measure.to_vietnamese(metric.unit);
        let none = || cut.measure.gap.map_or("–".into(), |gap| words.describe_gap(gap));
        let (numerator, denominator) = cut.measure.shown_counts();
        table.push_row([
            named.unwrap_or_else(|| say("value.unknown")),
            numerator.map_or("–".into(), format_thousands),
            denominator.map_or("–".into(), format_thousands),
            value.unwrap_or_else(none),
            cut.gain.map_or("–".into(), FixedDecimal::to_vietnamese),
        ]);
    }
    table
}
