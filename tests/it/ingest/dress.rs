//! A key has one dress: however an export writes a code, it is the same code; what a spreadsheet has destroyed is none.

use jiff::civil::date;
use motcua::pipeline::{IngestOutcome, IngestOverrides};
use rstest::rstest;

use crate::{
    ingest::dirt::{HEADING, rejections},
    support::office::{AGENCY, Office},
};

/// What follows the code in a row of a dossier that was finished in time.
const REST: &str =
    "xã An Sơn;02/01/2023 08:00:00;06/01/2023 16:30:00;06/01/2023 09:00:00;Đã xử lý xong\n";

pub fn listed(codes: &[&str]) -> String {
    let rows: Vec<String> = codes.iter().map(|code| format!("{code};{REST}")).collect();
    HEADING.to_owned() + &rows.concat()
}

/// Takes an export in as rows of that connector, and says how many are kept.
fn take(office: &Office, name: &str, connector: &str, text: &str) -> u64 {
    let said = IngestOverrides { connector: Some(connector.into()), ..IngestOverrides::default() };
    let (taken, build) = office.ingest(&office.file(name, text), &said);
    let Some(Ok(IngestOutcome::New(source))) = taken.first() else {
        panic!("not taken in: {taken:?}")
    };
    let build = build.expect("built");
    build.sources.iter().find(|one| one.id == source.id).expect("its summary").staged.kept
}

#[test]
fn a_dossier_counts_once_in_whatever_dress_its_code_comes() {
    let office = Office::new();
    let plain = [
        "000.26.18.H37-231204-0001",
        "000.26.18.H37-231204-0002",
        "G09.20-20260609-0092637",
        "HS12/2023",
        "20231204000001",
    ];
    let dressed = [
        // As Excel guards it; two dashes of an autocorrection, small letters, a soft hyphen and a mark without width.
        "\"=\"\"000.26.18.H37-231204-0001\"\"\"",
        "000.26.18.h37–231204\u{AD}—\u{200B}0002",
        "'\u{FEFF}G09.20\u{2011}20260609\u{2212}0092637",
        "\u{3000}“hs\u{A0}12/\u{202F}2023”\u{2060}",
        "20231204000001.0",
    ];
    let day = |n: u32, codes: &[&str]| (format!("ho-so-2023-12-{n}.csv"), listed(codes));
    for (name, text) in [day(30, &plain), day(31, &dressed)] {
        assert_eq!(rejections(&office, text.as_bytes()).0, 5, "{name}");
    }
    let value = office.value("on_time_rate", "2023", AGENCY).expect("a value").measure;
    assert_eq!((value.numerator, value.denominator), (5, Some(5)));
    let mut codes: Vec<String> = (office.rows("on_time_rate", "2023", AGENCY, false).into_iter())
        .map(|row| row.dossier_code)
        .collect();
    codes.sort();
    let mut expected = plain.to_vec();
    expected.sort_unstable();
    assert_eq!(codes, expected);
}

#[rstest]
#[case::of_a_spreadsheet("2.02312E+13", "code_became_number")]
#[case::with_a_comma("2,02312E+13", "code_became_number")]
#[case::of_java("2.02312E13", "code_became_number")]
#[case::without_a_fraction("2e+13", "code_became_number")]
#[case::with_a_fraction("20231204000000000001.0", "code_became_number")]
#[case::a_moment("2023-12-04 00:00:00", "code_became_day")]
#[case::a_day_in_english("04-Dec", "code_became_day")]
#[case::a_month_in_english("Dec-23", "code_became_day")]
#[case::a_day_with_strokes("12/04/2023", "code_became_day")]
#[case::a_short_day("4/12/23", "code_became_day")]
#[case::a_day_with_its_hour("12/04/2023 08:00", "code_became_day")]
#[case::a_year_first("2023/12/04", "code_became_day")]
#[case::nothing_but_its_guard("'", "missing")]
fn a_code_that_a_spreadsheet_destroyed_is_rejected(#[case] code: &str, #[case] reason: &str) {
    let office = Office::new();
    let (kept, rejected, problems) = rejections(&office, listed(&["A1", code]).as_bytes());
    assert_eq!((kept, rejected, problems.len()), (1, 1, 1), "{problems:?}");
    let said = (problems[0].reason.as_str(), problems[0].value.as_deref(), problems[0].first_row);
    assert_eq!(said, (reason, Some(code), 3));
}

#[test]
fn codes_of_twenty_digits_that_all_end_in_zeros_went_through_a_number() {
    let office = Office::new();
    let lost = ["20231201000000000000", "20231201000000000000", "A1"];
    let (kept, rejected, problems) = rejections(&office, listed(&lost).as_bytes());
    assert_eq!((kept, rejected), (1, 2));
    assert_eq!(problems[0].reason, "code_lost_digits");
}

#[rstest]
#[case::one_digit_says_otherwise(&["20231201000000000000", "20231201000000000017"])]
#[case::a_zero_can_be_by_chance(&["2023120100000010", "2023120100000020"])]
#[case::an_e_between_digits(&["12E45", "H37E+1"])]
#[case::a_day_as_part(&["2023-12-01", "01-12-2023"])]
#[case::of_other_offices(&["A1", "X-LƯU", "H37.22.1-231204-0001", "12/TTHC-2023", "01-2023/QĐ", "01/2023", "Số 12", "44531"])]
#[case::a_part_of_a_dossier(&["000.26.18.H37-231204-0001/1", "000.26.18.H37-231204-0001-BS"])]
fn what_may_well_be_a_code_is_kept(#[case] codes: &[&str]) {
    let office = Office::new();
    assert_eq!(rejections(&office, listed(codes).as_bytes()).1, 0);
}

#[test]
fn numbers_of_a_workbook_are_codes_up_to_fifteen_digits() {
    let office = Office::new();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let heading = [
        "Mã hồ sơ",
        "Mã TTHC",
        "Đơn vị giải quyết",
        "Ngày tiếp nhận",
        "Ngày hẹn trả",
        "Trạng thái",
    ];
    sheet.write_row(0, 0, heading).expect("written");
    let codes = [202_312_040_000_001.0, 2_023_120_400_000_001.0, 2.023_120_4e19];
    let procedures = [1.001_193, 2.000_815, 2.000_815];
    for (row, (code, procedure)) in (1..).zip(codes.into_iter().zip(procedures)) {
        sheet.write(row, 0, code).expect("written");
        sheet.write(row, 1, procedure).expect("written");
        let rest = ["xã An Sơn", "04/12/2023", "07/12/2023", "Đang xử lý"];
        sheet.write_row(row, 2, rest).expect("written");
    }
    let path = office.file("ho-so-2023-12-31.xlsx", workbook.save_to_buffer().expect("saved"));
    let (taken, _) = office.ingest(&path, &IngestOverrides::default());
    let Some(Ok(IngestOutcome::New(source))) = taken.first() else {
        panic!("not taken in: {taken:?}")
    };
    let warehouse = office.warehouse();
    assert_eq!(
        warehouse
            .provenance
            .write_staged_csv("dossier_version", "dossier_code,procedure_code")
            .expect("answered"),
        "dossier_code,procedure_code\n202312040000001,1.001193"
    );
    let told: Vec<_> =
        (warehouse.provenance.list_rejections(&source.id).expect("answered").into_iter())
            .map(|it| (it.first_row, it.reason, it.value.unwrap_or_default()))
            .collect();
    let number = |row, value: &str| (row, "code_became_number".to_owned(), value.to_owned());
    assert_eq!(told, [number(3, "2,023120400000001E+15"), number(4, "2,0231204E+19")]);
}

#[test]
fn a_petition_counts_once_in_whatever_dress_its_code_comes() {
    let office = Office::new();
    let heading = "Mã PAKN;Cơ quan xử lý;Ngày tiếp nhận;Hạn xử lý;Ngày trả lời;Trạng thái\n";
    let row = "xã An Sơn;04/12/2023;11/12/2023;05/12/2023;Đã xử lý";
    for (day, code) in [(30, "PAKN-12"), (31, "\"=\"\"pakn\u{2013}12\"\"\"")] {
        let text = format!("{heading}{code};{row}\n2,02312E+13;{row}\n");
        let name = format!("pakn-2023-12-{day}.csv");
        assert_eq!(take(&office, &name, "petition_csv", &text), 1);
    }
    let kept = office
        .warehouse()
        .provenance
        .write_staged_csv("petition", "petition_code")
        .expect("answered");
    assert_eq!(kept, "petition_code\nPAKN-12");
}

#[test]
fn a_task_counts_once_in_whatever_dress_it_comes() {
    let office = Office::new();
    let heading = "task;office_in_charge;due_at;done_at\n";
    let first = "Rà soát thủ tục - đợt 1;Văn phòng;30/06/2023;20/06/2023\n";
    let again = "'rà\u{A0}soát  thủ tục – đợt 1.;VĂN PHÒNG\u{200B};30/06/2023;25/06/2023\n";
    for (day, row) in [(30, first), (31, again)] {
        let name = format!("ke-hoach-2023-12-{day}.csv");
        assert_eq!(take(&office, &name, "given_plan_task", &format!("{heading}{row}")), 1);
    }
    let kept =
        office.warehouse().provenance.write_staged_csv("plan_task", "done_at").expect("answered");
    assert_eq!(kept, "done_at\n2023-06-25 00:00:00");
}

#[test]
fn a_letter_finds_its_dossier_in_whatever_dress_its_code_is_written() {
    let office = Office::new();
    let _ = rejections(&office, listed(&["000.26.18.H37-231204-0001"]).as_bytes());
    let letters = "Mã hồ sơ;Ngày gửi văn bản xin lỗi\n'000.26.18.h37–231204–0001;08/01/2023\n";
    assert_eq!(take(&office, "thu-2023-12-31.csv", "apology_letters", letters), 1);
    let sent = office
        .warehouse()
        .provenance
        .write_staged_csv("dossier", "apology_sent_at")
        .expect("answered");
    assert_eq!(sent, "apology_sent_at\n2023-01-08 00:00:00");
}

#[test]
fn a_procedure_that_lost_its_zeros_is_no_procedure() {
    let office = Office::new();
    let heading = "Mã TTHC;Tên TTHC;Ngày quyết định công bố\n";
    let rows = "1,00119;Một;05/06/2023\n1.0011;Hai;05/06/2023\n'1.001193;Ba;05/06/2023\n1,002000;Bốn;05/06/2023\n";
    let text = format!("{heading}{rows}");
    assert_eq!(take(&office, "thu-tuc-2023-12-31.csv", "procedure_csv", &text), 2);
    let kept = office
        .warehouse()
        .provenance
        .write_staged_csv("procedure_version", "procedure_code")
        .expect("answered");
    assert_eq!(kept, "procedure_code\n1.001193\n1.002000");
}

#[test]
fn numbers_of_json_are_codes_while_every_program_keeps_their_digits() {
    let office = Office::new();
    let record = |code: &str| {
        format!(
            r#"{{"MaHoSo":{code},"DonViXuLy":"xã An Sơn","NgayTiepNhan":"20231204081500","NgayHenTra":"20231207163000","TrangThaiHoSo":"4"}}"#
        )
    };
    let codes = ["20231204000001", "20231204000000000001", "\"20231204000000000002\""];
    let text = format!("[{}]", codes.map(record).join(","));
    let said =
        IngestOverrides { snapshot_on: Some(date(2023, 12, 31)), ..IngestOverrides::default() };
    office.ingest(&office.file("dong-bo.json", text), &said).0.remove(0).expect("taken in");
    let kept = office
        .warehouse()
        .provenance
        .write_staged_csv("dossier_version", "dossier_code")
        .expect("answered");
    assert_eq!(kept, "dossier_code\n20231204000001\n20231204000000000002");
}

#[test]
fn a_commune_that_lost_its_zero_is_read_where_the_whole_column_has() {
    let office = Office::new();
    let rows = |agencies: &[&str]| {
        let row =
            |(at, agency): (usize, &&str)| format!("A{at};{}", REST.replace("xã An Sơn", agency));
        HEADING.to_owned() + &agencies.iter().enumerate().map(row).collect::<String>()
    };
    assert_eq!(rejections(&office, rows(&["6283", "6274"]).as_bytes()).0, 2);
    let codes = office
        .warehouse()
        .provenance
        .write_staged_csv("dossier", "solving_agency")
        .expect("answered");
    assert_eq!(codes, "solving_agency\n06283\n06274");
    let office = Office::new();
    let (kept, rejected, problems) = rejections(&office, rows(&["6283", "06274"]).as_bytes());
    assert_eq!((kept, rejected), (1, 1));
    let said = (problems[0].reason.as_str(), problems[0].hint.as_deref());
    assert_eq!(said, ("agency_lost_zero", Some("06283")));
}

#[test]
fn a_row_whose_code_and_name_are_of_two_agencies_is_rejected_with_both() {
    let office = Office::new();
    let heading = "Mã hồ sơ;Mã đơn vị;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n";
    let agencies = ["06283;xã An Sơn", "06274;xã An Sơn", ";xã An Sơn", "AS-1;xã An Sơn"];
    let row =
        |(at, agency): (usize, &&str)| format!("A{at};{agency};04/12/2023;07/12/2023;Đang xử lý\n");
    let text = heading.to_owned() + &agencies.iter().enumerate().map(row).collect::<String>();
    let (kept, rejected, problems) = rejections(&office, text.as_bytes());
    assert_eq!((kept, rejected, problems.len()), (3, 1, 1), "{problems:?}");
    let one = &problems[0];
    assert_eq!((one.first_row, one.reason.as_str()), (3, "agency_contradicts"));
    let both = (one.value.as_deref(), one.hint.as_deref());
    assert_eq!(both, (Some("06274"), Some("xã An Sơn")));
}

#[test]
fn a_published_figure_whose_code_and_name_are_of_two_agencies_is_rejected_whole() {
    let office = Office::new();
    let record = |code: &str, name: &str| {
        format!(
            r#"{{"agency":{{"code":"{code}","name":"{name}"}},"received":4,"resolved":3,"unresolved":1}}"#
        )
    };
    let records = [record("06283", "UBND xã An Sơn"), record("06274", "UBND xã An Sơn")];
    let said = IngestOverrides {
        snapshot_on: Some(date(2023, 12, 31)),
        period: "2023".parse().ok(),
        ..IngestOverrides::default()
    };
    let path = office.file("thong-ke.json", format!("[{}]", records.join(",")));
    let build = office.ingest(&path, &said).1.expect("built");
    let staged = build.sources[0].staged;
    assert_eq!((staged.kept, staged.rejected), (1, 1));
    let kept =
        office.warehouse().provenance.write_staged_csv("figure_version", "agency_code,indicator");
    let expected = ["received", "resolved", "in_progress"].map(|one| format!("06283,{one}"));
    let kept = kept.expect("answered");
    let mut lines: Vec<&str> = kept.lines().skip(1).collect();
    lines.sort_unstable();
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(lines, expected);
}
