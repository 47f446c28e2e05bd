//! Columns of parts that make a whole, side by side through time: the last part lies at the bottom, where it is compared.

use plotters::style::RGBColor;

use super::{
    ChartError, ChartFrame,
    canvas::{
        FINE, INK, LINE, LOW, LabelSide, LabelStyle, MARGIN, SOFT, SvgCanvas, TOP, draw_chart,
        round_pixels,
    },
};

const HEIGHT: i32 = 446;
const HEAD: i32 = TOP + 36;
const BOTTOM: i32 = HEIGHT - 112;
const LEFT: i32 = MARGIN + 48;
/// Lower than that no text fits in.
const LINE_HEIGHT: i32 = 17;
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

impl StackedBars {
    /// Renders the chart as SVG.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let said: Vec<String> = (self.columns.iter())
            .map(|column| format!("{}: {}", column.label, column.said))
            .collect();
        draw_chart(&self.frame, HEIGHT, &said.join("; "), |canvas| self.draw_columns(canvas))
    }

    fn draw_columns(&self, canvas: &SvgCanvas) -> Result<(), ChartError> {
        self.draw_legend(canvas)?;
        let right = self.frame.width() - MARGIN;
        let y = |share: f64| BOTTOM - round_pixels(f64::from(BOTTOM - HEAD) * share / 100.0);
        for share in [0.0, 25.0, 50.0, 75.0, 100.0] {
            canvas.draw_line(vec![(LEFT, y(share)), (right, y(share))], LINE, 1)?;
            let set = LabelStyle::new(12, SOFT).on_side(LabelSide::Left);
            canvas.draw_text((LEFT - 10, y(share)), &format!("{share}%"), &set)?;
        }
        let count = i32::try_from(self.columns.len().max(1)).unwrap_or(1);
        // One column alone is no wall.
        let pitch = ((right - LEFT) / count).min(160);
        for (index, column) in (0..).zip(&self.columns) {
            let middle = LEFT + index * pitch + pitch / 2;
            let half = (pitch * 2 / 5).max(3);
            let under = LabelStyle::new(12, SOFT).on_side(LabelSide::Middle);
            canvas.draw_text((middle, BOTTOM + 16), &column.label, &under)?;
            canvas.draw_text((middle, BOTTOM + 52), &column.count, &under)?;
            let Some(shares) = &column.shares else { continue };
            // What the picture is looked at for is written even where it is too low to be written in.
            let worst = LabelStyle::new(12, LOW).in_bold().on_side(LabelSide::Middle);
            canvas.draw_text((middle, BOTTOM + 34), &shares[2].1, &worst)?;
            let mut below = 0.0;
            for (part, ((share, text), colour)) in shares.iter().zip(SHADES).enumerate().rev() {
                let (top, bottom) = (y(below + share), y(below));
                below += share;
                if bottom <= top {
                    continue;
                }
                canvas.draw_bar((middle - half, top), (middle + half, bottom), colour)?;
                // A seam, so that parts stay apart where there is no colour.
                canvas.draw_line(vec![(middle - half, top), (middle + half, top)], WHITE, 2)?;
                let set = LabelStyle::new(12, INK).on_side(LabelSide::Middle);
                let has_room =
                    bottom - top >= LINE_HEIGHT && canvas.measure_text(text, &set)? <= 2 * half;
                if part < 2 && has_room {
                    canvas.draw_text((middle, i32::midpoint(top, bottom)), text, &set)?;
                }
            }
        }
        Ok(())
    }

    /// What the shades mean, in the order in which they lie on each other.
    fn draw_legend(&self, canvas: &SvgCanvas) -> Result<(), ChartError> {
        let (mut x, set) = (LEFT, LabelStyle::new(14, INK));
        for (name, colour) in self.parts.iter().zip(SHADES) {
            canvas.draw_bar((x, TOP + 2), (x + 14, TOP + 16), colour)?;
            canvas.draw_text((x + 22, TOP + 9), name, &set)?;
            x += 22 + canvas.measure_text(name, &set)? * 11 / 10 + 30;
        }
        Ok(())
    }
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
        let svg = stack.render_svg().expect("drawn");
        for part in ["T2", "Đúng ngày hẹn", "T1: 10; 20; 10", ">\n99%", "Quá hạn 25%"] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        // Two bars, the key, and the two shares under their columns.
        assert_eq!(svg.matches("#B4380F").count(), 2 + 1 + 2);
        assert_eq!(svg.matches("#D5E0E6").count(), 1 + 1, "a part of nothing is not drawn");
        assert!(svg.contains(">\n1%"), "the worst is written under its column");
    }
}
