//! Where an agency would stand in the published table: points, ranks and the trial on earlier periods, worked out by hand.

use std::sync::LazyLock;

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use motcua::{
    domain::sight::{DataScope, UserRole},
    pipeline::IngestOverrides,
    view::{
        AnswerWording, ScoreRequest,
        simulation::{ChangeProblem, ScoreSimulation, SimulatedScore, StuckReason},
    },
    warehouse::{WarehouseError, query::Warehouse},
};

use crate::support::{
    office::{AGENCY, Office},
    visitor::{Visitor, all, text},
};

/// Of An Sơn's 60 points 18 are of 9 / 10 on time and 1,5 of 1 / 4 paid online (6 × 1 / 4): 40,5 are others'. The district is of another
/// level, the province's table of another publisher.
pub(super) const TABLE: &str = "\
Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số;Giá trị;Điểm;Nguồn
total_766;06283;2023-11;;;;60,00;dvcqg
total_766;06298;2023-11;;;;61,00;dvcqg
total_766;06253;2023-11;;;;59,50;dvcqg
total_766;06295;2023-11;;;;62,50;dvcqg
total_766;184;2023-11;;;;99,00;dvcqg
total_766;06274;2023-11;;;;98,00;tinh
progress_766;06283;2023-11;9;10;;18,00;dvcqg
online_payment_766;06283;2023-11;1;4;;;dvcqg
total_766;06274;2023-10;;;;70,00;dvcqg
";

/// Until 20/12: eight of ten count (five done in time, three open in time), of four with a fee one is paid online.
pub(super) const DECEMBER: &str = "\
dossier_code,received_at,due_at,ended_at,status,fee_amount,paid_online
T1,2023-12-01,2023-12-08,2023-12-05,finished,8000,true
T2,2023-12-01,2023-12-08,2023-12-05,finished,8000,false
T3,2023-12-01,2023-12-08,2023-12-05,finished,,
T4,2023-12-01,2023-12-08,2023-12-08,finished,,
T5,2023-12-01,2023-12-08,2023-12-06,finished,,
O1,2023-12-01,2023-12-08,2023-12-09,finished,,
K1,2023-12-10,2023-12-22,,in_progress,8000,false
K2,2023-12-10,2023-12-29,,in_progress,8000,false
N1,2023-12-15,2024-01-05,,in_progress,,
V1,2023-12-05,2023-12-12,,in_progress,,
";

pub(super) fn ingest(office: &Office, (name, connector, rows): (&str, &str, &str), on: Date) {
    let said = IngestOverrides {
        connector: Some(connector.into()),
        snapshot_on: Some(on),
        ..IngestOverrides::default()
    };
    let (taken, build) = office.ingest(&office.file(name, rows), &said);
    assert!(taken.iter().all(Result::is_ok) && build.is_some(), "{taken:?}");
}

/// Exports of dossiers tell of An Sơn where they name nobody.
pub(super) fn office(table: &str, dossiers: &str, until: Date) -> Office {
    office_of((table, date(2023, 12, 5)), dossiers, until)
}

/// The table is told on a day of its own.
pub(super) fn office_of((table, told_on): (&str, Date), dossiers: &str, until: Date) -> Office {
    let office = Office::with_metrics(&["online_payment_766_a"]);
    ingest(&office, ("so_lieu.csv", "figures_csv", table), told_on);
    let mut lines = dossiers.lines();
    let head = format!("solving_agency,receiving_agency,{}\n", lines.next().expect("a heading"));
    let rows: Vec<String> = lines.map(|line| format!("{AGENCY},{AGENCY},{line}\n")).collect();
    ingest(&office, ("ho_so.csv", "given", &(head + &rows.concat())), until);
    office
}

pub(super) static DECEMBER_OFFICE: LazyLock<Office> =
    LazyLock::new(|| office(TABLE, DECEMBER, date(2023, 12, 20)));

pub(super) fn asked<'a>(
    office: &'a Office,
    warehouse: &'a Warehouse,
    (period, agency): (&str, &'a str),
) -> ScoreRequest<'a> {
    let period: motcua::domain::period::Period = period.parse().expect("a period");
    let card = office.catalog.find_scorecard("766", period.end()).expect("a card");
    ScoreRequest { catalog: &office.catalog, warehouse, card, period, agency }
}

pub(super) fn simulated<'a>(asked: &ScoreRequest<'a>) -> ScoreSimulation<'a> {
    let table = asked.find_table().expect("asked").expect("a table");
    asked.simulate_score(table).expect("simulated")
}

pub(super) fn told(score: SimulatedScore) -> (String, Option<usize>) {
    (score.total.to_string(), score.rank)
}

pub(super) fn points(total: &str, rank: usize) -> (String, Option<usize>) {
    (total.to_owned(), Some(rank))
}

#[test]
fn as_counted_at_the_least_and_at_the_most_come_together() {
    let warehouse = DECEMBER_OFFICE.warehouse();
    let found = simulated(&asked(&DECEMBER_OFFICE, &warehouse, ("2023-12", AGENCY)));
    assert_eq!((found.table.own_rank(), found.table.count_ranked()), (Some(3), 4));
    // 40,5 + 20 × 8 / 10 + 6 × 1 / 4
    assert_eq!(told(found.counted), points("58.00", 4));
    // Both that are due by the end of December go overdue: 20 × 6 / 10.
    assert_eq!(told(found.low), points("54.00", 4));
    // Both are kept and both open ones are paid online, 6 × 3 / 4: as many points as Bình Phúc, which share its rank.
    assert_eq!(told(found.high), points("61.00", 2));
    assert!(found.high.range.is_none() && found.goes_on, "nothing was tried before");
    let counts: Vec<_> = found.levers.iter().map(|it| (&*it.lever.id, it.counts)).collect();
    let [(progress, kept), (payment, gained)] = counts[..] else { panic!("{counts:?}") };
    assert_eq!((progress, kept.kept, kept.gained, kept.lost), ("progress_766", 2, 0, 1));
    assert_eq!(
        (payment, gained.kept, gained.gained, gained.lost),
        ("online_payment_766_a", 0, 2, 0)
    );
    let each = |at: usize| found.levers[at].points_each().expect("points").terms();
    assert_eq!((each(0), each(1)), ((2, 1), (3, 2)));
}

#[test]
fn the_fewest_dossiers_bring_each_better_rank() {
    let warehouse = DECEMBER_OFFICE.warehouse();
    let found = simulated(&asked(&DECEMBER_OFFICE, &warehouse, ("2023-12", AGENCY)));
    let steps: Vec<_> =
        found.up.iter().map(|it| (it.dossiers.clone(), it.total.to_string(), it.rank)).collect();
    // One more paid is 59,50, as many as Thị trấn Văn Quan.
    assert_eq!(steps, [(vec![0, 1], "59.50".to_owned(), 3), (vec![0, 2], "61.00".to_owned(), 2)]);
    assert!(found.down.is_empty(), "nobody is below");
    let text = found.to_text(AnswerWording::new(&DECEMBER_OFFICE.catalog), None);
    assert_eq!(text.up[0].rank_range, "chưa biết sai số");
}

#[test]
fn numbers_are_tried_within_what_is_at_hand() {
    let warehouse = DECEMBER_OFFICE.warehouse();
    let found = simulated(&asked(&DECEMBER_OFFICE, &warehouse, ("2023-12", AGENCY)));
    let tried = |changes: &[(&str, i64)]| {
        let changes: Vec<_> =
            changes.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect();
        found.try_changes(&changes)
    };
    // One of two kept, 20 × 7 / 10, and both paid, 6 × 3 / 4.
    let both = tried(&[("progress_766", 1), ("online_payment_766_a", 2)]).expect("tried");
    assert_eq!(told(both), points("59.00", 4));
    // What is not named is as counted.
    assert_eq!(told(tried(&[("online_payment_766_a", 1)]).expect("tried")), points("59.50", 3));
    let (id, at_hand) = ("progress_766".to_owned(), 2);
    assert_eq!(tried(&[("progress_766", 3)]), Err(ChangeProblem::TooMany { id, at_hand }));
    let id = "on_time_rate".to_owned();
    assert_eq!(tried(&[("on_time_rate", 1)]), Err(ChangeProblem::UnknownLever { id }));
}

#[test]
fn dossiers_at_hand_are_listed_with_the_day_that_is_too_late() {
    let warehouse = DECEMBER_OFFICE.warehouse();
    let asked = asked(&DECEMBER_OFFICE, &warehouse, ("2023-12", AGENCY));
    let listed = asked.list_at_hand(None, 100).expect("listed");
    let told: Vec<(&str, &str, Option<String>)> = (listed.iter())
        .flat_map(|(lever, rows)| rows.iter().map(|row| (&*lever.id, row)))
        .map(|(id, row)| (id, &*row.dossier.dossier_code, row.lost_on.map(|it| it.to_string())))
        .collect();
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            // Due on a day without an hour, it is in time until that day is over.
            ("progress_766", "K1", day("2023-12-23")),
            ("progress_766", "K2", day("2023-12-30")),
            ("online_payment_766_a", "K1", None),
            ("online_payment_766_a", "K2", None),
        ]
    );
    assert_eq!(asked.list_at_hand(Some("progress_766"), 1).expect("listed")[0].1.len(), 1);
}

#[test]
fn without_a_table_that_holds_the_agency_nothing_is_said() {
    let warehouse = DECEMBER_OFFICE.warehouse();
    let table = |period: &str, agency: &str| {
        let asked = asked(&DECEMBER_OFFICE, &warehouse, (period, agency));
        asked.find_table().expect("asked").map(|table| table.period.to_string())
    };
    assert_eq!(table("2023-12", AGENCY).as_deref(), Some("2023-11"));
    assert_eq!(table("2023-12", "06286"), None, "it is in no table");
    assert_eq!(table("2023-10", AGENCY), None, "the table is of a later period");
    assert_eq!(table("2023-Q4", AGENCY), None, "months are no quarter");
    assert_eq!(table("2024-12", AGENCY), None, "thirteen months before");
    assert_eq!(table("2024-11", AGENCY).as_deref(), Some("2023-11"));
}

#[test]
fn rows_that_nobody_can_tell_stay_as_published() {
    let warehouse = DECEMBER_OFFICE.warehouse();
    // Bình Phúc has a total alone; in 2024 nothing is known of anybody.
    let other = simulated(&asked(&DECEMBER_OFFICE, &warehouse, ("2023-12", "06298")));
    let reasons: Vec<_> = other.stuck.iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [StuckReason::NotPublished, StuckReason::NotPublished]);
    let unknown = simulated(&asked(&DECEMBER_OFFICE, &warehouse, ("2024-03", AGENCY)));
    let reasons: Vec<_> = unknown.stuck.iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [StuckReason::NotCounted, StuckReason::NotCounted]);
    assert_eq!((told(unknown.counted), unknown.on), (points("60.00", 3), None));
}

#[test]
fn a_part_of_the_table_gives_no_rank_and_numbers_alone_no_dossier() {
    let narrow = DECEMBER_OFFICE.warehouse().with_scope(&DataScope::Within(AGENCY.into()));
    let narrow = narrow.expect("seen");
    let found = simulated(&asked(&DECEMBER_OFFICE, &narrow, ("2023-12", AGENCY)));
    assert_eq!(told(found.counted), ("58.00".to_owned(), None));
    assert_eq!((told(found.high), found.up.len()), (("61.00".to_owned(), None), 0));
    // A district sees its communes and not who else is in the table.
    let district = DECEMBER_OFFICE.warehouse().with_scope(&DataScope::Within("184".into()));
    let district = district.expect("seen");
    let found = simulated(&asked(&DECEMBER_OFFICE, &district, ("2023-12", AGENCY)));
    assert_eq!(found.counted.rank, None);
    let numbers = DECEMBER_OFFICE.warehouse().with_scope(&DataScope::Aggregates).expect("seen");
    let asked = asked(&DECEMBER_OFFICE, &numbers, ("2023-12", AGENCY));
    let table = asked.find_table().expect("asked").expect("what a portal published is for all");
    let refused = asked.simulate_score(table).err().expect("refused");
    assert!(matches!(refused, WarehouseError::OutOfSight), "{refused}");
}

#[tokio::test]
async fn the_page_shows_every_case_and_the_api_the_same() {
    let visitor = Visitor::of(office(TABLE, DECEMBER, date(2023, 12, 20)));
    let address = format!("/scorecards/766/simulation?period=2023-12&agency={AGENCY}");
    let page = visitor.page(&format!("{address}&change.online_payment_766_a=1")).await;
    assert_eq!(
        all(&page, "h1"),
        ["Đã tính đến 20/12/2023: 58,00 điểm, hạng 4/4; thấp nhất hạng 4, cao nhất hạng 2"]
    );
    let cases = all(&page, ".cases tbody tr");
    let ends =
        ["60,00 3/4 – –", "58,00 4/4 – –", "54,00 4/4 – –", "61,00 2/4 – –", "59,50 3/4 – –"];
    assert!(cases.iter().zip(ends).all(|(case, end)| case.ends_with(end)), "{cases:?}");
    assert_eq!((cases.len(), all(&page, ".at-hand tbody tr").len()), (5, 4));
    assert!(
        all(&page, ".accuracy")[0]
            .starts_with("Chưa đủ kỳ để biết sai số: mới thử lại được 0 kỳ, cần 3")
    );
    let refused = visitor.page(&format!("{address}&change.progress_766=9")).await;
    assert_eq!(all(&refused, ".refused").len(), 1);
    for wrong in ["change.progress_766=abc", "change.on_time_rate=1"] {
        let refused = visitor.page(&format!("{address}&{wrong}")).await;
        assert_eq!(
            (all(&refused, ".refused").len(), all(&refused, ".cases tbody tr").len()),
            (1, 4)
        );
    }
    let api = format!("/api/v1{address}&change.online_payment_766_a=1");
    let answer: serde_json::Value =
        serde_json::from_str(&text(visitor.get(&api).await).await).expect("JSON");
    let body = &answer["simulation"];
    assert_eq!((&body["counted"]["points"], &body["tried"]["rank"]), (&"58.00".into(), &3.into()));
    assert_eq!(
        (answer["rows"].as_array().expect("rows").len(), &body["ranked_of"]),
        (4, &4.into())
    );
    let wrong = visitor.get(&format!("/api/v1{address}&change.progress_766=9")).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    let file = address.replace("simulation?", "simulation.csv?");
    assert_eq!(text(visitor.get(&format!("/api/v1{file}")).await).await.lines().count(), 5);
    let people = text(visitor.get(&format!("/api/v1{file}&excel=1")).await).await;
    let said = ["Giữ đúng hạn", "có, không làm thì mất"];
    assert!(said.iter().all(|name| people.contains(name)), "{people}");
    let cookie = visitor.let_in("anson", UserRole::Commune, Some(AGENCY));
    let own = visitor.page_as(&cookie, &address).await;
    assert_eq!(
        all(&own, "h1"),
        ["Đã tính đến 20/12/2023: 58,00 điểm; thấp nhất 54,00, cao nhất 61,00 điểm"]
    );
}
