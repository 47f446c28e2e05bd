//! One agency over time, with the limit drawn in.

use super::{
    ChartError, ChartFrame, ChartMark, LimitLine,
    canvas::{
        FINE, INK, LINE, LabelSide, LabelStyle, MARGIN, SOFT, SvgCanvas, TOP, TakenBoxes,
        draw_chart, round_pixels,
    },
    scale::{format_tick, round_up},
};

/// From the top of the sheet to the foot of the plot.
const BOTTOM: i32 = 322;
/// On paper the plot is narrower, and lower.
const PRINTED_BOTTOM: i32 = 262;
/// Under the plot: the names of the steps, and the footer.
const FOOT: i32 = 78;
const PRINTED_FOOT: i32 = 56;
const LEFT: i32 = MARGIN + 48;

/// Describes the line of one agency over time, with an optional limit line.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendChart {
    pub frame: ChartFrame,
    pub marks: Vec<ChartMark>,
    pub limit: Option<LimitLine>,
    /// The top of the scale, for shares; the largest mark if there is none.
    pub full: Option<f64>,
    /// Behind every number of the scale.
    pub unit: String,
}

impl TrendChart {
    /// Renders the chart as SVG.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let description: Vec<String> =
            self.marks.iter().map(|mark| format!("{}: {}", mark.label, mark.text)).collect();
        let foot = if self.frame.is_printed { PRINTED_FOOT } else { FOOT };
        let height = self.bottom() + foot;
        draw_chart(&self.frame, height, &description.join("; "), |canvas| self.draw_plot(canvas))
    }

    fn draw_plot(&self, canvas: &SvgCanvas) -> Result<(), ChartError> {
        let ((low, high), bottom) = (self.value_range(), self.bottom());
        let right = self.frame.width() - MARGIN - 110;
        let y = |value: f64| {
            bottom - round_pixels(f64::from(bottom - TOP - 20) * (value - low) / (high - low))
        };
        let steps = f64::from(u32::try_from(self.marks.len().max(2) - 1).unwrap_or(1));
        let x = |index: u32| {
            LEFT + 20 + round_pixels(f64::from(right - LEFT - 20) * f64::from(index) / steps)
        };
        for step in 0..=4 {
            let value = low + (high - low) * f64::from(step) / 4.0;
            let text = format!("{}{}", format_tick(value), self.unit);
            canvas.draw_line(vec![(LEFT, y(value)), (right + 20, y(value))], LINE, 1)?;
            canvas.draw_text(
                (LEFT - 10, y(value)),
                &text,
                &LabelStyle::new(12, SOFT).on_side(LabelSide::Left),
            )?;
        }
        if let Some(limit) = self.limit.as_ref().filter(|limit| (low..=high).contains(&limit.value))
        {
            canvas.draw_dashes((LEFT, y(limit.value)), (right + 20, y(limit.value)), INK)?;
            let set = LabelStyle::new(12, INK).in_bold();
            canvas.draw_text((right + 26, y(limit.value)), &limit.label, &set)?;
        }
        let points: Vec<Option<(i32, i32)>> = (0..)
            .zip(&self.marks)
            .map(|(index, mark)| mark.value.map(|value| (x(index), y(value))))
            .collect();
        for pair in points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                canvas.draw_line(vec![*from, *to], FINE, 2)?;
            }
        }
        for (point, mark) in points.iter().zip(&self.marks) {
            if let Some(at) = point {
                canvas.draw_dot(*at, 5, mark.tone)?;
            }
        }
        let limit = self.limit.as_ref().map(|limit| y(limit.value));
        self.draw_values(canvas, &points, limit)?;
        self.draw_steps(canvas, x)
    }

    /// The foot of the plot.
    fn bottom(&self) -> i32 {
        if self.frame.is_printed { PRINTED_BOTTOM } else { BOTTOM }
    }

    /// Values beside their points, where they lie on no other and on no rule: what is wrong first, then the last, the first, and the
    /// others as far as there is room. All of them are in the description.
    fn draw_values(
        &self,
        canvas: &SvgCanvas,
        points: &[Option<(i32, i32)>],
        limit: Option<i32>,
    ) -> Result<(), ChartError> {
        let mut taken = TakenBoxes::default();
        if let Some(limit) = limit {
            taken.take((0, limit - 2), (self.frame.width(), limit + 2));
        }
        for at in points.iter().flatten() {
            taken.take((at.0 - 5, at.1 - 5), (at.0 + 5, at.1 + 5));
        }
        // What must be read is written over the line of the series where there is no other place.
        let mut beside_line = taken.clone();
        for pair in points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                beside_line.take_line(*from, *to);
            }
        }
        let mut order: Vec<usize> = (0..points.len()).collect();
        let ends = [points.len().saturating_sub(1), 0];
        order.sort_by_key(|at| {
            let end = ends.iter().position(|end| end == at).unwrap_or(ends.len());
            (!self.marks[*at].tone.is_bad(), end, *at)
        });
        for index in order {
            let (mark, Some(at)) = (&self.marks[index], points[index]) else { continue };
            let set = LabelStyle::new(12, INK).on_side(LabelSide::Middle).for_tone(mark.tone);
            let beside = [index.checked_sub(1), Some(index + 1)]
                .map(|at| at.and_then(|at| points.get(at).copied().flatten()));
            // A text stands where the line is not: under a valley, over all else.
            let is_valley = beside.iter().flatten().all(|other| other.1 < at.1)
                && beside.iter().any(Option::is_some);
            let offsets = if is_valley { [16, -15, 30, -29] } else { [-15, 16, -29, 30] };
            let places = offsets.map(|offset| (at.0, at.1 + offset));
            let places = places.into_iter().filter(|at| at.1 + 8 < self.bottom());
            let wide = canvas.measure_text(&mark.text, &set)? * 11 / 10;
            let mut place = beside_line.place_text(places.clone(), (wide, 15));
            if place.is_none() && (mark.tone.is_bad() || ends.contains(&index)) {
                place = taken.place_text(places, (wide, 15));
            }
            if let Some(at) = place {
                let box_of = |half: i32| (at.0 + half * wide / 2, at.1 + half * 7);
                taken.take(box_of(-1), box_of(1));
                beside_line.take(box_of(-1), box_of(1));
                canvas.draw_text(at, &mark.text, &set)?;
            }
        }
        Ok(())
    }

    /// Names under every step, or under as many as have room, the last among them.
    fn draw_steps(&self, canvas: &SvgCanvas, x: impl Fn(u32) -> i32) -> Result<(), ChartError> {
        let set = LabelStyle::new(12, SOFT).on_side(LabelSide::Middle);
        let mut widest = 1;
        for mark in &self.marks {
            widest = widest.max(canvas.measure_text(&mark.label, &set)? * 11 / 10 + 6);
        }
        let every = usize::try_from((widest - 1) / (x(1) - x(0)).max(1) + 1).unwrap_or(1);
        let last = self.marks.len().saturating_sub(1);
        for (index, mark) in self.marks.iter().enumerate() {
            if (last - index).is_multiple_of(every) {
                let at = x(u32::try_from(index).unwrap_or(0));
                canvas.draw_text((at, self.bottom() + 18), &mark.label, &set)?;
            }
        }
        Ok(())
    }

    /// From a round number under the lowest value to the top.
    fn value_range(&self) -> (f64, f64) {
        let values = || {
            self.marks
                .iter()
                .filter_map(|mark| mark.value)
                .chain(self.limit.iter().map(|limit| limit.value))
        };
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
        match self.full {
            Some(full) if least.is_finite() => {
                ((least / 20.0 - 0.25).floor().max(0.0) * 20.0, full)
            }
            Some(full) => (0.0, full),
            // Four steps are whole numbers.
            None => (0.0, round_up(most, 4.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::MarkTone;

    #[test]
    fn points_labels_and_limit_are_in_the_picture() {
        let mark = |label: &str, value: Option<f64>, text: &str| ChartMark {
            label: label.into(),
            value,
            text: text.into(),
            tone: if value.is_some_and(|value| value < 90.0) {
                MarkTone::Short
            } else {
                MarkTone::Fine
            },
            gap: 0.0,
        };
        let trend = TrendChart {
            frame: ChartFrame { title: "Xã An Sơn".into(), ..ChartFrame::default() },
            marks: vec![
                mark("T1", Some(95.0), "95,00%"),
                mark("T2", None, ""),
                mark("T3", Some(71.0), "71,00%"),
            ],
            limit: Some(LimitLine {
                value: 90.0, is_ceiling: false, label: "ngưỡng 90%".into()
            }),
            full: Some(100.0),
            unit: "%".into(),
        };
        let svg = trend.render_svg().expect("drawn");
        for text in ["Xã An Sơn", "T2", "71,00%", "ngưỡng 90%", "60%"] {
            assert!(svg.contains(text), "{text}");
        }
    }

    #[test]
    fn on_paper_letters_have_eight_points_and_lie_on_no_rule_and_on_no_other() {
        let values =
            [97.29, 95.23, 94.77, 90.1, 96.69, 90.32, 89.9, 90.0, 93.2, 94.38, 92.86, 90.6];
        let mark = |(at, value): (usize, &f64)| ChartMark {
            label: format!("Tuần {}", at + 41),
            value: Some(*value),
            text: format!("{value:.2}%"),
            tone: if *value < 90.0 { MarkTone::Short } else { MarkTone::Fine },
            gap: 0.0,
        };
        let trend = TrendChart {
            frame: ChartFrame {
                title: "Huyện Văn Quan: tỷ lệ hồ sơ giải quyết đúng hạn ".repeat(2),
                is_printed: true,
                ..ChartFrame::default()
            },
            marks: values.iter().enumerate().map(mark).collect(),
            limit: Some(LimitLine {
                value: 90.0, is_ceiling: false, label: "ngưỡng 90%".into()
            }),
            full: Some(100.0),
            unit: "%".into(),
        };
        let svg = trend.render_svg().expect("drawn");
        let text = regex::Regex::new(
            r#"<text x="(-?\d+)" y="(-?\d+)".*? font-size="([0-9.]+)"[^>]*>\n(.*)\n"#,
        )
        .expect("a pattern");
        let dash =
            regex::Regex::new(r#"stroke="\#17212B"[^>]* points="(\d+),(\d+) "#).expect("a pattern");
        let rule: i32 = dash.captures(&svg).expect("the rule")[2].parse().expect("a number");
        let mut boxes: Vec<(i32, i32, i32)> = Vec::new();
        for found in text.captures_iter(&svg) {
            let size: f64 = found[3].parse().expect("a size");
            // 165 mm are 467.7 points.
            assert!(size * 467.7 / f64::from(trend.frame.width()) >= 8.0, "{size}: {}", &found[4]);
            if found[4].ends_with('%') && found[4].contains('.') {
                let (x, y): (i32, i32) =
                    (found[1].parse().expect("x"), found[2].parse().expect("y"));
                assert!((y - rule).abs() >= 8, "{} lies on the rule", &found[4]);
                // A letter is six pixels wide at most.
                let half = i32::try_from(found[4].chars().count()).expect("few") * 5 / 2;
                assert!(
                    boxes
                        .iter()
                        .all(|it| (it.0 - x).abs() >= half + it.2 || (it.1 - y).abs() >= 12)
                );
                boxes.push((x, y, half));
            }
        }
        // The one under the rule, and the last, are written whatever else is not.
        assert!(
            boxes.len() >= 6 && svg.contains("\n89.90%\n") && svg.contains("\n90.60%\n"),
            "{svg}"
        );
        assert!(
            svg.contains("\nTuần 52\n") && !svg.contains("\nTuần 51\n"),
            "every second has room"
        );
    }

    #[test]
    fn a_scale_of_counts_ends_on_a_round_number() {
        let ends = [3.0, 7.0, 33.0, 299.0].map(|most| format_tick(round_up(most, 4.0)));
        assert_eq!(ends, ["4", "8", "40", "400"]);
    }
}
