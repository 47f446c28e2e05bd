//! How a column of a file writes its days and numbers is told by all of it; one that says two things is refused once.

use rstest::rstest;

use crate::support::intake::Intake;

const HEADING: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Phí, lệ phí\n";

/// A file in which received days, or fees, are these.
fn taken(days: &[&str], fees: &[&str]) -> Intake {
    let rows = days.iter().zip(fees.iter().cycle()).enumerate();
    let rows =
        rows.map(|(number, (day, fee))| format!("A{number};06283;{day};;Đang xử lý;{fee}\n"));
    Intake::text("ho-so-2023-12-31.csv", format!("{HEADING}{}", rows.collect::<String>()))
}

#[rstest]
#[case::day_first(&["04/12/2023", "13/12/2023"], &["2023-12-04", "2023-12-13"])]
#[case::month_first(&["12/04/2023", "12/13/2023", "12/20/2023"], &["2023-12-04", "2023-12-13", "2023-12-20"])]
#[case::neither_told(&["04/12/2023", "05/12/2023"], &["2023-12-04", "2023-12-05"])]
#[case::month_first_with_half_days(&["12/4/2023 4:30:00 PM", "12/13/2023 8:15:00 AM", "12/14/2023 12:15:00 AM"], &["2023-12-04", "2023-12-13", "2023-12-14"])]
#[case::year_of_two_digits(&["04/12/23", "13/12/23"], &["2023-12-04", "2023-12-13"])]
// Of two days or three nobody can tell: others may be as they came.
#[case::two_real_days_up_to_12(&["2023-04-12", "2023-05-12", "13/12/2023", "14/12/2023", "15/12/2023", "18/12/2023", "05/12/2023"],
    &["2023-04-12", "2023-05-12", "2023-12-13", "2023-12-14", "2023-12-15", "2023-12-18", "2023-12-05"])]
#[case::three_beside_days_as_they_come(&["2023-12-04", "2023-12-05", "2023-12-06", "13/12/2023", "05/12/2023"],
    &["2023-12-04", "2023-12-05", "2023-12-06", "2023-12-13", "2023-12-05"])]
#[case::many_of_which_one_is_past_12(&["2023-01-12", "2023-02-12", "2023-03-12", "2023-04-12", "2023-05-12", "2023-06-12", "2023-07-12", "2023-08-13", "13/12/2023"],
    &["2023-01-12", "2023-02-12", "2023-03-12", "2023-04-12", "2023-05-12", "2023-06-12", "2023-07-12", "2023-08-13", "2023-12-13"])]
#[case::numbers_of_days(&["45028", "45275", "13/12/2023"], &["2023-04-12", "2023-12-15", "2023-12-13"])]
#[case::short_everywhere(&["4/1/2023 8:05", "13/1/2023 8:05"], &["2023-01-04", "2023-01-13"])]
fn the_order_of_day_and_month_is_that_of_the_column(
    #[case] written: &[&str],
    #[case] read: &[&str],
) {
    let intake = taken(written, &[""]);
    assert_eq!(intake.rejected(), []);
    let days: Vec<String> =
        intake.rows("received_at").iter().map(|row| row[..10].to_owned()).collect();
    assert_eq!(days, read);
}

#[rstest]
#[case::both_orders(&["13/12/2023", "12/14/2023", "05/12/2023"], "days_mixed")]
#[case::one_of_few(&["02/01/2023", "02/01/2023", "02/13/2023", "03/01/2023"], "days_mixed")]
#[case::saved_where_the_month_comes_first(&["2023-04-12 08:15:00", "2023-05-12 00:00:00", "13/12/2023 08:05"], "days_swapped")]
#[case::saved_there_as_text(&["12/4/2023 8:15", "12/11/2023 9:00", "13/12/2023 08:05"], "days_swapped")]
#[case::swapped_though_one_was_typed(&["2023-04-12", "2023-05-12", "2023-11-12", "13/12/2023", "14/12/2023", "15/12/2023", "18/12/2023", "05/12/2023"], "days_swapped")]
#[case::swapped_numbers_though_one_was_typed(&["45028", "45058", "45242,34375", "13/12/2023", "14/12/2023", "15/12/2023", "18/12/2023", "05/12/2023"], "days_swapped")]
#[case::many_swapped_whatever_others_say(&["2023-01-12", "2023-02-12", "2023-03-12", "2023-04-12", "2023-05-12", "2023-06-12", "2023-07-12", "2023-08-12", "13/12/2023", "05/12/2023", "06/12/2023"], "days_swapped")]
#[case::saved_as_text_though_one_was_typed(&["12/4/2023 8:15", "12/5/2023 8:15", "12/6/2023 8:15", "13/12/2023 08:05", "14/12/2023 08:05", "15/12/2023 08:05", "18/12/2023 08:05", "05/12/2023 08:05"], "days_swapped")]
#[case::year_day_month(&["2023-20-12", "2023-04-12"], "year_day_month")]
#[case::year_day_month_with_slashes(&["2023/20/12", "2023/4/12"], "year_day_month")]
#[case::year_before_the_day(&["23/12/04", "23/12/08", "23/12/31"], "two_digit_year")]
#[case::year_before_the_day_and_hour(&["23/12/04 08:15", "23/12/08 09:15", "23/12/31 08:00"], "two_digit_year")]
fn a_column_of_days_that_contradicts_itself_is_refused_once(
    #[case] written: &[&str],
    #[case] reason: &str,
) {
    let intake = taken(written, &[""]);
    assert_eq!(intake.counts(), (0, 0, written.len() as u64));
    let rejected = intake.rejected();
    assert_eq!(rejected.len(), 1, "{rejected:?}");
    let (row, column, why, _) = &rejected[0];
    assert_eq!((*row, column.as_str(), why.as_str()), (0, "received_at", reason));
}

/// A file whose codes hold the days they were given on.
fn coded(rows: &[(&str, &str)]) -> Intake {
    let rows = rows.iter().enumerate().map(|(number, (day, received))| {
        format!("000.26.18.H37-{day}-{number:04};06283;{received};;Đang xử lý;\n")
    });
    Intake::text("ho-so-2023-12-31.csv", format!("{HEADING}{}", rows.collect::<String>()))
}

#[rstest]
#[case::real_days_swapped(&[("231204", "2023-04-12"), ("231205", "2023-05-12"), ("231211", "2023-11-12")])]
#[case::texts_that_may_be_either(&[("231204", "12/4/2023 4:30 PM"), ("231205", "12/5/2023 4:30 PM"), ("231211", "12/11/2023 4:30 PM")])]
#[case::of_two_offices_one(&[("231204", "2023-04-12"), ("231205", "2023-05-12"), ("231211", "2023-11-12"), ("231213", "2023-12-13"), ("231214", "2023-12-14")])]
#[case::days_from_1904(&[("231204", "2019-12-03"), ("231215", "2019-12-14"), ("231222", "2019-12-21")])]
#[case::codes_of_eight_digits(&[("20231204", "2023-04-12"), ("20231205", "2023-05-12"), ("20231211", "2023-11-12")])]
fn days_that_stand_the_other_way_round_in_the_codes_are_refused(#[case] rows: &[(&str, &str)]) {
    let intake = coded(rows);
    let rejected = intake.rejected();
    assert_eq!(intake.counts(), (0, 0, rows.len() as u64), "{rejected:?}");
    let (row, column, why, _) = &rejected[0];
    assert_eq!((*row, column.as_str(), why.as_str()), (0, "received_at", "days_not_of_codes"));
}

#[rstest]
#[case::as_the_codes(&[("231204", "04/12/2023"), ("231205", "05/12/2023"), ("231211", "11/12/2023")])]
#[case::received_some_days_later(&[("231204", "06/12/2023"), ("231205", "08/12/2023"), ("231211", "13/12/2023")])]
#[case::two_by_chance(&[("231204", "12/04/2023"), ("231205", "12/05/2023"), ("231211", "11/12/2023")])]
#[case::numbers_that_are_no_days(&[("991399", "12/04/2023"), ("991398", "12/05/2023"), ("991397", "12/11/2023")])]
fn days_near_those_of_the_codes_are_read(#[case] rows: &[(&str, &str)]) {
    let intake = coded(rows);
    assert_eq!((intake.counts(), intake.rejected()), ((3, 0, 0), vec![]));
}

/// Whoever swapped one column swapped them all: one sentence names them.
#[test]
fn columns_with_one_reason_are_told_of_together() {
    let heading = HEADING.replace("Phí, lệ phí", "Ngày kết thúc xử lý");
    let csv = format!(
        "{heading}A1;06283;2023-04-12;;Đang xử lý;2023-05-12\nA2;06283;13/12/2023;;Đang xử lý;14/12/2023\n"
    );
    let intake = Intake::text("ho-so-2023-12-31.csv", csv);
    let told = "2023-04-12; 13/12/2023".to_owned();
    let once = (0, "received_at, ended_at".to_owned(), "days_swapped".to_owned(), told);
    assert_eq!(intake.rejected(), [once]);
}

#[test]
fn a_slip_of_the_pen_among_many_costs_its_own_row_only() {
    let mut days = vec!["13/12/2023"; 60];
    days.push("12/14/2023");
    let intake = taken(&days, &[""]);
    assert_eq!(intake.counts(), (60, 0, 1));
}

#[rstest]
#[case::vietnamese(&["8.000", "1.250.000"], &["8000.0000", "1250000.0000"])]
#[case::english(&["8,000", "1,250,000"], &["8000.0000", "1250000.0000"])]
#[case::decimals_of_a_program(&["98.125", "91.5"], &["98.1250", "91.5000"])]
#[case::vietnamese_decimals(&["1.250", "12,5"], &["1250.0000", "12.5000"])]
#[case::money_has_no_thousandths(&["8.125", "9.375"], &["8125.0000", "9375.0000"])]
#[case::units(&["8.000 đ", "8 000 VNĐ"], &["8000.0000", "8000.0000"])]
fn thousands_and_decimals_are_those_of_the_column(#[case] written: &[&str], #[case] read: &[&str]) {
    let intake = taken(&vec!["04/12/2023"; written.len()], written);
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("fee_amount"), read);
}

#[test]
fn a_column_of_numbers_that_contradicts_itself_is_unknown_and_its_rows_are_kept() {
    let intake = taken(&["04/12/2023", "05/12/2023"], &["1,000", "12,5"]);
    assert_eq!(intake.counts(), (2, 0, 0));
    assert_eq!(
        intake.rejected(),
        [(0, "fee_amount".into(), "numbers_mixed".into(), "1,000; 12,5".into())]
    );
    assert_eq!(intake.rows("fee_amount"), ["", ""]);
}

/// A column in which no text tells is written as the others of its file.
#[rstest]
#[case::month_first("12/13/2023;12/06/2023", "12/20/2023;", "2023-12-06")]
#[case::day_first("13/12/2023;12/06/2023", "20/12/2023;", "2023-06-12")]
fn what_no_text_of_a_column_tells_the_other_columns_do(
    #[case] first: &str,
    #[case] second: &str,
    #[case] ended: &str,
) {
    let heading = HEADING.replace("Phí, lệ phí", "Ngày kết thúc xử lý");
    let row = |days: &str| {
        let (received, ended) = days.split_once(';').expect("two days");
        format!("A{received};06283;{received};;Đang xử lý;{ended}\n")
    };
    let csv = format!("{heading}{}{}", row(first), row(second));
    let intake = Intake::text("ho-so-2023-12-31.csv", csv);
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("ended_at"), [format!("{ended} 00:00:00"), String::new()]);
}

const FIGURES: &str = "Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số;Giá trị;Điểm\n";
const INDEX: &str = "Chỉ số;Đơn vị;Năm;Điểm;Điểm tối đa\n";

/// One mark before three digits is what the rest of the file says.
#[rstest]
#[case::decimals_beside(FIGURES, "progress_766;06283;2023-Q3;;;98.125;91.5", "value", "98.1250")]
#[case::thousands_beside(
    FIGURES,
    "update_count;06283;2023-Q3;1.250;1.250.000;1.375;",
    "value",
    "1375.0000"
)]
#[case::no_more_than_the_column_beside(
    INDEX,
    "Chỉ số CCHC;06283;2023;80.125;100",
    "score",
    "80.1250"
)]
#[case::a_large_maximum_tells_nothing_but_marks_do(
    INDEX,
    "Chỉ số CCHC;06283;2023;1.125;1000.0",
    "score",
    "1.1250"
)]
fn three_digits_behind_a_mark_are_what_the_file_tells(
    #[case] heading: &str,
    #[case] row: &str,
    #[case] column: &str,
    #[case] read: &str,
) {
    let intake = Intake::text("so-2023-12-31.csv", format!("{heading}{row}\n"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows(column), [read]);
}

#[rstest]
#[case::figures(FIGURES, ["progress_766;06283;2023-Q3;;;98.125;", "progress_766;06274;2023-Q3;;;12.375;"], "value", "12.375")]
#[case::scores(INDEX, ["Chỉ số CCHC;06283;2023;8.125;", "Chỉ số CCHC;06274;2023;7.375;"], "score", "7.375")]
#[case::zeros_tell_nothing(FIGURES, ["progress_766;06283;2023-Q3;;;98.125;", "progress_766;06274;2023-Q3;;;12.500;"], "value", "12.500")]
fn a_column_of_which_nothing_tells_thousands_from_decimals_is_refused_once(
    #[case] heading: &str,
    #[case] rows: [&str; 2],
    #[case] column: &str,
    #[case] shown: &str,
) {
    let intake = Intake::text("so-2023-12-31.csv", format!("{heading}{}\n", rows.join("\n")));
    assert_eq!(intake.counts(), (0, 0, 2));
    let doubtful = (0, column.into(), "numbers_doubtful".into(), shown.into());
    assert_eq!(intake.rejected(), [doubtful]);
}
