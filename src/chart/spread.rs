//! A dot for each: where most of them lie, and who lies far off.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    ChartError, ChartFrame, ChartMark, LimitLine, MarkTone,
    canvas::{
        LINE, LOW, LabelSide, LabelStyle, MARGIN, SOFT, SvgCanvas, TOP, draw_chart, round_pixels,
    },
    scale::format_tick,
};

/// Between the middles of two dots of a pile.
const PITCH: i32 = 11;
const RADIUS: i32 = 4;
/// The scale is cut into about so many piles, from the limit on both ways: none lies on both sides of it, nor of a round number where
/// the limit is one.
const PILES: f64 = 50.0;
const LOWEST_PILE: i32 = 60;

/// Describes a dot plot of all marks along one scale, with an optional limit line.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadChart {
    pub frame: ChartFrame,
    pub marks: Vec<ChartMark>,
    pub limit: Option<LimitLine>,
    /// The end of the scale, for shares; the largest mark if there is none.
    pub full: Option<f64>,
    /// Behind every number of the scale.
    pub unit: String,
}

impl SpreadChart {
    /// Renders the chart as SVG.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let piles = self.group_piles();
        let most = piles.values().map(Vec::len).max().unwrap_or(0);
        let most = i32::try_from(most).unwrap_or(i32::MAX / PITCH - LOWEST_PILE);
        let bottom = TOP + 22 + (most * PITCH).max(LOWEST_PILE);
        let said = |mark: &ChartMark| format!("{}: {}", mark.label, mark.text);
        let description: Vec<String> = self.marks.iter().map(said).collect();
        draw_chart(&self.frame, bottom + 74, &description.join("; "), |canvas| {
            self.draw_plot(canvas, bottom, &piles)
        })
    }

    /// Marks by the part of the scale they lie in, the lowest of a pile first.
    fn group_piles(&self) -> BTreeMap<i32, Vec<&ChartMark>> {
        let scale = self.build_scale();
        let mut sorted: Vec<(f64, &ChartMark)> =
            (self.marks.iter()).filter_map(|mark| Some((mark.value?, mark))).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut piles: BTreeMap<i32, Vec<&ChartMark>> = BTreeMap::new();
        for (value, mark) in sorted {
            piles.entry(self.pile_of_mark(&scale, value, mark.tone)).or_default().push(mark);
        }
        piles
    }

    /// The pile of a mark, on its side of the limit: what is equal to it, as far as its number is shown, lies where it was judged to.
    fn pile_of_mark(&self, scale: &SpreadScale, value: f64, tone: MarkTone) -> i32 {
        let Some(limit) = self.limit.as_ref().filter(|limit| scale.contains_value(limit.value))
        else {
            return scale.pile_of_value(value, true);
        };
        let is_above = match value.total_cmp(&limit.value) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => tone.is_bad() == limit.is_ceiling,
        };
        scale.pile_of_value(value, is_above)
    }

    fn draw_plot(
        &self,
        canvas: &SvgCanvas,
        bottom: i32,
        piles: &BTreeMap<i32, Vec<&ChartMark>>,
    ) -> Result<(), ChartError> {
        let scale = self.build_scale();
        let (left, right) = (MARGIN + 16, self.frame.width() - MARGIN - 16);
        let x =
            |value: f64| left + round_pixels(f64::from(right - left) * scale.share_of_scale(value));
        canvas.draw_line(vec![(left, bottom), (right, bottom)], SOFT, 1)?;
        for value in scale.tick_values() {
            let text = format!("{}{}", format_tick(value), self.unit);
            canvas.draw_line(vec![(x(value), bottom), (x(value), bottom + 5)], LINE, 1)?;
            let set = LabelStyle::new(12, SOFT).on_side(LabelSide::Middle);
            canvas.draw_text((x(value), bottom + 16), &text, &set)?;
        }
        for (pile, marks) in piles {
            let middle = x(scale.pile_middle(*pile));
            for (height, mark) in (0..).zip(marks) {
                let at = (middle, bottom - RADIUS - 3 - height * PITCH);
                canvas.draw_dot(at, RADIUS, mark.tone)?;
            }
        }
        if let Some(limit) = self.limit.as_ref().filter(|limit| scale.contains_value(limit.value)) {
            let at = x(limit.value);
            canvas.draw_dashes((at, TOP), (at, bottom), LOW)?;
            let set = LabelStyle::new(12, LOW).in_bold();
            // Left of the line, unless the sheet ends there.
            let taken = canvas.measure_text(&limit.label, &set)? * 11 / 10 + 6;
            if at - taken < MARGIN {
                canvas.draw_text((at + 6, TOP + 4), &limit.label, &set)?;
            } else {
                canvas.draw_text((at - 6, TOP + 4), &limit.label, &set.on_side(LabelSide::Left))?;
            }
        }
        Ok(())
    }

    /// From a round number under the lowest value to the top.
    fn build_scale(&self) -> SpreadScale {
        let values = || self.marks.iter().filter_map(|mark| mark.value);
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(1.0, f64::max));
        let low = match self.full {
            Some(_) if least.is_finite() => (least / 10.0).floor().clamp(0.0, 9.0) * 10.0,
            _ => 0.0,
        };
        let mut step = 1.0;
        for factor in [2.0, 2.5, 2.0].iter().cycle() {
            if step * 6.0 >= self.full.unwrap_or(most) - low {
                break;
            }
            step *= factor;
        }
        let high = (self.full.unwrap_or(most).max(most) / step).ceil() * step;
        let in_a_step = (PILES * step / (high - low)).round().max(1.0);
        let scale = SpreadScale { low, high, step, width: step / in_a_step, origin: low };
        let limit = self.limit.as_ref().map(|limit| limit.value);
        SpreadScale {
            origin: limit.filter(|limit| scale.contains_value(*limit)).unwrap_or(low),
            ..scale
        }
    }
}

/// What lies where, and how it is cut.
struct SpreadScale {
    low: f64,
    high: f64,
    /// Between two numbers of it.
    step: f64,
    /// Of a pile; a step is a whole number of them.
    width: f64,
    /// Where a pile begins and the one before it ends: the limit, where it is on the scale.
    origin: f64,
}

impl SpreadScale {
    fn contains_value(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    fn share_of_scale(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// The pile of a value, counted from the origin: below 0 are those under it. The highest value lies in the last pile.
    fn pile_of_value(&self, value: f64, is_above: bool) -> i32 {
        let count = |length: f64| length / self.width;
        // A value on the edge of two piles is of the upper one, whatever the division makes of it.
        let at = round_pixels((count(value - self.origin) + 1e-9).floor());
        let last = round_pixels((count(self.high - self.origin) - 1e-9).floor());
        if is_above { at.min(last).max(0) } else { at.min(-1) }
    }

    fn pile_middle(&self, pile: i32) -> f64 {
        self.origin + (f64::from(pile) + 0.5) * self.width
    }

    fn tick_values(&self) -> impl Iterator<Item = f64> {
        let count = round_pixels((self.high - self.low) / self.step);
        (0..=count).map(|tick| self.low + f64::from(tick) * self.step)
    }
}

#[cfg(test)]
mod tests {
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
            limit: Some(LimitLine {
                value: 90.0, is_ceiling: false, label: "ngưỡng 90%".into()
            }),
            full: Some(100.0),
            unit: "%".into(),
        }
    }

    #[test]
    fn each_has_a_dot_and_the_scale_begins_under_the_lowest() {
        let svg = spread(&[67.0, 89.9, 90.0, 100.0]).render_svg().expect("drawn");
        assert_eq!((svg.matches("<circle").count(), svg.matches("<polygon").count()), (2, 2));
        assert!(svg.contains(">\n60%") && svg.contains("ngưỡng 90%"), "{svg}");
    }

    #[test]
    fn what_is_of_too_few_is_hollow_and_on_the_same_scale() {
        let mut chart = spread(&[92.0, 67.0]);
        chart.marks[1].tone = MarkTone::Few;
        let svg = chart.render_svg().expect("drawn");
        assert_eq!(svg.matches("<circle").count(), 1 + 2, "a ring is two circles");
        assert!(svg.contains(">\n60%") && !svg.contains("<polygon"), "{svg}");
    }

    #[test]
    fn the_limits_label_stays_on_the_sheet_when_the_limit_is_its_edge() {
        let svg = spread(&[95.0, 100.0]).render_svg().expect("drawn");
        let at = svg.find("ngưỡng 90%\n").expect("the label");
        let text = &svg[svg[..at].rfind("<text").expect("its element")..at];
        assert!(text.contains("text-anchor=\"start\""), "{text}");
    }

    #[test]
    fn no_pile_lies_on_both_sides_of_the_limit() {
        // 0.8 wide from 60 on they would: 89.6 to 90.4.
        let piles = |values: &[f64]| spread(values).group_piles().len();
        assert_eq!(piles(&[67.0, 89.99, 90.0]), 3);
        assert_eq!(piles(&[84.0, 89.99, 90.0]), 3);
    }

    #[test]
    fn a_hundred_stays_on_the_sheet() {
        let spread = spread(&[50.0, 100.0]);
        let scale = spread.build_scale();
        let middles: Vec<f64> =
            spread.group_piles().keys().map(|pile| scale.pile_middle(*pile)).collect();
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
                    chart.limit =
                        Some(LimitLine { value: limit, is_ceiling, label: String::new() });
                    chart.marks[1].tone = tone;
                    let scale = chart.build_scale();
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
        assert!(spread(&[]).render_svg().is_ok());
    }
}
