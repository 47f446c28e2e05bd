//! What one export says against itself or against its own day is told when it is handed in.

use jiff::civil::date;
use motcua::pipeline::{IngestOutcome, IngestOverrides};
use rstest::rstest;

use crate::support::{intake::Intake, office::Office};

const DOSSIERS: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n";
const PETITIONS: &str = "Mã PAKN;Cơ quan xử lý;Ngày tiếp nhận;Hạn xử lý;Ngày trả lời;Trạng thái\n";
const SURVEY: &str = "Đơn vị;Ngày khảo sát;Yếu tố;Mức đánh giá;Điểm;Số phiếu\n";
const PROGRESS: &str = "Mã đơn vị;Tổng tiếp nhận;Đúng hạn;Tỷ lệ đúng hạn (%)\n";
const FIGURES: &str = "Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số;Giá trị;Nguồn\n";

/// The checks that find something of the one export.
fn found(name: &str, csv: &str) -> Vec<String> {
    let office = Office::new();
    let path = office.file(name, csv);
    let (taken, build) = office.ingest(&path, &IngestOverrides::default());
    assert!(taken[0].is_ok(), "{taken:?}");
    let findings = build.expect("built").findings;
    assert!(findings.iter().all(|one| one.sources.len() == 1), "{findings:?}");
    findings.into_iter().map(|one| one.check_id).collect()
}

#[rstest]
#[case::that_day("2023-12-13", false)]
// Made the next morning, or at the end of the day it names.
#[case::the_day_before("2023-12-12", false)]
#[case::two_days_before("2023-12-11", true)]
#[case::a_month_before("2023-11-30", true)]
fn what_was_done_after_the_day_of_an_export_is_told(#[case] day: &str, #[case] is_told: bool) {
    let dossier = "A1;06283;11/12/2023;20/12/2023;13/12/2023 08:05;Đã xử lý xong";
    let petition = "P1;06283;04/12/2023;20/12/2023;13/12/2023;Đã trả lời";
    let survey = "06283;13/12/2023;Công chức;Hài lòng;4;1";
    for (heading, row) in [(DOSSIERS, dossier), (PETITIONS, petition), (SURVEY, survey)] {
        let expected: &[&str] = if is_told { &["events_after_the_export"] } else { &[] };
        let csv = format!("{heading}{row}\n");
        assert_eq!(found(&format!("tep-{day}.csv"), &csv), expected, "{row}");
    }
}

#[rstest]
#[case::due_years_before(DOSSIERS, "A1;06283;11/12/2023;20/12/2013;;Đang xử lý", &["due_before_received"])]
#[case::due_that_day(DOSSIERS, "A1;06283;11/12/2023 08:00;11/12/2023;;Đang xử lý", &[])]
#[case::ended_before(DOSSIERS, "A1;06283;11/12/2023;20/12/2023;10/12/2023;Đã xử lý xong", &["ended_before_received"])]
#[case::petition_due_before(PETITIONS, "P1;06283;11/12/2023;10/12/2023;;Đang xử lý", &["due_before_received"])]
#[case::petition_answered_before(PETITIONS, "P1;06283;11/12/2023;20/12/2023;10/12/2023;Đã trả lời", &["ended_before_received"])]
fn days_in_an_order_that_cannot_be_are_told(
    #[case] heading: &str,
    #[case] row: &str,
    #[case] expected: &[&str],
) {
    assert_eq!(found("tep-2023-12-31.csv", &format!("{heading}{row}\n")), expected);
}

#[rstest]
#[case::another("1000;950;59", true)]
#[case::the_same("1000;950;95", false)]
#[case::rounded("3;2;66,67", false)]
#[case::cut("3;2;66,66", false)]
#[case::rounded_to_one_place("3;2;66,7", false)]
#[case::to_whole("3;2;66", false)]
#[case::off_by_more("3;2;66,5", true)]
#[case::no_per_cent("1000;950;0,95", true)]
#[case::nothing_received("0;0;0", false)]
fn a_ratio_that_is_not_that_of_its_own_counts_is_told(#[case] counts: &str, #[case] is_told: bool) {
    let expected: &[&str] = if is_told { &["published_ratio_as_its_parts"] } else { &[] };
    let csv = format!("{PROGRESS}06283;{counts}\n");
    assert_eq!(found("tien-do-2023-11.csv", &csv), expected);
    let parts: Vec<&str> = counts.split(';').collect();
    let (of, on_time, ratio) = (parts[0], parts[1], parts[2]);
    let csv = format!("{FIGURES}progress_766;06283;2023-11;{on_time};{of};{ratio};dvcqg\n");
    assert_eq!(found("so-2023-12-31.csv", &csv), expected);
}

#[test]
fn a_score_over_its_scale_or_below_nothing_is_rejected() {
    let rows = "06283;12/12/2023;Công chức;Rất hài lòng;5;1\n06283;12/12/2023;Công chức;Hài lòng;8;1\n\
                06283;12/12/2023;Công chức;Hài lòng;-1;118\n";
    let intake = Intake::text("ks-2023-12-31.csv", format!("{SURVEY}{rows}"));
    assert_eq!(intake.rows("score,answer_count"), ["5.0000,1"]);
    let rejected = [
        (3, "score".into(), "over_most".into(), "8".into()),
        (4, "score".into(), "bad_number".into(), "-1".into()),
    ];
    assert_eq!(intake.rejected(), rejected);
}

/// Who saves one page of the portal twice has the figures of one period only.
#[test]
fn the_figures_of_one_period_are_not_those_of_another() {
    let office = Office::new();
    let bytes = std::fs::read("connectors/dvcqg_progress/sample.csv").expect("a sample");
    let take = |name: &str, period: Option<&str>| {
        let path = office.file(name, &bytes);
        let period = period.map(|text| text.parse().expect("a period"));
        let said = IngestOverrides { period, ..IngestOverrides::default() };
        office.ingest_at(&path, &said, date(2026, 11, 2).at(8, 0, 0, 0)).0.remove(0)
    };
    assert!(matches!(
        take("dvcqg_progress_2026-07_2026-08-02.csv", None),
        Ok(IngestOutcome::New(_))
    ));
    let refused = take("dvcqg_progress_2026-Q3_2026-10-02.csv", None).expect_err("the same bytes");
    let told = office.catalog.phrases.tell_error(&refused);
    assert!(told.contains("2026-07") && told.contains("2026-Q3"), "{told}");
    let again = take("dvcqg_progress_2026-07_2026-08-03.csv", None);
    assert!(matches!(again, Ok(IngestOutcome::Known(_))), "{again:?}");
    let said = take("dvcqg_progress_2026-Q3_2026-10-02.csv", Some("2026-Q3"));
    assert!(matches!(said, Ok(IngestOutcome::Amended(_))), "{said:?}");
}
