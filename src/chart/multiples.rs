//! A small line for each agency, all on one scale: who is low, and since when.

use super::{
    canvas::{
        FINE, INK, LINE, LabelSide, LabelStyle, SOFT, SvgCanvas, find_widest, measure_text,
        wrap_text,
    },
    error::ChartError,
    frame::ChartFrame,
    layout::{ChartSheet, PlotArea, ValueAxis, draw_framed},
    mark::{ChartMark, LimitLine, MarkTone},
};

/// Describes small line charts, one for each agency, that share a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallMultiples {
    pub frame: ChartFrame,
    pub panels: Vec<ChartPanel>,
    pub limit: Option<LimitLine>,
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

/// How the panels lie.
struct PanelGrid {
    sheet: ChartSheet,
    across: i32,
    width: i32,
    /// Lines of a panel's heading; one holds the value too.
    heading: i32,
    height: i32,
    gap: i32,
    /// Over all panels, for the name of the limit.
    key: i32,
}

impl SmallMultiples {
    /// Renders the chart as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let said: Vec<String> = (self.panels.iter())
            .map(|panel| {
                let marks: Vec<String> = (panel.marks.iter())
                    .map(|mark| format!("{} {}", mark.label, mark.text))
                    .collect();
                format!("{} {}: {}", panel.name, panel.text, marks.join(", "))
            })
            .collect();
        let axis = self.axis();
        let grid = self.lay_out(sheet, &axis);
        let rows = (i32::try_from(self.panels.len()).unwrap_or(0) + grid.across - 1) / grid.across;
        let wanted = grid.key + rows.max(1) * (grid.height + grid.gap);
        draw_framed(&self.frame, sheet, &said.join("; "), wanted, |canvas, area| {
            let mut grid = grid;
            if sheet.height().is_some() {
                grid.height =
                    ((area.height() - grid.key) / rows.max(1) - grid.gap).min(sheet.scale(170));
            }
            let scaled = axis.leave_room(area, sheet);
            self.draw_limit_name(canvas, sheet, (scaled.left, area.top))?;
            for (index, panel) in (0..).zip(&self.panels) {
                let left = scaled.left + (index % grid.across) * (grid.width + grid.gap);
                let top = area.top + grid.key + (index / grid.across) * (grid.height + grid.gap);
                let right = left + grid.width;
                let area = PlotArea { left, top, right, bottom: top + grid.height };
                let is_first = index % grid.across == 0;
                self.draw_panel(canvas, &grid, (panel, area), (&axis, is_first))?;
            }
            Ok(())
        })
    }

    /// One for all of them.
    fn axis(&self) -> ValueAxis {
        let marks = self.panels.iter().flat_map(|panel| &panel.marks);
        let values = marks.filter_map(|mark| mark.value);
        let limit = self.limit.as_ref().map(|limit| limit.value);
        ValueAxis::of_values(values.chain(limit), self.full, (1, &self.unit))
    }

    fn lay_out(&self, sheet: ChartSheet, axis: &ValueAxis) -> PanelGrid {
        let across = match sheet {
            ChartSheet::Phone => 2,
            ChartSheet::Page | ChartSheet::A4 => 3,
            ChartSheet::Slide => 4,
        };
        let gap = sheet.scale(if sheet == ChartSheet::Phone { 14 } else { 20 });
        let (margin, right) = (sheet.margin(), sheet.width() - sheet.margin());
        let all = PlotArea { left: margin, top: 0, right, bottom: 0 };
        let width = (axis.leave_room(all, sheet).width() + gap) / across - gap;
        let (bold, plain) = heading_styles(sheet);
        let is_beside = |panel: &ChartPanel| {
            let sign = sheet.scale(16);
            measure_text(&panel.name, &plain) + sign + measure_text(&panel.text, &bold) <= width
        };
        // All of them are headed alike: the value beside the name, or under the lines it takes.
        let heading = if self.panels.iter().all(is_beside) {
            1
        } else {
            let lines = self.panels.iter().map(|panel| wrap_text(&panel.name, &plain, width).len());
            i32::try_from(lines.max().unwrap_or(1)).unwrap_or(1) + 1
        };
        let height = heading * sheet.line() + sheet.scale(86);
        let key = if self.limit.is_some() { sheet.scale(24) } else { 0 };
        PanelGrid { sheet, across, width, heading, height, gap, key }
    }

    /// What the dashed line of every panel is.
    fn draw_limit_name(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (left, top): (i32, i32),
    ) -> Result<(), ChartError> {
        let Some(limit) = &self.limit else { return Ok(()) };
        let y = top + sheet.scale(8);
        canvas.draw_dashes((left, y), (left + sheet.scale(24), y), (SOFT, sheet.dash()))?;
        let style = LabelStyle::new(sheet.small(), INK).in_bold();
        canvas.draw_text((left + sheet.scale(30), y), &limit.label, &style)
    }

    fn draw_panel(
        &self,
        canvas: &SvgCanvas,
        grid: &PanelGrid,
        (panel, area): (&ChartPanel, PlotArea),
        (axis, is_first): (&ValueAxis, bool),
    ) -> Result<(), ChartError> {
        let sheet = grid.sheet;
        let plot = PlotArea {
            top: area.top + grid.heading * sheet.line() + sheet.scale(8),
            bottom: area.bottom - sheet.scale(16),
            ..area
        };
        for (value, text) in axis.ticks() {
            let y = plot.y(axis.share(value));
            canvas.draw_line(vec![(plot.left, y), (plot.right, y)], LINE, 1)?;
            if is_first {
                let style = LabelStyle::new(sheet.small(), SOFT).on_side(LabelSide::Left);
                canvas.draw_text((plot.left - sheet.scale(8), y), &text, &style)?;
            }
        }
        if let Some(limit) = self.limit.as_ref().filter(|limit| axis.contains(limit.value)) {
            let y = plot.y(axis.share(limit.value));
            canvas.draw_dashes((plot.left, y), (plot.right, y), (SOFT, sheet.dash()))?;
        }
        panel.draw_heading(canvas, grid, area)?;
        panel.draw_series(canvas, sheet, (area, plot), axis)
    }
}

/// Of values and of names.
fn heading_styles(sheet: ChartSheet) -> (LabelStyle, LabelStyle) {
    let style = LabelStyle::new(sheet.small(), INK);
    (style.in_bold(), style)
}

impl ChartPanel {
    /// The name, and the value right of it or under it.
    fn draw_heading(
        &self,
        canvas: &SvgCanvas,
        grid: &PanelGrid,
        area: PlotArea,
    ) -> Result<(), ChartError> {
        let (sheet, (bold, plain)) = (grid.sheet, heading_styles(grid.sheet));
        let (line, is_beside) = (sheet.line(), grid.heading == 1);
        let room = if is_beside { area.width() * 2 } else { area.width() };
        let lines = wrap_text(&self.name, &plain, room);
        for (at, text) in (0..).zip(&lines) {
            canvas.draw_text((area.left, area.top + at * line + line / 2), text, &plain)?;
        }
        let value = bold.for_tone(self.tone);
        let sign = sheet.scale(4);
        let y = area.top + (grid.heading - 1) * line + line / 2;
        let (x, style) = if is_beside {
            (area.right, value.on_side(LabelSide::Left))
        } else {
            (area.left + if self.tone.is_bad() { sign * 4 } else { 0 }, value)
        };
        canvas.draw_text((x, y), &self.text, &style)?;
        if self.tone.is_bad() {
            let at = if is_beside { x - measure_text(&self.text, &value) } else { x };
            canvas.draw_dot((at - sign * 2, y), sign, self.tone)?;
        }
        Ok(())
    }

    fn draw_series(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (area, plot): (PlotArea, PlotArea),
        axis: &ValueAxis,
    ) -> Result<(), ChartError> {
        let inset = sheet.scale(5);
        let inner = PlotArea { left: plot.left + inset, right: plot.right - inset, ..plot };
        let steps = f64::from(u32::try_from(self.marks.len().max(2) - 1).unwrap_or(1));
        let points: Vec<Option<(i32, i32)>> = (0_u32..)
            .zip(&self.marks)
            .map(|(index, mark)| {
                let y = plot.y(axis.share(mark.value?));
                Some((inner.x(f64::from(index) / steps), y))
            })
            .collect();
        for pair in points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                canvas.draw_line(vec![*from, *to], FINE, sheet.stroke())?;
            }
        }
        for (mark, point) in self.marks.iter().zip(&points) {
            // What stands alone is seen too.
            if let Some(at) = point {
                let radius = if mark.tone == MarkTone::Fine { 2 } else { 3 };
                canvas.draw_dot(*at, sheet.scale(radius), mark.tone)?;
            }
        }
        let style = LabelStyle::new(sheet.small(), SOFT);
        let y = area.bottom - sheet.scale(5);
        let ends = [self.marks.first(), self.marks.last().filter(|_| self.marks.len() > 1)];
        let labels = ends.map(|mark| mark.map_or("", |mark| mark.label.as_str()));
        canvas.draw_text((area.left, y), labels[0], &style)?;
        // Both, where they are apart.
        if find_widest(labels, &style) * 2 < area.width() {
            canvas.draw_text((area.right, y), labels[1], &style.on_side(LabelSide::Left))?;
        }
        Ok(())
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
        let limit =
            Some(LimitLine { value: 90.0, is_ceiling: false, label: "ngưỡng 90%".into() });
        SmallMultiples { frame, panels, limit, full: Some(100.0), unit }
    }

    #[test]
    fn all_are_on_one_scale_and_their_numbers_are_said() {
        let drawn = multiples(vec![
            panel("Xã An Sơn", &[Some(95.0), None, Some(71.0)]),
            panel("Xã Bình Phúc", &[Some(47.0), Some(92.0)]),
        ]);
        // 47 is the lowest of both: from 40 on.
        assert_eq!((drawn.axis().low, drawn.axis().high), (40.0, 100.0));
        let svg = drawn.render_svg(ChartSheet::Page).expect("drawn");
        assert!(svg.contains("Xã An Sơn 80,63%: T1 95%, T2 , T3 71%; Xã Bình Phúc"), "{svg}");
        assert!(svg.contains(">\n40%") && svg.contains(">\nT3"), "{svg}");
    }

    #[test]
    fn a_long_name_takes_lines_of_its_own() {
        let name = "Trung tâm Phục vụ hành chính công tỉnh Phú Thọ";
        let svg = multiples(vec![panel(name, &[Some(95.0)])])
            .render_svg(ChartSheet::Page)
            .expect("drawn");
        assert!(svg.contains(">\nTrung tâm Phục vụ hành chính\n") && !svg.contains('…'), "{svg}");
        assert!(svg.contains(&format!("{name} 80,63%")), "the whole name is said");
    }

    #[test]
    fn none_is_an_empty_sheet() {
        assert!(multiples(Vec::new()).render_svg(ChartSheet::Page).is_ok());
    }
}
