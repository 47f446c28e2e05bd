//! The numbers once more, counted by hand from what was handed in, of the exports that are archived.

use std::collections::BTreeMap;

use jiff::civil::Date;
use motcua::{
    catalog::Catalog,
    domain::{
        erasure::ErasureLedger,
        period::Period,
        source::{SnapshotFrom, Source},
    },
    warehouse::query::{AgencyFilter, Warehouse},
};

use super::{
    content::OWN_METRIC,
    exports::{AGENCIES, DossierRow, HandedExport},
};
use crate::support::office::computed_values;

const PERIODS: [&str; 4] = ["2023", "2023-02", "2023-W20", "2023-Q3"];

/// An export whose day nobody said is of the day it was taken in, unless all in it lies longer back than so many days.
const UNDATED_DAYS: i32 = 14;

/// Numerator and denominator by metric, period, agency.
pub type Numbers = BTreeMap<(String, String, String), (i64, i64)>;

/// What a published warehouse shows.
pub fn read_published(warehouse: &Warehouse, catalog: &Catalog) -> Numbers {
    let mut numbers = Numbers::new();
    for metric in &catalog.metrics {
        for text in PERIODS {
            let period: Period = text.parse().expect("a period");
            for value in computed_values(warehouse, metric, period, &AgencyFilter::default()) {
                let (n, d) = (value.measure.numerator, value.measure.denominator.unwrap_or(0));
                if AGENCIES.contains(&value.agency_code.as_str()) && (n, d) != (0, 0) {
                    numbers.insert((metric.id.clone(), text.into(), value.agency_code), (n, d));
                }
            }
        }
    }
    numbers
}

/// What it must show: of each dossier that was not erased the latest export's row, of two exports of a day the one that came later.
pub fn count(
    catalog: &Catalog,
    sources: &[Source],
    handed: &BTreeMap<String, HandedExport>,
    erased: &ErasureLedger,
) -> Numbers {
    let mut latest: BTreeMap<&str, (_, &DossierRow)> = BTreeMap::new();
    let (mut first, mut until) = (None::<Date>, None::<Date>);
    for source in sources {
        let export = handed.get(&source.sha256).expect("handed in once");
        let age = (source.snapshot_on, source.number);
        let rows: Vec<&DossierRow> =
            export.rows.iter().filter(|row| !erased.holds_code(&row.code)).collect();
        for row in &rows {
            let known = latest.entry(row.code.as_str()).or_insert((age, row));
            if age >= known.0 {
                *known = (age, row);
            }
            first = Some(first.map_or(row.received, |first| first.min(row.received)));
        }
        let last = rows.iter().map(|row| row.ended.unwrap_or(row.received).max(row.received)).max();
        until = until.max(Some(known_until(source, last)));
    }
    let mut numbers = Numbers::new();
    for (_, row) in latest.values() {
        for text in PERIODS {
            let period: Period = text.parse().expect("a period");
            let is_known = until.is_some_and(|until| period.start() <= until)
                && first.is_none_or(|first| first <= period.end());
            let is_in = |day| is_known && (period.start()..=period.end()).contains(&day);
            let mut add = |metric: &str, n: i64, d: i64| {
                if catalog.metrics.iter().any(|known| known.id == metric) {
                    let key = (metric.to_owned(), text.to_owned(), row.agency.to_owned());
                    let sum = numbers.entry(key).or_insert((0, 0));
                    *sum = (sum.0 + n, sum.1 + d);
                }
            };
            if is_in(row.received) {
                add("update_count", 1, 0);
            }
            if let Some(ended) = row.ended.filter(|ended| is_in(*ended)) {
                add("on_time_rate", i64::from(ended <= row.due), 1);
                add(OWN_METRIC, 1, 0);
            }
        }
    }
    numbers
}

/// The last day an export knows of.
fn known_until(source: &Source, last: Option<Date>) -> Date {
    let on = source.snapshot_on;
    let is_dated = source.snapshot_from != SnapshotFrom::IngestDay;
    match last {
        Some(last) if !is_dated && (on - last).get_days() > UNDATED_DAYS => last,
        _ => on,
    }
}
