//! One export that tells two things of one dossier is told so, and which of them counts does not hang on the order of its rows.

use jiff::civil::date;
use motcua::{
    pipeline::{IngestOutcome, IngestOverrides},
    view::told_again,
    warehouse::ToldAgain,
};
use rstest::rstest;

use crate::{
    ingest::dirt::HEADING,
    support::office::{AGENCY, Office},
};

const OPEN: &str = "02/01/2023 08:00:00;06/01/2023 16:30:00;;Đang xử lý";
const IN_TIME: &str = "02/01/2023 08:00:00;06/01/2023 16:30:00;06/01/2023 09:00:00;Đã xử lý xong";
const LATE: &str = "02/01/2023 08:00:00;06/01/2023 16:30:00;09/01/2023 08:05:00;Đã xử lý xong";

fn row(code: &str, rest: &str) -> String {
    format!("{code};xã An Sơn;{rest}\n")
}

/// Takes an export in by a connector of lists of dossiers, and says what it tells twice.
fn take(office: &Office, name: &str, connector: &str, text: &str) -> ToldAgain {
    let said = IngestOverrides { connector: Some(connector.into()), ..IngestOverrides::default() };
    let (taken, build) = office.ingest(&office.file(name, text), &said);
    let Some(Ok(IngestOutcome::New(source))) = taken.first() else {
        panic!("not taken in: {taken:?}")
    };
    let mut summaries = build.expect("built").sources.into_iter();
    summaries.find(|one| one.id == source.id).expect("its summary").told_again
}

fn list(office: &Office, name: &str, rows: &[String]) -> ToldAgain {
    take(office, name, "generic_csv", &(HEADING.to_owned() + &rows.concat()))
}

fn on_time(office: &Office) -> Option<(i64, Option<i64>)> {
    let value = office.value("on_time_rate", "2023", AGENCY)?.measure;
    Some((value.numerator, value.denominator))
}

#[rstest]
#[case::the_later_end(&[LATE, IN_TIME], 2)]
#[case::the_later_end_stands_last(&[IN_TIME, LATE], 3)]
#[case::done_before_open(&[LATE, OPEN], 2)]
#[case::done_stands_last(&[OPEN, LATE], 3)]
fn the_later_event_of_a_dossier_counts_not_the_later_row(#[case] told: &[&str], #[case] held: u64) {
    let office = Office::new();
    let rows: Vec<String> = told.iter().map(|rest| row("A1", rest)).collect();
    let again = list(&office, "ho-so-2023-12-31.csv", &rows);
    assert_eq!(on_time(&office), Some((0, Some(1))));
    assert_eq!((again.alike, again.differing, again.first.len()), (0, 1, 1));
    let one = &again.first[0];
    assert_eq!((one.subject_id.as_str(), one.held.row, one.told.row), ("A1", held, 5 - held));
}

#[test]
fn a_clerk_is_told_both_places_and_what_differs() {
    let office = Office::new();
    let again = list(&office, "ho-so-2023-12-31.csv", &[row("A1", LATE), row("A1", OPEN)]);
    assert_eq!(
        told_again::repeat_sentences(&office.catalog.phrases, &again),
        [
            "A1: dòng 3 ghi khác dòng 2 về trạng thái, ngày xong; số liệu tính theo dòng 2. Xem lại ở hệ thống nguồn, sửa rồi xuất lại."
        ]
    );
    let check = office.catalog.checks.iter().find(|check| check.id == "told_again");
    let found = office
        .warehouse()
        .provenance
        .read_check(check.expect("a check"), None, (0, 9))
        .expect("answered");
    let said: Vec<_> = found.rows.iter().map(|row| (&*row.subject_id, &*row.detail)).collect();
    let detail =
        "tệp ho-so-2023-12-31.csv, dòng 3 khác dòng 2 về trạng thái, ngày xong; tính theo dòng 2";
    assert_eq!(said, [("A1", detail)]);
}

#[test]
fn a_row_written_once_more_is_no_contradiction() {
    let office = Office::new();
    let rows = [row("A1", LATE), row("A2", IN_TIME), row("a1", LATE)];
    let again = list(&office, "ho-so-2023-12-31.csv", &rows);
    assert_eq!((again.alike, again.differing), (1, 0));
    assert_eq!(on_time(&office), Some((1, Some(2))));
}

#[test]
fn two_sheets_of_a_workbook_are_one_export() {
    let office = Office::new();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, rest) in [("Tháng 12", OPEN), ("Lưu", LATE)] {
        let sheet = workbook.add_worksheet().set_name(name).expect("a name");
        let lines = [HEADING.trim_end().to_owned(), row("A1", rest)];
        for (at, line) in (0..).zip(lines) {
            sheet.write_row(at, 0, line.trim_end().split(';')).expect("written");
        }
    }
    let path = office.file("ho-so-2023-12-31.xlsx", workbook.save_to_buffer().expect("saved"));
    let build = office.ingest(&path, &IngestOverrides::default()).1.expect("built");
    let one = &build.sources[0].told_again.first[0];
    let places = [&one.told, &one.held].map(|at| (at.sheet.as_deref(), at.row));
    assert_eq!(places, [(Some("Tháng 12"), 2), (Some("Lưu"), 2)]);
    assert_eq!(on_time(&office), Some((0, Some(1))));
}

#[test]
fn what_moves_on_in_a_day_is_no_contradiction() {
    let office = Office::new();
    list(&office, "sang-2023-12-31.csv", &[row("A1", OPEN)]);
    let again = list(&office, "chieu-2023-12-31.csv", &[row("A1", IN_TIME)]);
    assert_eq!(again, ToldAgain::default());
    assert_eq!(on_time(&office), Some((1, Some(1))));
}

#[test]
fn a_later_file_of_a_day_counts_and_is_told_where_it_takes_something_back() {
    let office = Office::new();
    list(&office, "sang-2023-12-31.csv", &[row("A1", LATE)]);
    let again = list(&office, "chieu-2023-12-31.csv", &[row("A1", IN_TIME)]);
    assert_eq!(again.differing, 1);
    let one = &again.first[0];
    assert_eq!(one.told.file_name.as_deref(), Some("sang-2023-12-31.csv"));
    let check = office.catalog.checks.iter().find(|check| check.id == "told_again");
    let found = office
        .warehouse()
        .provenance
        .read_check(check.expect("a check"), None, (0, 9))
        .expect("answered");
    let detail = "tệp sang-2023-12-31.csv, dòng 2 khác tệp chieu-2023-12-31.csv, dòng 2 về ngày xong; \
                  tính theo tệp chieu-2023-12-31.csv, dòng 2";
    assert_eq!(found.rows[0].detail, detail);
    assert_eq!(on_time(&office), Some((1, Some(1))));
}

/// An office of two systems whose lists are alike.
fn office_of_two_systems() -> Office {
    let mut catalog = Office::new().catalog;
    let mut other = catalog.find_connector("generic_csv").expect("there").clone();
    other.id = "elsewhere".into();
    catalog.connectors.push(other);
    Office::with(catalog)
}

#[rstest]
#[case::the_ministry_first(["generic_csv", "elsewhere"])]
#[case::the_province_first(["elsewhere", "generic_csv"])]
fn of_two_systems_of_a_day_the_later_event_counts_in_whatever_order_they_came(
    #[case] order: [&str; 2],
) {
    let office = office_of_two_systems();
    let lists = |connector: &str| match connector {
        "elsewhere" => [row("A1", OPEN), row("A2", IN_TIME), row("A3", IN_TIME)],
        _ => [row("A1", LATE), row("A2", IN_TIME), row("A4", OPEN)],
    };
    let mut again = ToldAgain::default();
    for connector in order {
        let text = HEADING.to_owned() + &lists(connector).concat();
        again = take(&office, &format!("{connector}-2023-12-31.csv"), connector, &text);
    }
    // A2 and A3 in time, A1 late; A4 is open.
    assert_eq!(on_time(&office), Some((2, Some(3))));
    let told: Vec<_> = again.first.iter().map(|one| (&*one.subject_id, &*one.differs)).collect();
    assert_eq!((again.differing, told), (1, vec![("A1", "trạng thái")]));
    assert_eq!(again.first[0].held.file_name.is_some(), order[0] == "generic_csv");
    let check = "same_dossier_with_other_dates";
    let check = office.catalog.checks.iter().find(|one| one.id == check).expect("a check");
    let found = office.warehouse().provenance.read_check(check, None, (0, 9)).expect("answered");
    let said: Vec<_> = found.rows.iter().map(|row| (&*row.subject_id, &*row.detail)).collect();
    // The status is that of the row that counts.
    assert_eq!(said, []);
}

/// Of fees, payment, supplements and the channel the ministry's list alone tells; the province's alone that A1 and A2 are done.
#[rstest]
#[case::the_ministry_first(&[("generic_csv", "2023-12-31"), ("elsewhere", "2023-12-31")])]
#[case::the_province_first(&[("elsewhere", "2023-12-31"), ("generic_csv", "2023-12-31")])]
#[case::the_ministry_a_day_before(&[("generic_csv", "2023-12-30"), ("elsewhere", "2023-12-31")])]
fn what_one_system_is_silent_of_another_may_tell(#[case] exports: &[(&str, &str)]) {
    let office = office_of_two_systems();
    let ministry = [
        row("A1", &format!("{OPEN};15000;Có;1;Trực tuyến")),
        row("A2", &format!("{OPEN};mười nghìn;Không;;")),
        row("A3", &format!("{IN_TIME};0;;2;Trực tiếp")),
    ];
    let province = [row("A1", IN_TIME), row("A2", LATE), row("A4", OPEN)];
    for (number, (connector, day)) in exports.iter().enumerate() {
        let text = if *connector == "elsewhere" {
            HEADING.to_owned() + &province.concat()
        } else {
            let more = "Phí, lệ phí (đồng);Thanh toán trực tuyến;Số lần yêu cầu bổ sung;Kênh nộp";
            format!("{};{more}\n{}", HEADING.trim_end(), ministry.concat())
        };
        take(&office, &format!("{number}-{connector}-{day}.csv"), connector, &text);
    }
    let columns =
        "dossier_code,status,fee_amount,paid_online,supplement_count,channel,unreadable_columns";
    let told = office.warehouse().provenance.write_staged_csv("dossier", columns).expect("told");
    let mut told: Vec<&str> = told.lines().skip(1).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "A1,finished,15000.0000,true,1,online,",
            "A2,finished,,false,,,\",fee_amount,\"",
            "A3,finished,0.0000,,2,direct,",
            "A4,in_progress,,,,,",
        ]
    );
}

/// The ministry's A1 has a fee; the province's may be another dossier of that number.
#[rstest]
#[case::of_another_day("16/01/2023 08:00:00;20/01/2023 16:30:00;;Đang xử lý", "xã An Sơn", "")]
#[case::of_another_agency(OPEN, "thị trấn Văn Quan", "")]
#[case::of_a_week_later(
    "09/01/2023 08:00:00;12/01/2023 16:30:00;;Đang xử lý",
    "xã An Sơn",
    "8000.0000"
)]
fn what_may_be_another_dossier_of_that_code_tells_nothing(
    #[case] told: &str,
    #[case] agency: &str,
    #[case] fee: &str,
) {
    let office = office_of_two_systems();
    let heading = HEADING.trim_end();
    let ministry = format!("{heading};Phí, lệ phí (đồng)\nA1;xã An Sơn;{OPEN};8000\n");
    take(&office, "bo-2023-12-30.csv", "generic_csv", &ministry);
    let province = format!("{heading}\nA1;{agency};{told}\n");
    take(&office, "tinh-2023-12-31.csv", "elsewhere", &province);
    let rows = office.warehouse().provenance.write_staged_csv("dossier", "dossier_code,fee_amount");
    let rows = rows.expect("told");
    assert_eq!(rows.lines().skip(1).collect::<Vec<_>>(), [format!("A1,{fee}")]);
}

#[test]
fn a_later_export_counts_whatever_an_earlier_one_told() {
    let office = Office::new();
    list(&office, "ho-so-2023-12-30.csv", &[row("A1", LATE)]);
    let again = list(&office, "ho-so-2023-12-31.csv", &[row("A1", IN_TIME)]);
    assert_eq!(again, ToldAgain::default());
    assert_eq!(on_time(&office), Some((1, Some(1))));
}

#[test]
fn a_petition_a_task_and_a_procedure_told_twice_are_told_so() {
    let office = Office::new();
    let petitions = "Mã PAKN;Cơ quan xử lý;Ngày tiếp nhận;Hạn xử lý;Ngày trả lời;Trạng thái\n\
                     P1;xã An Sơn;04/12/2023;11/12/2023;12/12/2023;Đã xử lý\n\
                     P1;xã An Sơn;04/12/2023;11/12/2023;;Đang xử lý\n";
    let again = take(&office, "pakn-2023-12-31.csv", "petition_csv", petitions);
    assert_eq!((again.differing, again.first[0].held.row), (1, 2));
    let tasks = "task;office_in_charge;due_at;done_at\nRà soát;Văn phòng;30/06/2023;20/06/2023\nrà soát;Văn phòng;30/06/2023;\n";
    let again = take(&office, "ke-hoach-2023-12-31.csv", "given_plan_task", tasks);
    assert_eq!((again.differing, again.first[0].held.row), (1, 2));
    let procedures = "Mã TTHC;Tên TTHC;Ngày quyết định công bố;Ngày có hiệu lực\n\
                      1.001193;Khai sinh;05/06/2023;01/07/2023\n1.001193;Khai sinh;05/06/2023;10/06/2023\n";
    let again = take(&office, "thu-tuc-2023-12-31.csv", "procedure_csv", procedures);
    assert_eq!((again.differing, again.first[0].held.row), (1, 2));
    let figures = "Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số\nprogress_766;06283;2023;1;2\nprogress_766;06283;2023;2;2\n";
    let again = take(&office, "so-lieu-2023-12-31.csv", "figures_csv", figures);
    assert_eq!((again.differing, again.first[0].held.row), (1, 3));
}

#[test]
fn the_office_is_told_in_the_report_beside_the_file() {
    let office = Office::new();
    let text = HEADING.to_owned() + &row("A1", LATE) + &row("A1", OPEN);
    let said =
        IngestOverrides { snapshot_on: Some(date(2023, 12, 31)), ..IngestOverrides::default() };
    let (taken, build) = office.ingest(&office.file("ho-so.csv", text), &said);
    let report = motcua::pipeline::ingest_summary(
        &office.catalog,
        "ho-so.csv",
        &taken[0],
        build.as_ref(),
        motcua::pipeline::HintReader::Page,
    );
    assert!(report.expect("told").contains("A1: dòng 3 ghi khác dòng 2 về"));
}
