//! Answers to surveys: what one paper says twice counts once, what two people say alike counts twice, and what no metric counts is said.

use std::collections::BTreeMap;

use motcua::{
    pipeline::{IngestOutcome, IngestOverrides},
    warehouse::ToldAgain,
};
use rstest::rstest;

use crate::support::office::{AGENCY, Office};

const HEADING: &str =
    "Mã phiếu;Đơn vị;Ngày khảo sát;Loại khảo sát;Yếu tố;Câu hỏi;Mức đánh giá;Điểm;Số phiếu\n";
const P1: &str = "P1;xã An Sơn;12/12/2023;Một cửa;Công chức;Q1;Rất hài lòng;5;\n";
const P2: &str = "P2;xã An Sơn;12/12/2023;Một cửa;Công chức;Q1;Không hài lòng;2;\n";

struct SurveyResult {
    again: ToldAgain,
    rate: Option<(i64, Option<i64>)>,
    /// The checks that found something, and in how many rows.
    found: BTreeMap<String, i64>,
}

fn surveyed(rows: &[&str]) -> SurveyResult {
    let office = Office::of_every_metric();
    let text = HEADING.to_owned() + &rows.concat();
    let path = office.file("khao-sat-2023-12-31.csv", text);
    let (taken, build) = office.ingest(&path, &IngestOverrides::default());
    let Some(Ok(IngestOutcome::New(_))) = taken.first() else { panic!("not taken in: {taken:?}") };
    let again = build.expect("built").sources.remove(0).told_again;
    let value = office.value("desk_satisfaction_rate", "2023", AGENCY);
    let counted =
        |measure: motcua::domain::measure::Measure| (measure.numerator, measure.denominator);
    let found = office.warehouse().provenance.count_found(None).expect("checks");
    let found = found.into_iter().map(|(id, rows)| (id, i64::try_from(rows).expect("few")));
    SurveyResult { again, rate: value.map(|value| counted(value.measure)), found: found.collect() }
}

#[rstest]
#[case::as_it_is("P1")]
#[case::dressed("'p1")]
fn a_paper_that_stands_there_twice_counts_once(#[case] code: &str) {
    let again = P1.replacen("P1", code, 1);
    let told = surveyed(&[P1, P2, &again]);
    assert_eq!((told.again.alike, told.again.differing), (1, 0));
    assert_eq!(told.rate, Some((1, Some(2))));
}

#[test]
fn a_paper_that_says_two_things_is_told_and_its_later_row_counts() {
    let other = P1.replace("Rất hài lòng;5", "Không hài lòng;2");
    let told = surveyed(&[P1, P2, &other]);
    assert_eq!(told.rate, Some((0, Some(2))));
    assert_eq!((told.again.alike, told.again.differing), (0, 1));
    let one = &told.again.first[0];
    assert_eq!(
        (&*one.subject_id, &*one.differs, one.told.row, one.held.row),
        ("phiếu P1 Công chức Q1", "mức đánh giá, điểm", 2, 4)
    );
}

#[rstest]
// Two people may answer alike.
#[case::without_a_code([";xã", ";xã"], (2, 3))]
#[case::another_question(["P1;xã", "P1;xã"], (2, 3))]
fn what_is_not_the_same_answer_of_a_paper_counts_by_itself(
    #[case] begins: [&str; 2],
    #[case] rate: (i64, i64),
) {
    let of = |at: usize| P1.replacen("P1;xã", begins[at], 1);
    let is_coded = begins[0].starts_with('P');
    let second = if is_coded { of(1).replace("Q1", "Q2") } else { of(1) };
    let told = surveyed(&[&of(0), P2, &second]);
    assert_eq!(told.rate, Some((rate.0, Some(rate.1))));
    assert_eq!(told.again, ToldAgain::default());
}

#[test]
fn scores_without_answers_are_said_to_count_for_nothing() {
    let told = surveyed(&[P1, P2, &P1.replace("P1;", "P3;").replace("Rất hài lòng", "")]);
    assert_eq!(told.rate, Some((1, Some(2))));
    assert_eq!(told.found, [("survey_scores_alone".to_owned(), 1)].into());
}

#[rstest]
#[case::worst_with_the_best_score("1", "5", 1)]
#[case::best_with_the_worst_score("Rất hài lòng", "1", 1)]
#[case::they_fit("Bình thường", "3", 0)]
fn an_answer_that_its_score_contradicts_is_said(
    #[case] answer: &str,
    #[case] score: &str,
    #[case] found: i64,
) {
    let one = P1.replace("Rất hài lòng;5", &format!("{answer};{score}"));
    let told = surveyed(&[&one, P2]);
    assert_eq!(told.found.get("survey_answers_fit_scores").copied().unwrap_or(0), found);
}
