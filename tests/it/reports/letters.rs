//! Letters: one each and one with all of them, blanks for what we do not keep.

use std::io::Cursor;

use calamine::{Data, Reader as _};
use jiff::civil::date;
use motcua::{catalog::settings::OfficeSettings, pipeline::Said, report::Format};

use super::{made, made_by, word::Word};
use crate::{dirt::HEADING, journey::sampled, office::Office};

#[test]
fn every_agency_under_the_floor_gets_a_letter_and_all_of_them_are_one_file_too() {
    let office = Office::of_every_metric();
    // 1 of 2 on time each: xã An Sơn, xã Đồng Giáp; thị trấn Văn Quan is at 2 of 2.
    office.given(
        "solving_agency,status,received_at,due_at,ended_at\n\
         xã An Sơn,finished,01/03/2023,06/03/2023,06/03/2023\n\
         xã An Sơn,finished,01/03/2023,06/03/2023,07/03/2023\n\
         xã Đồng Giáp,finished,01/03/2023,06/03/2023,06/03/2023\n\
         xã Đồng Giáp,finished,01/03/2023,06/03/2023,09/03/2023\n\
         thị trấn Văn Quan,finished,01/03/2023,06/03/2023,06/03/2023\n\
         thị trấn Văn Quan,finished,01/03/2023,06/03/2023,03/03/2023\n",
    );
    let letters = made(&office, "reminder", "2023-03", &[Format::Docx]);
    assert_eq!(letters.len(), 3);
    assert_eq!(letters[2].file_name, "reminder-2023-03.docx");
    let one = Word::read(&letters[0].bytes);
    let all = Word::read(&letters[2].bytes);
    let to =
        |word: &Word| word.paragraphs.iter().filter(|said| said.starts_with("Kính gửi")).count();
    assert_eq!((to(&one), to(&all)), (1, 2));
    assert!(all.says("Kính gửi: Ủy ban nhân dân xã An Sơn"));
    assert!(all.says("Kính gửi: Ủy ban nhân dân xã Đồng Giáp"));
    assert!(all.says("giải quyết đúng hạn 50,00% (1/2) hồ sơ, dưới ngưỡng 90%"));
    // (0.9 × 2 − 1) / 0.1 = 8
    assert!(one.says("Cần thêm 8 hồ sơ"));
    // Both are at 1 of 2: the lower code comes first, and its late dossier is the second given.
    assert_eq!(letters[0].file_name, "reminder-2023-03-06283.docx");
    assert!(one.says("D1") && !one.says("D0") && !one.says("D3"), "its late dossier by code");
}

#[test]
fn nobody_under_the_floor_gets_no_letter() {
    let office = Office::of_every_metric();
    office.given("status,received_at,due_at,ended_at\nfinished,01/03/2023,06/03/2023,06/03/2023\n");
    assert!(made(&office, "reminder", "2023-03", &[Format::Docx]).is_empty());
}

/// Promised for 06/03: done late without a letter and with one, done in time, open without one and with one, done in April.
const LATE: &str = "dossier_code,procedure_name,status,received_at,due_at,ended_at,apology_sent_at\n\
     L1,Đăng ký khai sinh,finished,01/03/2023,06/03/2023,07/03/2023,\n\
     L2,Đăng ký khai sinh,finished,01/03/2023,06/03/2023,07/03/2023,07/03/2023\n\
     T1,Đăng ký khai sinh,finished,01/03/2023,06/03/2023,06/03/2023,\n\
     O1,Đăng ký kết hôn,in_progress,01/03/2023,06/03/2023,,\n\
     O2,Đăng ký kết hôn,in_progress,01/03/2023,06/03/2023,,10/03/2023\n\
     E1,Đăng ký kết hôn,finished,01/03/2023,06/03/2023,05/04/2023,\n";

#[test]
fn an_apology_that_asks_for_time_is_for_what_is_open_and_has_no_letter() {
    let office = Office::of_every_metric();
    office.given(LATE);
    let letters = made(&office, "apology", "2023-03", &[Format::Docx]);
    let names: Vec<&str> = letters.iter().map(|letter| letter.file_name.as_str()).collect();
    assert_eq!(names, ["apology-2023-03-O1.docx"]);
    let word = Word::of(&letters);
    assert!(word.says("mã hồ sơ: O1"));
    assert!(word.says("ngày 06/03/2023"));
    assert!(word.says("chưa trả kết quả"));
    assert!(word.says("Kính gửi: ……"));
    assert!(word.tables[0][0][0].starts_with("ỦY BAN NHÂN DÂN XÃ AN SƠN"));
}

#[test]
fn an_apology_for_what_was_done_late_asks_for_nothing() {
    let office = Office::of_every_metric();
    office.given(LATE);
    for (period, name) in [("2023-03", "L1"), ("2023-04", "E1")] {
        let letters = made(&office, "apology_late", period, &[Format::Docx]);
        assert_eq!(letters.len(), 1, "{period}");
        assert_eq!(letters[0].file_name, format!("apology_late-{period}-{name}.docx"));
        let word = Word::of(&letters);
        assert!(!word.says("chưa trả kết quả") && !word.says("gia hạn"));
    }
    let word = Word::of(&made(&office, "apology_late", "2023-03", &[Format::Docx]));
    assert!(word.says("đến ngày 07/03/2023 Ủy ban nhân dân xã An Sơn mới giải quyết xong"));
}

#[test]
fn the_register_of_letters_has_every_late_dossier_and_the_day_its_letter_was_sent() {
    let office = Office::of_every_metric();
    office.given(LATE);
    let documents = made(&office, "apology_register", "2023-03", &[Format::Docx, Format::Xlsx]);
    let register = Word::of(&documents);
    let rows = register.table(&["Mã hồ sơ", "Ngày gửi văn bản xin lỗi"]);
    let told: Vec<[&str; 4]> =
        rows[1..].iter().map(|row| [&*row[1], &row[3], &row[4], &row[5]]).collect();
    assert_eq!(
        told,
        [
            ["E1", "06/03/2023", "05/04/2023", "▼\u{a0}chưa gửi"],
            ["L1", "06/03/2023", "07/03/2023", "▼\u{a0}chưa gửi"],
            ["L2", "06/03/2023", "07/03/2023", "07/03/2023"],
            ["O1", "06/03/2023", "–", "▼\u{a0}chưa gửi"],
            ["O2", "06/03/2023", "–", "10/03/2023"],
        ]
    );
    assert!(register.says("5 hồ sơ quá hạn, trong đó 3 hồ sơ chưa gửi văn bản xin lỗi."));
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(documents[1].bytes.clone()))
        .expect("a workbook");
    let sheet = book.worksheet_range("Văn bản xin lỗi").expect("the sheet");
    // The caption, an empty row, the headings, two without a letter, then that of 07/03/2023.
    let day = sheet.get((5, 5)).expect("a cell");
    assert!(matches!(day, Data::DateTime(_)) && day.to_string() == "44992", "{day:?}");
}

#[test]
fn a_letter_has_one_number_for_one_thing() {
    let office = Office::of_every_metric();
    let row = |code: &str, agency: &str, month: &str, day: &str| {
        format!(
            "{code};{agency};02/{month}/2025;06/{month}/2025;{day}/{month}/2025;Đã xử lý xong\n"
        )
    };
    // Late in May: thị trấn Văn Quan and xã Hòa Bình, which went into xã Văn Quan whole; on time in August: xã Văn Quan.
    let may = row("A1", "06253", "05", "07") + &row("A2", "06274", "05", "07");
    for (day, rows) in
        [(date(2025, 6, 30), may), (date(2025, 8, 31), row("B1", "06253", "08", "05"))]
    {
        let path = office.file(&format!("{day}.csv"), format!("{HEADING}{rows}"));
        office.ingest(&path, &Said { snapshot_on: Some(day), ..Said::default() });
    }
    let asked = ("reminder", "2025", Some("06253"));
    let word = Word::of(&made_by(&office, &OfficeSettings::default(), asked, &[Format::Docx]));
    let number = regex::Regex::new(r"(?:đúng hạn|đạt) ([0-9,]+% \([0-9/]+\))").expect("a pattern");
    let told: Vec<&str> = (word.paragraphs.iter())
        .flat_map(|said| number.captures_iter(said))
        .map(|found| found.get(1).expect("a group").as_str())
        .collect();
    assert_eq!(told.len(), 2, "{:?}", word.paragraphs);
    assert_eq!(told[0], told[1]);
    let needed = regex::Regex::new("Cần thêm ([0-9]+) hồ sơ").expect("a pattern");
    let told: Vec<&str> = (word.paragraphs.iter())
        .flat_map(|said| needed.find_iter(said))
        .map(|found| found.as_str())
        .collect();
    assert_eq!((told.len(), told[0]), (2, told[1]));
}

#[test]
fn a_letter_bears_the_symbol_of_who_wrote_it_and_no_number_another_letter_bears() {
    let office = Office::of_every_metric();
    office.given("status,received_at,due_at,ended_at\nfinished,01/03/2023,06/03/2023,07/03/2023\n");
    let settings = OfficeSettings {
        number: Some("12".into()),
        symbol: Some("UBND".into()),
        letter_symbol: Some("UBND-VP".into()),
        ..OfficeSettings::default()
    };
    let head = |report: &str| {
        let asked = (report, "2023-03", None);
        Word::of(&made_by(&office, &settings, asked, &[Format::Docx])).tables[0][0][0].clone()
    };
    assert!(head("reminder").contains("Số: ……/UBND-VPV/v"), "{}", head("reminder"));
    assert!(head("weekly").contains("Số: 12/BC-UBND"), "{}", head("weekly"));
}

#[test]
fn every_report_can_be_made_of_the_samples_in_every_format() {
    let (office, _) = sampled();
    let hole = regex::Regex::new(r"\{[a-z_]+\}").expect("a pattern");
    for report in &office.catalog.reports {
        let documents = made(&office, &report.id, "2023-12", &Format::ALL[..3]);
        assert!(!documents.is_empty(), "{}", report.id);
        for document in &documents {
            let text = String::from_utf8_lossy(&document.bytes);
            if document.format == Format::Html {
                assert!(!hole.is_match(&text), "{}: {:?}", report.id, hole.find(&text));
                assert!(!text.contains(">report."), "{}", report.id);
            }
        }
    }
}
