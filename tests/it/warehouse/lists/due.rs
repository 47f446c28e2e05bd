//! What is due within 24 hours and three working days: which dossiers, and what stands apart. Dossiers are known as of 1/1/2024, a day off;
//! Tuesday 2/1 to Friday 5/1 are working days of 07:30–11:30 and 13:30–17:00.

use jiff::civil::{Date, DateTime, date};
use motcua::{
    domain::{
        office_hours::{DueWindow, OfficeHours},
        sight::DataScope,
    },
    pipeline::IngestOverrides,
    warehouse::query::{DueAsked, DueBasis, DueCounts, DueList, Warehouse},
};

use rstest::rstest;

use crate::support::office::Office;

const HEADING: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";

/// One of each kind in An Sơn, and one in Hòa Bình.
const ROWS: &str = "\
    TODAY,06283,in_progress,20/12/2023,02/01/2024,\n\
    HOUR,06283,received,20/12/2023,03/01/2024 08:00,\n\
    HOUR-AND-MINUTE,06283,fee_requested,20/12/2023,03/01/2024 08:01,\n\
    THIRD-DAY,06283,in_progress,20/12/2023,05/01/2024,\n\
    FOURTH-DAY,06283,in_progress,20/12/2023,08/01/2024,\n\
    FAR,06283,in_progress,20/12/2023,08/05/2024,\n\
    BEFORE,06283,in_progress,20/12/2023,29/12/2023,\n\
    HOLIDAY,06283,in_progress,20/12/2023,01/01/2024,\n\
    WAITING,06283,supplement_requested,20/12/2023,02/01/2024,\n\
    UNDATED,06283,in_progress,20/12/2023,,\n\
    UNREADABLE,06283,in_progress,20/12/2023,32/13/2024,\n\
    NEW,06283,registered,,02/01/2024,\n\
    DONE,06283,finished,20/12/2023,02/01/2024,29/12/2023\n\
    ELSEWHERE,06274,in_progress,20/12/2023,02/01/2024,\n";

fn office() -> Office {
    let office = Office::new();
    office.begin_given(&(HEADING.to_owned() + ROWS));
    office
}

fn due(warehouse: &Warehouse, now: &str, agency: Option<&str>) -> Option<DueList> {
    let now: DateTime = now.parse().expect("a time");
    let asked = DueAsked { hours: OfficeHours::default(), now, agency };
    warehouse.dossiers.list_due(&asked).expect("answered")
}

fn told(list: &DueList) -> Vec<(&str, DueWindow, i64)> {
    let one = |one: &motcua::warehouse::query::DueDossier| one.seconds_left / 60;
    list.dossiers.iter().map(|it| (it.dossier_code.as_str(), it.window, one(it))).collect()
}

#[test]
fn each_open_dossier_is_in_one_window_or_told_apart() {
    let office = office();
    // Tuesday, 08:00: seven hours are left of the day, half of one more makes a working day's time.
    let list = due(&office.warehouse(), "2024-01-02T08:00:00", Some("06283")).expect("known");
    assert_eq!(
        (list.basis, list.counted_from.to_string()),
        (DueBasis::Clock, "2024-01-02T08:00:00".into())
    );
    assert_eq!(
        told(&list),
        [
            ("HOLIDAY", DueWindow::Passed, 0),
            ("TODAY", DueWindow::WithinDay, 7 * 60),
            ("HOUR", DueWindow::WithinDay, 7 * 60 + 30),
            ("HOUR-AND-MINUTE", DueWindow::WithinDays, 7 * 60 + 31),
            ("THIRD-DAY", DueWindow::WithinDays, 7 * 60 + 3 * 450),
        ]
    );
    let counts =
        DueCounts { overdue: 1, later: 2, undated: 1, unreadable: 1, paused: 1, too_old: 0 };
    assert_eq!(list.counts, counts);
}

#[test]
fn knowledge_of_three_working_days_ago_is_counted_from_now_and_older_from_itself() {
    let office = office();
    let of = |now| due(&office.warehouse(), now, None).expect("known");
    // 2/1, 3/1 and 4/1 are the three working days after 1/1.
    let fresh = of("2024-01-04T16:00:00");
    assert_eq!(fresh.basis, DueBasis::Clock);
    assert_eq!(fresh.count(DueWindow::Passed), 5);
    for now in ["2024-01-05T07:30:00", "2026-11-30T08:00:00"] {
        let old = of(now);
        // Its day has no hour, so it counts from the end of it.
        assert_eq!(
            (old.basis, old.counted_from.to_string()),
            (DueBasis::Export, "2024-01-01T17:00:00".into())
        );
        assert_eq!(old.count(DueWindow::Passed), 0, "{now}");
        assert_eq!(
            old.count(DueWindow::WithinDay),
            3,
            "{now}: of the day off, and of the day after it"
        );
    }
}

/// Takes in another export on Wednesday 10/1/2024, of a day or of none that is said.
fn take_in(office: &Office, rows: &str, snapshot_on: Option<Date>) {
    let path = office.file("them.csv", HEADING.to_owned() + rows);
    let said =
        IngestOverrides { connector: Some("given".into()), snapshot_on, ..Default::default() };
    let (mut taken, _) = office.ingest_at(&path, &said, date(2024, 1, 10).at(8, 0, 0, 0));
    taken.remove(0).expect("taken in");
}

#[test]
fn one_agencys_new_export_makes_nothing_of_another_new() {
    let office = office();
    let own = "ELSEWHERE,06274,in_progress,20/12/2023,10/01/2024,\n";
    take_in(&office, own, Some(date(2024, 1, 10)));
    let list = due(&office.warehouse(), "2024-01-10T08:00:00", None).expect("known");
    assert_eq!(list.counted_from.to_string(), "2024-01-10T08:00:00");
    assert_eq!(told(&list), [("ELSEWHERE", DueWindow::WithinDay, 7 * 60)]);
    // Of An Sơn ten are open and one waits, as known on 1/1: nothing of them is told as of now.
    assert_eq!(list.counts, DueCounts { too_old: 11, ..DueCounts::default() });
    let alone = due(&office.warehouse(), "2024-01-10T08:00:00", Some("06283")).expect("known");
    assert_eq!((alone.basis, alone.counts.too_old), (DueBasis::Export, 0));
    assert_eq!(alone.counted_from.to_string(), "2024-01-01T17:00:00");
}

/// Tuesday 9/1 is a working day before 10/1, Friday 5/1 the third, Thursday 4/1 the fourth.
#[rstest]
#[case::the_day_before("09/01/2024 10:00", Some("2024-01-09T00:00:00"))]
#[case::three_working_days_before("05/01/2024", Some("2024-01-05T00:00:00"))]
#[case::longer_ago("04/01/2024", None)]
#[case::in_a_time_to_come_says_nothing("09/01/2025", None)]
fn an_export_that_does_not_say_its_day_is_known_until_the_last_that_happened_in_it(
    #[case] received: &str,
    #[case] known_at: Option<&str>,
) {
    let office = office();
    let own = "ELSEWHERE,06274,in_progress,20/12/2023,10/01/2024,\n";
    take_in(&office, own, Some(date(2024, 1, 10)));
    let rows = format!(
        "U,06283,in_progress,{received},11/01/2024,\nV,06283,received,20/12/2023,08/05/2024,\n"
    );
    take_in(&office, &rows, None);
    let list = due(&office.warehouse(), "2024-01-10T08:00:00", None).expect("known");
    let known: Vec<String> = (list.dossiers.iter().filter(|one| one.dossier_code == "U"))
        .map(|one| one.known_at.to_string())
        .collect();
    assert_eq!(known, known_at.map(str::to_owned).into_iter().collect::<Vec<_>>());
    let unheard = 11 + if known_at.is_some() { 0 } else { 2 };
    assert_eq!(list.counts.too_old, unheard);
}

#[test]
fn an_export_of_a_day_to_come_is_of_today() {
    let office = office();
    // By the clock of Thursday 28/12/2023 what is known on 1/1 is.
    let list = due(&office.warehouse(), "2023-12-28T08:00:00", Some("06283")).expect("known");
    assert_eq!(
        (list.basis, list.counted_from.to_string(), list.known_at.to_string()),
        (DueBasis::Clock, "2023-12-28T08:00:00".into(), "2023-12-28T00:00:00".into())
    );
    // Seven hours are left of it; 29/12, 2/1 and 3/1 are the three working days after it.
    let minutes = 7 * 60 + 450;
    assert_eq!(
        told(&list),
        [
            ("BEFORE", DueWindow::WithinDays, minutes),
            ("HOLIDAY", DueWindow::WithinDays, minutes),
            ("TODAY", DueWindow::WithinDays, minutes + 450),
            ("HOUR", DueWindow::WithinDays, minutes + 450 + 30),
            ("HOUR-AND-MINUTE", DueWindow::WithinDays, minutes + 450 + 31),
        ]
    );
}

#[test]
fn who_sees_one_agency_is_told_of_no_other() {
    let office = office();
    let of = |scope| office.warehouse().with_scope(&scope).expect("in scope");
    let own = due(&of(DataScope::Within("06274".into())), "2024-01-02T08:00:00", None);
    let own = own.expect("known");
    assert_eq!(told(&own), [("ELSEWHERE", DueWindow::WithinDay, 7 * 60)]);
    assert_eq!(own.counts, DueCounts::default());
    let asked = DueAsked {
        hours: OfficeHours::default(),
        now: "2024-01-02T08:00:00".parse().expect("a time"),
        agency: None,
    };
    assert!(of(DataScope::Aggregates).dossiers.list_due(&asked).is_err());
}

/// The calendar of the content says of which day only half is worked.
#[test]
fn on_half_a_day_the_rest_is_off() {
    let mut office = Office::new();
    let half = "day,kind,name,source\n2024-01-02,morning,Nghỉ chiều,văn bản của văn phòng\n";
    let path = "queries/reference/holiday/own.csv";
    office.catalog.content = office.catalog.content.clone().with_file(path, half.into());
    office.given(&(HEADING.to_owned() + ROWS));
    let list = due(&office.warehouse(), "2024-01-02T08:00:00", Some("06283")).expect("known");
    // Three and a half hours of Tuesday, half of one of Wednesday; Wednesday is the first working day after it all the same.
    let minutes: Vec<i64> = told(&list).into_iter().map(|(.., minutes)| minutes).collect();
    assert_eq!(minutes, [0, 210, 240, 241, 210 + 3 * 450]);
    assert_eq!(list.count(DueWindow::WithinDay), 3);
}

#[test]
fn without_dossiers_nothing_is_known() {
    let office = Office::new();
    office.begin_given(HEADING);
    assert!(due(&office.warehouse(), "2024-01-02T08:00:00", None).is_none());
}

/// All came in on the 20th of December.
#[test]
fn as_if_it_were_an_earlier_day_nothing_that_came_in_later_is_listed() {
    let warehouse = office().warehouse();
    assert!(due(&warehouse, "2023-12-19T08:00:00", None).is_none_or(|it| it.dossiers.is_empty()));
    let then = due(&warehouse, "2023-12-29T08:00:00", None).expect("known");
    assert!(!then.dossiers.is_empty());
}
