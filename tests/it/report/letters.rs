//! Letters: one each and one with all of them, blanks for what we do not keep.

use jiff::civil::date;
use motcua::{catalog::settings::OfficeSettings, pipeline::IngestOverrides, report::ReportFormat};

use super::{judged::ended, made, made_by, word::Word};
use crate::{
    ingest::dirt::HEADING,
    pipeline::journey::sampled,
    support::{office::Office, visitor::unsaid},
};

#[test]
fn every_agency_under_the_floor_gets_a_letter_and_all_of_them_are_one_file_too() {
    let office = Office::of_every_metric();
    // 5 of 10 on time each: xã An Sơn, xã Đồng Giáp; thị trấn Văn Quan is at 10 of 10, and 0 of 9 is of too few.
    office.given(&ended(&[
        ("xã An Sơn", 5, 5),
        ("xã Đồng Giáp", 5, 5),
        ("thị trấn Văn Quan", 10, 0),
        ("xã Hòa Bình", 0, 9),
    ]));
    let letters = made(&office, "reminder", "2023-03", &[ReportFormat::Docx]);
    assert_eq!(letters.len(), 3);
    assert_eq!(letters[2].file_name, "reminder-2023-03.docx");
    let one = Word::read(&letters[0].bytes);
    let all = Word::read(&letters[2].bytes);
    let to =
        |word: &Word| word.paragraphs.iter().filter(|said| said.starts_with("Kính gửi")).count();
    assert_eq!((to(&one), to(&all)), (1, 2));
    assert!(all.says("Kính gửi: Ủy ban nhân dân xã An Sơn"));
    assert!(all.says("Kính gửi: Ủy ban nhân dân xã Đồng Giáp"));
    assert!(all.says("giải quyết đúng hạn 50,00% (5/10) hồ sơ, dưới ngưỡng 90%"));
    // (0.9 × 10 − 5) / 0.1 = 40
    assert!(one.says("Cần thêm 40 hồ sơ"));
    // Both are at 5 of 10: the lower code comes first, and its late dossiers are the second five given.
    assert_eq!(letters[0].file_name, "reminder-2023-03-06283.docx");
    assert!(one.says("D5") && !one.says("D4") && !one.says("D15"), "its late dossiers by code");
}

#[test]
fn nobody_under_the_floor_gets_no_letter() {
    let office = Office::of_every_metric();
    office.given("status,received_at,due_at,ended_at\nfinished,01/03/2023,06/03/2023,06/03/2023\n");
    assert!(made(&office, "reminder", "2023-03", &[ReportFormat::Docx]).is_empty());
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
    let august: String =
        (1..=10).map(|number| row(&format!("B{number}"), "06253", "08", "05")).collect();
    for (day, rows) in [(date(2025, 6, 30), may), (date(2025, 8, 31), august)] {
        let path = office.file(&format!("{day}.csv"), format!("{HEADING}{rows}"));
        office.ingest(
            &path,
            &IngestOverrides { snapshot_on: Some(day), ..IngestOverrides::default() },
        );
    }
    let asked = ("reminder", "2025", Some("06253"));
    let word =
        Word::of(&made_by(&office, &OfficeSettings::default(), asked, &[ReportFormat::Docx]));
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
fn every_report_can_be_made_of_the_samples_in_every_format() {
    let (office, _) = sampled();
    let hole = regex::Regex::new(r"\{[a-z_]+\}").expect("a pattern");
    for report in &office.catalog.reports {
        let documents = made(&office, &report.id, "2023-12", &ReportFormat::ALL[..3]);
        assert!(!documents.is_empty(), "{}", report.id);
        for document in &documents {
            let text = String::from_utf8_lossy(&document.bytes);
            if document.format == ReportFormat::Html {
                assert!(!hole.is_match(&text), "{}: {:?}", report.id, hole.find(&text));
                assert_eq!(unsaid(&text), None, "{}", report.id);
            }
        }
    }
}
