//! Integrity checks: what each finds, and what it lets be.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use motcua::pipeline::IngestOverrides;
use rstest::rstest;

use crate::support::office::{AGENCY, Office};

/// The same office's exports of two weeks, and another system's.
static OFFICE: LazyLock<Office> = LazyLock::new(|| {
    let mut catalog = Office::new().catalog;
    let mut elsewhere = catalog.find_connector("given").expect("there").clone();
    elsewhere.id = "given_elsewhere".into();
    catalog.connectors.push(elsewhere);
    let office = Office::with(catalog);
    let register = "procedure_code,procedure_name,processing_days,effective_at\nP3,Thủ tục ba ngày,3,01/01/2022\n";
    take(&office, "register.csv", "given_procedure", date(2024, 1, 1), register);
    let heading = "dossier_code,solving_agency,procedure_code,channel,status,received_at,due_at,ended_at,returned_at,fee_amount,paid_online\n";
    let older = [
        // Moved after it had passed, and moved before.
        "MOVED,@,,,in_progress,06/11/2023 08:00:00,20/11/2023 16:30:00,,,,",
        "MOVED-IN-TIME,@,,,in_progress,06/11/2023 08:00:00,20/12/2023 16:30:00,,,,",
        "BACK,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,07/11/2023 08:00:00,,,",
        "FORWARD,@,,,received,06/11/2023 08:00:00,20/12/2023 16:30:00,,,,",
        "GONE,@,,,finished,10/10/2023 08:00:00,20/10/2023 16:30:00,11/10/2023 08:00:00,,,",
        "STAYED,@,,,finished,10/10/2023 08:00:00,20/10/2023 16:30:00,11/10/2023 08:00:00,,,",
    ];
    let newer = [
        "MOVED,@,,,in_progress,06/11/2023 08:00:00,29/12/2023 16:30:00,,,,",
        "MOVED-IN-TIME,@,,,in_progress,06/11/2023 08:00:00,29/12/2023 16:30:00,,,,",
        "BACK,@,,,in_progress,06/11/2023 08:00:00,20/12/2023 16:30:00,,,,",
        "FORWARD,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,08/11/2023 08:00:00,,,",
        "STAYED,@,,,finished,10/10/2023 08:00:00,20/10/2023 16:30:00,11/10/2023 08:00:00,,,",
        "ENDED-FIRST,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,03/11/2023 08:00:00,,,",
        "REFUSED-ON-NO-DAY,@,,,refused,,,,,,",
        // A day without an hour lasts until it is over.
        "ENDED-THAT-DAY,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,06/11/2023,,,",
        "DUE-FIRST,@,,,in_progress,06/11/2023 08:00:00,03/11/2023 16:30:00,,,,",
        "DUE-THAT-DAY,@,,,in_progress,06/11/2023 08:00:00,06/11/2023,,,,",
        "RETURNED-OPEN,@,,,in_progress,06/11/2023 08:00:00,20/12/2023 16:30:00,,08/11/2023 09:00:00,,",
        // 5 November 2023 was a Sunday, 1 and 4 September were days off.
        "SUNDAY,@,,direct,in_progress,05/11/2023 08:00:00,20/12/2023 16:30:00,,,,",
        "SUNDAY-ONLINE,@,,online,in_progress,05/11/2023 08:00:00,20/12/2023 16:30:00,,,,",
        "HOLIDAY,@,,direct,in_progress,04/09/2023 08:00:00,20/12/2023 16:30:00,,,,",
        "MONDAY,@,,direct,in_progress,06/11/2023 08:00:00,20/12/2023 16:30:00,,,,",
        "FREE,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,07/11/2023 08:00:00,,0,true",
        "PAID,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,07/11/2023 09:00:00,,8000,true",
        // Wednesday and three working days is Monday.
        "LONGER,@,P3,,in_progress,01/11/2023 08:00:00,10/11/2023 16:30:00,,,,",
        "AS-SAID,@,P3,,in_progress,01/11/2023 08:00:00,06/11/2023 16:30:00,,,,",
        "TWICE,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,07/11/2023 10:00:00,,,",
        "TWICE-ALIKE,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,07/11/2023 11:00:00,,,",
        // Its history, newest first: nothing went backwards. And a row that stands there once more.
        "AGAIN,@,,,finished,06/09/2023 08:00:00,20/10/2023 16:30:00,08/09/2023 11:00:00,,,",
        "AGAIN,@,,,in_progress,06/09/2023 08:00:00,20/10/2023 16:30:00,,,,",
        "ALIKE,@,,,finished,06/09/2023 08:00:00,20/10/2023 16:30:00,08/09/2023 11:00:00,,,",
        "ALIKE,@,,,finished,06/09/2023 08:00:00,20/10/2023 16:30:00,08/09/2023 11:00:00,,,",
        "0077001,@,,,finished,06/09/2023 08:00:00,20/10/2023 16:30:00,08/09/2023 12:00:00,,,",
        "77001,@,,,finished,06/09/2023 08:00:00,20/10/2023 16:30:00,08/09/2023 12:00:00,,,",
    ];
    let bulk: Vec<String> = (0..20)
        .map(|n| format!("BULK-{n},@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,30/11/2023 17:00:{n:02},,,"))
        .collect();
    let by_day: Vec<String> = (0..20)
        .map(|n| {
            format!("DAY-{n},@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,29/11/2023,,,")
        })
        .collect();
    let other = [
        "TWICE,@,,,finished,06/11/2023 08:00:00,20/12/2023 16:30:00,21/11/2023 10:00:00,,,",
        "TWICE-ALIKE,@,,,finished,06/11/2023 09:00:00,20/12/2023 17:00:00,07/11/2023 12:00:00,,,",
    ];
    let rows =
        |lines: Vec<&str>| heading.to_owned() + &lines.join("\n").replace('@', AGENCY) + "\n";
    take(&office, "older.csv", "given", date(2023, 12, 1), &rows(older.to_vec()));
    let all = newer
        .into_iter()
        .chain(bulk.iter().map(String::as_str))
        .chain(by_day.iter().map(String::as_str));
    take(&office, "newer.csv", "given", date(2023, 12, 31), &rows(all.collect()));
    take(&office, "other.csv", "given_elsewhere", date(2023, 12, 30), &rows(other.to_vec()));
    office
});

fn take(office: &Office, name: &str, connector: &str, day: Date, csv: &str) {
    let path = office.file(name, csv);
    let said = IngestOverrides {
        connector: Some(connector.into()),
        snapshot_on: Some(day),
        ..IngestOverrides::default()
    };
    office.ingest(&path, &said).0.pop().expect("one").expect("taken in");
}

#[rstest]
#[case::ended_before_received("ended_before_received", &["ENDED-FIRST"])]
#[case::due_before_received("due_before_received", &["DUE-FIRST"])]
#[case::due_moved_after_it_had_passed("due_moved_after_it_had_passed", &["MOVED"])]
#[case::ended_in_bulk("ended_in_bulk", &["06283 30/11/2023 17:00"])]
#[case::returned_but_not_finished("returned_but_not_finished", &["RETURNED-OPEN"])]
#[case::received_on_a_day_off("received_on_a_day_off", &["HOLIDAY", "SUNDAY"])]
#[case::same_dossier_with_other_dates("same_dossier_with_other_dates", &["TWICE"])]
#[case::codes_without_their_zeros("codes_without_their_zeros", &["77001"])]
#[case::told_again("told_again", &["AGAIN"])]
#[case::status_went_backwards("status_went_backwards", &["BACK"])]
#[case::paid_online_without_a_fee("paid_online_without_a_fee", &["FREE"])]
#[case::counts_that_fall("counts_that_fall", &["given 06283 2023-10"])]
#[case::gone_from_later_exports("gone_from_later_exports", &["GONE"])]
#[case::refused_without_a_day("refused_without_a_day", &["REFUSED-ON-NO-DAY"])]
#[case::due_not_as_the_procedure_says("due_not_as_the_procedure_says", &["LONGER"])]
fn a_check_finds_what_is_wrong_and_nothing_else(#[case] id: &str, #[case] expected: &[&str]) {
    let checks = &OFFICE.catalog.checks;
    let check = checks.iter().find(|check| check.id == id).expect("a check");
    let result = OFFICE.warehouse().provenance.read_check(check, None, (0, 100)).expect("answered");
    let found: Vec<&str> = result.rows.iter().map(|row| row.subject_id.as_str()).collect();
    assert_eq!(found, expected);
    assert_eq!(result.found, expected.len() as u64);
    assert!(result.rows.iter().all(|row| row.agency_code.as_deref() == Some(AGENCY)));
    // What is of the district is of the commune below it, and of no other province.
    assert_eq!(
        OFFICE.warehouse().provenance.read_check(check, Some("184"), (0, 100)).expect("answered"),
        result
    );
    assert_eq!(
        OFFICE
            .warehouse()
            .provenance
            .read_check(check, Some("H44"), (0, 100))
            .expect("answered")
            .found,
        0
    );
}

#[test]
fn every_check_of_data_is_shown_to_find_something() {
    let shown = include_str!("checks.rs");
    for check in OFFICE.catalog.checks.iter().filter(|check| !check.audit) {
        assert!(
            shown.contains(&format!("\"{}\", &[", check.id)),
            "`{}` has no case here",
            check.id
        );
    }
}

#[test]
fn dossiers_told_in_two_systems_or_in_one_alone_explain_a_difference() {
    let metric = OFFICE.catalog.find_metric("update_count").expect("a metric");
    let period = "2023-11".parse().expect("a period");
    let found =
        OFFICE.warehouse().published.list_differences(metric, period, AGENCY).expect("answered");
    let said: Vec<(&str, String, u64)> = (found.iter())
        .map(|one| (one.kind.as_str(), one.connectors.join(", "), one.dossiers))
        .collect();
    // 58 dossiers were received in November; two of them are in both systems, and say the same of their status.
    let both = "given, given_elsewhere".to_owned();
    assert_eq!(said, [("only", "given".to_owned(), 56), ("several", both, 2)]);
    // Each would be counted once more; a count has no denominator.
    let again = found.iter().map(|one| (one.again.numerator, one.again.denominator));
    assert_eq!(again.collect::<Vec<_>>(), [(0, 0), (2, 0)]);
    assert_eq!((found[0].codes.len(), found[1].codes.len()), (50, 2));
}
