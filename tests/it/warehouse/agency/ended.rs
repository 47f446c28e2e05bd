//! Communes that ended on 30 June 2025: they are waited for no more, and what became of them is one with them.

use jiff::civil::date;
use motcua::{
    pipeline::IngestOverrides,
    view::compare_agencies,
    warehouse::query::{AgencyFilter, Warehouse},
};

use crate::{
    ingest::dirt::HEADING,
    support::office::{Office, computed_values},
};

/// Thị trấn Văn Quan, whose code the xã Văn Quan made of it and of xã Hòa Bình keeps; and xã Hòa Bình.
const KEPT: &str = "06253";
const ENDED: &str = "06274";

/// Both every Monday from 26 May to 23 June 2025, the new commune twice in August.
fn warehouse() -> (Office, Warehouse) {
    let mut office = Office::of_every_metric();
    office.own = None;
    let row = |agency: &str, day: &str| {
        format!("{agency}-{day};{agency};{day}/2025 08:00:00;30/08/2025;{day}/2025;Đã xử lý xong\n")
    };
    let before: String = ["26/05", "02/06", "09/06", "16/06", "23/06"]
        .iter()
        .map(|day| row(KEPT, day) + &row(ENDED, day))
        .collect();
    let after: String = ["04/08", "25/08"].iter().map(|day| row(KEPT, day)).collect();
    for (day, rows) in [(date(2025, 6, 30), before), (date(2025, 8, 31), after)] {
        let path = office.file(&format!("{day}.csv"), format!("{HEADING}{rows}"));
        let said = IngestOverrides {
            snapshot_on: Some(day),
            scope: Some("20".into()),
            ..IngestOverrides::default()
        };
        office.ingest(&path, &said).0.pop().expect("one").expect("taken in");
    }
    let warehouse = office.warehouse();
    (office, warehouse)
}

#[test]
fn an_ended_commune_is_waited_for_no_more_and_no_share_passes_all() {
    let (office, warehouse) = warehouse();
    let of = |metric: &str, period: &str, agency: &str| {
        let metric = office.catalog.find_metric(metric).expect("a metric");
        let filter = AgencyFilter { agency: Some(agency.into()), ..AgencyFilter::default() };
        let found = computed_values(&warehouse, metric, period.parse().expect("a period"), &filter);
        found.first().map_or((0, 0), |value| {
            (value.measure.numerator, value.measure.denominator.unwrap_or(0))
        })
    };
    assert_eq!(of("silent_communes", "2025-08", ENDED), (0, 0));
    assert_eq!(of("reporting_lag_days", "2025-08", ENDED), (0, 0));
    // 25 August to 31 August.
    assert_eq!(of("reporting_lag_days", "2025-08", KEPT), (6, 1));
    assert_eq!(of("full_online_procedures_rate", "2025-08", ENDED), (0, 0));
    assert_eq!(of("full_online_procedures_rate", "2025-08", KEPT), (5, 9));
    assert_eq!(of("communes_reporting_rate", "2025-06", ENDED), (1, 1));
    assert_eq!(of("communes_reporting_rate", "2025-08", ENDED), (0, 0));
    assert_eq!(of("communes_reporting_rate", "2025", ENDED), (1, 1));
    assert_eq!(of("communes_reporting_rate", "2025", KEPT), (1, 1));
    let (reporting, all) = of("communes_reporting_rate", "2025", "20");
    assert!(reporting == 2 && reporting <= all, "{reporting}/{all}");
    // Nor after it: what ends later is not known to have reported or not.
    assert_eq!(of("communes_reporting_rate", "2026", KEPT), (0, 0));
    // Before there is any data nobody is said not to report.
    assert_eq!(of("communes_reporting_rate", "2024", "20"), (0, 0));
}

#[test]
fn what_went_into_a_commune_counts_for_it_in_the_period_before() {
    let (office, warehouse) = warehouse();
    let metric = office.catalog.find_metric("update_count").expect("a metric");
    let filter = AgencyFilter { agency: Some(KEPT.into()), ..AgencyFilter::default() };
    let rows = compare_agencies(&warehouse, metric, "2025-Q3".parse().expect("a period"), &filter)
        .expect("answered");
    // Two in August; five and five before 1 July, of which four and four in June and one and one in May.
    assert_eq!(rows[0].ours.map(|measure| measure.numerator), Some(2));
    assert_eq!(rows[0].before.map(|measure| measure.numerator), Some(10));
}

#[test]
fn drilling_down_into_an_agency_of_another_time_shows_what_its_number_counts() {
    let (office, _) = warehouse();
    // The district ended with the three tiers; what its communes received in August is not its own.
    assert_eq!(office.rows("update_count", "2025-08", "184", false), []);
    assert_eq!(office.rows("update_count", "2025-06", "184", false).len(), 8);
}
