//! Columns of parts that make a whole, side by side through time: the last part lies at the bottom, where it is compared.

use plotters::style::RGBColor;

use super::{
    canvas::{
        FINE, INK, LOW, LabelSide, LabelStyle, SOFT, SvgCanvas, find_widest, measure_text,
        round_pixels,
    },
    error::ChartError,
    frame::ChartFrame,
    layout::{ChartSheet, PlotArea, StepPlaces, ValueAxis, draw_framed},
};

const PALE: RGBColor = RGBColor(0xd5, 0xe0, 0xe6);
const WHITE: RGBColor = RGBColor(255, 255, 255);
/// From the best to the worst: told apart by how dark they are, the worst in the one accent.
const SHADES: [RGBColor; 3] = [PALE, FINE, LOW];

/// Describes stacked columns of three parts, one column for each step of the period.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBars {
    pub frame: ChartFrame,
    /// What each part is called, with its share of the whole period.
    pub parts: [String; 3],
    pub columns: Vec<StackColumn>,
}

/// Describes one column: its label, its count and the shares of its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct StackColumn {
    pub label: String,
    /// Of how many; nothing where there are none.
    pub count: String,
    /// Of a hundred, as drawn and as read; `None` where nothing was counted.
    pub shares: Option<[(f64, String); 3]>,
    /// The numbers, for those who do not see them.
    pub said: String,
}

/// What is written of a column.
type ColumnText = fn(&StackColumn) -> &str;

/// A part in the legend: where it begins, on which line, and its name.
type LegendPlace<'l> = (i32, i32, &'l str);

impl StackedBars {
    /// Renders the chart as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let said: Vec<String> = (self.columns.iter())
            .map(|column| format!("{}: {}", column.label, column.said))
            .collect();
        let (legend, lines) = self.place_legend(sheet);
        let head = lines * sheet.scale(22) + sheet.scale(10);
        let wanted = head + sheet.scale(300);
        draw_framed(&self.frame, sheet, &said.join("; "), wanted, |canvas, area| {
            draw_legend(canvas, sheet, area, &legend)?;
            let axis = ValueAxis { low: 0.0, high: 100.0, steps: 4, unit: "%".into() };
            let plot = PlotArea {
                top: area.top + head,
                bottom: area.bottom - sheet.scale(64),
                ..axis.leave_room(area, sheet)
            };
            axis.draw_levels(canvas, plot, sheet)?;
            self.draw_columns(canvas, sheet, (area, plot), &axis)
        })
    }

    fn draw_columns(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (area, plot): (PlotArea, PlotArea),
        axis: &ValueAxis,
    ) -> Result<(), ChartError> {
        let count = i32::try_from(self.columns.len().max(1)).unwrap_or(1);
        // One column alone is no wall.
        let widest = sheet.scale(120);
        let edge = |index: i32| plot.left + (plot.width().min(widest * count)) * index / count;
        let middle = |index: i32| i32::midpoint(edge(index), edge(index + 1));
        for (index, column) in (0..).zip(&self.columns) {
            let Some(shares) = &column.shares else { continue };
            let half = ((edge(index + 1) - edge(index)) * 2 / 5).max(1);
            let (left, right) = (middle(index) - half, middle(index) + half);
            let mut below = 0.0;
            for (part, ((share, text), colour)) in shares.iter().zip(SHADES).enumerate().rev() {
                let (top, bottom) = (plot.y(axis.share(below + share)), plot.y(axis.share(below)));
                below += share;
                if bottom <= top {
                    continue;
                }
                canvas.draw_bar((left, top), (right, bottom), colour)?;
                // A seam, so that parts stay apart where there is no colour.
                canvas.draw_line(vec![(left, top), (right, top)], WHITE, sheet.stroke())?;
                let style = LabelStyle::new(sheet.small(), INK).on_side(LabelSide::Middle);
                // Without its sign, which the scale bears, where the column is narrow.
                let said = [text.as_str(), text.trim_end_matches('%')]
                    .into_iter()
                    .find(|said| measure_text(said, &style) <= 2 * half);
                let is_high = bottom - top >= round_pixels(sheet.small() * 1.4);
                if let Some(said) = said.filter(|_| part < 2 && is_high) {
                    let at = (middle(index), i32::midpoint(top, bottom));
                    canvas.draw_text(at, said, &style)?;
                }
            }
        }
        let soft = LabelStyle::new(sheet.small(), SOFT);
        // What the picture is looked at for is written even where it is too low to be written in.
        let worst = LabelStyle::new(sheet.small(), LOW).in_bold();
        let texts: [(ColumnText, LabelStyle); 3] = [
            (|column| &column.label, soft),
            (|column| column.shares.as_ref().map_or("", |shares| &shares[2].1), worst),
            (|column| &column.count, soft),
        ];
        let widest = (texts.iter())
            .map(|(text, style)| find_widest(self.columns.iter().map(text), style))
            .max()
            .unwrap_or(0);
        let middles: Vec<i32> = (0..count).map(middle).collect();
        let places = StepPlaces::new(&middles, widest, (plot.left, area.right));
        for (line, (text, style)) in (0..).zip(texts) {
            let y = plot.bottom + sheet.scale(14 + 18 * line);
            let name = |index: usize| self.columns.get(index).map_or("", text);
            places.draw_names(canvas, name, style, y)?;
        }
        Ok(())
    }

    /// What the shades mean, in the order in which they lie on each other; and how many lines that takes.
    fn place_legend(&self, sheet: ChartSheet) -> (Vec<LegendPlace<'_>>, i32) {
        let style = LabelStyle::new(sheet.text(), INK);
        let (mut x, mut line, mut places) = (0, 0, Vec::new());
        let room = sheet.width() - 2 * sheet.margin();
        for name in &self.parts {
            let wide = sheet.scale(20) + measure_text(name, &style);
            if x > 0 && x + wide > room {
                (x, line) = (0, line + 1);
            }
            places.push((x, line, name.as_str()));
            x += wide + sheet.scale(24);
        }
        (places, line + 1)
    }
}

fn draw_legend(
    canvas: &SvgCanvas,
    sheet: ChartSheet,
    area: PlotArea,
    legend: &[LegendPlace],
) -> Result<(), ChartError> {
    let style = LabelStyle::new(sheet.text(), INK);
    for ((x, line, name), colour) in legend.iter().zip(SHADES) {
        let (left, top) = (area.left + x, area.top + line * sheet.scale(22));
        let size = sheet.scale(13);
        canvas.draw_bar((left, top + 2), (left + size, top + 2 + size), colour)?;
        canvas.draw_text((left + sheet.scale(20), top + 2 + size / 2), name, &style)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_on_each_other_and_nothing_is_a_gap() {
        let share = |value: f64| (value, format!("{value}%"));
        let column = |label: &str, shares: Option<[f64; 3]>| StackColumn {
            label: label.into(),
            count: "40".into(),
            shares: shares.map(|shares| shares.map(share)),
            said: "10; 20; 10".into(),
        };
        let stack = StackedBars {
            frame: ChartFrame::default(),
            parts: ["Trước hạn".into(), "Đúng ngày hẹn".into(), "Quá hạn 25%".into()],
            columns: vec![
                column("T1", Some([25.0, 50.0, 25.0])),
                column("T2", None),
                column("T3", Some([0.0, 99.0, 1.0])),
            ],
        };
        let svg = stack.render_svg(ChartSheet::Page).expect("drawn");
        for part in ["T2", "Đúng ngày hẹn", "T1: 10; 20; 10", ">\n99%", "Quá hạn 25%"] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        // Two bars, the key, and the two shares under their columns.
        assert_eq!(svg.matches("#B4380F").count(), 2 + 1 + 2);
        assert_eq!(svg.matches("#D5E0E6").count(), 1 + 1, "a part of nothing is not drawn");
        assert!(svg.contains(">\n1%"), "the worst is written under its column");
    }
}
