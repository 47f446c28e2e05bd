//! A dot for each: where most of them lie, and who lies far off.

use std::collections::BTreeMap;

use super::{
    ChartError, Frame, Limit, Mark,
    canvas::{Canvas, LINE, LOW, MARGIN, SOFT, Side, TOP, Type, WIDTH, draw, pixels},
    scale::short,
};

/// Between the middles of two dots of a pile.
const PITCH: i32 = 11;
const RADIUS: i32 = 4;
/// The scale is cut into about so many piles, and no pile lies on both sides of a round number.
const PILES: f64 = 50.0;
const LOWEST_PILE: i32 = 60;

#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    pub frame: Frame,
    pub marks: Vec<Mark>,
    pub limit: Option<Limit>,
    /// The end of the scale, for shares; the largest mark if there is none.
    pub full: Option<f64>,
    /// Behind every number of the scale.
    pub unit: String,
}

impl Spread {
    pub fn svg(&self) -> Result<String, ChartError> {
        let piles = self.piles();
        let most = piles.values().map(Vec::len).max().unwrap_or(0);
        let most = i32::try_from(most).unwrap_or(i32::MAX / PITCH - LOWEST_PILE);
        let bottom = TOP + 22 + (most * PITCH).max(LOWEST_PILE);
        let said = |mark: &Mark| format!("{}: {}", mark.label, mark.text);
        let description: Vec<String> = self.marks.iter().map(said).collect();
        draw(&self.frame, bottom + 74, &description.join("; "), |canvas| {
            self.plot(canvas, bottom, &piles)
        })
    }

    /// Marks by the part of the scale they lie in, the lowest of a pile first.
    fn piles(&self) -> BTreeMap<i32, Vec<&Mark>> {
        let scale = self.scale();
        let mut sorted: Vec<(f64, &Mark)> =
            (self.marks.iter()).filter_map(|mark| Some((mark.value?, mark))).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut piles: BTreeMap<i32, Vec<&Mark>> = BTreeMap::new();
        for (value, mark) in sorted {
            piles.entry(scale.pile(value)).or_default().push(mark);
        }
        piles
    }

    fn plot(
        &self,
        canvas: &Canvas,
        bottom: i32,
        piles: &BTreeMap<i32, Vec<&Mark>>,
    ) -> Result<(), ChartError> {
        let scale = self.scale();
        let (left, right) = (MARGIN + 16, i32::try_from(WIDTH).unwrap_or(0) - MARGIN - 16);
        let x = |value: f64| left + pixels(f64::from(right - left) * scale.share(value));
        canvas.line(vec![(left, bottom), (right, bottom)], SOFT, 1)?;
        for value in scale.ticks() {
            let text = format!("{}{}", short(value), self.unit);
            canvas.line(vec![(x(value), bottom), (x(value), bottom + 5)], LINE, 1)?;
            let set = Type::new(12, SOFT).side(Side::Middle);
            canvas.text((x(value), bottom + 16), &text, &set)?;
        }
        for (pile, marks) in piles {
            let middle = x(scale.low + (f64::from(*pile) + 0.5) * scale.width);
            for (height, mark) in (0..).zip(marks) {
                let at = (middle, bottom - RADIUS - 3 - height * PITCH);
                canvas.dot(at, RADIUS, mark.tone)?;
            }
        }
        let is_seen = |limit: &&Limit| (scale.low..=scale.high).contains(&limit.value);
        if let Some(limit) = self.limit.as_ref().filter(is_seen) {
            let at = x(limit.value);
            canvas.dashes((at, TOP), (at, bottom), LOW)?;
            let set = Type::new(12, LOW).bold();
            // Left of the line, unless the sheet ends there.
            let taken = canvas.width(&limit.label, &set)? * 11 / 10 + 6;
            if at - taken < MARGIN {
                canvas.text((at + 6, TOP + 4), &limit.label, &set)?;
            } else {
                canvas.text((at - 6, TOP + 4), &limit.label, &set.side(Side::Left))?;
            }
        }
        Ok(())
    }

    /// From a round number under the lowest value to the top.
    fn scale(&self) -> Scale {
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
        Scale { low, high, step, width: step / in_a_step }
    }
}

/// What lies where, and how it is cut.
struct Scale {
    low: f64,
    high: f64,
    /// Between two numbers of it.
    step: f64,
    /// Of a pile; a step is a whole number of them.
    width: f64,
}

impl Scale {
    fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// The highest value lies in the last pile.
    fn pile(&self, value: f64) -> i32 {
        let last = pixels((self.high - self.low) / self.width) - 1;
        // A value on the edge of two piles is of the upper one, whatever the division makes of it.
        let at = ((value - self.low) / self.width + 1e-9).floor();
        pixels(at).clamp(0, last.max(0))
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let count = pixels((self.high - self.low) / self.step);
        (0..=count).map(|tick| self.low + f64::from(tick) * self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Tone;

    fn spread(values: &[f64]) -> Spread {
        let mark = |value: &f64| Mark {
            label: "Xã".into(),
            value: Some(*value),
            text: format!("{value}%"),
            tone: if *value < 90.0 { Tone::Short } else { Tone::Fine },
            gap: 0.0,
        };
        Spread {
            frame: Frame::default(),
            marks: values.iter().map(mark).collect(),
            limit: Some(Limit { value: 90.0, label: "ngưỡng 90%".into() }),
            full: Some(100.0),
            unit: "%".into(),
        }
    }

    #[test]
    fn each_has_a_dot_and_the_scale_begins_under_the_lowest() {
        let svg = spread(&[67.0, 89.9, 90.0, 100.0]).svg().expect("drawn");
        assert_eq!((svg.matches("<circle").count(), svg.matches("<polygon").count()), (2, 2));
        assert!(svg.contains(">\n60%") && svg.contains("ngưỡng 90%"), "{svg}");
    }

    #[test]
    fn what_is_of_too_few_is_hollow_and_on_the_same_scale() {
        let mut chart = spread(&[92.0, 67.0]);
        chart.marks[1].tone = Tone::Few;
        let svg = chart.svg().expect("drawn");
        assert_eq!(svg.matches("<circle").count(), 1 + 2, "a ring is two circles");
        assert!(svg.contains(">\n60%") && !svg.contains("<polygon"), "{svg}");
    }

    #[test]
    fn the_limits_label_stays_on_the_sheet_when_the_limit_is_its_edge() {
        let svg = spread(&[95.0, 100.0]).svg().expect("drawn");
        let at = svg.find("ngưỡng 90%\n").expect("the label");
        let text = &svg[svg[..at].rfind("<text").expect("its element")..at];
        assert!(text.contains("text-anchor=\"start\""), "{text}");
    }

    #[test]
    fn no_pile_lies_on_both_sides_of_the_limit() {
        // 0.8 wide from 60 on they would: 89.6 to 90.4.
        let piles = |values: &[f64]| spread(values).piles().len();
        assert_eq!(piles(&[67.0, 89.99, 90.0]), 3);
        assert_eq!(piles(&[84.0, 89.99, 90.0]), 3);
    }

    #[test]
    fn a_hundred_stays_on_the_sheet() {
        let spread = spread(&[50.0, 100.0]);
        assert_eq!(spread.piles().keys().copied().collect::<Vec<_>>(), [0, 49]);
        assert_eq!(spread.scale().ticks().last(), Some(100.0));
    }

    #[test]
    fn none_draws_an_empty_scale() {
        assert!(spread(&[]).svg().is_ok());
    }
}
