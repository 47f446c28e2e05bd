//! What must hold for any set of dossiers, and an independent implementation that every metric must agree with.

mod calendar;
mod dossier;
mod lists;
mod of_agency;
mod of_dossier;
mod others;

use std::sync::LazyLock;

use fastrand::Rng;
use jiff::civil::date;
use motcua::{
    catalog::metric::Metric,
    domain::{measure::MeasureUnit, period::Period},
    pipeline::IngestOverrides,
    warehouse::query::{AgencyFilter, AgencyLevel, Warehouse},
};

use self::{
    dossier::{AGENCIES, Dossier, FIRST, HEADING, KNOWN},
    of_dossier::{Counted, Span},
};
use crate::support::office::{Office, computed_values};

/// Metrics of what no dossier says: counted in `others`.
const OF_OTHERS: [&str; 6] = [
    "petition_on_time_rate",
    "petition_satisfaction_rate",
    "desk_satisfaction_rate",
    "sipas_rate",
    "publication_on_time_rate",
    "plan_task_on_time_rate",
];

const PERIODS: [&str; 10] = [
    "2023",
    "2023-H1",
    "2023-Q2",
    "bc:2023-Q3",
    "2023-03",
    "2023-W14",
    "2023-06-03..2023-07-09",
    "2023-12-29",
    "2022-11",
    "2024-01",
];

/// Dossiers drawn by chance, told in an older and a newer export, with many of them twice.
struct Drawn {
    office: Office,
    /// Kept open, so that what one test asked another need not.
    warehouse: Warehouse,
    dossiers: Vec<Dossier>,
}

impl Drawn {
    fn of(seed: u64, is_turned: bool) -> Self {
        let mut random = Rng::with_seed(seed);
        let mut dossiers: Vec<Dossier> =
            (0..600).map(|number| Dossier::draw(number, &mut random)).collect();
        dossiers[0].received = Some(FIRST.at(8, 0, 0, 0));
        // What the older export says of a dossier does not hold, nor what the same export says of an earlier event.
        let stale: Vec<Dossier> = dossiers
            .iter()
            .map(|dossier| Dossier { code: dossier.code.clone(), ..Dossier::draw(0, &mut random) })
            .collect();
        let older: Vec<String> =
            stale.iter().filter(|_| random.bool()).map(Dossier::line).collect();
        let again: Vec<bool> = stale.iter().map(|_| random.u8(0..4) == 0).collect();
        let mut newer: Vec<String> = (stale.iter().zip(&again))
            .filter(|(_, again)| **again)
            .map(|(dossier, _)| dossier.line())
            .collect();
        newer.extend(dossiers.iter().map(Dossier::line));
        for ((dossier, stale), again) in dossiers.iter_mut().zip(stale).zip(again) {
            if again && stale.last_event() > dossier.last_event() {
                *dossier = stale;
            }
        }
        let mut office = Office::of_every_metric();
        office.own = None;
        let joined = |lines: Vec<&String>| {
            let lines: Vec<&str> = lines.into_iter().map(String::as_str).collect();
            format!("{HEADING}\n{}\n", lines.join("\n"))
        };
        let mut files = vec![
            (date(2023, 12, 1), office.file("older.csv", joined(older.iter().collect()))),
            (KNOWN, office.file("newer.csv", joined(newer.iter().collect()))),
        ];
        if is_turned {
            files.reverse();
        }
        for (day, path) in files {
            let said = IngestOverrides {
                connector: Some("given".into()),
                snapshot_on: Some(day),
                ..IngestOverrides::default()
            };
            office.ingest(&path, &said).0.pop().expect("one").expect("taken in");
        }
        Self { warehouse: office.warehouse(), office, dossiers }
    }
}

static DRAWN: LazyLock<Vec<Drawn>> =
    LazyLock::new(|| (1..=2).map(|seed| Drawn::of(seed, false)).collect());

fn metrics(drawn: &Drawn) -> impl Iterator<Item = &Metric> {
    drawn.office.catalog.metrics.iter().filter(|metric| !OF_OTHERS.contains(&metric.id.as_str()))
}

fn answered(warehouse: &Warehouse, metric: &Metric, period: Period, agency: &str) -> Counted {
    let filter = AgencyFilter { agency: Some(agency.to_owned()), ..AgencyFilter::default() };
    let found = computed_values(warehouse, metric, period, &filter);
    found
        .first()
        .map_or((0, 0), |value| (value.measure.numerator, value.measure.denominator.unwrap_or(0)))
}

#[test]
fn every_metric_agrees_with_a_naive_count_over_the_rows() {
    let mut compared = 0;
    for drawn in DRAWN.iter() {
        let warehouse = &drawn.warehouse;
        for metric in metrics(drawn) {
            for period in PERIODS.map(|text| text.parse::<Period>().expect("a period")) {
                let span = Span { start: period.start(), end: period.end() };
                for agency in AGENCIES {
                    let own: Vec<&Dossier> = drawn
                        .dossiers
                        .iter()
                        .filter(|dossier| of_dossier::is_of(&metric.id, dossier, agency))
                        .collect();
                    let naive = of_agency::of_agency(&metric.id, &own, span).unwrap_or_else(|| {
                        let counted = own.iter().map(|dossier| {
                            of_dossier::of_dossier(&metric.id, dossier, span)
                                .unwrap_or_else(|| panic!("`{}` has no naive rule", metric.id))
                        });
                        counted.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
                    });
                    assert_eq!(
                        answered(warehouse, metric, period, agency),
                        naive,
                        "{} {period} {agency}",
                        metric.id
                    );
                    compared += usize::from(naive != (0, 0));
                }
            }
        }
    }
    assert!(compared > 1000, "only {compared} numbers were compared");
}

#[test]
fn sums_over_children_are_the_parent() {
    let drawn = &DRAWN[0];
    let warehouse = &drawn.warehouse;
    for metric in metrics(drawn) {
        for period in PERIODS.map(|text| text.parse::<Period>().expect("a period")) {
            let children =
                AGENCIES[..3].iter().map(|agency| answered(warehouse, metric, period, agency));
            let sum = children.fold((0, 0), |sum: Counted, one| (sum.0 + one.0, sum.1 + one.1));
            // The first three are of one district, which is of one province and has no dossier of its own.
            assert_eq!(answered(warehouse, metric, period, "184"), sum, "{} {period}", metric.id);
            assert_eq!(answered(warehouse, metric, period, "20"), sum, "{} {period}", metric.id);
        }
    }
}

#[test]
fn flows_of_the_days_of_a_period_sum_to_the_period() {
    let drawn = &DRAWN[0];
    let warehouse = &drawn.warehouse;
    for id in
        ["on_time_rate", "update_count", "update_gap", "refusal_rate", "average_processing_days"]
    {
        let metric = drawn.office.catalog.find_metric(id).expect("a metric");
        // A month whose year before is known.
        let month: Period = "2023-10".parse().expect("a period");
        let days =
            (1..=31).map(|day| format!("2023-10-{day:02}").parse::<Period>().expect("a day"));
        let sum = days
            .map(|day| answered(warehouse, metric, day, AGENCIES[0]))
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        assert_ne!(sum, (0, 0), "{id}");
        assert_eq!(answered(warehouse, metric, month, AGENCIES[0]), sum, "{id}");
    }
}

#[test]
fn the_order_of_the_exports_and_rows_told_twice_change_nothing() {
    let turned = Drawn::of(1, true);
    let (one, other) = (&DRAWN[0].warehouse, &turned.warehouse);
    for metric in metrics(&turned) {
        for period in PERIODS.map(|text| text.parse::<Period>().expect("a period")) {
            let all = |warehouse: &Warehouse| {
                let filter = AgencyFilter {
                    level: Some(AgencyLevel::Named("commune".into())),
                    ..AgencyFilter::default()
                };
                computed_values(warehouse, metric, period, &filter)
            };
            assert_eq!(all(one), all(other), "{} {period}", metric.id);
        }
    }
}

#[test]
fn a_share_is_between_nothing_and_all() {
    for drawn in DRAWN.iter() {
        let warehouse = &drawn.warehouse;
        for metric in metrics(drawn).filter(|metric| metric.unit == MeasureUnit::Percent) {
            for period in PERIODS.map(|text| text.parse::<Period>().expect("a period")) {
                for value in computed_values(warehouse, metric, period, &AgencyFilter::default()) {
                    let (n, d) =
                        (value.measure.numerator, value.measure.denominator.expect("a share"));
                    assert!(
                        0 <= n && n <= d,
                        "{} {period} {}: {n}/{d}",
                        metric.id,
                        value.agency_code
                    );
                }
            }
        }
    }
}
