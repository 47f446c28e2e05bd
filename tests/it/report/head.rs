//! What the office says of itself on its papers, and dots where it says nothing.

use jiff::civil::Date;
use motcua::{
    catalog::settings::OfficeSettings,
    report::{ReportFormat, find_signing_day, working_day_from},
};
use rstest::rstest;

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

#[rstest]
#[case::new_year_is_a_holiday("2023-W52", "2024-01-02")]
#[case::of_a_month_too("2023-12", "2024-01-02")]
#[case::after_a_friday_comes_monday("2023-12-01..2023-12-15", "2023-12-18")]
#[case::after_a_tuesday_wednesday("2023-12-01..2023-12-12", "2023-12-13")]
#[case::as_far_as_anything_is_known("2023-12-25..2024-01-15", "2024-01-02")]
fn a_report_is_dated_on_the_first_working_day_after_its_period(
    #[case] period: &str,
    #[case] day: Date,
) {
    let (office, _) = sampled();
    let found = find_signing_day(&office.warehouse(), period.parse().expect("a period"));
    assert_eq!(found.expect("found"), day);
}

#[rstest]
#[case::a_holiday("2024-01-01", "2024-01-02")]
#[case::a_saturday("2024-01-06", "2024-01-08")]
#[case::a_working_day("2024-01-03", "2024-01-03")]
#[case::past_the_calendar("2050-01-01", "2050-01-01")]
fn what_is_sent_on_a_day_off_bears_the_next_working_day(#[case] made: Date, #[case] day: Date) {
    let (office, _) = sampled();
    assert_eq!(working_day_from(&office.warehouse(), made).expect("found"), day);
}
