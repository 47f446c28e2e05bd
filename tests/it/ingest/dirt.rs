//! Bad input: a sentence with its place, good rows kept, nothing half-written.

use motcua::{
    domain::source::SnapshotFrom,
    pipeline::{IngestOutcome, IngestOverrides, PipelineError},
    warehouse::query::CellRejection,
};

use crate::support::office::{AGENCY, Office};

pub const HEADING: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n";
pub const GOOD: &str =
    "G1;UBND xã An Sơn;02/01/2023 08:00:00;06/01/2023 16:30:00;06/01/2023 09:00:00;Đã xử lý xong\n";

/// Takes in a CSV and returns (kept, rejected, problems).
pub fn rejections(office: &Office, csv: &[u8]) -> (u64, u64, Vec<CellRejection>) {
    let (taken, build) =
        office.ingest(&office.file("danh-sach-2023-12-31.csv", csv), &IngestOverrides::default());
    let Some(Ok(IngestOutcome::New(source))) = taken.first() else {
        panic!("not taken in: {taken:?}")
    };
    let build = build.expect("built");
    let summary =
        build.sources.iter().find(|summary| summary.id == source.id).expect("its summary");
    assert_eq!(summary.rows_read, summary.staged.kept + summary.staged.rejected, "no row is lost");
    (
        summary.staged.kept,
        summary.staged.rejected,
        office.warehouse().provenance.list_rejections(&source.id).expect("answered"),
    )
}

fn one_bad(row: &str) -> CellRejection {
    let office = Office::new();
    let (kept, rejected, mut problems) =
        rejections(&office, format!("{HEADING}{GOOD}{row}\n").as_bytes());
    assert_eq!((kept, rejected, problems.len()), (1, 1, 1), "{problems:?}");
    let problem = problems.remove(0);
    assert_eq!(problem.first_row, 3, "the row as a spreadsheet counts it");
    problem
}

#[test]
fn a_wrong_date_is_a_rejected_row_with_its_place() {
    let problem = one_bad("B1;xã An Sơn;31/02/2023 08:00:00;06/01/2023;;Đang xử lý");
    assert_eq!(
        (problem.column.as_deref(), problem.reason.as_str()),
        (Some("received_at"), "bad_date")
    );
    assert_eq!(problem.value.as_deref(), Some("31/02/2023 08:00:00"));
}

#[test]
fn an_unknown_commune_is_rejected_with_the_nearest_three() {
    let problem = one_bad("B1;UBND xã An Sớn;02/01/2023;06/01/2023;;Đang xử lý");
    assert_eq!(problem.reason, "unknown_agency");
    let hint = problem.hint.expect("a hint");
    assert!(hint.starts_with("Xã An Sơn (06283), ") && hint.matches('(').count() == 3, "{hint}");
}

#[test]
fn an_unknown_status_is_rejected_never_defaulted() {
    let problem = one_bad("B1;xã An Sơn;02/01/2023;06/01/2023;;Đang bay");
    assert_eq!(
        (problem.reason.as_str(), problem.value.as_deref()),
        ("unknown_value", Some("Đang bay"))
    );
    // The nearest of those the connector knows.
    let hint = problem.hint.expect("a hint");
    assert!(
        hint.starts_with("“Đang giải quyết”, “Đang xử lý”, ") && hint.matches('“').count() == 6,
        "{hint}"
    );
}

#[test]
fn a_row_whose_columns_are_shifted_is_told_so_and_no_unit_is_suggested() {
    for (unit, reason) in [("05/12/2023 09:30", "day_for_agency"), ("1.001193", "code_for_agency")]
    {
        let problem = one_bad(&format!("B1;{unit};02/01/2023;06/01/2023;;Đang xử lý"));
        assert_eq!((problem.reason.as_str(), problem.hint), (reason, None));
    }
}

#[test]
fn a_row_without_a_code_is_rejected() {
    let problem = one_bad(";xã An Sơn;02/01/2023;06/01/2023;;Đang xử lý");
    assert_eq!(
        (problem.column.as_deref(), problem.reason.as_str()),
        (Some("dossier_code"), "missing")
    );
}

#[test]
fn a_required_column_without_any_text_is_missing_in_every_row() {
    let office = Office::new();
    let csv = format!("{HEADING}A1;;02/01/2023;06/01/2023;;\nA2;;03/01/2023;06/01/2023;;\n");
    let (kept, rejected, problems) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, rejected), (0, 2));
    let told =
        problems.iter().map(|told| (told.column.as_deref(), told.reason.as_str(), told.rows));
    let missing = |column| (Some(column), "missing", 2);
    assert_eq!(told.collect::<Vec<_>>(), [missing("solving_agency"), missing("status")]);
}

#[test]
fn a_row_with_too_many_cells_is_rejected_and_the_rows_after_it_keep_their_numbers() {
    let office = Office::new();
    let csv = format!(
        "{HEADING}{GOOD}B1;xã An Sơn;02/01/2023;06/01/2023;;Đang xử lý;thừa\n\nB2;nơi nào;;;;Đang xử lý\n"
    );
    let (kept, rejected, problems) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, rejected), (1, 2));
    let places: Vec<(&str, u64)> =
        problems.iter().map(|problem| (problem.reason.as_str(), problem.first_row)).collect();
    assert!(
        places.contains(&("too_many_columns", 3)) && places.contains(&("unknown_agency", 5)),
        "{places:?}"
    );
}

#[test]
fn windows_line_ends_and_empty_lines_do_not_shift_the_rows() {
    let office = Office::new();
    let csv =
        format!("DANH SÁCH\n\n{HEADING}{GOOD}\nB2;nơi nào;;;;Đang xử lý\n").replace('\n', "\r\n");
    let (kept, rejected, problems) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, rejected), (1, 1));
    assert_eq!((problems[0].reason.as_str(), problems[0].first_row), ("unknown_agency", 6));
}

#[test]
fn a_line_break_inside_a_cell_is_no_new_row() {
    let office = Office::new();
    let csv = format!(
        "{HEADING}{}B1;nơi nào;;;;Đang xử lý\n",
        GOOD.replace("UBND xã An Sơn", "\"UBND\nxã An Sơn\"")
    );
    let (kept, rejected, problems) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, rejected), (1, 1));
    assert_eq!((problems[0].reason.as_str(), problems[0].first_row), ("unknown_agency", 3));
}

#[test]
fn several_problems_of_a_row_reject_it_once() {
    let office = Office::new();
    let csv = format!("{HEADING}{GOOD}B1;nơi nào;hôm qua;06/01/2023;;Đang bay\n");
    let (kept, rejected, problems) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, rejected, problems.len()), (1, 1, 3));
}

#[test]
fn title_rows_and_a_numbering_row_are_not_data() {
    let office = Office::new();
    let csv = format!(
        "UBND HUYỆN VĂN QUAN\nDANH SÁCH HỒ SƠ;;;;;\n{HEADING}(1);(2);(3);(4);(5);(6)\n{GOOD}"
    );
    let (kept, rejected, _) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, rejected), (1, 0));
}

#[test]
fn a_decomposed_heading_and_name_are_read_as_composed() {
    use unicode_normalization::UnicodeNormalization;
    let office = Office::new();
    let csv: String = format!("{HEADING}{GOOD}").nfd().collect();
    assert_eq!(rejections(&office, csv.as_bytes()).0, 1);
    assert_eq!(
        office.value("on_time_rate", "2023", AGENCY).map(|value| value.measure.numerator),
        Some(1)
    );
}

fn refused(office: &Office, name: &str, bytes: &[u8]) -> String {
    let (mut taken, _) = office.ingest(&office.file(name, bytes), &IngestOverrides::default());
    let error: PipelineError = taken.remove(0).expect_err("cannot be taken in");
    let hint = miette::Diagnostic::help(&error).expect("a hint").to_string();
    assert!(!hint.is_empty());
    error.to_string()
}

#[test]
fn unknown_headings_are_named() {
    let office = Office::new();
    let error = refused(&office, "la.csv", "Tên;Tuổi\nA;1\n".as_bytes());
    assert!(error.contains("chưa loại tệp nào có các tiêu đề `Tên`, `Tuổi`"), "{error}");
}

#[test]
fn files_that_are_none_are_refused_with_a_sentence() {
    let office = Office::new();
    assert!(refused(&office, "trong.csv", b"").contains("không có dữ liệu nào"));
    assert!(refused(&office, "hong.xlsx", b"PK\x03\x04not a zip").contains("hong.xlsx"));
    assert!(refused(&office, "cut.json", br#"[{"MaHoSo": "1", "#).contains("dòng 1"));
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let office = Office::new();
    refused(&office, "trong.csv", b"");
    assert_eq!(rejections(&office, format!("{HEADING}{GOOD}").as_bytes()).0, 1);
}

#[test]
fn the_day_of_the_export_is_known_by_what_it_says_or_by_the_day_it_came() {
    let office = Office::new();
    let snapshot = |name: &str| {
        let csv = format!("{HEADING}{GOOD}\n{name};;;;;\n");
        let (mut taken, _) = office.ingest(&office.file(name, csv), &IngestOverrides::default());
        match taken.remove(0) {
            Ok(IngestOutcome::New(source)) => {
                (source.snapshot_on.to_string(), source.snapshot_from)
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(snapshot("ho-so-2023-12-31.csv"), ("2023-12-31".into(), SnapshotFrom::FileName));
    assert_eq!(snapshot("ho-so.csv"), ("2024-01-02".into(), SnapshotFrom::IngestDay));
}

#[test]
fn a_cell_of_several_lines_may_hold_delimiters() {
    let office = Office::new();
    // One cell is not composed, so that the rows are read one by one.
    let csv = format!(
        "{HEADING}B1;\"xã An So\u{31B}n\n; ; ; ; ;\";02/01/2023;06/01/2023;;Đang xử lý\n{GOOD}"
    );
    let (kept, rejected, problems) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, rejected, problems.len()), (2, 0, 0), "{problems:?}");
}

#[test]
fn one_heading_under_two_groups_is_an_error() {
    let office = Office::new();
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Lần đầu;Gia hạn;Trạng thái\n;;;Ngày hẹn trả;Ngày hẹn trả;\n\
               A1;06283;01/12/2023;04/12/2023;05/12/2023;Đang xử lý\n";
    let error = refused(&office, "hai-nhom.csv", csv.as_bytes());
    assert!(
        error.contains(
            "hai cột `Lần đầu Ngày hẹn trả` và `Gia hạn Ngày hẹn trả` cùng có nghĩa là “Ngày hẹn trả”"
        ),
        "{error}"
    );
}

#[test]
fn a_quote_nobody_closes_costs_its_own_row_only() {
    let office = Office::new();
    let open = "B1;xã An Sơn;02/01/2023;06/01/2023;;\"Đang xử lý\n";
    let (kept, rejected, problems) = rejections(
        &office,
        format!("{HEADING}{GOOD}{open}{}", GOOD.replace("G1", "G2")).as_bytes(),
    );
    assert_eq!((kept, rejected), (2, 1));
    assert_eq!((problems[0].reason.as_str(), problems[0].first_row), ("open_quote", 3));
}

#[test]
fn a_heading_without_rows_and_without_a_line_end_is_no_row() {
    let office = Office::new();
    assert_eq!(rejections(&office, HEADING.trim_end().as_bytes()), (0, 0, Vec::new()));
}

#[test]
fn a_row_of_data_without_a_heading_is_not_repeated() {
    let office = Office::new();
    let error =
        refused(&office, "khong.csv", "A1;06283;Nguyễn Văn Bí Mật;012345678901\n".as_bytes());
    assert!(error.contains("không tìm thấy dòng tiêu đề") && !error.contains("Bí Mật"), "{error}");
}

#[test]
fn a_heading_is_as_wide_as_its_widest_row() {
    let office = Office::new();
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày, tháng, năm;;;Trạng thái\n;;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý\n";
    let (kept, rejected, problems) = rejections(&office, format!("{csv}{GOOD}").as_bytes());
    assert_eq!((kept, rejected), (1, 0), "{problems:?}");
}
