//! One agency over time, with the limit drawn in.

use super::{
    super::{
        canvas::{
            FINE, INK, LabelSide, LabelStyle, SOFT, SvgCanvas, find_widest, measure_text,
            round_pixels,
        },
        error::ChartError,
        frame::ChartFrame,
        layout::{ChartSheet, PlotArea, StepPlaces, ValueAxis, draw_framed},
        mark::{ChartMark, LimitLine},
    },
    values::{SeriesPoint, draw_values},
};

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
    /// Renders the chart as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let description: Vec<String> =
            self.marks.iter().map(|mark| format!("{}: {}", mark.label, mark.text)).collect();
        let wanted = sheet.scale(if sheet.is_narrow() { 230 } else { 260 });
        draw_framed(&self.frame, sheet, &description.join("; "), wanted, |canvas, area| {
            self.draw_plot(canvas, sheet, area)
        })
    }

    fn draw_plot(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        area: PlotArea,
    ) -> Result<(), ChartError> {
        let values = self.marks.iter().filter_map(|mark| mark.value);
        let limits = self.limit.iter().map(|limit| limit.value);
        let axis = ValueAxis::of_values(values.chain(limits), self.full, (4, &self.unit));
        let small = LabelStyle::new(sheet.small(), SOFT);
        let shown = PlotArea {
            top: area.top + sheet.scale(10),
            bottom: area.bottom - sheet.scale(24),
            ..axis.leave_room(area, sheet)
        };
        let plot = self.draw_limit(canvas, sheet, (area, shown), &axis)?;
        axis.draw_levels(canvas, plot, sheet)?;
        let inset = sheet.scale(20);
        let inner = PlotArea { left: plot.left + inset, right: plot.right - inset, ..plot };
        let steps = f64::from(u32::try_from(self.marks.len().max(2) - 1).unwrap_or(1));
        let x = |index: u32| match self.marks.len() {
            1 => inner.x(0.5),
            _ => inner.x(f64::from(index) / steps),
        };
        let points: Vec<SeriesPoint> = (0..)
            .zip(&self.marks)
            .map(|(index, mark)| mark.value.map(|value| (x(index), plot.y(axis.share(value)))))
            .collect();
        for pair in points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                canvas.draw_line(vec![*from, *to], FINE, sheet.stroke())?;
            }
        }
        let radius = sheet.scale(if self.marks.len() > 30 { 3 } else { 5 });
        for (point, mark) in points.iter().zip(&self.marks) {
            if let Some(at) = point {
                canvas.draw_dot(*at, radius, mark.tone)?;
            }
        }
        let limit = self.limit.as_ref().map(|limit| plot.y(axis.share(limit.value)));
        draw_values(canvas, sheet, plot, (&self.marks, &points), limit)?;
        let middles: Vec<i32> = (0..).zip(&self.marks).map(|(index, _)| x(index)).collect();
        let name = |index: usize| self.marks[index].label.as_str();
        let widest = find_widest((0..self.marks.len()).map(name), &small);
        StepPlaces::new(&middles, widest, (area.left, area.right)).draw_names(
            canvas,
            name,
            small,
            area.bottom - sheet.scale(9),
        )
    }

    /// The line, and its name: right of its end where the sheet is wide enough, else in a line of its own above the plot. Returns what is
    /// left of the area for the plot.
    fn draw_limit(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (area, plot): (PlotArea, PlotArea),
        axis: &ValueAxis,
    ) -> Result<PlotArea, ChartError> {
        let Some(limit) = self.limit.as_ref().filter(|limit| axis.contains(limit.value)) else {
            return Ok(plot);
        };
        let style = LabelStyle::new(sheet.small(), INK).in_bold();
        let (taken, gap) = (measure_text(&limit.label, &style), sheet.scale(8));
        let dashes = (INK, sheet.dash());
        let is_beside = taken < sheet.width() / 6;
        let plot = if is_beside {
            PlotArea { right: plot.right - taken - gap, ..plot }
        } else {
            PlotArea { top: plot.top + sheet.scale(20), ..plot }
        };
        let y = plot.y(axis.share(limit.value));
        canvas.draw_dashes((plot.left, y), (plot.right, y), dashes)?;
        if is_beside {
            canvas.draw_text((plot.right + gap, y), &limit.label, &style)?;
        } else {
            let (y, left) = (area.top + round_pixels(sheet.small() * 0.6), plot.left);
            canvas.draw_dashes((left, y), (left + sheet.scale(24), y), dashes)?;
            let style = style.on_side(LabelSide::Right);
            canvas.draw_text((left + sheet.scale(30), y), &limit.label, &style)?;
        }
        Ok(plot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::MarkTone;

    fn trend(values: &[Option<f64>]) -> TrendChart {
        let mark = |(at, value): (usize, &Option<f64>)| ChartMark {
            label: format!("Tuần {}", at + 1),
            value: *value,
            text: value.map_or(String::new(), |value| format!("{value:.2}%")),
            tone: if value.is_some_and(|value| value < 90.0) {
                MarkTone::Short
            } else {
                MarkTone::Fine
            },
            gap: 0.0,
        };
        TrendChart {
            frame: ChartFrame { title: "Xã An Sơn".into(), ..ChartFrame::default() },
            marks: values.iter().enumerate().map(mark).collect(),
            limit: Some(LimitLine {
                value: 90.0, is_ceiling: false, label: "ngưỡng 90%".into()
            }),
            full: Some(100.0),
            unit: "%".into(),
        }
    }

    #[test]
    fn points_labels_and_limit_are_in_the_picture() {
        let svg = trend(&[Some(95.0), None, Some(71.0)]).render_svg(ChartSheet::Page);
        let svg = svg.expect("drawn");
        for text in ["Xã An Sơn", "Tuần 2", "71.00%", "ngưỡng 90%", "60%"] {
            assert!(svg.contains(text), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_and_the_last_are_written_whatever_else_is_not() {
        let values =
            [97.29, 95.23, 94.77, 90.1, 96.69, 90.32, 89.9, 90.0, 93.2, 94.38, 92.86, 90.6];
        for sheet in [ChartSheet::Phone, ChartSheet::Page, ChartSheet::Slide, ChartSheet::A4] {
            let svg = trend(&values.map(Some)).render_svg(sheet).expect("drawn");
            for text in ["\n89.90%\n", "\n90.60%\n", "\nTuần 12\n"] {
                assert!(svg.contains(text), "{text} on {sheet:?}");
            }
        }
    }
}
