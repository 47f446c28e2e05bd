//! A comparison, for machines and for people.

use serde::Serialize;

use crate::{
    catalog::{Catalog, metric::Metric},
    cli::table::Table,
    domain::{decimal::Hundredths, measure::Measure},
    view::{Comparison, Wording},
};

#[derive(Serialize)]
pub struct Answer<'a> {
    pub metric: &'a str,
    pub name: &'a str,
    pub period: String,
    pub rule: &'static str,
    pub data_version: &'a str,
    pub rows: Vec<Row>,
}

#[derive(Serialize)]
pub struct Row {
    agency_code: String,
    agency_name: String,
    ours: Option<Number>,
    published: Option<Number>,
    before: Option<Number>,
    year_before: Option<Number>,
    /// Ours less the published, in points or as a count.
    difference: Option<String>,
}

#[derive(Serialize)]
struct Number {
    numerator: i64,
    denominator: Option<i64>,
    value: Option<String>,
}

impl Row {
    pub fn new(metric: &Metric, row: &Comparison) -> Self {
        let number = |measure: Option<Measure>| {
            measure.map(|measure| Number {
                numerator: measure.numerator,
                denominator: measure.denominator,
                value: measure.plain(metric.unit),
            })
        };
        Self {
            agency_code: row.agency_code.clone(),
            agency_name: row.agency_name.clone(),
            ours: number(row.ours),
            published: number(row.published),
            before: number(row.before),
            year_before: number(row.year_before),
            difference: row.difference(metric).map(|gap| gap.to_string()),
        }
    }
}

pub fn plain(metric: &Metric, rows: &[Comparison]) -> Table {
    let mut table = Table::new([
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
            measure.and_then(|measure| measure.plain(metric.unit)).unwrap_or_default()
        };
        table.row([
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

pub fn table(catalog: &Catalog, metric: &Metric, rows: &[Comparison]) -> Table {
    let words = Wording::new(catalog);
    let say = |id: &str| words.say(id, &[]);
    let number = |id: &str| format!("#{}", say(id));
    let mut table = Table::new([
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
            measure.map_or_else(|| say("value.no_figure"), |measure| words.value(metric, measure))
        };
        table.row([
            row.agency_code.clone(),
            row.agency_name.clone(),
            value(row.ours),
            value(row.published),
            row.difference(metric).map_or("–".into(), Hundredths::vietnamese),
            value(row.before),
            value(row.year_before),
        ]);
    }
    table
}
