//! Which published table a simulation rests on, and what of it is taken.

use jiff::civil::date;
use motcua::{
    domain::sight::DataScope,
    pipeline::IngestOverrides,
    view::{AnswerWording, simulation::StuckReason},
    warehouse::query::LeverStanding,
};

use super::simulation::{
    DECEMBER, DECEMBER_OFFICE, TABLE, asked, ingest, office, office_of, points, simulated, told,
};
use crate::support::office::{AGENCY, Office};

/// Told on 10/12, of December so far: An Sơn's 50 points hold 20 × 1 / 2 and 6 × 1 / 2.
const INTERIM: &str = "\
Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số;Điểm;Nguồn
total_766;06283;2023-12;;;50,00;dvcqg
total_766;06298;2023-12;;;61,00;dvcqg
progress_766;06283;2023-12;1;2;10,00;dvcqg
online_payment_766;06283;2023-12;1;2;;dvcqg
";

#[test]
fn a_table_of_the_running_period_is_overtaken_by_dossiers() {
    let office = office_of((INTERIM, date(2023, 12, 10)), DECEMBER, date(2023, 12, 20));
    let warehouse = office.warehouse();
    let found = simulated(&asked(&office, &warehouse, ("2023-12", AGENCY)));
    assert!(found.table.age == 0 && !found.table.is_final());
    // 50 − 10 − 3 + 20 × 8 / 10 + 6 × 1 / 4, from 12 + 1,5 to 20 × 8 / 10 + 6 × 3 / 4.
    assert_eq!(told(found.counted), points("54.50", 2));
    assert_eq!((told(found.low), told(found.high)), (points("50.50", 2), points("57.50", 2)));
    let kept = |at: usize| found.levers[at].counts.at_hand();
    assert_eq!((kept(0), kept(1)), (2, 2));
}

#[test]
fn a_table_told_after_the_period_leaves_nothing_to_be_done() {
    let office = office_of((INTERIM, date(2024, 1, 1)), DECEMBER, date(2023, 12, 20));
    let warehouse = office.warehouse();
    let asked = asked(&office, &warehouse, ("2023-12", AGENCY));
    let found = simulated(&asked);
    assert!(found.table.is_final());
    assert_eq!(told(found.counted), points("50.00", 2));
    assert_eq!((found.low, found.high), (found.counted, found.counted));
    assert!(asked.list_at_hand(None, 100).expect("listed").is_empty());
}

#[test]
fn rows_of_the_table_that_cannot_be_read_are_told_beside_the_rank() {
    // Two more that nobody knows, of no code and of a score that is none.
    let table = TABLE.to_owned()
        + "total_766;Xã Không Có;2023-11;;;;63,00;dvcqg\ntotal_766;06286;2023-11;;;;sáu mươi;dvcqg\n";
    let office = office(&table, DECEMBER, date(2023, 12, 20));
    let warehouse = office.warehouse();
    let found = simulated(&asked(&office, &warehouse, ("2023-12", AGENCY)));
    assert_eq!((found.table.count_ranked(), found.table.unread), (4, 2));
    let notes = found.to_text(AnswerWording::new(&office.catalog), None).notes;
    let said = "Bảng còn 2 dòng chưa đọc được hoặc chưa biết cấp, hạng có thể thấp hơn";
    assert_eq!(notes[1], said);
    let warehouse = DECEMBER_OFFICE.warehouse();
    let whole = simulated(&asked(&DECEMBER_OFFICE, &warehouse, ("2023-12", AGENCY)));
    assert_eq!(whole.table.unread, 0);
}

#[test]
fn points_of_a_row_told_on_another_day_are_no_part_of_the_total() {
    let office = office(TABLE, DECEMBER, date(2023, 12, 20));
    let head = TABLE.lines().next().expect("a heading");
    let row = format!("{head}\nprogress_766;06283;2023-11;10;10;;20,00;dvcqg\n");
    ingest(&office, ("sau.csv", "figures_csv", &row), date(2023, 12, 18));
    let warehouse = office.warehouse();
    let found = simulated(&asked(&office, &warehouse, ("2023-12", AGENCY)));
    let reasons: Vec<_> = found.stuck.iter().map(|it| (&*it.lever.id, it.reason)).collect();
    assert_eq!(reasons, [("progress_766", StuckReason::ToldApart)]);
    // Payment alone is ours, as much as was published.
    assert_eq!(told(found.counted), points("60.00", 3));
}

#[test]
fn what_is_due_on_the_day_of_the_export_is_at_hand_still() {
    // Due at 16:00 of the 20th: not counted, 8 of 11, and to be gained; V1 was due on the 12th and is lost.
    let dossiers = DECEMBER.replace("paid_online\n", "paid_online,supplement_count\n")
        + "D1,2023-12-10,2023-12-20 16:00:00,,in_progress,,,0\n";
    let office = office(TABLE, &dossiers, date(2023, 12, 20));
    let warehouse = office.warehouse();
    let asked = asked(&office, &warehouse, ("2023-12", AGENCY));
    let found = simulated(&asked);
    let progress = &found.levers[0];
    assert_eq!((progress.counted.numerator, progress.counted.denominator), (8, Some(11)));
    let counts = progress.counts;
    assert_eq!((counts.kept, counts.gained, counts.lost), (2, 1, 1));
    let listed = asked.list_at_hand(Some("progress_766"), 10).expect("listed");
    let first = &listed[0].1[0];
    assert_eq!(first.dossier.dossier_code, "D1");
    assert_eq!((first.standing, first.lost_on), (LeverStanding::Gained, Some(date(2023, 12, 20))));
}

#[test]
fn what_is_unpaid_when_the_period_is_over_lifts_nothing() {
    let office = office(TABLE, DECEMBER, date(2023, 12, 31));
    let warehouse = office.warehouse();
    let asked = asked(&office, &warehouse, ("2023-12", AGENCY));
    let found = simulated(&asked);
    let gained: Vec<_> = found.levers.iter().map(|it| it.counts.gained).collect();
    assert_eq!((gained, found.goes_on), (vec![0, 0], false));
    assert_eq!(asked.list_at_hand(Some("online_payment_766_a"), 10).expect("listed")[0].1, []);
}

/// Nothing is of December.
const NOVEMBER: &str = "\
dossier_code,received_at,due_at,ended_at,status,fee_amount
T1,2023-11-05,2023-11-10,2023-11-08,finished,0
";

#[test]
fn nothing_so_far_is_not_counted_and_nothing_of_the_whole_period_is_told_with_its_rule() {
    let running = office(TABLE, NOVEMBER, date(2023, 12, 20));
    let warehouse = running.warehouse();
    let found = simulated(&asked(&running, &warehouse, ("2023-12", AGENCY)));
    let reasons: Vec<_> = found.stuck.iter().map(|it| (&*it.lever.id, it.reason)).collect();
    let none = StuckReason::NotCounted;
    assert_eq!(reasons, [("progress_766", none), ("online_payment_766_a", none)]);
    let over = office(TABLE, NOVEMBER, date(2023, 12, 31));
    let warehouse = over.warehouse();
    let found = simulated(&asked(&over, &warehouse, ("2023-12", AGENCY)));
    // 60 − 18 + 0 by the rule of the row; payment has no rule.
    assert_eq!((told(found.counted).0.as_str(), found.stuck.len()), ("42.00", 1));
    let notes = found.to_text(AnswerWording::new(&over.catalog), None).notes;
    let said = "được 0,00 điểm theo quy định: không có hồ sơ nào: 0 điểm";
    assert!(notes.iter().any(|note| note.contains(said)), "{notes:?}");
}

#[test]
fn dossiers_known_only_from_within_the_period_are_said_to_be() {
    let dossiers = "\
dossier_code,received_at,due_at,ended_at,status,fee_amount
T1,2023-12-05,2023-12-08,2023-12-06,finished,0
";
    let office = office(TABLE, dossiers, date(2023, 12, 20));
    let warehouse = office.warehouse();
    let found = simulated(&asked(&office, &warehouse, ("2023-12", AGENCY)));
    assert_eq!(found.levers[0].known_from, Some(date(2023, 12, 5)));
    let notes = found.to_text(AnswerWording::new(&office.catalog), None).notes;
    assert!(notes.iter().any(|note| note.contains("tiếp nhận ngày 05/12/2023")), "{notes:?}");
}

#[test]
fn what_a_code_was_before_is_another_agency() {
    // From 01/07/2025 the code 06286 is of a larger commune; An Sơn's is nobody's.
    let table = "\
Chỉ tiêu;Đơn vị;Kỳ;Điểm;Nguồn
total_766;06286;2025-06;60,00;dvcqg
total_766;06253;2025-06;61,00;dvcqg
";
    let office = Office::new();
    let told = IngestOverrides {
        connector: Some("figures_csv".into()),
        snapshot_on: Some(date(2025, 7, 5)),
        ..IngestOverrides::default()
    };
    let path = office.file("so_lieu.csv", table);
    let (taken, _) = office.ingest_at(&path, &told, date(2025, 7, 6).at(8, 0, 0, 0));
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    let warehouse = office.warehouse();
    let found = |period: &str| {
        let asked = asked(&office, &warehouse, (period, "06286"));
        asked.find_table().expect("asked").map(|table| table.period.to_string())
    };
    assert_eq!(found("2025-06").as_deref(), Some("2025-06"));
    assert_eq!(found("2025-07"), None);
}

#[test]
fn who_sees_less_is_given_the_same_table_and_a_total_passed_over_is_told() {
    let table = TABLE.to_owned() + "total_766;06283;2023-12;;;;50,00;dvcqg\n";
    let office = office(&table, DECEMBER, date(2023, 12, 20));
    let narrow = office.warehouse().with_scope(&DataScope::Within(AGENCY.into())).expect("seen");
    for warehouse in [office.warehouse(), narrow] {
        let found = simulated(&asked(&office, &warehouse, ("2023-12", AGENCY)));
        assert_eq!(found.table.period.to_string(), "2023-11");
        let (period, own) = found.table.passed_over.expect("passed over");
        assert_eq!((period.to_string(), own.to_string()), ("2023-12".into(), "50.00".into()));
        let notes = found.to_text(AnswerWording::new(&office.catalog), None).notes;
        let said = "chỉ có tổng điểm của riêng đơn vị (50,00 điểm)";
        assert!(notes.iter().any(|note| note.contains(said)), "{notes:?}");
    }
}

/// All that is said beside the points of December, and of an agency of which the table tells the total alone.
#[test]
fn what_a_simulation_rests_on_is_said_beside_it() {
    let warehouse = DECEMBER_OFFICE.warehouse();
    for agency in [AGENCY, "06298"] {
        let found = simulated(&asked(&DECEMBER_OFFICE, &warehouse, ("2023-12", agency)));
        let notes = found.to_text(AnswerWording::new(&DECEMBER_OFFICE.catalog), None).notes;
        insta::assert_snapshot!(notes.join("\n"));
    }
}
