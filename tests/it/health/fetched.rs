//! Whether the lists that were fetched came to their end stays to be seen until they are fetched again.

use std::fs;

use jiff::civil::date;
use motcua::{
    health::{HealthCheck, HealthState},
    ingest::fetch::{CacheValidators, FetchCheckpoint, FinishedPage, RepeatedCodes},
};
use rstest::rstest;

use super::examined::{examine_plainly, found_of, healthy_office};
use crate::support::office::Office;

/// The last round of December 2023: what each page said of the length of the list.
fn fetched(office: &Office, totals: &[u64], complete: bool, (moved, standing): (u64, u64)) {
    let repeated = RepeatedCodes { moved, standing, ..RepeatedCodes::default() };
    let page = |total: &u64| FinishedPage {
        rows: 200,
        total: Some(*total),
        sha256: String::new(),
        source: None,
        validators: CacheValidators::default(),
        asked_at: date(2024, 1, 2).at(8, 0, 0, 0),
    };
    let pages: Vec<FinishedPage> = totals.iter().map(page).collect();
    let record = FetchCheckpoint {
        request: "december".into(),
        finished: pages.len(),
        complete,
        repeated,
        pages,
    };
    let period = "2023-12".parse().expect("a period");
    let path = FetchCheckpoint::file_path(&office.data(), "igate_dossiers", period);
    record.save_to(&path).expect("saved");
}

#[rstest]
#[case::whole(&[400, 400], true, (0, 0), (HealthState::Sound, "whole"))]
#[case::longer(&[400, 401], true, (0, 0), (HealthState::Sound, "whole"))]
#[case::shorter(&[400, 399], true, (0, 0), (HealthState::Attention, "short"))]
#[case::moved(&[400, 400], true, (2, 1), (HealthState::Attention, "repeated"))]
#[case::twice_both_times(&[400, 400], true, (0, 2), (HealthState::Attention, "standing"))]
#[case::stopped(&[400], false, (0, 0), (HealthState::Attention, "stopped"))]
fn how_a_list_ended_is_said(
    #[case] totals: &[u64],
    #[case] complete: bool,
    #[case] repeated: (u64, u64),
    #[case] said: (HealthState, &str),
) {
    let office = healthy_office();
    fetched(&office, totals, complete, repeated);
    assert_eq!(found_of(&examine_plainly(&office), HealthCheck::FetchedLists), said);
}

#[test]
fn of_an_office_that_fetches_nothing_nothing_is_said() {
    let findings = examine_plainly(&healthy_office());
    assert!(findings.iter().all(|finding| finding.check != HealthCheck::FetchedLists));
}

#[test]
fn a_record_that_cannot_be_read_is_named() {
    let office = healthy_office();
    fetched(&office, &[400], true, (0, 0));
    let path = office.data().join("fetch/igate_dossiers/2023-12.json");
    fs::write(&path, "{").expect("written");
    let findings = examine_plainly(&office);
    let found = findings.iter().find(|it| it.check == HealthCheck::FetchedLists).expect("named");
    assert_eq!(found.case, "unreadable");
    assert!(found.values[0].1.contains("2023-12.json"), "{:?}", found.values);
}
