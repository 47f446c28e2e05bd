//! Letters of apology, and the register of them.

use std::io::Cursor;

use calamine::{Data, Reader as _};
use jiff::civil::date;
use motcua::{
    pipeline::{IngestOutcome, IngestOverrides},
    report::ReportFormat,
};

use super::{made, word::Word};
use crate::support::office::Office;

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
    let letters = made(&office, "apology", "2023-03", &[ReportFormat::Docx]);
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
fn an_apology_for_what_was_done_overdue_asks_for_nothing() {
    let office = Office::of_every_metric();
    office.given(LATE);
    for (period, name) in [("2023-03", "L1"), ("2023-04", "E1")] {
        let letters = made(&office, "apology_late", period, &[ReportFormat::Docx]);
        assert_eq!(letters.len(), 1, "{period}");
        assert_eq!(letters[0].file_name, format!("apology_late-{period}-{name}.docx"));
        let word = Word::of(&letters);
        assert!(!word.says("chưa trả kết quả") && !word.says("gia hạn"));
    }
    let word = Word::of(&made(&office, "apology_late", "2023-03", &[ReportFormat::Docx]));
    assert!(word.says("đến ngày 07/03/2023 Ủy ban nhân dân xã An Sơn mới giải quyết xong"));
}

#[test]
fn the_register_of_letters_has_every_overdue_dossier_and_the_day_its_letter_was_sent() {
    let office = Office::of_every_metric();
    office.given(LATE);
    let documents =
        made(&office, "apology_register", "2023-03", &[ReportFormat::Docx, ReportFormat::Xlsx]);
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
    assert!(matches!(day, Data::DateTime(_)), "{day:?}");
    assert_eq!(day.to_string(), "44992");
}

#[test]
fn a_register_that_is_filled_in_marks_the_letters_as_sent() {
    let office = Office::of_every_metric();
    office.given(LATE);
    let said =
        IngestOverrides { snapshot_on: Some(date(2024, 1, 1)), ..IngestOverrides::default() };
    let mut documents = made(&office, "apology_register", "2023-03", &[ReportFormat::Xlsx]);
    let own = office.file("so.xlsx", documents.remove(0).bytes);
    let filled = "Mã hồ sơ,Ngày gửi văn bản xin lỗi\nO1,12/03/2023\nL1,chưa gửi\n";
    let filled = office.file("so.csv", filled);
    // What the report writes is read as well: the two letters it knows already.
    for (path, kept) in [(own, 2), (filled, 1)] {
        let (mut taken, build) = office.ingest(&path, &said);
        let Ok(IngestOutcome::New(source)) = taken.remove(0) else { panic!("taken in") };
        assert_eq!(source.connector, "apology_letters");
        let staged = build.expect("built").sources.into_iter().find(|one| one.id == source.id);
        let staged = staged.expect("listed").staged;
        assert_eq!((staged.kept, staged.rejected), (kept, 0), "{}", path.display());
    }
    assert_eq!(made(&office, "apology", "2023-03", &[ReportFormat::Docx]), []);
    let register = Word::of(&made(&office, "apology_register", "2023-03", &[ReportFormat::Docx]));
    assert!(register.says("5 hồ sơ quá hạn, trong đó 2 hồ sơ chưa gửi văn bản xin lỗi."));
}
