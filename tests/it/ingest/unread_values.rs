//! What is empty, what is there and cannot be read, and which numbers leave a dossier out for it.

use motcua::{pipeline::IngestOverrides, view::AnswerWording};
use rstest::rstest;

use crate::support::{intake::Intake, office::Office};

const HEADING: &str = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái;Phí, lệ phí;Thanh toán trực tuyến\n";

fn taken(rows: &str) -> Intake {
    Intake::text("ho-so-2023-12-31.csv", format!("{HEADING}{rows}"))
}

#[rstest]
#[case("NULL")]
#[case(r"\N")]
#[case("-")]
#[case("N/A")]
#[case("None")]
#[case("(Trống)")]
#[case("01/01/0001 00:00:00")]
#[case("0001-01-01T00:00:00Z")]
#[case("31/12/9999 23:59:59")]
#[case("9999-12-31T23:59:59Z")]
#[case("01/01/1900")]
#[case("00/01/1900")]
#[case("0")]
#[case("1970-01-01 07:00")]
#[case("1970-01-01T00:00:00Z")]
#[case("07:00 01/01/1970")]
#[case("0000-00-00 00:00:00")]
fn a_word_or_a_day_for_nothing_is_an_empty_cell(#[case] nothing: &str) {
    let intake = taken(&format!("A1;06283;04/12/2023;07/12/2023;{nothing};Đang xử lý;;\n"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("ended_at,unreadable_columns"), [","]);
}

#[rstest]
#[case("########", "narrow_column")]
#[case("NaN", "no_value")]
#[case("NaT", "no_value")]
#[case("undefined", "no_value")]
#[case("#FORMULA!", "failed_formula")]
#[case("#REF!", "failed_formula")]
#[case("#N/A", "failed_formula")]
#[case("Err:502", "failed_formula")]
fn what_is_there_and_cannot_be_read_is_no_empty_cell(#[case] text: &str, #[case] why: &str) {
    let intake = taken(&format!(
        "A1;06283;04/12/2023;07/12/2023;{text};Đã xử lý xong;;\nA2;{text};04/12/2023;;;Đang xử lý;;\n"
    ));
    assert_eq!(intake.counts(), (1, 0, 1));
    let unreadable = |row: u64, column: &str| (row, column.into(), why.into(), text.into());
    assert_eq!(intake.rejected(), [unreadable(2, "ended_at"), unreadable(3, "solving_agency")]);
}

#[rstest]
#[case("########", "narrow_column")]
#[case("NaN", "no_value")]
#[case("#N/A", "failed_formula")]
fn nor_is_it_one_among_codes_and_names(#[case] text: &str, #[case] why: &str) {
    let rows = format!(
        "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Mã thủ tục;Lĩnh vực\n\
         A1;06283;04/12/2023;07/12/2023;Đang xử lý;{text};Hộ tịch\n\
         A2;06283;04/12/2023;07/12/2023;Đang xử lý;1.001234;{text}\n"
    );
    let intake = Intake::text("ho-so-2023-12-31.csv", rows);
    let unreadable = |row: u64, column: &str| (row, column.into(), why.into(), text.into());
    assert_eq!(intake.rejected(), [unreadable(2, "procedure_code"), unreadable(3, "sector")]);
    assert_eq!(intake.rows("unreadable_columns"), ["\",procedure_code,\"", "\",sector,\""]);
}

#[test]
fn only_numbers_that_use_an_unread_value_leave_the_dossier_out() {
    let intake = taken(
        "A1;06283;04/12/2023;07/12/2023;06/12/2023;Đã xử lý xong;abc;true\n\
         A2;06283;04/12/2023;07/12/2023;########;Đã xử lý xong;8.000;false\n\
         A3;06283;04/12/2023;07/12/2023;;Đang xử lý;0;\n\
         A4;06283;04/12/2023;Err:502;;Đang xử lý;0;\n",
    );
    assert_eq!(intake.counts(), (4, 0, 0));
    let of = |metric: &str| {
        let measure = intake.office.value(metric, "2023", "06283").expect("a value").measure;
        (measure.numerator, measure.denominator)
    };
    // A2's end is not known: it is neither on time nor late, nor open. A4's promise is not known: it is neither in time nor overdue.
    assert_eq!(of("on_time_rate"), (1, Some(1)));
    assert_eq!(of("progress_766"), (1, Some(2)));
    assert_eq!(of("update_count").0, 4);
    // Of A1 nobody knows whether it has a fee.
    assert_eq!(of("online_payment_rate"), (0, Some(1)));
}

#[test]
fn an_open_dossier_is_open_whatever_its_promise_says() {
    let office = Office::of_every_metric();
    let text = format!(
        "{HEADING}A1;06283;04/12/2023;sớm;;Đang xử lý;;\n\
         A2;06283;04/12/2023;;;Đang xử lý;;\n\
         A3;06283;04/12/2023;20/12/2023;;Đang xử lý;;\n\
         A4;06283;04/12/2023;sớm;;Đã xử lý xong;;\n\
         A5;06283;04/12/2023;sớm;06/12/2023;Đã xử lý xong;;\n"
    );
    let path = office.file("ho-so-2023-12-31.csv", text);
    let intake = Intake::by(office, &[path], &IngestOverrides::default()).remove(0);
    let of = |metric: &str| {
        let measure = intake.office.value(metric, "2023", "06283").expect("a value").measure;
        (measure.numerator, measure.denominator)
    };
    // A4 is done on a day nobody can read; A5 on the sixth.
    assert_eq!(of("open"), (3, None));
    assert_eq!(of("overdue_open"), (1, None));
    let warehouse = intake.office.warehouse();
    let left_out = |metric: &str| {
        warehouse.metrics.left_out(intake.office.catalog.find_metric(metric).expect("a metric"))
    };
    assert_eq!(
        ["open", "overdue_open", "on_time_rate", "update_count"].map(left_out),
        [1, 3, 3, 0]
    );
    let metric = intake.office.catalog.find_metric("overdue_open").expect("a metric");
    let said = AnswerWording::new(&intake.office.catalog).left_out_note(metric, 3);
    assert!(said.expect("a sentence").starts_with("Để ngoài 3 hồ sơ có giá trị không đọc được"));
}

#[test]
fn a_finished_dossier_without_the_day_of_its_end_is_told() {
    let intake = taken(
        "A1;06283;04/12/2023;07/12/2023;;Đã xử lý xong;;\n\
         A2;06283;04/12/2023;07/12/2023;06/12/2023;Đã xử lý xong;;\n\
         A3;06283;04/12/2023;07/12/2023;;Đang xử lý;;\n\
         A4;06283;04/12/2023;07/12/2023;########;Đã xử lý xong;;\n",
    );
    let warehouse = intake.office.warehouse();
    let mut checks = intake.office.catalog.checks.iter();
    let check = checks.find(|check| check.id == "finished_without_an_end").expect("a check");
    assert!(check.audit && !check.by_source);
    let found = warehouse.provenance.read_check(check, None, (0, 9)).expect("answered").rows;
    let found: Vec<&str> = found.iter().map(|row| &*row.subject_id).collect();
    assert_eq!(found, ["A1"]);
}

#[rstest]
#[case("31/12/2023 24:00:00")]
#[case("2023-12-31 24:00:00")]
#[case("24h00 31/12/2023")]
#[case("20231231240000")]
fn twenty_four_o_clock_is_the_end_of_its_day(#[case] written: &str) {
    let intake = taken(&format!("A1;06283;04/12/2023;{written};;Đang xử lý;;\n"));
    assert_eq!(intake.rows("due_at"), ["2023-12-31 23:59:59.999999"]);
}

#[test]
fn one_of_many_days_that_is_written_otherwise_is_read() {
    let intake = taken(
        "A1;06283;04/12/2023;30/12/2023 16:30:00;;Đang xử lý;;\n\
         A2;06283;04/12/2023;31/12/2023 24:00:00;;Đang xử lý;;\n\
         A3;06283;04/12/2023;31/02/2023 16:30:00;;Đang xử lý;;\n",
    );
    assert_eq!((intake.counts(), intake.staged.unreadable), ((3, 0, 0), 1));
    let read = ["2023-12-30 16:30:00", "2023-12-31 23:59:59.999999", ""];
    assert_eq!(intake.rows("due_at"), read);
}

#[test]
fn fractions_of_a_second_are_kept() {
    let intake = taken("A1;06283;04/12/2023;2023-12-07T16:30:00.020+07:00;;Đang xử lý;;\n");
    assert_eq!(intake.rows("due_at"), ["2023-12-07 16:30:00.02"]);
}
