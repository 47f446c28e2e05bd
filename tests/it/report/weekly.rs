//! The report an office sends: what it says, and that it says the same again.

use motcua::{
    catalog::settings::OfficeSettings,
    report::{ReportContext, ReportFormat, ReportRequest, make_each, units},
};

use super::{
    TODAY, made, made_by,
    word::{Word, part},
};
use crate::{pipeline::journey::sampled, support::office::AGENCY};

#[test]
fn the_year_says_who_is_under_the_floor_and_why() {
    let (office, _) = sampled();
    let word = Word::of(&made(&office, "weekly", "2023", &[ReportFormat::Docx]));
    assert!(word.says("Trong năm 2023 có 1 trên 17 đơn vị cấp xã"), "{:?}", word.paragraphs);
    assert!(word.says("dưới 90%: xã An Sơn 80,63% (387/480)."));
    assert!(word.says("94,84% (7.296/7.693)"));
    // 7,693 − 7,296; 93 of 7,693 are 1.21 %.
    assert!(word.says("397 hồ sơ giải quyết quá hạn trên tổng số 7.693 hồ sơ đã giải quyết, làm giảm tỷ lệ 5,16 điểm %"));
    let causes = word.table(&["Đơn vị", "Làm giảm (điểm %)"]);
    assert_eq!(causes.len(), 6);
    assert_eq!(causes[1][1..6], ["Xã An Sơn", "▼\u{a0}80,63%", "93", "1,21", "450"]);

    let agencies = word.table(&["Đơn vị", "Giải quyết đúng hạn"]);
    // A heading, 17 communes and their sum.
    assert_eq!(agencies.len(), 19);
    assert_eq!(agencies[1][..4], ["1", "Xã An Sơn", "▼\u{a0}80,63%", "508"]);
    assert_eq!(agencies[18][1..4], ["Tổng cộng", "94,84%", "8.089"]);

    // All that were late, and the 33 that are open and late.
    let overdue = word.table(&["Mã hồ sơ", "Giải quyết xong"]);
    assert_eq!(overdue.len(), 1 + 397 + 33);
    assert_eq!(overdue.iter().filter(|row| row[1] == "Xã An Sơn" && row[5] != "–").count(), 93);
}

#[test]
fn a_week_is_called_a_week_and_held_against_the_week_before() {
    let (office, _) = sampled();
    let word = Word::of(&made(&office, "weekly", "2023-W52", &[ReportFormat::Docx]));
    let dated = "tuần 52 (từ ngày 25/12/2023 đến ngày 31/12/2023)";
    assert!(word.says(&format!("Kết quả giải quyết thủ tục hành chính {dated}")));
    assert!(
        word.says(&format!("Trong {dated}, không đơn vị nào trong 3")),
        "{:?}",
        word.paragraphs
    );
    assert!(word.says("so với tuần 51 năm 2023; tuần 51 năm 2023 có"));
    assert!(word.says("Hồ sơ đến hạn trong 5 ngày làm việc tới"));
}

#[test]
fn tables_repeat_their_headings_and_pictures_are_told_in_words() {
    let (office, _) = sampled();
    let documents = made(&office, "weekly", "2023", &[ReportFormat::Docx]);
    let word = Word::of(&documents);
    // The letterhead and the signature are tables without headings; the form has four rows of them, the others one.
    let tables: Vec<&str> = word.xml.split("<w:tbl>").skip(1).collect();
    let headed: Vec<usize> =
        tables.iter().map(|table| table.matches("<w:tblHeader/>").count()).collect();
    // Five before the signature, then what is overdue, what is due, the form, the agencies, the sources.
    assert_eq!(headed, [0, 1, 1, 1, 1, 1, 0, 1, 1, 4, 1, 1]);
    assert_eq!(word.xml.matches("descr=\"Tỷ lệ hồ sơ giải quyết đúng hạn: ").count(), 4);
    assert!(word.xml.contains("Xã An Sơn 80,63%"));
    // They count from the first on.
    assert_eq!(word.xml.matches("w:instr=\" SEQ Bảng \\* ARABIC \\r 1 \"").count(), 1);
    assert!(word.xml.matches("w:instr=\" SEQ Bảng \\* ARABIC \"").count() > 5);
    assert!(word.xml.contains("w:orient=\"landscape\""));
}

#[test]
fn the_same_call_gives_the_same_bytes() {
    let (office, _) = sampled();
    let formats: Vec<ReportFormat> = ReportFormat::ALL
        .into_iter()
        .filter(|format| cfg!(feature = "pdf") || *format != ReportFormat::Pdf)
        .collect();
    let one = made(&office, "weekly", "2023-W52", &formats);
    let other = made(&office, "weekly", "2023-W52", &formats);
    assert_eq!(one.len(), formats.len());
    for (one, other) in one.iter().zip(&other) {
        assert!(one == other, "{}", one.file_name);
        assert!(one.bytes.len() > 10_000, "{}", one.file_name);
    }
    let core = part(&one[0].bytes, "docProps/core.xml");
    assert!(core.contains("2024-01-02T00:00:00Z"), "{core}");
}

#[test]
fn a_report_of_one_agency_speaks_of_it_alone() {
    let (office, _) = sampled();
    let asked = ("weekly", "2023", Some(AGENCY));
    let documents = made_by(&office, &OfficeSettings::default(), asked, &[ReportFormat::Docx]);
    assert_eq!(documents[0].file_name, "weekly-2023-06283.docx");
    let word = Word::of(&documents);
    assert!(word.says("Xã An Sơn giải quyết đúng hạn 80,63% (387/480) hồ sơ trong năm 2023."));
    assert!(!word.says("Xã Đồng Giáp"));
}

#[test]
fn each_unit_gets_a_report_of_its_own() {
    let (office, _) = sampled();
    let (warehouse, settings) = (office.warehouse(), OfficeSettings::default());
    let press = ReportContext::new(&office.catalog, &settings, &warehouse, TODAY);
    let period = "2023-W52".parse().expect("a period");
    let units = units(&press, period).expect("listed");
    // 17 communes, their district and their province.
    assert_eq!(units.len(), 19);
    let report = office.catalog.find_report("weekly").expect("a report");
    let (mut names, mut among) = (Vec::new(), Vec::new());
    make_each(&press, (report, period), &units, &[ReportFormat::Xlsx], &mut |made| {
        let documents = made.documents.expect("made");
        names.extend(documents.iter().map(|document| document.file_name.clone()));
        if made.agency.code == AGENCY {
            among = documents;
        }
        true
    });
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 19);
    // Alone it is the same as among all.
    let alone = super::make(
        &press,
        ReportRequest { report, period, agency: Some(AGENCY) },
        &[ReportFormat::Xlsx],
    );
    assert!(among == alone.expect("made"), "weekly-2023-W52-06283.xlsx");
}

#[test]
fn units_are_made_until_one_is_not_taken() {
    let (office, _) = sampled();
    let settings = OfficeSettings { number: Some("12".into()), ..OfficeSettings::default() };
    let warehouse = office.warehouse();
    let press = ReportContext::new(&office.catalog, &settings, &warehouse, TODAY);
    let period = "2023-W52".parse().expect("a period");
    let units = units(&press, period).expect("listed");
    let report = office.catalog.find_report("bieu_06a").expect("a report");
    let mut taken = 0;
    make_each(&press, (report, period), &units, &[ReportFormat::Docx], &mut |made| {
        taken += 1;
        // One number is not all of theirs.
        let word = Word::of(&made.documents.expect("made"));
        assert!(word.tables[0][0][0].contains("Số: ……/"), "{:?}", word.tables[0]);
        taken < 2
    });
    assert_eq!(taken, 2);
}
