//! Dossiers of before, in exports made before and after new communes took codes of old ones over: whose numbers they are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use motcua::{
    domain::basis::MetricBasis,
    pipeline::IngestOverrides,
    warehouse::query::{AgencyFilter, AgencyLevel, MetricRequest, RowsAsked, Warehouse},
};
use rstest::rstest;

use crate::{
    ingest::dirt::HEADING,
    support::office::{Office, computed_values},
};

const BEFORE: Date = date(2025, 6, 30);
const AFTER: Date = date(2026, 11, 1);

/// A line of a reference table, by heading.
type Line = BTreeMap<String, String>;

fn lines(table: &str) -> Vec<Line> {
    let folder = std::fs::read_dir(format!("queries/reference/{table}")).expect("a folder");
    let lines = folder.flat_map(|file| {
        let reader = csv::Reader::from_path(file.expect("a file").path()).expect("a table");
        reader.into_deserialize().map(|line| line.expect("a line"))
    });
    lines.collect()
}

fn office() -> Office {
    let mut catalog = Office::of_every_metric().catalog.clone();
    let asked = ["on_time_rate", "update_count", "open"];
    catalog.metrics.retain(|metric| asked.contains(&metric.id.as_str()));
    catalog.overview.watched.retain(|id| asked.contains(&id.as_str()));
    catalog.overview.lists.retain(|list| asked.contains(&list.metric.as_str()));
    let mut office = Office::with(catalog);
    office.own = None;
    office
}

/// Takes exports in, each the day it was made and its rows.
fn taken_in(exports: &[(Date, String)]) -> Office {
    let office = office();
    for (day, rows) in exports {
        let path = office.file(&format!("{day}.csv"), format!("{HEADING}{rows}"));
        let said = IngestOverrides { snapshot_on: Some(*day), ..IngestOverrides::default() };
        office.ingest(&path, &said).0.pop().expect("one").expect("taken in");
    }
    office
}

fn row(code: &str, agency: &str, received: &str, ended: Option<&str>) -> String {
    let status = if ended.is_some() { "Đã xử lý xong" } else { "Đang xử lý" };
    let ended = ended.unwrap_or_default();
    format!("{code};{agency};{received} 08:00:00;30/12/2025;{ended};{status}\n")
}

/// Code and name of each that has a number in a period, with it.
fn told(
    office: &Office,
    warehouse: &Warehouse,
    metric: &str,
    period: &str,
) -> BTreeMap<String, i64> {
    let metric = office.catalog.find_metric(metric).expect("a metric");
    let filter = AgencyFilter {
        level: Some(AgencyLevel::Named("commune".into())),
        ..AgencyFilter::default()
    };
    let period = period.parse().expect("a period");
    let listed = computed_values(warehouse, metric, period, &filter);
    let some = listed.into_iter().filter(|value| value.measure.numerator > 0);
    some.map(|value| {
        (format!("{} {}", value.agency_code, value.agency_name), value.measure.numerator)
    })
    .collect()
}

fn of<const N: usize>(told: [(&str, i64); N]) -> BTreeMap<String, i64> {
    told.into_iter().map(|(agency, number)| (agency.to_owned(), number)).collect()
}

/// Every commune of the three tiers, each with a dossier done in 2023 and one that is open since.
#[rstest]
#[case::by_code_before(false, BEFORE)]
#[case::by_code_after(false, AFTER)]
#[case::by_name_before(true, BEFORE)]
#[case::by_name_after(true, AFTER)]
fn numbers_of_before_are_the_old_communes_and_after_their_successors(
    #[case] by_name: bool,
    #[case] made_on: Date,
) {
    let agencies = lines("agency");
    let old: BTreeMap<&str, &Line> = (agencies.iter())
        .filter(|line| line["valid_to"] == "2025-06-30")
        .map(|line| (line["code"].as_str(), line))
        .collect();
    let names: BTreeMap<&str, &str> =
        old.iter().map(|(code, line)| (*code, line["name"].as_str())).collect();
    let successions = lines("agency_succession");
    let mut heirs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in &successions {
        let old = old.get(line["code"].as_str());
        if old.is_some_and(|old| old["level"] == "commune") {
            heirs.entry(&line["code"]).or_default().insert(&line["successor_code"]);
        }
    }
    let named = |code: &str| {
        let district = old[code]["parent_code"].as_str();
        let province = old[district]["parent_code"].as_str();
        format!("{}, {}, {}", names[code], names[district], names[province])
    };
    let rows: String = (heirs.keys())
        .map(|code| {
            let agency = if by_name { named(code) } else { (*code).to_owned() };
            let done = row(&format!("D{code}"), &agency, "04/12/2023", Some("05/12/2023"));
            done + &row(&format!("O{code}"), &agency, "04/12/2023", None)
        })
        .collect();
    let office = taken_in(&[(made_on, rows)]);
    let warehouse = office.warehouse();
    let of_old: BTreeMap<String, i64> =
        heirs.keys().map(|code| (format!("{code} {}", names[code]), 1)).collect();
    assert!(of_old.len() > 10_000);
    assert_eq!(told(&office, &warehouse, "on_time_rate", "2023"), of_old);
    assert_eq!(told(&office, &warehouse, "open", "2023-12"), of_old);
    // What is open goes with the commune into the one it went into whole; of what was divided nobody knows.
    let reused: BTreeSet<&str> = (agencies.iter())
        .filter(|line| line["valid_from"] == "2025-07-01")
        .map(|line| line["code"].as_str())
        .collect();
    let now: BTreeMap<&str, &str> = (agencies.iter())
        .filter(|line| line["valid_to"].is_empty())
        .map(|line| (line["code"].as_str(), line["name"].as_str()))
        .collect();
    let mut of_new: BTreeMap<String, i64> = BTreeMap::new();
    for (code, into) in &heirs {
        let bearer = match into.first() {
            Some(heir) if into.len() == 1 => format!("{heir} {}", now[heir]),
            _ if reused.contains(code) => format!("{code}@2025-06-30 {}", names[code]),
            _ => format!("{code} {}", names[code]),
        };
        *of_new.entry(bearer).or_default() += 1;
    }
    // After the export nothing is known.
    let of_new = if made_on == AFTER { of_new } else { BTreeMap::new() };
    assert_eq!(told(&office, &warehouse, "open", "2026-10"), of_new);
}

#[test]
fn an_agency_named_before_its_time_is_told_under_its_own_name() {
    // Phường Hồng Hà has the code that phường Tứ Liên had, which was divided.
    let office = taken_in(&[(
        AFTER,
        row("A1", "Phường Hồng Hà, Hà Nội", "03/06/2024", Some("04/06/2024"))
            + &row("A2", "Phường Tứ Liên, quận Tây Hồ", "03/06/2024", Some("04/06/2024"))
            + &row("A3", "Phường Hồng Hà, Hà Nội", "02/06/2025", Some("10/07/2025")),
    )]);
    let warehouse = office.warehouse();
    let before = of([("00097 Phường Tứ Liên", 1), ("00097@2025-07-01 Phường Hồng Hà", 1)]);
    assert_eq!(told(&office, &warehouse, "on_time_rate", "2024"), before);
    let after = of([("00097 Phường Hồng Hà", 1)]);
    assert_eq!(told(&office, &warehouse, "on_time_rate", "2025-07"), after);
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let period = "2024".parse().expect("a period");
    for (agency, dossiers) in [("00097", &["A2"][..]), ("00097@2025-07-01", &["A1"])] {
        let found = warehouse.agencies.at(agency, period).expect("known");
        let asked =
            RowsAsked { agency: Some(&found.code), at_most: 9, ..RowsAsked::new(metric, period) };
        let rows = warehouse.dossiers.list(&asked).expect("answered").rows;
        let codes: Vec<&str> = rows.iter().map(|row| row.dossier_code.as_str()).collect();
        assert_eq!(codes, dossiers);
        assert_eq!(rows[0].agency_code, agency);
    }
    // Above both there is one sum.
    let total =
        warehouse.metrics.total(&MetricRequest { metric, period, basis: MetricBasis::Computed });
    assert_eq!(total.expect("answered").expect("a sum").denominator, Some(2));
}

#[test]
fn the_end_of_a_day_among_usual_days_is_of_whoever_was_there_on_it() {
    // It looks as usual and is not: read as such it would be no day at all, and of the agencies of today.
    let row = |code: &str, received: &str| {
        format!("{code};Phường Hồng Hà, Hà Nội;{received};30/12/2025;;Đang xử lý\n")
    };
    let rows = row("A1", "30/06/2025 24:00:00") + &row("A2", "01/07/2025 08:00:00");
    let office = taken_in(&[(AFTER, rows)]);
    let warehouse = office.warehouse();
    let told = |period: &str| told(&office, &warehouse, "update_count", period);
    assert_eq!(told("2025-06"), of([("00097 Phường Hồng Hà", 1)]));
    assert_eq!(told("2025-07"), of([("00097 Phường Hồng Hà", 1)]));
}

#[test]
fn alone_under_its_code_an_agency_needs_no_day() {
    let name = "Phường Hồng Hà, Hà Nội";
    let office = taken_in(&[(AFTER, row("A1", name, "03/06/2024", Some("04/06/2024")))]);
    let warehouse = office.warehouse();
    let told = told(&office, &warehouse, "on_time_rate", "2024");
    assert_eq!(told, of([("00097 Phường Hồng Hà", 1)]));
    let named = warehouse.agencies.at("00097", "2024".parse().expect("a period")).expect("known");
    assert_eq!(named.name, "Phường Hồng Hà");
}

#[test]
fn what_an_export_of_before_said_of_a_dossier_holds() {
    // Xã An Sơn (06283) went into xã Yên Phúc, which has the code that xã Bình Phúc had.
    let before = row("A1", "xã An Sơn, huyện Văn Quan", "02/06/2025", None);
    let after = row("A1", "06298", "02/06/2025", Some("10/07/2025"));
    let office = taken_in(&[(BEFORE, before), (AFTER, after)]);
    let warehouse = office.warehouse();
    let told = |metric: &str, period: &str| told(&office, &warehouse, metric, period);
    assert_eq!(told("update_count", "2025-06"), of([("06283 Xã An Sơn", 1)]));
    assert_eq!(told("open", "2025-06"), of([("06283 Xã An Sơn", 1)]));
    assert_eq!(told("on_time_rate", "2025-07"), of([("06298 Xã Yên Phúc", 1)]));
    assert_eq!(told("on_time_rate", "2025"), of([("06298 Xã Yên Phúc", 1)]));
}

#[test]
fn what_a_divided_agency_left_open_is_not_of_the_part_that_has_its_code() {
    // Phường Hàng Trống was divided; phường Hoàn Kiếm has its code.
    let old = row("A1", "Phường Hàng Trống, quận Hoàn Kiếm", "03/06/2024", None);
    let new = row("A2", "Phường Hoàn Kiếm, Hà Nội", "03/08/2026", None);
    let office = taken_in(&[(AFTER, old + &new)]);
    let warehouse = office.warehouse();
    let told = |period: &str| told(&office, &warehouse, "open", period);
    assert_eq!(told("2024"), of([("00070 Phường Hàng Trống", 1)]));
    let now = of([("00070 Phường Hoàn Kiếm", 1), ("00070@2025-06-30 Phường Hàng Trống", 1)]);
    assert_eq!(told("2026"), now);
}

#[test]
fn the_statistics_office_says_what_went_over_whole() {
    let successions = lines("agency_succession");
    for (code, into) in
        [("31379", "31378"), ("31582", "31582"), ("23053", "23053"), ("28036", "28036")]
    {
        let of_code: Vec<_> = successions.iter().filter(|line| line["code"] == code).collect();
        assert_eq!(of_code.len(), 1, "{code}");
        assert_eq!((&of_code[0]["successor_code"][..], &of_code[0]["kind"][..]), (into, "whole"));
    }
    let is_part = |line: &&Line| line["code"] == "09013" && line["successor_code"] == "09817";
    assert_eq!(successions.iter().filter(is_part).count(), 1);
}
