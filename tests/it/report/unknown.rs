//! What is said of a time of which little or nothing is known.

use rstest::rstest;

use motcua::{catalog::settings::OfficeSettings, report::ReportFormat};

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
