//! Which verdict a value gets, case by case.

use motcua::domain::{
    measure::{BetterDirection, Measure, MeasureUnit},
    threshold::Threshold,
    verdict::{TargetKind, Verdict, VerdictRule, is_under},
};
use rstest::rstest;

fn limit(text: &str) -> Threshold {
    text.parse().expect("a number")
}

fn floor(text: &str) -> Option<TargetKind> {
    Some(TargetKind::Floor(limit(text)))
}

fn rates(better: BetterDirection) -> VerdictRule {
    VerdictRule { unit: MeasureUnit::Percent, better, enough: 10 }
}

#[rstest]
#[case::exactly_ninety_is_met(BetterDirection::Higher, 9, 10, "90", "met")]
#[case::one_less_is_missed(BetterDirection::Higher, 899, 1_000, "90", "floor_missed")]
#[case::shown_as_ninety_and_still_missed(
    BetterDirection::Higher,
    89_996,
    100_000,
    "90",
    "floor_missed"
)]
#[case::lower_and_equal(BetterDirection::Lower, 9, 10, "90", "met")]
#[case::lower_and_under(BetterDirection::Lower, 8, 10, "90", "met")]
#[case::lower_and_over(BetterDirection::Lower, 901, 1_000, "90", "floor_missed")]
// The floor of 0,5 % for a metric that is better when lower: 1 of 100 is over it, none of 100 is fine.
#[case::over_a_half(BetterDirection::Lower, 1, 100, "0.5", "floor_missed")]
#[case::none_of_a_hundred(BetterDirection::Lower, 0, 100, "0.5", "met")]
#[case::nothing_of_nothing(BetterDirection::Higher, 0, 0, "90", "no_value")]
#[case::nine_are_too_few(BetterDirection::Higher, 0, 9, "90", "small_sample")]
#[case::nine_good_ones_are_too_few_too(BetterDirection::Higher, 9, 9, "90", "small_sample")]
fn a_floor_is_missed_strictly_on_the_worse_side_of_the_exact_fraction(
    #[case] better: BetterDirection,
    #[case] numerator: i64,
    #[case] denominator: i64,
    #[case] bound: &str,
    #[case] id: &str,
) {
    let measure = Measure::new_rate(numerator, denominator);
    assert_eq!(rates(better).judge_measure(measure, floor(bound)).id(), id);
}

#[test]
fn a_goal_is_missed_as_a_goal_and_without_either_there_is_no_verdict() {
    let judge = rates(BetterDirection::Higher);
    let half = Measure::new_rate(5, 10);
    assert_eq!(judge.judge_measure(half, Some(TargetKind::Goal(limit("70")))).id(), "goal_missed");
    assert_eq!(judge.judge_measure(half, None), Verdict::NoTarget);
    assert_eq!(judge.judge_measure(Measure::WITHHELD, floor("90")), Verdict::NoValue);
}

#[test]
fn counts_compare_as_they_are_and_are_never_too_few() {
    let judge =
        VerdictRule { unit: MeasureUnit::Dossiers, better: BetterDirection::Higher, enough: 10 };
    assert!(judge.judge_measure(Measure::new_count(2), floor("3")).is_floor_missed());
    let judge = VerdictRule { better: BetterDirection::Lower, ..judge };
    assert_eq!(judge.judge_measure(Measure::new_count(0), floor("0")).id(), "met");
    assert_eq!(judge.judge_measure(Measure::new_count(1), floor("0")).id(), "floor_missed");
}

#[test]
fn days_on_average_are_no_percentage() {
    let judge = VerdictRule { unit: MeasureUnit::Days, better: BetterDirection::Lower, enough: 10 };
    let verdict = judge.judge_measure(Measure::new_rate(45, 10), floor("4"));
    assert_eq!(
        verdict.limit_distance().map(|gap| gap.size.to_vietnamese()).as_deref(),
        Some("0,50")
    );
    assert!(verdict.is_floor_missed());
    assert_eq!(
        judge.needed_successes(Measure::new_rate(45, 10), TargetKind::Floor(limit("4"))),
        None
    );
}

#[rstest]
// 90 − 80,63, as a reader subtracts; the exact 9,375 would be shown as 9,38.
#[case::of_what_is_shown(BetterDirection::Higher, 387, 480, "90", "9,37", false)]
#[case::over_a_ceiling(BetterDirection::Lower, 1, 80, "0.5", "0,75", true)]
#[case::next_to_nothing(BetterDirection::Higher, 89_996, 100_000, "90", "0,00", false)]
fn the_gap_is_of_the_numbers_shown(
    #[case] better: BetterDirection,
    #[case] numerator: i64,
    #[case] denominator: i64,
    #[case] bound: &str,
    #[case] size: &str,
    #[case] is_ceiling: bool,
) {
    let verdict =
        rates(better).judge_measure(Measure::new_rate(numerator, denominator), floor(bound));
    let gap = verdict.limit_distance().expect("a gap");
    assert!(verdict.is_missed());
    assert_eq!((gap.size.to_vietnamese().as_str(), gap.is_ceiling), (size, is_ceiling));
}

#[test]
fn too_few_are_told_apart_by_the_side_they_lie_on() {
    let of = |numerator| {
        rates(BetterDirection::Higher).judge_measure(Measure::new_rate(numerator, 4), floor("90"))
    };
    assert!(of(3).is_few_beyond() && !of(4).is_few_beyond());
    assert!(!of(3).is_missed() && of(3).is_beyond());
}

#[rstest]
#[case::hop_kim(BetterDirection::Higher, 408, 612, "90", Some(1_428))] // (0.9 × 612 − 408) / 0.1
#[case::already_there(BetterDirection::Higher, 9, 10, "90", Some(0))]
#[case::one_overdue(BetterDirection::Higher, 9, 11, "90", Some(9))] // 18/20 is 90 %
#[case::a_hundred_is_never_reached_again(BetterDirection::Higher, 9, 10, "100", None)]
#[case::under_a_ceiling(BetterDirection::Lower, 1, 100, "0.5", Some(100))] // 1/200 is 0,5 %
#[case::a_ceiling_of_nought_is_never_kept_again(BetterDirection::Lower, 1, 100, "0", None)]
fn needed_is_the_least_number(
    #[case] better: BetterDirection,
    #[case] numerator: i64,
    #[case] denominator: i64,
    #[case] bound: &str,
    #[case] needed: Option<i64>,
) {
    let measure = Measure::new_rate(numerator, denominator);
    assert_eq!(rates(better).needed_successes(measure, TargetKind::Floor(limit(bound))), needed);
}

#[rstest]
#[case::not_yet_by_one_point(BetterDirection::Higher, 90, 100, "90", "1", false)]
#[case::by_one_point(BetterDirection::Higher, 91, 100, "90", "1", true)]
#[case::nothing_is_better_than_all(BetterDirection::Higher, 100, 100, "90", "20", true)]
#[case::nothing_is_better_than_none(BetterDirection::Lower, 0, 100, "0.5", "1", true)]
#[case::not_under_by_enough(BetterDirection::Lower, 4, 100, "5", "2", false)]
fn what_is_over_is_over_by_enough(
    #[case] better: BetterDirection,
    #[case] numerator: i64,
    #[case] denominator: i64,
    #[case] bound: &str,
    #[case] by: &str,
    #[case] is_clear: bool,
) {
    let measure = Measure::new_rate(numerator, denominator);
    let bound = TargetKind::Floor(limit(bound));
    assert_eq!(rates(better).is_clear(measure, bound, limit(by)), is_clear);
}

#[test]
fn under_is_under_whatever_is_better() {
    assert!(is_under(Measure::new_rate(899, 1_000), MeasureUnit::Percent, limit("90")));
    assert!(!is_under(Measure::new_rate(9, 10), MeasureUnit::Percent, limit("90")));
    assert!(!is_under(Measure::new_rate(0, 0), MeasureUnit::Percent, limit("90")));
    assert!(is_under(Measure::new_count(299), MeasureUnit::Dossiers, limit("300")));
}
