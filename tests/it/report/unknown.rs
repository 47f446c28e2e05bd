//! What is said of a time of which little or nothing is known.

use rstest::rstest;

use motcua::{
    catalog::{Catalog, report::SectionKind, settings::OfficeSettings},
    report::ReportFormat,
};

use super::{
    judged::{halves, weekly},
    made_by,
    word::Word,
};
use crate::support::office::{AGENCY, Office};

#[rstest]
#[case::after_the_last_export("2030", "Năm 2030: chưa có số liệu sau 01/01/2024.")]
#[case::before_the_first("2019", "Năm 2019: chưa có số liệu trước 01/03/2023.")]
fn what_nothing_is_known_of_is_no_good_news(#[case] period: &str, #[case] sentence: &str) {
    let office = Office::of_every_metric();
    office.given(&halves());
    for agency in [None, Some(AGENCY)] {
        let word = weekly(&office, period, agency);
        assert!(word.says(sentence));
        let good: Vec<&String> =
            word.paragraphs.iter().filter(|said| said.starts_with("Không có")).collect();
        assert!(good.is_empty(), "{good:?}");
    }
}

#[test]
fn while_a_period_runs_its_open_dossiers_are_those_of_the_newest_export() {
    let office = Office::of_every_metric();
    office.given(&halves());
    // The export is of the first day of the year.
    let word = weekly(&office, "2024", None);
    assert!(
        word.says("Không có hồ sơ nào đến hạn trong 5 ngày làm việc tới, tính từ ngày 01/01/2024.")
    );
}

#[test]
fn where_nothing_was_done_nobody_is_said_to_do_well() {
    let office = Office::of_every_metric();
    office.given(&halves());
    // Known, and nothing ended in it; nobody has anything open.
    let word = weekly(&office, "2023-06", None);
    assert!(word.says("Chưa có số liệu về tỷ lệ hồ sơ giải quyết đúng hạn trong tháng 6/2023."));
    assert!(
        word.says("Không có hồ sơ nào đến hạn trong 5 ngày làm việc tới, tính từ ngày 30/06/2023.")
    );
    assert!(!word.says("không có hồ sơ nào giải quyết quá hạn"));
}

#[test]
fn of_a_time_before_the_first_export_no_service_is_said_to_be_without_dossiers() {
    let office = Office::of_every_metric();
    office.given(&halves());
    let of = |period| {
        let asked = ("dieu_19", period, None);
        Word::of(&made_by(&office, &OfficeSettings::default(), asked, &[ReportFormat::Docx]))
    };
    let nothing_done = |word: &Word| {
        word.paragraphs.iter().any(|said| said.contains("chưa có hồ sơ nào được giải quyết xong"))
    };
    let unknown = of("2019");
    assert!(unknown.says("Năm 2019: chưa có số liệu trước 01/03/2023."));
    assert!(!nothing_done(&unknown));
    // Known, and nothing ended in it.
    assert!(nothing_done(&of("2023-06")));
}

/// The first dossier came on the 1st of March, a Wednesday.
#[test]
fn a_period_that_began_before_anything_was_known_is_named_with_its_first_day() {
    let office = Office::of_every_metric();
    office.given(&halves());
    let title = |period| {
        let word = weekly(&office, period, None);
        word.paragraphs.concat()
    };
    assert!(title("2023").contains("năm 2023 (số liệu từ ngày 01/03/2023)"));
    assert!(title("2024").contains("năm 2024 (đến ngày 01/01/2024)"));
    assert!(!title("2023-03").contains("số liệu từ ngày"), "it begins with that day");
    let before = title("2023-Q2");
    assert!(before.contains("quý I/2023 (số liệu từ ngày 01/03/2023)"), "{before}");
}

#[test]
fn no_titled_section_is_left_out_without_a_word() {
    let catalog = Catalog::load_content(None).expect("the content is well");
    // What always says something, or is of what an office keeps besides.
    let is_exempt = |kind| {
        matches!(
            kind,
            SectionKind::Below
                | SectionKind::Signature
                | SectionKind::Sources
                | SectionKind::Summary
                | SectionKind::Text
                | SectionKind::Urgings
        )
    };
    for report in &catalog.reports {
        for section in report.sections.iter().filter(|it| !is_exempt(it.kind)) {
            let title = section.title.as_deref().unwrap_or_default();
            assert!(title.is_empty() || section.empty.is_some(), "{}: {title}", report.id);
        }
    }
}
