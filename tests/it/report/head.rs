//! What the office says of itself on its papers, and dots where it says nothing.

use motcua::{catalog::settings::OfficeSettings, report::ReportFormat};

use super::{judged::ended, made, made_by, word::Word};
use crate::{pipeline::journey::sampled, support::office::Office};

#[test]
fn what_the_office_does_not_say_stays_dots() {
    let (office, _) = sampled();
    let word = Word::of(&made(&office, "weekly", "2023-12", &[ReportFormat::Docx]));
    let head = &word.tables[0][0];
    assert!(head[0].contains("Số: ……/BC"), "{head:?}");
    assert!(head[1].ends_with("……, ngày 02 tháng 01 năm 2024"), "{head:?}");

    let settings = OfficeSettings {
        agency: Some("Văn phòng HĐND và UBND huyện Văn Quan".into()),
        place: Some("Văn Quan".into()),
        number: Some("12".into()),
        symbol: Some("VP".into()),
        title: vec!["CHÁNH VĂN PHÒNG".into()],
        ..OfficeSettings::default()
    };
    let asked = ("weekly", "2023-12", None);
    let word = Word::of(&made_by(&office, &settings, asked, &[ReportFormat::Docx]));
    let head = &word.tables[0][0];
    assert!(head[0].starts_with("……VĂN PHÒNG HĐND VÀ UBND HUYỆN VĂN QUAN"), "{head:?}");
    assert!(head[0].contains("Số: 12/BC-VP"), "{head:?}");
    assert!(head[1].ends_with("Văn Quan, ngày 02 tháng 01 năm 2024"), "{head:?}");
    assert!(word.says("CHÁNH VĂN PHÒNG"));
}

#[test]
fn a_letter_bears_the_symbol_of_who_wrote_it_and_no_number_another_letter_bears() {
    let office = Office::of_every_metric();
    office.given(&ended(&[("xã An Sơn", 0, 10)]));
    let settings = OfficeSettings {
        number: Some("12".into()),
        symbol: Some("UBND".into()),
        letter_symbol: Some("UBND-VP".into()),
        ..OfficeSettings::default()
    };
    let head = |report: &str| {
        let asked = (report, "2023-03", None);
        Word::of(&made_by(&office, &settings, asked, &[ReportFormat::Docx])).tables[0][0][0].clone()
    };
    assert!(head("reminder").contains("Số: ……/UBND-VPV/v"), "{}", head("reminder"));
    assert!(head("weekly").contains("Số: 12/BC-UBND"), "{}", head("weekly"));
}
