//! How late a dossier is, in working days, worked out by hand. The exports are of Thursday 15/01/2026. Offices are shut on Thursday
//! 01/01/2026 and Friday 02/01/2026, and work on Saturday 10/01/2026 for the latter.

use jiff::civil::{Date, date};
use motcua::{
    domain::measure::Rule,
    pipeline::IngestOverrides,
    view::AnswerWording,
    warehouse::query::{
        DossierLateness, LatenessState,
        LatenessState::{
            DueUnknown, EndUnknown, NotCounted, OnTime, Overdue, Paused, RequestUnknown, Running,
        },
        RowColumn, RowOrder, RowsAsked,
    },
};
use rstest::rstest;

use crate::support::office::Office;

const HEADING: &str =
    "dossier_code,solving_agency,status,received_at,due_at,ended_at,supplement_requested_at\n";

/// Code, what happened, how it stands, and the working days after its day.
const WORKED_OUT: [(&str, &str, LatenessState, Option<i64>); 19] = [
    // Friday to Monday: Monday.
    ("WEEKEND", "finished,2025-12-01,2025-12-12,2025-12-15,", Overdue, Some(1)),
    // Wednesday to Monday, two days off between: Monday.
    ("HOLIDAY", "finished,2025-12-01,2025-12-31,2026-01-05,", Overdue, Some(1)),
    // Friday to Monday, the Saturday is worked: Saturday, Monday.
    ("MADE-UP", "returned,2025-12-01,2026-01-09,2026-01-12,", Overdue, Some(2)),
    ("ON-MADE-UP", "finished,2025-12-01,2026-01-09,2026-01-10,", Overdue, Some(1)),
    // Friday to Sunday: past its day, and by no working day.
    ("SUNDAY", "finished,2025-12-01,2025-12-12,2025-12-14,", Overdue, Some(0)),
    // Monday for Wednesday: Tuesday, Wednesday to spare.
    ("EARLY", "finished,2025-12-01,2025-12-31,2025-12-29,", OnTime, Some(-2)),
    ("SAME-DAY", "finished,2025-12-01,2025-12-31,2025-12-31,", OnTime, Some(0)),
    // Thursday to the Thursday of the export: 9, 10 (made up), 12, 13, 14, 15.
    ("OPEN-LATE", "in_progress,2025-12-01,2026-01-08,,", Overdue, Some(6)),
    // 16, 19.
    ("OPEN", "in_progress,2025-12-01,2026-01-19,,", Running, Some(-2)),
    ("DUE-TODAY", "fee_requested,2025-12-01,2026-01-15,,", Running, Some(0)),
    // 30, 31, and 5.
    ("WAITING", "supplement_requested,2025-12-01,2026-01-05,,2025-12-29", Paused, Some(-3)),
    // Asked on Wednesday for what was due on Monday.
    ("ASKED-LATE", "supplement_requested,2025-12-01,2025-12-22,,2025-12-24", Overdue, Some(2)),
    // Nobody knows when: before or after what was promised for a Monday that has passed.
    ("ASKED-NEVER", "supplement_requested,2025-12-01,2025-12-22,,", RequestUnknown, None),
    // Whenever it was, it was before the promised day.
    ("ASKED-IN-TIME", "supplement_requested,2025-12-01,2026-01-27,,", Paused, None),
    ("NO-DUE", "in_progress,2025-12-01,,,", DueUnknown, None),
    ("NO-END", "finished,2025-12-01,2025-12-12,,", EndUnknown, None),
    ("WITHDRAWN", "withdrawn,2025-12-01,2025-12-12,2025-12-19,", NotCounted, None),
    ("REFUSED", "refused,2025-12-01,2025-12-12,,", NotCounted, None),
    // The calendar ends with 2037.
    ("BEYOND", "in_progress,2025-12-01,2040-01-03,,", Running, None),
];

fn given(rows: &str, snapshot_on: Date) -> Office {
    // The communes of 2023 are no more.
    let mut office = Office::new();
    office.own = Some("20");
    let path = office.file("given.csv", format!("{HEADING}{rows}"));
    let said = IngestOverrides {
        connector: Some("given".into()),
        snapshot_on: Some(snapshot_on),
        ..IngestOverrides::default()
    };
    office.ingest_at(&path, &said, date(2026, 2, 2).at(8, 0, 0, 0));
    office
}

fn worked_out() -> Office {
    let rows: Vec<String> = WORKED_OUT
        .iter()
        .map(|(code, rest, ..)| {
            let (status, rest) = rest.split_once(',').expect("a status");
            format!("{code},06001,{status},{rest}\n")
        })
        .collect();
    given(&rows.concat(), date(2026, 1, 15))
}

fn find(office: &Office, code: &str, rule: Rule) -> DossierLateness {
    office.warehouse().dossiers.find_lateness(code, rule).expect("answered").expect("known")
}

#[test]
fn working_days_are_those_of_the_calendar() {
    let office = worked_out();
    for (code, _, state, days) in WORKED_OUT {
        let found = find(&office, code, Rule::Date);
        assert_eq!((found.state, found.working_days_overdue), (Some(state), days), "{code}");
    }
    assert_eq!(find(&office, "WEEKEND", Rule::Date).measured_on, Some(date(2025, 12, 15)));
    assert_eq!(find(&office, "OPEN-LATE", Rule::Date).measured_on, Some(date(2026, 1, 15)));
    let nobody = office.warehouse().dossiers.find_lateness("nobody", Rule::Date);
    assert_eq!(nobody.expect("answered"), None);
}

#[rstest]
#[case::late("OPEN-LATE", "Quá hạn 6 ngày làm việc")]
#[case::late_by_no_working_day("SUNDAY", "Quá hạn dưới 1 ngày làm việc")]
#[case::on_its_day("SAME-DAY", "Đúng hạn")]
#[case::before_its_day("EARLY", "Đúng hạn (sớm 2 ngày làm việc)")]
#[case::open("OPEN", "Còn 2 ngày làm việc")]
#[case::on_the_last_day("DUE-TODAY", "Còn dưới 1 ngày làm việc")]
#[case::beyond_the_calendar("BEYOND", "Còn hạn, chưa rõ mấy ngày làm việc")]
#[case::waiting("WAITING", "Tạm dừng tính hạn (chờ bổ sung)")]
#[case::without_a_day("NO-DUE", "Chưa rõ ngày hẹn trả")]
#[case::asked_nobody_knows_when("ASKED-NEVER", "Chờ bổ sung, chưa rõ ngày yêu cầu")]
#[case::without_an_end("NO-END", "Chưa rõ ngày giải quyết xong")]
#[case::withdrawn("WITHDRAWN", "Không tính hạn")]
fn it_is_said_in_words_and_what_is_unknown_is_no_nought(#[case] code: &str, #[case] said: &str) {
    let office = worked_out();
    let words = AnswerWording::new(&office.catalog);
    assert_eq!(words.describe_lateness(&find(&office, code, Rule::Date)), said);
}

#[test]
fn an_hour_counts_by_the_rule_of_instants_alone() {
    let rows = "A,06001,finished,2025-12-01,2025-12-12 09:00:00,2025-12-12 16:45:00,\n\
        B,06001,finished,2025-12-01,2025-12-12,2025-12-12 16:45:00,\n\
        C,06001,in_progress,2025-12-01,2026-01-15 09:00:00,,\n";
    let office = given(rows, date(2026, 1, 15));
    let state = |code, rule| find(&office, code, rule).state.expect("a dossier");
    assert_eq!((state("A", Rule::Date), state("A", Rule::Timestamp)), (OnTime, Overdue));
    assert_eq!(find(&office, "A", Rule::Timestamp).working_days_overdue, Some(0));
    // A promised day without an hour lasts until its end; of the day of the export nobody knows how far it went.
    assert_eq!((state("B", Rule::Timestamp), state("C", Rule::Timestamp)), (OnTime, Running));
}

#[test]
fn an_open_dossier_is_held_against_the_last_known_day_and_never_a_later_one() {
    // Taken in on 02/02/2026, of 08/01/2026: the day it is due.
    let office = given("A,06001,in_progress,2025-12-01,2026-01-08,,\n", date(2026, 1, 8));
    let found = find(&office, "A", Rule::Date);
    assert_eq!((found.state, found.working_days_overdue), (Some(Running), Some(0)));
    assert_eq!(found.measured_on, Some(date(2026, 1, 8)));
}

/// Codes of the dossiers received since December, as they are listed.
fn listed(office: &Office, narrow: impl Fn(RowsAsked<'_>) -> RowsAsked<'_>) -> Vec<String> {
    let metric = office.catalog.find_metric("update_count").expect("a metric");
    let asked = RowsAsked::new(metric, "2025-12".parse().expect("a period"));
    let found = office.warehouse().dossiers.list(&narrow(asked)).expect("answered");
    found.rows.into_iter().map(|row| row.dossier_code).collect()
}

#[test]
fn lists_are_worst_first_and_what_is_unknown_comes_last() {
    let office = worked_out();
    let worst = listed(&office, |asked| RowsAsked { order: RowOrder::WORST_FIRST, ..asked });
    let overdue =
        ["OPEN-LATE", "ASKED-LATE", "MADE-UP", "WEEKEND", "HOLIDAY", "ON-MADE-UP", "SUNDAY"];
    assert_eq!(worst[..7], overdue);
    // Least time left first; of equal ones the earlier due.
    assert_eq!(
        worst[7..],
        [
            "SAME-DAY",
            "DUE-TODAY",
            "EARLY",
            "OPEN",
            "WAITING",
            "ASKED-IN-TIME",
            "BEYOND",
            "NO-END",
            "WITHDRAWN",
            "ASKED-NEVER",
            "NO-DUE",
        ]
    );
}

#[test]
fn a_list_is_kept_to_a_range_of_lateness_and_to_due_days() {
    let office = worked_out();
    let late = |text: &str| {
        let lateness = Some(text.parse().expect("a filter"));
        listed(&office, |asked| RowsAsked { lateness, ..asked })
    };
    assert_eq!(late("overdue:2..5"), ["ASKED-LATE", "MADE-UP"]);
    assert_eq!(late("overdue:3.."), ["OPEN-LATE"]);
    assert_eq!(late("overdue:0..0"), ["SUNDAY"]);
    let words = AnswerWording::new(&office.catalog);
    let said = |text: &str| words.describe_lateness_filter(text.parse().expect("a filter"));
    assert_eq!(said("overdue:0..0"), "Quá hạn dưới 1 ngày làm việc");
    assert_eq!(said("running:0..0"), "Còn dưới 1 ngày làm việc");
    assert_eq!(late("running:0..2"), ["DUE-TODAY", "OPEN"]);
    assert_eq!(late("request_unknown"), ["ASKED-NEVER"]);
    assert_eq!(late("due_unknown"), ["NO-DUE"]);
    let due = |from: Date, to: Date| {
        listed(&office, |asked| RowsAsked { due_from: Some(from), due_to: Some(to), ..asked })
    };
    assert_eq!(due(date(2025, 12, 22), date(2025, 12, 22)), ["ASKED-LATE", "ASKED-NEVER"]);
    assert_eq!(due(date(2026, 1, 15), date(2026, 1, 19)), ["DUE-TODAY", "OPEN"]);
}

#[test]
fn pages_of_every_order_are_the_list_and_equal_ones_stand_still() {
    let office = worked_out();
    let all = listed(&office, |asked| asked);
    for column in RowColumn::ALL {
        for is_descending in [false, true] {
            let order = RowOrder { column, is_descending };
            let whole = listed(&office, |asked| RowsAsked { order, ..asked });
            let pages: Vec<String> = (0..whole.len())
                .step_by(4)
                .flat_map(|skip| {
                    listed(&office, |asked| RowsAsked {
                        order,
                        skip: skip as u64,
                        at_most: 4,
                        ..asked
                    })
                })
                .collect();
            assert_eq!(pages, whole, "{order}");
            let sorted = |mut codes: Vec<String>| {
                codes.sort();
                codes
            };
            assert_eq!(sorted(whole), sorted(all.clone()), "{order}");
        }
    }
    let by_due =
        listed(&office, |asked| RowsAsked { order: "due_at".parse().expect("an order"), ..asked });
    assert_eq!(by_due.last().map(String::as_str), Some("NO-DUE"), "what nobody knows is last");
}
