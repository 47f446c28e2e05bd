//! Sums kept by slice say the same as the dossiers gone through one by one.

use std::collections::BTreeMap;

use motcua::{
    catalog::metric::Metric,
    domain::{
        measure::{BetterDirection, MeasureUnit, MetricSubject},
        period::Period,
        sight::DataScope,
    },
    warehouse::query::{BreakdownDimension, DossierRow, FoundRows, RowsAsked, Warehouse},
};

use super::{DRAWN, Drawn, metrics};
use crate::support::office::Office;

const PERIODS: [&str; 2] = ["2023", "2023-06-03..2023-07-09"];
const AGENCIES: [Option<&str>; 2] = [Some("20"), Some(super::AGENCIES[0])];

fn asked<'a>(metric: &'a Metric, period: Period, agency: Option<&'a str>) -> RowsAsked<'a> {
    RowsAsked { agency, at_most: 1_000_000, ..RowsAsked::new(metric, period) }
}

/// Every code holds nothing; where that is so of many, what looks for a code goes through all events.
fn one_by_one(warehouse: &Warehouse, asked: RowsAsked) -> FoundRows {
    warehouse.dossiers.list(&RowsAsked { code: Some(""), ..asked }).expect("answered")
}

/// Metrics of dossiers, each for the periods and agencies.
fn questions(drawn: &Drawn) -> impl Iterator<Item = RowsAsked<'_>> {
    metrics(drawn).filter(|metric| metric.subject == MetricSubject::Dossier).flat_map(|metric| {
        PERIODS.into_iter().flat_map(move |period| {
            let period: Period = period.parse().expect("a period");
            AGENCIES.into_iter().map(move |agency| asked(metric, period, agency))
        })
    })
}

#[test]
fn slices_are_the_sums_of_their_dossiers() {
    let mut compared = 0;
    let warehouse = &DRAWN[0].warehouse;
    for asked in questions(&DRAWN[0]) {
        let mut expected: BTreeMap<Option<String>, (i64, Option<i64>)> = BTreeMap::new();
        for row in one_by_one(warehouse, asked).rows {
            let DossierRow { procedure_code, procedure_name, numerator, denominator, .. } = row;
            let sum = expected.entry(procedure_code.or(procedure_name)).or_default();
            sum.0 += numerator;
            sum.1 = denominator.map(|denominator| sum.1.unwrap_or(0) + denominator).or(sum.1);
        }
        let slices = warehouse
            .breakdowns
            .by_dimension(asked.metric, asked.period, asked.agency, BreakdownDimension::Procedure)
            .expect("answered");
        let found: BTreeMap<_, _> = (slices.into_iter())
            .map(|slice| (slice.code, (slice.measure.numerator, slice.measure.denominator)))
            .collect();
        compared += found.len();
        assert_eq!(found, expected, "{} {} {:?}", asked.metric.id, asked.period, asked.agency);
    }
    assert!(compared > 300, "only {compared} slices were compared");
}

/// Held by the codes of all, of ten, and of none; written in the other case.
const PARTS: [&str; 3] = ["h00", "h0001", "zzz"];

#[test]
fn a_part_of_a_code_finds_those_of_the_list_that_hold_it() {
    let mut found = 0;
    let warehouse = &DRAWN[0].warehouse;
    let own = super::AGENCIES[0];
    let narrow = warehouse.with_scope(&DataScope::Within(own.into())).expect("seen");
    let year: Period = "2023".parse().expect("a period");
    let is_asked = |asked: &RowsAsked| asked.period == year && asked.agency == Some(own);
    for asked in questions(&DRAWN[0]).filter(is_asked) {
        for agency in [asked.agency, None] {
            let asked = RowsAsked { agency, ..asked };
            let all = one_by_one(warehouse, asked).rows;
            for part in PARTS {
                let searched = |warehouse: &Warehouse| {
                    let asked = RowsAsked { code: Some(part), ..asked };
                    warehouse.dossiers.list(&asked).expect("answered").rows
                };
                let holds = |row: &&DossierRow| row.dossier_code.to_lowercase().contains(part);
                let expected: Vec<DossierRow> = all.iter().filter(holds).cloned().collect();
                assert_eq!(searched(warehouse), expected, "{} {part}", asked.metric.id);
                // What was received here and counts elsewhere is in sight, and is not counted here.
                let own: Vec<DossierRow> =
                    expected.into_iter().filter(|row| row.agency_code == own).collect();
                assert_eq!(searched(&narrow), own, "{} {part}, seen by one", asked.metric.id);
                found += own.len();
            }
        }
    }
    assert!(found > 300, "only {found} dossiers were found");
}

#[test]
fn a_code_may_say_anything() {
    let office = Office::new();
    let codes = ["A{AMONG}'1", "A{DOSSIERS}2", "A{EVENTS})--3", "A$1"];
    let lines = codes.map(|code| format!("{code},06283,in_progress,2023-12-01,2023-12-05\n"));
    let heading = "dossier_code,solving_agency,status,received_at,due_at\n";
    office.given(&format!("{heading}{}", lines.concat()));
    let (warehouse, period) = (office.warehouse(), "2023".parse().expect("a period"));
    let metric = office.catalog.find_metric("progress_766").expect("a metric");
    for code in codes {
        let asked = RowsAsked { code: Some(code), ..asked(metric, period, None) };
        let rows = warehouse.dossiers.list(&asked).expect("answered").rows;
        let found: Vec<&str> = rows.iter().map(|row| row.dossier_code.as_str()).collect();
        assert_eq!(found, [code]);
    }
}

#[test]
fn pages_of_a_list_are_the_list() {
    let mut compared = 0;
    let warehouse = &DRAWN[1].warehouse;
    for asked in questions(&DRAWN[1]) {
        for (failing, procedure) in [(false, None), (true, Some("1.001193"))] {
            let asked = RowsAsked { failing, procedure, ..asked };
            let all = one_by_one(warehouse, asked);
            for skip in [0, all.total.saturating_sub(3), all.total] {
                let page = warehouse
                    .dossiers
                    .list(&RowsAsked { skip, at_most: 9, ..asked })
                    .expect("answered");
                let from = usize::try_from(skip).expect("few");
                let expected: Vec<_> = all.rows.iter().skip(from).take(9).cloned().collect();
                let total = if expected.is_empty() { 0 } else { all.total };
                assert_eq!(
                    page,
                    FoundRows { total, rows: expected },
                    "{} {} {:?} {failing} {procedure:?} from {skip}",
                    asked.metric.id,
                    asked.period,
                    asked.agency
                );
                compared += page.rows.len();
            }
        }
    }
    assert!(compared > 500, "only {compared} rows were compared");
}

#[test]
fn a_dossier_counts_once_where_the_unit_says_dossiers() {
    for asked in questions(&DRAWN[0]) {
        if !matches!(asked.metric.unit, MeasureUnit::Percent | MeasureUnit::Dossiers) {
            continue;
        }
        for row in one_by_one(&DRAWN[0].warehouse, asked).rows {
            let is_one = match (row.numerator, row.denominator) {
                (0 | 1, Some(1)) => true,
                (1, None) => {
                    asked.metric.better == BetterDirection::Lower
                        || asked.metric.denominator.is_none()
                }
                _ => false,
            };
            assert!(is_one, "{} {} {row:?}", asked.metric.id, asked.period);
        }
    }
}
