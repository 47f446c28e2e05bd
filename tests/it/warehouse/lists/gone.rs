//! A dossier that a later whole list does not hold any more may have been taken back in the system: it is told, because it counts still.

use jiff::civil::{Date, date};
use motcua::pipeline::IngestOverrides;
use rstest::rstest;

use crate::support::office::Office;

const HEADING: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";

/// Received on that day of November, done two days later.
fn done(day: u8) -> String {
    format!("D{day},06283,finished,{day:02}/11/2023,{:02}/11/2023,{:02}/11/2023", day + 9, day + 2)
}

fn open(day: u8) -> String {
    format!("O{day},06283,in_progress,{day:02}/11/2023,{day:02}/12/2023,")
}

fn list(days: impl IntoIterator<Item = u8>, row: fn(u8) -> String) -> Vec<String> {
    days.into_iter().map(row).collect()
}

/// Ten dossiers that were done, and ten that are open.
fn whole() -> Vec<String> {
    [list(1..=10, done), list(1..=10, open)].concat()
}

fn without(code: &str) -> Vec<String> {
    whole().into_iter().filter(|row| !row.starts_with(&format!("{code},"))).collect()
}

fn of(agency: &str, rows: Vec<String>) -> Vec<String> {
    rows.into_iter().map(|row| row.replace("06283", agency)).collect()
}

/// What the check finds after lists of these days of a month each, taken in by a connector each.
fn found(lists: &[(&str, Date, Vec<String>)]) -> Vec<String> {
    let mut catalog = Office::new().catalog;
    let mut elsewhere = catalog.find_connector("given").expect("there").clone();
    elsewhere.id = "given_elsewhere".into();
    catalog.connectors.push(elsewhere);
    let office = Office::with(catalog);
    for (number, (connector, day, rows)) in lists.iter().enumerate() {
        let path =
            office.file(&format!("list-{number}.csv"), format!("{HEADING}{}\n", rows.join("\n")));
        let said = IngestOverrides {
            connector: Some((*connector).into()),
            snapshot_on: Some(*day),
            ..IngestOverrides::default()
        };
        office.ingest(&path, &said).0.pop().expect("one").expect("taken in");
    }
    let check = office.catalog.checks.iter().find(|check| check.id == "gone_from_later_exports");
    let check = check.expect("a check");
    let result = office.warehouse().provenance.read_check(check, None, (0, 100)).expect("answered");
    result.rows.into_iter().map(|row| row.subject_id).collect()
}

const FIRST: Date = date(2023, 11, 20);
const SECOND: Date = date(2023, 12, 20);
const THIRD: Date = date(2023, 12, 27);

#[rstest]
#[case::one_that_was_done(without("D5"), &["D5"])]
#[case::one_that_was_open(without("O5"), &["O5"])]
#[case::nothing(whole(), &[])]
#[case::a_list_of_the_done_alone([list(1..=4, done), list(6..=10, done)].concat(), &["D5"])]
// An open one that is gone from a list of open ones is done.
#[case::a_list_of_the_open_alone(list([1, 2, 3, 4, 6, 7, 8, 9, 10], open), &[])]
#[case::a_list_of_later_days(list(11..=20, done), &[])]
#[case::a_list_of_what_changed([list([1, 10], done), list([1, 10], open), list(11..=20, done)].concat(), &[])]
#[case::a_list_of_another_commune(of("06274", whole()), &[])]
// Before the first day of the later list nobody knows.
#[case::the_first_of_all(without("D1"), &[])]
fn what_a_later_list_of_the_same_days_lacks_is_told(
    #[case] later: Vec<String>,
    #[case] expected: &[&str],
) {
    assert_eq!(found(&[("given", FIRST, whole()), ("given", SECOND, later)]), expected);
}

#[test]
fn what_comes_again_is_not_gone() {
    let lists =
        [("given", FIRST, whole()), ("given", SECOND, without("D5")), ("given", THIRD, whole())];
    assert!(found(&lists).is_empty());
}

#[test]
fn a_list_of_another_system_tells_nothing_of_the_first() {
    assert!(
        found(&[("given", FIRST, whole()), ("given_elsewhere", SECOND, without("D5"))]).is_empty()
    );
    let lists = [
        ("given", FIRST, whole()),
        ("given", SECOND, without("D5")),
        ("given_elsewhere", SECOND, list([5], done)),
    ];
    assert!(found(&lists).is_empty());
}

/// Communes hand in a file each: those of one day are one list.
#[test]
fn files_of_one_day_are_one_list() {
    let lists = [
        ("given", FIRST, whole()),
        ("given", SECOND, [list(1..=10, done)].concat()),
        ("given", SECOND, list([1, 2, 3, 4, 6, 7, 8, 9, 10], open)),
    ];
    assert_eq!(found(&lists), ["O5"]);
}

#[test]
fn a_dossier_that_is_gone_is_told_of_its_last_list() {
    let lists = [
        ("given", FIRST, whole()),
        ("given", SECOND, whole()),
        ("given", THIRD, without("D5")),
        ("given", date(2024, 1, 1), without("D5")),
    ];
    assert_eq!(found(&lists), ["D5"]);
}
