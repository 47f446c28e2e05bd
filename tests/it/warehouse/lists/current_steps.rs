//! Where open dossiers lie: at which step of their system's process, for how long.

use motcua::{
    pipeline::IngestOverrides,
    warehouse::query::{CurrentStep, CurrentSteps, DurationSpread},
};

use jiff::civil::date;
use rstest::rstest;

use crate::support::office::Office;

const DAYS: &str = "average_processing_days";

fn current_steps(office: &Office, agency: Option<&str>) -> CurrentSteps {
    let today = date(2024, 1, 3);
    office.warehouse().dossiers.read_current_steps(agency, today).expect("answered")
}

fn step(office: Option<&str>, name: &str, dossiers: i64) -> CurrentStep {
    let office = office.map(ToOwned::to_owned);
    CurrentStep { office, name: name.to_owned(), dossiers, waiting: 0, days: None }
}

fn days(counted: i64, median: i64, ninetieth: i64, longest: i64) -> Option<DurationSpread> {
    Some(DurationSpread { counted, median, ninetieth, longest })
}

/// Told on the first of January 2024.
#[test]
fn open_dossiers_are_told_by_who_has_them_and_the_step_where_most_lie_first() {
    let office = Office::with_metrics(&[DAYS]);
    let (taken, _) = office.given(
        "dossier_code,solving_agency,status,received_at,due_at,ended_at,current_step,step_office,step_started_at\n\
         A1,06283,in_progress,04/12/2023,,,Thẩm định,Phòng A,31/12/2023 23:59:00\n\
         A2,06283,in_progress,04/12/2023,,,Thẩm định,Phòng A,22/12/2023 08:00:00\n\
         A3,06283,supplement_requested,04/12/2023,,,Thẩm định,Phòng A,\n\
         A4,06283,fee_requested,04/12/2023,,,Trình ký,,12/12/2023 08:00:00\n\
         A5,06274,received,04/12/2023,,,Thẩm định,Phòng B,02/01/2024 08:00:00\n\
         A9,06274,received,04/12/2023,,,Thẩm định,Phòng B,01/01/2024 08:00:00\n\
         A6,06274,received,04/12/2023,,,,Phòng B,05/12/2023\n\
         A7,06283,finished,04/12/2023,,06/12/2023,Thẩm định,Phòng A,05/12/2023\n\
         A8,06283,registered,,,,Tiếp nhận,Phòng A,05/12/2023\n",
    );
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    // Of three two are known since when: one day and ten; half of two are done with the first.
    let at_a = CurrentStep {
        waiting: 1,
        days: days(2, 1, 10, 10),
        ..step(Some("Phòng A"), "Thẩm định", 3)
    };
    let unsaid =
        CurrentStep { waiting: 1, days: days(1, 20, 20, 20), ..step(None, "Trình ký", 1) };
    // What began after the day of its export is written down wrongly: nobody knows how long it lies there.
    let at_b =
        CurrentStep { days: days(1, 0, 0, 0), ..step(Some("Phòng B"), "Thẩm định", 2) };
    let all = CurrentSteps { steps: vec![at_a.clone(), at_b, unsaid.clone()], unknown: 1 };
    assert_eq!(current_steps(&office, None), all);
    let of_one = CurrentSteps { steps: vec![at_a, unsaid], unknown: 0 };
    assert_eq!(current_steps(&office, Some("06283")), of_one);
}

/// A page that did not change is not kept again: what it tells is still so on the last day of the list.
#[test]
fn days_are_counted_until_the_last_day_that_is_known() {
    let office = Office::with_metrics(&[DAYS]);
    let heading = "dossier_code,solving_agency,status,received_at,current_step,step_started_at";
    for (day, row) in [
        (1, "B1,06283,in_progress,04/12/2023,Thẩm định,22/12/2023"),
        (11, "B2,06283,in_progress,04/12/2023,,"),
    ] {
        let path = office.file(&format!("{day}.csv"), format!("{heading}\n{row}\n"));
        let said = IngestOverrides {
            connector: Some("given".into()),
            snapshot_on: Some(date(2024, 1, day)),
            ..IngestOverrides::default()
        };
        assert!(office.ingest(&path, &said).0.iter().all(Result::is_ok));
    }
    let lies = CurrentStep { days: days(1, 20, 20, 20), ..step(None, "Thẩm định", 1) };
    assert_eq!(current_steps(&office, None), CurrentSteps { steps: vec![lies], unknown: 1 });
}

#[test]
fn where_no_export_tells_steps_all_are_unknown() {
    let office = Office::with_metrics(&[DAYS]);
    office.given("status,received_at,due_at\nin_progress,04/12/2023,\nfinished,04/12/2023,\n");
    assert_eq!(current_steps(&office, None), CurrentSteps { steps: Vec::new(), unknown: 1 });
}

/// A dossier of iGate, at these tasks: names and the days of December on which they began.
fn igate(tasks: &[(&str, u8)]) -> String {
    let task = |(name, day): &(&str, u8)| {
        format!(
            r#"{{"createdDate": "2023-12-{day:02}T01:00:00.000+0000", "bpmProcessDefinitionTask": {{"name": {{"id": "1", "name": "{name}"}}}}}}"#
        )
    };
    let tasks: Vec<String> = tasks.iter().map(task).collect();
    format!(
        r#"{{"content": [{{"code": "000.26.18.H37-231206-0001", "dossierStatus": {{"id": 2, "name": "Đang xử lý"}},
        "procedure": {{"code": "1.001193"}}, "agency": {{"code": "000.26.18.H37", "name": "UBND xã An Sơn"}},
        "acceptedDate": "2023-12-05T17:30:00.000+0000", "currentTask": [{}]}}], "totalElements": 1}}"#,
        tasks.join(", ")
    )
}

/// Told on the eighth.
#[rstest]
#[case::at_none(&[], None)]
#[case::at_one(&[("Thẩm định", 6)], Some(("Thẩm định", Some(2))))]
#[case::told_twice(&[("Thẩm định", 6), ("Thẩm định", 6)], Some(("Thẩm định", Some(2))))]
#[case::side_by_side(&[("Thẩm định", 6), ("Xác minh", 6)], None)]
// Since which of the two days it lies there is not told.
#[case::begun_on_two_days(&[("Thẩm định", 6), ("Thẩm định", 7)], Some(("Thẩm định", None)))]
fn of_steps_side_by_side_none_is_the_one_where_a_dossier_lies(
    #[case] tasks: &[(&str, u8)],
    #[case] told: Option<(&str, Option<i64>)>,
) {
    let office = Office::with_metrics(&[DAYS]);
    let path = office.file("ho-so.json", igate(tasks));
    let said = IngestOverrides {
        connector: Some("igate_dossiers".into()),
        snapshot_on: Some(date(2023, 12, 8)),
        period: Some("2023-12".parse().expect("a period")),
        ..IngestOverrides::default()
    };
    let (taken, _) = office.ingest(&path, &said);
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    let steps = told.map(|(name, since)| CurrentStep {
        days: since.and_then(|since| days(1, since, since, since)),
        ..step(None, name, 1)
    });
    let unknown = i64::from(told.is_none());
    let expected = CurrentSteps { steps: steps.into_iter().collect(), unknown };
    assert_eq!(current_steps(&office, None), expected);
}
