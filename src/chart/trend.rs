//! One agency over time, with the limit drawn in.

use super::{
    ChartError, ChartFrame, ChartMark, LimitLine,
    canvas::{
        FINE, INK, LINE, LabelSide, LabelStyle, MARGIN, SOFT, SvgCanvas, TOP, WIDTH, draw_chart,
        round_pixels,
    },
    scale::{format_tick, round_up},
};

const HEIGHT: i32 = 400;
const BOTTOM: i32 = HEIGHT - 78;
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
        draw_chart(&self.frame, HEIGHT, &description.join("; "), |canvas| self.draw_plot(canvas))
    }

    fn draw_plot(&self, canvas: &SvgCanvas) -> Result<(), ChartError> {
        let (low, high) = self.value_range();
        let right = i32::try_from(WIDTH).unwrap_or(0) - MARGIN - 110;
        let y = |value: f64| {
            BOTTOM - round_pixels(f64::from(BOTTOM - TOP - 20) * (value - low) / (high - low))
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
        for (index, (mark, point)) in (0..).zip(self.marks.iter().zip(&points)) {
            canvas.draw_text(
                (x(index), BOTTOM + 18),
                &mark.label,
                &LabelStyle::new(12, SOFT).on_side(LabelSide::Middle),
            )?;
            let Some(at) = *point else { continue };
            canvas.draw_dot(at, 5, mark.tone)?;
            let set = LabelStyle::new(12, INK).on_side(LabelSide::Middle).for_tone(mark.tone);
            let beside =
                [index.checked_sub(1), Some(index + 1)].map(|at| *points.get(at? as usize)?);
            // A text stands where the line is not: under a valley, over all else.
            let is_valley = beside.iter().flatten().all(|other| other.1 < at.1)
                && beside.iter().any(Option::is_some);
            let text_at = (at.0, if is_valley { at.1 + 16 } else { at.1 - 15 });
            canvas.draw_text(text_at, &mark.text, &set)?;
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
    fn a_scale_of_counts_ends_on_a_round_number() {
        let ends = [3.0, 7.0, 33.0, 299.0].map(|most| format_tick(round_up(most, 4.0)));
        assert_eq!(ends, ["4", "8", "40", "400"]);
    }
}
