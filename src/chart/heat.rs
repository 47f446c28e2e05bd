//! A row for each agency, a column for each step of the period: the darker, the further under the limit.

use plotters::style::RGBColor;

use super::{
    ChartError, ChartFrame, ChartMark, MarkTone,
    canvas::{INK, LINE, LOW, LabelSide, LabelStyle, MARGIN, SOFT, SvgCanvas, TOP, draw_chart},
};

const ROW: i32 = 24;
const GAP: i32 = 2;
/// A cell that narrow holds no number.
const NARROW: i32 = 40;
/// At or over the limit.
const WELL: RGBColor = RGBColor(0xe3, 0xec, 0xf1);
/// Around what is of too few.
const EDGE: RGBColor = RGBColor(0xc4, 0xd0, 0xd8);
/// Just under it.
const PALE: (f64, f64, f64) = (250.0, 224.0, 211.0);

/// Describes a heat map: a row for each agency, a column for each step of the period.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    pub frame: ChartFrame,
    pub columns: Vec<String>,
    /// A name, and a mark for each column.
    pub rows: Vec<(String, Vec<ChartMark>)>,
    /// The top of the scale, for shares.
    pub full: Option<f64>,
}

impl HeatMap {
    /// Renders the chart as SVG.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let rows = i32::try_from(self.rows.len()).unwrap_or(i32::MAX / ROW - 10);
        let said = |(name, marks): &(String, Vec<ChartMark>)| {
            let texts: Vec<&str> = marks.iter().map(|mark| mark.text.as_str()).collect();
            format!("{name}: {}", texts.join(", "))
        };
        let description: Vec<String> = self.rows.iter().map(said).collect();
        let height = TOP + 20 + rows * ROW + 50;
        draw_chart(&self.frame, height, &description.join("; "), |canvas| self.draw_grid(canvas))
    }

    fn draw_grid(&self, canvas: &SvgCanvas) -> Result<(), ChartError> {
        let name = LabelStyle::new(14, INK).on_side(LabelSide::Left);
        let mut left = MARGIN;
        for (label, _) in &self.rows {
            left = left.max(MARGIN + canvas.measure_text(label, &name)? * 11 / 10);
        }
        let left = left.min(380) + 12;
        let columns = i32::try_from(self.columns.len().max(1)).unwrap_or(1);
        let width = (self.frame.width() - MARGIN - left) / columns;
        self.draw_column_labels(canvas, left, width)?;
        let has_texts = width >= NARROW;
        for (row, (label, marks)) in (0..).zip(&self.rows) {
            let top = TOP + 20 + row * ROW;
            canvas.draw_text((left - 12, top + ROW / 2), label, &name)?;
            for (column, mark) in (0..).zip(marks) {
                let from = (left + column * width, top);
                let to = (from.0 + width - GAP, top + ROW - GAP);
                if mark.value.is_none() {
                    canvas.draw_bar((from.0, top + ROW / 2 - 1), (to.0, top + ROW / 2), LINE)?;
                    continue;
                }
                let depth = self.shade_depth(mark);
                if mark.tone == MarkTone::Few {
                    canvas.draw_hollow_bar(from, (to.0 - 1, to.1 - 1), EDGE)?;
                } else {
                    canvas.draw_bar(from, to, depth.map_or(WELL, blend_shade))?;
                }
                let middle = (i32::midpoint(from.0, to.0), top + ROW / 2 - 1);
                let ink = if depth.is_some_and(|depth| depth > 0.5) {
                    RGBColor(255, 255, 255)
                } else {
                    INK
                };
                let ink = if mark.tone == MarkTone::Few { SOFT } else { ink };
                let set = LabelStyle::new(12, ink).on_side(LabelSide::Middle);
                let set = if mark.tone.is_bad() { set.in_bold() } else { set };
                if has_texts {
                    canvas.draw_text(middle, &mark.text.replace('%', ""), &set)?;
                } else if mark.tone.is_bad() {
                    // Told apart without colour where there is no room for a number.
                    canvas.draw_ring(middle, 2, ink, true)?;
                }
            }
        }
        Ok(())
    }

    /// Over every column, or over as many as have room for their name.
    fn draw_column_labels(
        &self,
        canvas: &SvgCanvas,
        left: i32,
        width: i32,
    ) -> Result<(), ChartError> {
        let set = LabelStyle::new(12, SOFT).on_side(LabelSide::Middle);
        let mut widest = 1;
        for label in &self.columns {
            widest = widest.max(canvas.measure_text(label, &set)? * 11 / 10 + 6);
        }
        let every = usize::try_from(widest / width.max(1) + 1).unwrap_or(1);
        for (column, label) in (0..).zip(&self.columns).step_by(every) {
            let middle = left + column * width + width / 2;
            canvas.draw_text((middle, TOP + 8), label, &set)?;
        }
        Ok(())
    }

    /// How far beyond the limit, of a fifth of the scale: from there on it is darkest. Without a scale all of it is.
    fn shade_depth(&self, mark: &ChartMark) -> Option<f64> {
        let span = self.full.map_or(0.0, |full| full / 5.0);
        mark.tone.is_bad().then(|| (mark.gap / span.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0))
    }
}

/// Between pale and the colour of what is low.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a colour between two colours"
)]
fn blend_shade(depth: f64) -> RGBColor {
    let between = |pale: f64, low: u8| (pale + (f64::from(low) - pale) * depth).round() as u8;
    RGBColor(between(PALE.0, LOW.0), between(PALE.1, LOW.1), between(PALE.2, LOW.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_further_under_the_limit_the_darker_and_nothing_is_a_line() {
        let mark = |value: Option<f64>, text: &str| ChartMark {
            label: String::new(),
            value,
            text: text.into(),
            tone: if value.is_some_and(|value| value < 90.0) {
                MarkTone::Short
            } else {
                MarkTone::Fine
            },
            gap: value.map_or(0.0, |value| 90.0 - value),
        };
        let marks = vec![mark(Some(60.0), "60,00%"), mark(Some(95.0), "95,00%"), mark(None, "")];
        let heat = HeatMap {
            frame: ChartFrame::default(),
            columns: vec!["T1".into(), "T2".into(), "T3".into()],
            rows: vec![("Xã An Sơn".into(), marks)],
            full: Some(100.0),
        };
        let svg = heat.render_svg().expect("drawn");
        for part in ["Xã An Sơn", "60,00", "#B4380F", "#E3ECF1", "T3"] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        assert_eq!(blend_shade(0.0), RGBColor(250, 224, 211));
    }

    #[test]
    fn weeks_of_a_year_have_dots_for_numbers_and_a_name_now_and_then() {
        let mark = |week: u32| ChartMark {
            label: String::new(),
            value: Some(f64::from(week)),
            text: format!("{week}%"),
            tone: if week <= 3 { MarkTone::Short } else { MarkTone::Fine },
            gap: 1.0,
        };
        let heat = HeatMap {
            frame: ChartFrame::default(),
            columns: (1..=52).map(|week| format!("Tuần {week}")).collect(),
            rows: vec![("Xã An Sơn".into(), (1..=52).map(mark).collect())],
            full: Some(100.0),
        };
        let svg = heat.render_svg().expect("drawn");
        assert_eq!(svg.matches("<circle").count(), 3);
        let names = svg.matches(">\nTuần ").count();
        assert!((10..=18).contains(&names), "{names}");
        assert!(!svg.contains(">\n52") && svg.contains("51%, 52%"), "said, not written");
    }
}
