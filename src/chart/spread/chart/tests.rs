//! How dots are piled, and on which side of the limit they lie.

use super::*;
use rstest::rstest;

fn spread(values: &[f64]) -> SpreadChart {
    let mark = |value: &f64| ChartMark {
        label: "Xã".into(),
        value: Some(*value),
        text: format!("{value}%"),
        tone: if *value < 90.0 { MarkTone::Short } else { MarkTone::Fine },
        gap: 0.0,
    };
    SpreadChart {
        frame: ChartFrame::default(),
        marks: values.iter().map(mark).collect(),
        limit: Some(LimitLine { value: 90.0, is_ceiling: false, label: "ngưỡng 90%".into() }),
        full: Some(100.0),
        unit: "%".into(),
    }
}

#[test]
fn each_has_a_dot_and_the_scale_begins_under_the_lowest() {
    let svg = spread(&[67.0, 89.9, 90.0, 100.0]).render_svg(ChartSheet::Page).expect("drawn");
    assert_eq!((svg.matches("<circle").count(), svg.matches("<polygon").count()), (2, 2));
    assert!(svg.contains(">\n60%") && svg.contains("ngưỡng 90%"), "{svg}");
}

#[test]
fn what_is_of_too_few_is_hollow_and_on_the_same_scale() {
    let mut chart = spread(&[92.0, 67.0]);
    chart.marks[1].tone = MarkTone::Few;
    let svg = chart.render_svg(ChartSheet::Page).expect("drawn");
    assert_eq!(svg.matches("<circle").count(), 1 + 2, "a ring is two circles");
    assert!(svg.contains(">\n60%") && !svg.contains("<polygon"), "{svg}");
}

#[test]
fn many_in_one_place_are_columns_of_how_many() {
    let mut values = vec![100.0; 163];
    values.extend([67.0, 72.0]);
    let chart = spread(&values);
    assert!(chart.is_crowded() && !spread(&values[140..]).is_crowded());
    let svg = chart.render_svg(ChartSheet::Page).expect("drawn");
    assert!(!svg.contains("<circle") && svg.contains(">\n200\n"), "{svg}");
}

#[test]
fn no_pile_lies_on_both_sides_of_the_limit() {
    // 0.8 wide from 60 on they would: 89.6 to 90.4.
    let piles = |values: &[f64]| {
        let chart = spread(values);
        chart.group_piles(&chart.build_scale(PILES)).len()
    };
    assert_eq!(piles(&[67.0, 89.99, 90.0]), 3);
    assert_eq!(piles(&[84.0, 89.99, 90.0]), 3);
}

#[test]
fn a_hundred_stays_on_the_sheet() {
    let spread = spread(&[50.0, 100.0]);
    let scale = spread.build_scale(PILES);
    let middles: Vec<f64> =
        spread.group_piles(&scale).keys().map(|pile| scale.pile_middle(*pile)).collect();
    assert_eq!(middles, [50.5, 99.5]);
    assert_eq!(scale.tick_values().last(), Some(100.0));
}

#[rstest]
#[case::under_a_floor(0.5, false)]
#[case::under_a_ceiling(0.5, true)]
#[case::no_round_floor(89.37, false)]
#[case::a_ceiling_of_a_third(33.33, true)]
#[case::the_end_of_the_scale(100.0, false)]
#[case::its_beginning(0.0, true)]
#[case::a_hundredth_from_its_end(99.99, true)]
fn no_dot_is_on_the_other_side_of_the_line_than_its_verdict(
    #[case] limit: f64,
    #[case] is_ceiling: bool,
) {
    for least in [0.0, 33.0, 88.0] {
        for hundredths in 0..=10_000_i32 {
            let value = f64::from(hundredths) / 100.0;
            // What is equal as shown may be on either side by its exact fraction.
            let ways: &[bool] = if value.total_cmp(&limit).is_eq() {
                &[true, false]
            } else {
                &[(value > limit) == is_ceiling]
            };
            for is_bad in ways.iter().filter(|_| value >= least) {
                let bad = if is_ceiling { MarkTone::Over } else { MarkTone::Short };
                let tone = if *is_bad { bad } else { MarkTone::Fine };
                let mut chart = spread(&[least, value]);
                chart.limit = Some(LimitLine { value: limit, is_ceiling, label: String::new() });
                chart.marks[1].tone = tone;
                let scale = chart.build_scale(PILES);
                if !scale.contains_value(limit) {
                    continue;
                }
                let at = scale.pile_middle(chart.pile_of_mark(&scale, value, tone));
                assert_eq!((at > limit) == is_ceiling, *is_bad, "{value} at {at}");
                assert!((at - value).abs() <= scale.width + 1e-6, "{value} at {at}");
            }
        }
    }
}

#[test]
fn none_draws_an_empty_scale() {
    assert!(spread(&[]).render_svg(ChartSheet::Page).is_ok());
}
