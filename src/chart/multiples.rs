//! A small line for each agency, all on one scale: who is low, and since when.

use super::{
    ChartError, ChartFrame, ChartMark, MarkTone,
    canvas::{
        FINE, INK, LINE, LabelSide, LabelStyle, MARGIN, SOFT, SvgCanvas, TOP, draw_chart,
        round_pixels,
    },
    scale::{format_tick, round_up},
};

const ACROSS: i32 = 4;
const GAP: i32 = 26;
/// Of a line with its name over it.
const PANEL: i32 = 118;
const NAME: i32 = 22;
/// Room for the scale, left of each row.
const SCALE: i32 = 44;

/// Describes small line charts, one for each agency, that share a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallMultiples {
    pub frame: ChartFrame,
    pub panels: Vec<ChartPanel>,
    pub floor: Option<f64>,
    /// The top of the scale, for shares; the largest mark if there is none.
    pub full: Option<f64>,
    pub unit: String,
}

/// Describes the line chart of one agency.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartPanel {
    pub name: String,
    /// Of the whole period.
    pub text: String,
    pub tone: MarkTone,
    pub marks: Vec<ChartMark>,
}

impl SmallMultiples {
    /// Renders the chart as SVG.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let said: Vec<String> = (self.panels.iter())
            .map(|panel| {
                let marks: Vec<String> = (panel.marks.iter())
                    .map(|mark| format!("{} {}", mark.label, mark.text))
                    .collect();
                format!("{} {}: {}", panel.name, panel.text, marks.join(", "))
            })
            .collect();
        let panels = i32::try_from(self.panels.len()).unwrap_or(0);
        let rows = ((panels + ACROSS - 1) / ACROSS).max(1);
        let height = TOP + rows * (PANEL + GAP) + 50;
        draw_chart(&self.frame, height, &said.join("; "), |canvas| self.draw_panels(canvas))
    }

    fn draw_panels(&self, canvas: &SvgCanvas) -> Result<(), ChartError> {
        let (low, high) = self.value_range();
        let inner = self.frame.width() - 2 * MARGIN - SCALE;
        let width = (inner + GAP) / ACROSS - GAP;
        for (index, panel) in (0..).zip(&self.panels) {
            let left = MARGIN + SCALE + (index % ACROSS) * (width + GAP);
            let top = TOP + (index / ACROSS) * (PANEL + GAP);
            let (head, foot) = (top + NAME, top + PANEL - 18);
            let y = |value: f64| {
                foot - round_pixels(f64::from(foot - head) * (value - low) / (high - low))
            };
            for end in [low, high] {
                canvas.draw_line(vec![(left, y(end)), (left + width, y(end))], LINE, 1)?;
                if index % ACROSS == 0 {
                    let text = format!("{}{}", format_tick(end), self.unit);
                    let set = LabelStyle::new(11, SOFT).on_side(LabelSide::Left);
                    canvas.draw_text((left - 8, y(end)), &text, &set)?;
                }
            }
            if let Some(floor) = self.floor.filter(|floor| (low..=high).contains(floor)) {
                canvas.draw_dashes((left, y(floor)), (left + width, y(floor)), SOFT)?;
            }
            panel.draw_heading(canvas, (left, top + 8), width)?;
            panel.draw_series(canvas, (left, width), (foot, &y))?;
        }
        Ok(())
    }

    /// One for all of them, from a round number under the lowest value to the top.
    fn value_range(&self) -> (f64, f64) {
        let marks = self.panels.iter().flat_map(|panel| &panel.marks);
        let values: Vec<f64> = marks.filter_map(|mark| mark.value).chain(self.floor).collect();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(1.0, f64::max);
        match self.full {
            Some(full) if least.is_finite() => {
                ((least / 20.0).floor().clamp(0.0, 4.0) * 20.0, full.max(most))
            }
            Some(full) => (0.0, full),
            None => (0.0, round_up(most, 1.0)),
        }
    }
}

impl ChartPanel {
    /// The name, cut where the value begins, and the value.
    fn draw_heading(
        &self,
        canvas: &SvgCanvas,
        (left, y): (i32, i32),
        width: i32,
    ) -> Result<(), ChartError> {
        let value = LabelStyle::new(13, INK).in_bold().on_side(LabelSide::Left).for_tone(self.tone);
        canvas.draw_text((left + width, y), &self.text, &value)?;
        let sign = if self.tone.is_bad() { 14 } else { 0 };
        let taken = canvas.measure_text(&self.text, &value)? * 11 / 10 + sign;
        canvas.draw_sign((left + width - taken, y), self.tone)?;
        let set = LabelStyle::new(13, INK);
        let (mut name, room) = (self.name.clone(), width - taken - 8);
        while canvas.measure_text(&name, &set)? * 11 / 10 > room && name.chars().count() > 4 {
            let kept = name.chars().count() - 2;
            name = name.chars().take(kept).collect::<String>().trim_end().to_owned() + "…";
        }
        canvas.draw_text((left, y), &name, &set)
    }

    fn draw_series(
        &self,
        canvas: &SvgCanvas,
        (left, width): (i32, i32),
        (foot, y): (i32, &dyn Fn(f64) -> i32),
    ) -> Result<(), ChartError> {
        let steps = f64::from(u32::try_from(self.marks.len().max(2) - 1).unwrap_or(1));
        let x =
            |index: u32| left + 5 + round_pixels(f64::from(width - 10) * f64::from(index) / steps);
        let points: Vec<Option<(i32, i32)>> = (0..)
            .zip(&self.marks)
            .map(|(index, mark)| mark.value.map(|value| (x(index), y(value))))
            .collect();
        for pair in points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                canvas.draw_line(vec![*from, *to], FINE, 2)?;
            }
        }
        for (mark, point) in self.marks.iter().zip(&points) {
            // What stands alone is seen too.
            if let Some(at) = point {
                canvas.draw_dot(*at, if mark.tone == MarkTone::Fine { 2 } else { 3 }, mark.tone)?;
            }
        }
        let set = LabelStyle::new(11, SOFT);
        if let Some(first) = self.marks.first() {
            canvas.draw_text((left, foot + 12), &first.label, &set)?;
        }
        match self.marks.last() {
            Some(last) if self.marks.len() > 1 => canvas.draw_text(
                (left + width, foot + 12),
                &last.label,
                &set.on_side(LabelSide::Left),
            ),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(name: &str, values: &[Option<f64>]) -> ChartPanel {
        let mark = |(step, value): (usize, &Option<f64>)| ChartMark {
            label: format!("T{}", step + 1),
            value: *value,
            text: value.map_or(String::new(), |value| format!("{value}%")),
            tone: if value.is_some_and(|value| value < 90.0) {
                MarkTone::Short
            } else {
                MarkTone::Fine
            },
            gap: 0.0,
        };
        ChartPanel {
            name: name.into(),
            text: "80,63%".into(),
            tone: MarkTone::Short,
            marks: values.iter().enumerate().map(mark).collect(),
        }
    }

    fn multiples(panels: Vec<ChartPanel>) -> SmallMultiples {
        let (frame, unit) = (ChartFrame::default(), "%".into());
        SmallMultiples { frame, panels, floor: Some(90.0), full: Some(100.0), unit }
    }

    #[test]
    fn all_are_on_one_scale_and_their_numbers_are_said() {
        let drawn = multiples(vec![
            panel("Xã An Sơn", &[Some(95.0), None, Some(71.0)]),
            panel("Xã Bình Phúc", &[Some(47.0), Some(92.0)]),
        ]);
        // 47 is the lowest of both: from 40 on.
        assert_eq!(drawn.value_range(), (40.0, 100.0));
        let svg = drawn.render_svg().expect("drawn");
        assert!(svg.contains("Xã An Sơn 80,63%: T1 95%, T2 , T3 71%; Xã Bình Phúc"), "{svg}");
        assert!(svg.contains(">\n40%") && svg.contains(">\nT3"), "{svg}");
    }

    #[test]
    fn counts_end_on_a_round_number() {
        let ends = [1.0, 3.0, 89.0, 254.0].map(|most| format_tick(round_up(most, 1.0)));
        assert_eq!(ends, ["1", "5", "100", "500"]);
    }

    #[test]
    fn a_long_name_ends_before_its_value() {
        let name = "Trung tâm Phục vụ hành chính công tỉnh Phú Thọ";
        let svg = multiples(vec![panel(name, &[Some(95.0)])]).render_svg().expect("drawn");
        assert!(svg.contains("Trung tâm Ph") && svg.contains('…'), "{svg}");
        assert!(svg.contains(&format!("{name} 80,63%")), "the whole name is said");
    }

    #[test]
    fn none_is_an_empty_sheet() {
        assert!(multiples(Vec::new()).render_svg().is_ok());
    }
}
