//! A row for each agency, a column for each step of the period: the darker, the further under the limit.

use super::{
    canvas::{
        INK, LabelSide, LabelStyle, SOFT, SvgCanvas, find_widest, measure_text, shorten_text,
    },
    error::ChartError,
    frame::ChartFrame,
    layout::{ChartSheet, PlotArea, StepPlaces, draw_framed},
    mark::ChartMark,
    shade::draw_cell_box,
};

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

/// Where the cells of a heat map lie.
struct HeatGrid {
    sheet: ChartSheet,
    area: PlotArea,
    /// Where the cells begin.
    left: i32,
    columns: i32,
    row: i32,
    /// Of a row, where the cell begins: under the name where it has no room beside it.
    name: i32,
    has_texts: bool,
}

impl HeatMap {
    /// Renders the chart as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let rows = i32::try_from(self.rows.len().max(1)).unwrap_or(i32::MAX / 1000);
        let said = |(name, marks): &(String, Vec<ChartMark>)| {
            let texts: Vec<&str> = marks.iter().map(|mark| mark.text.as_str()).collect();
            format!("{name}: {}", texts.join(", "))
        };
        let description: Vec<String> = self.rows.iter().map(said).collect();
        let row = sheet.scale(if sheet.is_narrow() { 44 } else { 23 });
        let head = sheet.scale(22);
        let wanted = head + rows * row;
        draw_framed(&self.frame, sheet, &description.join("; "), wanted, |canvas, area| {
            let row = sheet
                .height()
                .map_or(row, |_| ((area.height() - head) / rows).min(sheet.scale(36)));
            let area = PlotArea { top: area.top + head, ..area };
            self.draw_grid(canvas, &self.lay_out(sheet, area, row))
        })
    }

    fn lay_out(&self, sheet: ChartSheet, area: PlotArea, row: i32) -> HeatGrid {
        let names = self.rows.iter().map(|(name, _)| name.as_str());
        let widest = find_widest(names, &LabelStyle::new(sheet.text(), INK));
        let (left, name) = if sheet.is_narrow() {
            (area.left, sheet.line())
        } else {
            (area.left + widest.min(area.width() * 2 / 5) + sheet.scale(10), 0)
        };
        let columns = i32::try_from(self.columns.len().max(1)).unwrap_or(1);
        let style = LabelStyle::new(sheet.small(), INK);
        let wide = |mark: &ChartMark| {
            let style = if mark.tone.is_bad() { style.in_bold() } else { style };
            measure_text(&cell_text(mark), &style)
        };
        let marks = self.rows.iter().flat_map(|(_, marks)| marks);
        let room = marks.map(wide).max().unwrap_or(0) + sheet.scale(3);
        let has_texts = (area.right - left) / columns >= room;
        HeatGrid { sheet, area, left, columns, row, name, has_texts }
    }

    fn draw_grid(&self, canvas: &SvgCanvas, grid: &HeatGrid) -> Result<(), ChartError> {
        let sheet = grid.sheet;
        let style = LabelStyle::new(sheet.small(), SOFT);
        let middles: Vec<i32> = (0..grid.columns).map(|column| grid.middle_of(column)).collect();
        let widest = find_widest(self.columns.iter().map(String::as_str), &style);
        StepPlaces::new(&middles, widest, (grid.left, grid.area.right)).draw_names(
            canvas,
            |index| self.columns.get(index).map_or("", String::as_str),
            style,
            grid.area.top - sheet.scale(10),
        )?;
        for (row, (label, marks)) in (0..).zip(&self.rows) {
            let top = grid.area.top + row * grid.row;
            let name = LabelStyle::new(sheet.text(), INK);
            if sheet.is_narrow() {
                let said = shorten_text(label, &name, grid.area.width());
                canvas.draw_text((grid.left, top + sheet.line() / 2), &said, &name)?;
            } else {
                let end = grid.left - sheet.scale(8);
                let said = shorten_text(label, &name, end - grid.area.left);
                let name = name.on_side(LabelSide::Left);
                canvas.draw_text((end, top + grid.row / 2), &said, &name)?;
            }
            for (column, mark) in (0..).zip(marks) {
                self.draw_cell(canvas, grid, (column, top), mark)?;
            }
        }
        Ok(())
    }

    fn draw_cell(
        &self,
        canvas: &SvgCanvas,
        grid: &HeatGrid,
        (column, top): (i32, i32),
        mark: &ChartMark,
    ) -> Result<(), ChartError> {
        let (left, right) = (grid.edge_of(column), grid.edge_of(column + 1));
        let gap = if right - left < 8 { 1 } else { 2 };
        let under = if grid.name > 0 { grid.sheet.scale(8) } else { gap };
        let (from, to) = ((left, top + grid.name), (right - gap, top + grid.row - under));
        let middle = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
        let Some(ink) = draw_cell_box(canvas, mark, self.full, (from, to))? else {
            return Ok(());
        };
        let style = LabelStyle::new(grid.sheet.small(), ink).on_side(LabelSide::Middle);
        let style = if mark.tone.is_bad() { style.in_bold() } else { style };
        let said = cell_text(mark);
        if grid.has_texts && measure_text(&said, &style) <= right - left {
            canvas.draw_text(middle, &said, &style)
        } else if mark.tone.is_bad() {
            // Told apart without colour where there is no room for a number.
            canvas.draw_ring(middle, ((right - left) / 4).clamp(1, 2), ink, true)
        } else {
            Ok(())
        }
    }
}

impl HeatGrid {
    /// Where a column begins: what is left over is spread over all of them.
    fn edge_of(&self, column: i32) -> i32 {
        self.left + (self.area.right - self.left) * column / self.columns
    }

    fn middle_of(&self, column: i32) -> i32 {
        i32::midpoint(self.edge_of(column), self.edge_of(column + 1))
    }
}

/// A number as it stands in a cell, whose sign is known.
fn cell_text(mark: &ChartMark) -> String {
    mark.text.replace('%', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::MarkTone;

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
        let svg = heat.render_svg(ChartSheet::Page).expect("drawn");
        for part in ["Xã An Sơn", "60,00", "#B4380F", "#E3ECF1", "T3"] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
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
        let svg = heat.render_svg(ChartSheet::Page).expect("drawn");
        assert_eq!(svg.matches("<circle").count(), 3);
        let names = svg.matches(">\nTuần ").count();
        assert!((6..=18).contains(&names), "{names}");
        assert!(!svg.contains(">\n52") && svg.contains("51%, 52%"), "said, not written");
    }
}
