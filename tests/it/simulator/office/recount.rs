//! The numbers once more, counted by hand from what was handed in.

use std::collections::BTreeMap;

use motcua::{
    domain::{basis::MetricBasis, period::Period, source::Source},
    warehouse::query::{AgencyFilter, Warehouse},
};

use super::exports::{AGENCIES, DossierRow, HandedExport};
use crate::support::office::Office;

const PERIODS: [&str; 4] = ["2023", "2023-02", "2023-W20", "2023-Q3"];

/// Numerator and denominator by metric, period, agency.
pub type Numbers = BTreeMap<(String, String, String), (i64, i64)>;

/// What the office publishes.
pub fn read_published(office: &Office) -> Numbers {
    let warehouse = Warehouse::open_published(&office.data()).expect("published");
    let mut numbers = Numbers::new();
    for metric in &office.catalog.metrics {
        for text in PERIODS {
            let period: Period = text.parse().expect("a period");
            let all = AgencyFilter::default();
            let values = warehouse.metrics.list_values(metric, period, MetricBasis::Computed, &all);
            for value in values.expect("answered") {
                let (n, d) = (value.measure.numerator, value.measure.denominator.unwrap_or(0));
                if AGENCIES.contains(&value.agency_code.as_str()) && (n, d) != (0, 0) {
                    numbers.insert((metric.id.clone(), text.into(), value.agency_code), (n, d));
                }
            }
        }
    }
    numbers
}

/// What it must be: of each dossier the latest export's row, of two exports of a day the one that came later.
pub fn count(sources: &[Source], handed: &BTreeMap<String, HandedExport>) -> Numbers {
    let mut latest: BTreeMap<&str, (_, &DossierRow)> = BTreeMap::new();
    for source in sources {
        let export = handed.get(&source.sha256).expect("handed in once");
        assert_eq!(export.day, source.snapshot_on, "{}", source.file_name);
        let age = (source.snapshot_on, source.number);
        for row in &export.rows {
            let known = latest.entry(row.code.as_str()).or_insert((age, row));
            if age >= known.0 {
                *known = (age, row);
            }
        }
    }
    let mut numbers = Numbers::new();
    for (_, row) in latest.values() {
        for text in PERIODS {
            let period: Period = text.parse().expect("a period");
            let is_in = |day| (period.start()..=period.end()).contains(&day);
            let mut add = |metric: &str, n: i64, d: i64| {
                let key = (metric.to_owned(), text.to_owned(), row.agency.to_owned());
                let sum = numbers.entry(key).or_insert((0, 0));
                *sum = (sum.0 + n, sum.1 + d);
            };
            if is_in(row.received) {
                add("update_count", 1, 0);
            }
            if let Some(ended) = row.ended.filter(|ended| is_in(*ended)) {
                add("on_time_rate", i64::from(ended <= row.due), 1);
            }
        }
    }
    numbers
}
