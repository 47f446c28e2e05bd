//! What is held in memory of all agencies, as a narrower scope is told of it.

use jiff::civil::date;
use motcua::{
    catalog::Catalog,
    domain::basis::MetricBasis,
    domain::{period::Period, sight::DataScope},
    pipeline::IngestOverrides,
    warehouse::query::{BreakdownDimension, MetricRequest, RowsAsked, Warehouse},
};

use super::agency::succession::with_a_made_commune;
use crate::{
    ingest::dirt::HEADING,
    pipeline::journey::sampled,
    support::office::{AGENCY, Office},
};

/// Another commune of the samples, and the district above both.
const OTHER: &str = "06253";
const DISTRICT: &str = "184";

fn within(warehouse: &Warehouse, agency: &str) -> Warehouse {
    warehouse.with_scope(&DataScope::Within(agency.into())).expect("narrowed")
}

fn rows_asked<'a>(
    catalog: &'a Catalog,
    period: Period,
    agency: Option<&'static str>,
) -> RowsAsked<'a> {
    let metric = catalog.find_metric("on_time_rate").expect("a metric");
    RowsAsked { agency, at_most: 9, ..RowsAsked::new(metric, period) }
}

/// Every answer that is made of what memory holds: whether it tells anything of the other commune, by what is asked.
fn told_of_the_other(warehouse: &Warehouse, catalog: &Catalog) -> Vec<(&'static str, bool)> {
    let year: Period = "2023".parse().expect("a period");
    let metric = catalog.find_metric("on_time_rate").expect("a metric");
    let request = MetricRequest { metric, period: year, basis: MetricBasis::Computed };
    let (agencies, metrics) = (&warehouse.agencies, &warehouse.metrics);
    let is_other = |code: &str| code == OTHER;
    let values = metrics.values(&request).expect("answered");
    let holder = metrics.find_holder(&request, Some(OTHER)).expect("answered");
    let series = metrics.series(&request, OTHER, &[year]).expect("answered");
    let part = (BreakdownDimension::Channel, "online");
    let parts = warehouse.breakdowns.values_of_part(metric, year, part).expect("answered");
    let rows = warehouse.dossiers.list(&rows_asked(catalog, year, Some(OTHER)));
    let found = warehouse.provenance.count_found(Some(OTHER)).expect("answered");
    vec![
        ("at", agencies.at(OTHER, year).is_some()),
        ("list_with_numbers", agencies.list_with_numbers(year).iter().any(|it| is_other(&it.0))),
        ("find_name", agencies.find_name(OTHER, year).is_some()),
        ("is_under", agencies.is_under(OTHER, DISTRICT, year)),
        ("values", values.iter().any(|value| is_other(&value.agency_code))),
        ("parents", values.iter().any(|it| it.parent_code.as_deref() == Some(DISTRICT))),
        ("find_holder", holder.agency.is_some() || holder.units > 0),
        ("series", series.iter().any(|(_, value)| value.is_some())),
        ("values_of_part", parts.iter().any(|value| is_other(&value.agency_code))),
        ("list", rows.expect("answered").total > 0),
        ("count_found", found.values().any(|count| *count > 0)),
    ]
}

#[test]
fn nothing_held_of_another_commune_is_told_within_one() {
    let (office, _) = sampled();
    let all = office.warehouse();
    // Memory is filled by who sees all, and asked after by who does not.
    for (asked, is_told) in told_of_the_other(&all, &office.catalog) {
        assert!(is_told, "`{asked}` tells who sees all of {OTHER}");
    }
    for (asked, is_told) in told_of_the_other(&within(&all, AGENCY), &office.catalog) {
        assert!(!is_told, "`{asked}` tells {AGENCY} of {OTHER}");
    }
}

#[test]
fn a_total_within_one_commune_is_its_own() {
    let (office, _) = sampled();
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let period = "2023".parse().expect("a period");
    let request = MetricRequest { metric, period, basis: MetricBasis::Computed };
    let total = within(&office.warehouse(), AGENCY).metrics.total(&request);
    let total = total.expect("answered").expect("a sum");
    // 480 dossiers ended, 387 on time.
    assert_eq!((total.numerator, total.denominator), (387, Some(480)));
}

#[test]
fn what_went_into_a_commune_is_told_to_who_sees_it() {
    let all = with_a_made_commune().warehouse();
    let is_told = |warehouse: &Warehouse| {
        warehouse.agencies.find_lineage("06253", date(2025, 12, 31)).is_some()
    };
    assert!(is_told(&all) && is_told(&within(&all, "06253")));
    assert!(!is_told(&within(&all, AGENCY)));
}

/// An Sơn went into another commune in July 2025; who sees An Sơn alone sees its dossier under its own code.
#[test]
fn a_dossier_is_told_under_no_code_that_is_not_in_scope() {
    let office = Office::of_every_metric();
    let row = "A3;06283;02/05/2025 08:00:00;06/05/2025;;Đang xử lý\n";
    let path = office.file("2025-06-30.csv", format!("{HEADING}{row}"));
    let snapshot_on = Some(date(2025, 8, 31));
    office.ingest(&path, &IngestOverrides { snapshot_on, ..IngestOverrides::default() });
    let all = office.warehouse();
    let codes = |warehouse: &Warehouse| {
        let period = "2025-08".parse().expect("a period");
        let metric = office.catalog.find_metric("open").expect("a metric");
        let asked = RowsAsked { metric, ..rows_asked(&office.catalog, period, None) };
        let rows = warehouse.dossiers.list(&asked).expect("answered").rows;
        rows.into_iter().map(|row| row.agency_code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&all), ["06298"]);
    assert_eq!(codes(&within(&all, AGENCY)), [AGENCY]);
}

#[test]
fn how_many_are_left_out_is_told_to_who_sees_all() {
    let office = Office::of_every_metric();
    let text = format!("{HEADING}A1;06283;04/12/2023;sớm;;Đang xử lý;;\n");
    let path = office.file("ho-so-2023-12-31.csv", text);
    office.ingest(&path, &IngestOverrides::default());
    let metric = office.catalog.find_metric("overdue_open").expect("a metric");
    let all = office.warehouse();
    assert_eq!(all.metrics.left_out(metric), 1);
    for scope in [DataScope::Within(AGENCY.into()), DataScope::Aggregates] {
        let narrow = all.with_scope(&scope).expect("narrowed");
        assert_eq!(narrow.metrics.left_out(metric), 0, "{scope:?}");
    }
}
