//! How long dossiers took, and where the time went: by procedure, by step.

use motcua::{
    domain::sight::DataScope,
    pipeline::IngestOverrides,
    warehouse::query::{
        DossierTimes, DurationSpread, HandlingAsked, HandlingSteps, ProcedureTimes, StepTimes,
    },
};
use serde_json::json;

use crate::support::office::Office;

const HEADING: &str =
    "dossier_code,procedure_code,solving_agency,status,received_at,due_at,ended_at\n";
const DAYS: &str = "average_processing_days";

fn spread(counted: i64, [median, ninetieth, longest]: [i64; 3]) -> DurationSpread {
    DurationSpread { counted, median, ninetieth, longest }
}

/// Received on the first of December 2023, done so many days later.
fn done(code: &str, procedure: &str, agency: &str, days: u8) -> String {
    format!("{code},{procedure},{agency},finished,01/12/2023,20/12/2023,{:02}/12/2023\n", 1 + days)
}

fn office_of(rows: &[String]) -> Office {
    let office = Office::with_metrics(&[DAYS]);
    office.given(&(HEADING.to_owned() + &rows.concat())).0.pop().expect("one").expect("taken in");
    office
}

fn dossier_times(office: &Office, period: &str, agency: Option<&str>) -> DossierTimes {
    let metric = office.catalog.find_metric(DAYS).expect("built in");
    let asked = HandlingAsked { metric, period: period.parse().expect("a period"), agency };
    office.warehouse().dossiers.read_dossier_times(&asked).expect("answered")
}

/// Ten of one procedure that took one day to ten, one of another that took three.
fn eleven() -> Vec<String> {
    let mut rows: Vec<String> =
        (1..=10).map(|days| done(&format!("A{days}"), "1.001193", "06283", days)).collect();
    rows.push(done("B1", "2.000635", "06274", 3));
    rows
}

#[test]
fn half_and_nine_in_ten_are_told_by_days_that_occurred() {
    let office = office_of(&eleven());
    let times = dossier_times(&office, "2023-12", None);
    // 1 2 3 3 4 5 6 7 8 9 10: the sixth of eleven is 5, the tenth is 9.
    assert_eq!(times.all, Some(spread(11, [5, 9, 10])));
    let of = |code: &str| {
        let mut found = times.procedures.iter();
        found.find(|procedure| procedure.code.as_deref() == Some(code)).expect("told").days
    };
    assert_eq!(times.procedures.len(), 2);
    // The fifth and the ninth of ten.
    assert_eq!(of("1.001193"), spread(10, [5, 9, 10]));
    assert_eq!(of("2.000635"), spread(1, [3, 3, 3]));
}

#[test]
fn as_many_are_counted_as_the_average_is_over() {
    let office = office_of(&eleven());
    for agency in ["06283", "06274"] {
        let average = office.value(DAYS, "2023-12", agency).expect("a value").measure;
        let times = dossier_times(&office, "2023-12", Some(agency));
        assert_eq!(times.all.map(|all| all.counted), average.denominator, "{agency}");
    }
}

#[test]
fn what_was_done_in_another_period_or_elsewhere_is_not_counted() {
    let mut rows = eleven();
    rows.push("C1,1.001193,06283,finished,01/11/2023,20/12/2023,30/11/2023\n".into());
    rows.push("C2,1.001193,06283,in_progress,01/12/2023,20/12/2023,\n".into());
    let office = office_of(&rows);
    assert_eq!(dossier_times(&office, "2023-12", Some("06283")).all, Some(spread(10, [5, 9, 10])));
    let november = dossier_times(&office, "2023-11", None);
    let days = spread(1, [29, 29, 29]);
    let name = november.procedures[0].name.clone();
    let code = Some("1.001193".to_owned());
    assert_eq!(november.procedures, [ProcedureTimes { code, name, days }]);
    // Nothing is known of that year.
    assert_eq!(dossier_times(&office, "2021", None), DossierTimes::default());
}

#[test]
fn procedures_without_a_code_are_told_apart_by_their_names() {
    let heading = "dossier_code,procedure_name,solving_agency,status,received_at,due_at,ended_at\n";
    let row = |code: &str, name: &str, day: u8| {
        format!("{code},{name},06283,finished,01/12/2023,20/12/2023,{day:02}/12/2023\n")
    };
    let rows = [row("A1", "Khai sinh", 2), row("A2", "Khai sinh", 4), row("A3", "Kết hôn", 9)];
    let office = Office::with_metrics(&[DAYS]);
    office.given(&(heading.to_owned() + &rows.concat())).0.pop().expect("one").expect("taken in");
    let times = dossier_times(&office, "2023-12", None);
    let told: Vec<_> = times.procedures.iter().map(|it| (it.code.as_deref(), it.days)).collect();
    assert_eq!(
        told,
        [(Some("Khai sinh"), spread(2, [1, 3, 3])), (Some("Kết hôn"), spread(1, [8, 8, 8]))]
    );
}

/// A step of dossier A1 in December 2023; times as `04 08:15`.
fn step(office: &str, status: &str, started: &str, handled: &str, due: &str) -> serde_json::Value {
    let at = |text: &str| {
        (!text.is_empty()).then(|| format!("202312{}00", text.replace([' ', ':'], "")))
    };
    json!({"MaHoSo": "A1", "PhongBanXuLy": office, "TrangThai": status, "NguoiXuLy": "Nông Thị Mẫu",
        "NgayBatDau": at(started), "ThoiDiemXuLy": at(handled), "NgayKetThucTheoQuyDinh": at(due)})
}

fn steps_of(steps: &[serde_json::Value]) -> HandlingSteps {
    read_steps(&office_with(steps), Some("06283"), &DataScope::All)
}

/// Dossier A1 was done, with these steps.
fn office_with(steps: &[serde_json::Value]) -> Office {
    let office = office_of(&[done("A1", "1.001193", "06283", 5)]);
    let message = json!({"service": "CapNhatTienDoHoSoMC", "data": steps}).to_string();
    let path = office.file("tien-do.json", message);
    office.ingest(&path, &IngestOverrides::default()).0.pop().expect("one").expect("taken in");
    office
}

fn read_steps(office: &Office, agency: Option<&str>, scope: &DataScope) -> HandlingSteps {
    let metric = office.catalog.find_metric(DAYS).expect("built in");
    let asked = HandlingAsked { metric, period: "2023-12".parse().expect("a period"), agency };
    let warehouse = office.warehouse().with_scope(scope).expect("opened");
    warehouse.dossiers.read_handling_steps(&asked).expect("answered")
}

/// Office, state, how many, minutes of all that are known, how many are known.
fn told(step: &StepTimes) -> (&str, &str, i64, i64, i64) {
    let known = step.minutes.map_or(0, |minutes| minutes.counted);
    (
        step.office.as_deref().unwrap_or_default(),
        &step.status,
        step.steps,
        step.total_minutes,
        known,
    )
}

#[test]
fn a_step_takes_from_its_begin_or_else_from_the_end_of_the_one_before() {
    let found = steps_of(&[
        step("Một cửa", "2", "04 08:00", "04 08:15", ""),
        step("Tư pháp", "4", "", "04 10:15", ""),
        step("Tư pháp", "9", "04 13:00", "04 15:00", "04 14:00"),
    ]);
    let steps: Vec<_> = found.steps.iter().map(told).collect();
    // 08:15 to 10:15, 13:00 to 15:00, 08:00 to 08:15; what took most of the time comes first.
    assert_eq!(
        steps,
        [
            ("Tư pháp", "finished", 1, 120, 1),
            ("Tư pháp", "in_progress", 1, 120, 1),
            ("Một cửa", "received", 1, 15, 1)
        ]
    );
    assert_eq!((found.steps[0].due, found.steps[0].overdue), (1, 1));
    assert_eq!(found.steps[1].due, 0);
    assert_eq!(found.waiting, None);
}

#[test]
fn after_a_citizen_was_asked_the_time_is_waiting_until_the_next_step_begins() {
    let found = steps_of(&[
        step("Tư pháp", "5", "04 10:30", "04 11:00", ""),
        // Nobody knows when it began: two days of waiting.
        step("Tư pháp", "5", "", "06 11:00", ""),
        // It began four hours later, and took two.
        step("Tư pháp", "4", "06 15:00", "06 17:00", ""),
    ]);
    let steps: Vec<_> = found.steps.iter().map(told).collect();
    assert_eq!(
        steps,
        [("Tư pháp", "in_progress", 1, 120, 1), ("Tư pháp", "supplement_requested", 2, 30, 1)]
    );
    let waiting = found.waiting.expect("a citizen was asked");
    // 2 880 and 240 minutes.
    assert_eq!(waiting.minutes, spread(2, [240, 2880, 2880]));
    assert_eq!(waiting.total_minutes, 3120);
}

#[test]
fn a_step_that_ended_before_it_began_took_nobody_knows_how_long() {
    let found = steps_of(&[step("Tư pháp", "4", "04 11:00", "04 10:00", "")]);
    assert_eq!(
        found.steps.iter().map(told).collect::<Vec<_>>(),
        [("Tư pháp", "in_progress", 1, 0, 0)]
    );
}

#[test]
fn a_begin_after_the_end_is_no_waiting_either() {
    let found = steps_of(&[
        step("Tư pháp", "5", "04 10:30", "04 11:00", ""),
        step("Tư pháp", "4", "26 11:00", "06 11:00", ""),
    ]);
    assert_eq!(found.waiting, None);
}

#[test]
fn after_the_handling_is_over_nobody_knows_when_the_next_step_began() {
    // The citizen fetched the result twenty days later.
    let found = steps_of(&[
        step("Tư pháp", "9", "04 08:00", "04 10:00", ""),
        step("Một cửa", "10", "", "24 10:00", ""),
    ]);
    let steps: Vec<_> = found.steps.iter().map(told).collect();
    assert_eq!(steps, [("Tư pháp", "finished", 1, 120, 1), ("Một cửa", "returned", 1, 0, 0)]);
}

#[test]
fn what_is_due_on_a_day_is_overdue_when_that_day_is_over() {
    let found = steps_of(&[
        step("Một cửa", "2", "04 08:00", "04 16:00", "04 00:00"),
        step("Tư pháp", "4", "04 16:00", "05 08:00", "04 00:00"),
        step("Tư pháp", "9", "05 08:00", "05 10:01", "05 10:00"),
    ]);
    let overdue = |status: &str| {
        found.steps.iter().find(|step| step.status == status).map(|step| (step.due, step.overdue))
    };
    assert_eq!(overdue("received"), Some((1, 0)));
    assert_eq!(overdue("in_progress"), Some((1, 1)));
    assert_eq!(overdue("finished"), Some((1, 1)));
}

#[test]
fn steps_of_a_dossier_that_no_export_tells_of_are_counted_apart() {
    let mut of_nobody = step("Tư pháp", "4", "04 08:00", "04 10:00", "");
    of_nobody["MaHoSo"] = "B9".into();
    let office = office_with(&[of_nobody]);
    let found = read_steps(&office, None, &DataScope::All);
    assert_eq!((found.steps.len(), found.unknown_steps), (0, 1));
    assert_eq!(read_steps(&office, Some("06283"), &DataScope::All).unknown_steps, 0);
}

#[test]
fn a_commune_is_told_of_the_steps_of_what_it_solves_alone() {
    let office = office_with(&[step("Tư pháp", "4", "04 08:00", "04 10:00", "")]);
    let within = |code: &str| read_steps(&office, None, &DataScope::Within(code.into()));
    assert_eq!(within("06283").steps.len(), 1);
    assert_eq!(within("06274").steps.len(), 0);
}

#[test]
fn whoever_sees_numbers_alone_is_told_nothing_of_single_dossiers() {
    let office = office_of(&eleven());
    let metric = office.catalog.find_metric(DAYS).expect("built in");
    let asked = HandlingAsked { metric, period: "2023".parse().expect("a period"), agency: None };
    let warehouse = office.warehouse().with_scope(&DataScope::Aggregates).expect("opened");
    assert!(warehouse.dossiers.read_dossier_times(&asked).is_err());
    assert!(warehouse.dossiers.read_handling_steps(&asked).is_err());
}
