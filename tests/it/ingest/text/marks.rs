//! Columns of yes and no in which no is never written: what a blank cell means there.

use jiff::civil::date;
use motcua::pipeline::{HintReader, IngestOverrides, ingest_summary};
use rstest::rstest;

use crate::support::{intake::Intake, office::Office};

const HEADING: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Số hóa hồ sơ\n";

/// One dossier received on 4 December 2023 per cell.
fn listed(cells: &[&str]) -> String {
    let row = |(number, cell)| format!("A{number};06283;04/12/2023;20/12/2023;Đang xử lý;{cell}\n");
    HEADING.to_owned() + &cells.iter().enumerate().map(row).collect::<String>()
}

#[rstest]
#[case::crosses(&["x", "", "X", ""], &["true", "false", "true", "false"])]
#[case::ticks(&["✓", "", "✓"], &["true", "false", "true"])]
#[case::letters_like_ticks(&["v", "", "V"], &["true", "false", "true"])]
#[case::one_of_four(&["x", "", "", ""], &["true", "false", "false", "false"])]
// Words for nothing are blank.
#[case::dashes(&["x", "-"], &["true", "false"])]
#[case::a_word_of_no_beside(&["x", "", "Không"], &["true", "", "false"])]
#[case::a_word_of_yes_beside(&["x", "", "Có"], &["true", "", "true"])]
#[case::another_mark_beside(&["v", "", "✓"], &["true", "", "true"])]
#[case::words_of_yes_alone(&["Có", ""], &["true", ""])]
#[case::a_number_alone(&["1", ""], &["true", ""])]
#[case::nothing_written(&["", ""], &["", ""])]
#[case::an_error_of_a_spreadsheet_beside(&["x", "", "#N/A"], &["true", "", ""])]
fn a_blank_cell_is_a_no_where_one_mark_alone_is_written(
    #[case] cells: &[&str],
    #[case] read: &[&str],
) {
    let intake = Intake::text("ho-so-2023-12-31.csv", listed(cells));
    assert_eq!(intake.staged.kept, cells.len() as u64);
    assert_eq!(intake.rows("digitised_input"), read);
}

#[test]
fn a_share_of_marks_is_of_all_and_the_export_says_so() {
    let office = Office::with_metrics(&["digitised_input_rate"]);
    let path = office.file("ho-so-2023-12-31.csv", listed(&["x", "", "", ""]));
    let (taken, build) = office.ingest(&path, &IngestOverrides::default());
    let value = office.value("digitised_input_rate", "2023-12", "06283").expect("listed");
    assert_eq!(value.measure.shown_counts(), (Some(1), Some(4)));
    let build = build.expect("built");
    assert!(build.findings.is_empty(), "{:?}", build.findings);
    let told =
        ingest_summary(&office.catalog, "ho-so.csv", &taken[0], Some(&build), HintReader::Page)
            .expect("told");
    let sentence = "Cột “Số hóa hồ sơ” chỉ có dấu “x”, không ô nào ghi Không: 3 dòng để trống được tính là Không.";
    assert!(told.contains(sentence), "{told}");
}

#[test]
fn words_of_yes_alone_leave_the_others_unknown_and_it_is_told() {
    let office = Office::with_metrics(&["digitised_input_rate"]);
    let path = office.file("ho-so-2023-12-31.csv", listed(&["Có", "", "", ""]));
    let (_, build) = office.ingest(&path, &IngestOverrides::default());
    let value = office.value("digitised_input_rate", "2023-12", "06283").expect("listed");
    assert_eq!(value.measure.shown_counts(), (Some(1), Some(1)));
    let findings = build.expect("built").findings;
    let told: Vec<_> = findings.iter().map(|one| (&*one.check_id, one.sources.len())).collect();
    assert_eq!(told, [("yes_without_no", 1)]);
    assert!(
        findings[0].first.contains("có 1 dòng ghi Có, không dòng nào ghi Không, 3 dòng để trống"),
        "{findings:?}"
    );
}

/// A build upon the one before says the same of the export before as when it was taken in.
#[test]
fn what_was_said_of_an_export_is_said_again_by_a_later_build() {
    let office = Office::new();
    let now = date(2024, 1, 2).at(8, 0, 0, 0);
    let first = office.file("ho-so-2023-12-30.csv", listed(&["x", ""]));
    let (_, build) = office.ingest_at(&first, &IngestOverrides::default(), now);
    let told = |build: &motcua::warehouse::WarehouseBuild| {
        build.sources.iter().map(|one| one.blank_columns.clone()).collect::<Vec<_>>()
    };
    let before = told(&build.expect("built"));
    let second = office.file("ho-so-2023-12-31.csv", listed(&["Có", "Không"]));
    let (_, build) = office.ingest_at(&second, &IngestOverrides::default(), now);
    assert_eq!(told(&build.expect("built")), [before[0].clone(), Vec::new()]);
    assert_eq!(before[0].len(), 1);
}

#[test]
fn ticks_and_crosses_in_one_column_mean_nothing_that_is_known() {
    let intake = Intake::text("ho-so-2023-12-31.csv", listed(&["v", "x", ""]));
    assert_eq!(intake.counts(), (3, 0, 0));
    assert_eq!(intake.rows("digitised_input"), ["", "", ""]);
    let mixed = (0, "digitised_input".into(), "marks_mixed".into(), "x; v".into());
    assert_eq!(intake.rejected(), [mixed]);
}

#[test]
fn a_sheet_without_the_column_says_nothing_of_its_rows() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let heading = ["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"];
    let row = |code| [code, "06283", "04/12/2023", "07/12/2023", "Đang xử lý"];
    let with_marks = workbook.add_worksheet().set_name("Xã A").expect("a name");
    for (at, (cells, mark)) in
        (0..).zip([(heading, "Số hóa hồ sơ"), (row("A1"), "x"), (row("A2"), "")])
    {
        with_marks.write_row(at, 0, cells).expect("written");
        with_marks.write(at, 5, mark).expect("written");
    }
    let without = workbook.add_worksheet().set_name("Xã B").expect("a name");
    for (at, cells) in (0..).zip([heading, row("B1")]) {
        without.write_row(at, 0, cells).expect("written");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let intake = Intake::text("ho-so-2023-12-31.xlsx", bytes);
    assert_eq!(intake.rows("dossier_code,digitised_input"), ["A1,true", "A2,false", "B1,"]);
}
