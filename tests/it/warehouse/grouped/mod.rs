//! Small exports that are staged together become what each becomes alone.

use std::{cell::Cell, fmt::Write as _, rc::Rc};

use fastrand::Rng;
use jiff::{ToSpan, civil::date};
use motcua::{
    domain::fault_point::{FaultPoint, work_under_faults},
    pipeline::IngestOverrides,
};
use rstest::rstest;

use crate::support::office::Office;

/// Takes exports in at once; returns how often staging began, once for all that are looked at together and once for each that is staged alone.
fn take_in_at_once(office: &Office, files: &[(String, String)]) -> usize {
    let paths: Vec<_> = files.iter().map(|(name, text)| office.file(name, text)).collect();
    let begun = Rc::new(Cell::new(0));
    let count = Rc::clone(&begun);
    let decide = move |point| {
        count.set(count.get() + usize::from(point == FaultPoint::SourceStage));
        Ok(())
    };
    let (taken, build) = work_under_faults(Rc::new(decide), || {
        office.ingest_all(&paths, &IngestOverrides::default(), date(2024, 1, 2).at(8, 0, 0, 0))
    });
    assert!(build.is_some() && taken.iter().all(Result::is_ok), "{taken:?}");
    begun.get()
}

/// What stands in the tables that staging fills.
fn staged(office: &Office) -> Vec<(String, String)> {
    let all = office.warehouse().digest_tables().expect("whole");
    let is_staged = |name: &str| {
        name.ends_with("_version")
            || ["source", "rejected_row", "layout_row", "unreadable_value", "unsaid_no"]
                .contains(&name)
    };
    all.into_iter().filter(|(name, _)| is_staged(name)).collect()
}

/// Takes exports in at once, and one after the other, which stages each alone; returns how often staging began at once.
fn assert_alike(files: &[(String, String)]) -> usize {
    let (together, alone) = (Office::new(), Office::new());
    let begun = take_in_at_once(&together, files);
    for (name, text) in files {
        alone.ingest(&alone.file(name, text), &IngestOverrides::default());
    }
    let (found, expected) = (staged(&together), staged(&alone));
    assert!(found.iter().any(|(name, _)| name == "dossier_version"), "{found:?}");
    assert_eq!(found, expected, "{files:?}");
    begun
}

const HEADINGS: &str = "Mã hồ sơ,Đơn vị giải quyết,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,\"Phí, lệ phí (đồng)\",Thanh toán trực tuyến";
const PLAIN: &str = "HS-{n}1,Xã An Sơn,Đã trả kết quả,04/12/2023,08/12/2023,07/12/2023,8000,Có\n\
    HS-{n}2,Xã Trấn Ninh,Đang xử lý,14/12/2023,28/12/2023,,,Không\n\
    HS-{n}3,thị trấn văn quan,Chờ bổ sung,15/12/2023 09:30:00,29/12/2023,,0,Không\n";

fn export(number: usize, rows: &str) -> (String, String) {
    let rows = format!("{HEADINGS}\n{rows}").replace("{n}", &number.to_string());
    (format!("ho-so-{number}-2023-12-31.csv"), rows)
}

/// The second of three is of the kind; the others are plain.
#[rstest]
#[case::plain("", 0)]
#[case::a_word_for_nothing("HS-{n}9,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,-,,Không\n", 0)]
#[case::real_days("HS-{n}9,Xã An Sơn,Đang xử lý,2023-12-14 00:00:00,28/12/2023,,,Không\n", 1)]
#[case::a_total_which_makes_rows_carry_their_numbers("Tổng cộng,,,,,,8000,\n", 1)]
#[case::a_code_in_dress("' HS-{n}9,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,,Không\n", 0)]
#[case::no_such_agency("HS-{n}9,nơi nào,Đang xử lý,14/12/2023,28/12/2023,,,Không\n", 1)]
#[case::a_code_of_an_agency("HS-{n}9,06283,Đang xử lý,14/12/2023,28/12/2023,,,Không\n", 1)]
#[case::no_such_status("HS-{n}9,Xã An Sơn,treo máy,14/12/2023,28/12/2023,,,Không\n", 1)]
#[case::no_such_day("HS-{n}9,Xã An Sơn,Đang xử lý,31/02/2023,28/12/2023,,,Không\n", 1)]
#[case::the_month_first("HS-{n}9,Xã An Sơn,Đang xử lý,12/14/2023,28/12/2023,,,Không\n", 1)]
#[case::a_year_of_two_digits("HS-{n}9,Xã An Sơn,Đang xử lý,14/12/23,28/12/2023,,,Không\n", 1)]
#[case::a_fee_in_words("HS-{n}9,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,tám nghìn,Không\n", 1)]
#[case::thousands("HS-{n}9,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,8.000,Không\n", 1)]
#[case::a_failed_formula("HS-{n}9,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,#N/A,,Không\n", 1)]
#[case::a_mark("HS-{n}9,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,,x\n", 1)]
#[case::digits_of_a_spreadsheet_with_blanks(
    "123 456 789 012 345 000,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,,Không\n223 456 789 012 345 000,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,,Không\n",
    1
)]
#[case::midnight_at_24("HS-{n}9,Xã An Sơn,Đang xử lý,20/12/2023 24:00,28/12/2023,,,Không\n", 1)]
#[case::digits_of_a_spreadsheet(
    "1234567890123456000,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,,Không\n",
    1
)]
fn an_export_becomes_what_it_becomes_alone(#[case] row: &str, #[case] is_odd: usize) {
    let files = [export(1, PLAIN), export(2, &format!("{PLAIN}{row}")), export(3, PLAIN)];
    assert_eq!(assert_alike(&files), 1 + is_odd, "together, and alone");
}

#[test]
fn totals_and_sections_are_set_aside_in_each() {
    let rows = format!("Lĩnh vực hộ tịch,,,,,,,\n{PLAIN}Tổng cộng,,,,,,8000,\n");
    assert_eq!(assert_alike(&[export(1, &rows), export(2, &rows), export(3, &rows)]), 1);
}

/// As programs write them: in UTC, seven hours behind, with parts of a second and without.
#[rstest]
#[case::of_java(".000+0000")]
#[case::of_a_browser(".500Z")]
#[case::without_a_fraction("Z")]
fn instants_of_another_zone_are_read_together(#[case] end: &str) {
    let rows = PLAIN
        .replace("04/12/2023", &format!("2023-12-03T17:30:00{end}"))
        .replace("14/12/2023", &format!("2023-12-14T01:00:00{end}"))
        .replace("15/12/2023 09:30:00", &format!("2023-12-15T02:30:00{end}"))
        .replace("08/12/2023", &format!("2023-12-08T09:30:00{end}"))
        .replace("28/12/2023", &format!("2023-12-28T09:30:00{end}"))
        .replace("29/12/2023", &format!("2023-12-29T09:30:00{end}"))
        .replace("07/12/2023", &format!("2023-12-07T03:00:00{end}"));
    assert_eq!(assert_alike(&[export(1, &rows), export(2, &rows), export(3, &rows)]), 1);
}

/// Yes without no, and yes with it beside: the second does not speak for the first.
#[test]
fn one_export_does_not_speak_for_another() {
    let yes = "HS-{n}1,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,,Có\nHS-{n}2,Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023,,,\n";
    assert_eq!(assert_alike(&[export(1, yes), export(2, PLAIN), export(3, PLAIN)]), 2);
    // All its days are up to the 12th, and those of its codes are the other way round.
    let swapped = |day: u8| {
        format!(
            "000.20.18.H37-2312{day:02}-000{day},Xã An Sơn,Đang xử lý,12/{day:02}/2023,28/12/2023,,,Không\n"
        )
    };
    let swapped: String = [4, 5, 6].map(swapped).concat();
    assert_eq!(assert_alike(&[export(1, &swapped), export(2, PLAIN), export(3, PLAIN)]), 2);
}

/// One of real days alone, beside ones of texts: each looks usual by itself, and is read as such.
#[test]
fn days_are_read_as_in_each_export_alone() {
    let real = "HS-{n}1,Xã An Sơn,Đang xử lý,2023-12-14 00:00:00,2023-12-28 00:00:00,,,Không\nHS-{n}2,Xã An Sơn,Đang xử lý,2023-12-04 00:00:00,2023-12-28 00:00:00,,,Không\n";
    let swapped = |day: u8| {
        format!(
            "000.20.18.H37-2312{day:02}-000{day},Xã An Sơn,Đang xử lý,12/{day:02}/2023,28/12/2023,,,Không\n"
        )
    };
    let right = |at: u16| {
        let day = 10 + at % 15;
        format!(
            "000.20.18.H37-2312{day:02}-{at:04},Xã An Sơn,Đang xử lý,{day:02}/12/2023,28/12/2023,,,Không\n"
        )
    };
    let midnight = |at: u16| {
        format!(
            "000.20.18.H37-231221-{at:04},Xã An Sơn,Đang xử lý,20/12/2023 24:00,28/12/2023,,,Không\n"
        )
    };
    // Three of 140 are swapped, more than one in fifty; ten more days cannot be read as usually written ones are.
    let rows: String = [4, 5, 6].map(swapped).concat()
        + &(100..237).map(right).collect::<String>()
        + &(300..310).map(midnight).collect::<String>();
    assert_eq!(assert_alike(&[export(1, &rows), export(2, real), export(3, PLAIN)]), 2);
}

#[test]
fn exports_with_other_columns_are_not_mixed() {
    let narrow = |number: usize| {
        let rows = format!(
            "Mã hồ sơ,Đơn vị giải quyết,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả\nK{number},Xã An Sơn,Đang xử lý,14/12/2023,28/12/2023\n"
        );
        (format!("khac-{number}-2023-12-31.csv"), rows)
    };
    assert_eq!(assert_alike(&[export(1, PLAIN), narrow(1), export(2, PLAIN)]), 2);
    assert_eq!(assert_alike(&[export(1, PLAIN), narrow(1), narrow(2), export(2, PLAIN)]), 2);
}

/// Random exports, some of which are not plain.
#[test]
fn exports_taken_in_at_once_are_those_taken_in_one_by_one() {
    let (mut begun, mut all) = (0, 0);
    for seed in 1..=12 {
        let mut random = Rng::with_seed(seed);
        let files: Vec<_> =
            (0..random.usize(2..7)).map(|at| draw_export(at, &mut random)).collect();
        begun += assert_alike(&files);
        all += files.len();
    }
    // Once for each of twelve groups, and some of fifty exports alone.
    assert!((12 + 5..12 + all - 5).contains(&begun), "both ways are gone: {begun} of {all}");
}

fn draw_export(number: usize, random: &mut Rng) -> (String, String) {
    let mut rows = String::new();
    let is_dirty = random.bool();
    for row in 0..random.usize(1..9) {
        let mut dirt = |clean: String, dirty: &[&str]| {
            let is_dirt = is_dirty && random.u8(0..12) == 0;
            if is_dirt { dirty[random.usize(0..dirty.len())].to_owned() } else { clean }
        };
        let received = date(2023, 1, 2) + i64::try_from(row * 17 + number * 5).expect("few").days();
        let day = |days: i64| (received + days.days()).strftime("%d/%m/%Y").to_string();
        let code =
            dirt(format!("HS-{number}-{row}"), &["", "STT", "12345678901234567", "Tổng cộng"]);
        let agency =
            dirt("Xã An Sơn".into(), &["nơi nào", "6283", "", "xa an son", "Xã Trấn Ninh"]);
        let status = dirt("Đã trả kết quả".into(), &["treo máy", "", "ĐÃ TRẢ KẾT QUẢ", "#REF!"]);
        let received = dirt(day(0), &["31/02/2023", "2023-03-04", "3/4/23", "", "45000"]);
        let due = dirt(day(8), &["", "-", "không có", "01/01/0001"]);
        let ended = dirt(day(5), &["", "chưa", "12/31/2023"]);
        let fee = dirt("8000".into(), &["", "8.000", "8,5", "miễn phí", "0"]);
        let paid = dirt(["Có", "Không"][row % 2].into(), &["", "x", "Có", "?"]);
        writeln!(rows, "{code},{agency},{status},{received},{due},{ended},{fee},{paid}")
            .expect("text");
    }
    let (name, text) = export(number, &rows);
    // Of days before and after agencies changed as well.
    let day = ["2023-12-31", "2024-12-31", "2025-06-30", "2025-07-15"][random.usize(0..4)];
    (name.replace("2023-12-31", day), text)
}
