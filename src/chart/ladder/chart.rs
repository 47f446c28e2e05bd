//! Names with their values and bars, the one to look at first on top.

use super::{
    super::{
        canvas::{INK, LabelSide, LabelStyle, SvgCanvas, measure_text},
        error::ChartError,
        frame::ChartFrame,
        layout::{ChartSheet, PlotArea, draw_framed},
        mark::{ChartMark, LimitLine},
    },
    drawing::draw_rung,
    plan::{LadderGrid, LadderPlan},
    rung::LadderRung,
};

/// Describes a ladder of agencies, the one to look at first on top.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderChart {
    pub frame: ChartFrame,
    pub rungs: Vec<LadderRung>,
    pub limit: Option<LimitLine>,
    /// The value a full bar stands for; the largest mark if there is none.
    pub full: Option<f64>,
}

impl LadderChart {
    /// Renders the ladder as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let wanted = self.wanted_height(sheet);
        draw_framed(&self.frame, sheet, &self.describe(), wanted, |canvas, area| {
            self.draw_rows(canvas, sheet, area)
        })
    }

    /// The same as words.
    pub fn describe(&self) -> String {
        let said = self.rungs.iter().map(|rung| match rung {
            LadderRung::Mark(mark) => format!("{}: {}", mark.label, mark.text),
            LadderRung::Note(note) => note.clone(),
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// Returns how high the rows are in one column.
    pub fn wanted_height(&self, sheet: ChartSheet) -> i32 {
        let grid = LadderGrid::new(sheet, self.rungs.len(), None);
        grid.rows * grid.row + self.limit_room(sheet)
    }

    /// Draws the rows alone into an area of a picture.
    pub fn draw_rows(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        area: PlotArea,
    ) -> Result<(), ChartError> {
        let room = sheet.height().map(|_| area.height() - self.limit_room(sheet));
        let grid = LadderGrid::new(sheet, self.rungs.len(), room);
        let largest = self.marks().filter_map(|mark| mark.value).fold(0.0, f64::max);
        let limit = self.limit.as_ref().map_or(0.0, |limit| limit.value);
        let full = self.full.unwrap_or(largest).max(largest).max(limit).max(f64::MIN_POSITIVE);
        let gap = sheet.scale(28);
        let width = (area.width() + gap) / grid.columns - gap;
        let in_column = usize::try_from(grid.rows).unwrap_or(1);
        for (column, rungs) in (0..).zip(self.rungs.chunks(in_column)) {
            let left = area.left + column * (width + gap);
            let area = PlotArea { left, right: left + width, ..area };
            let plan = LadderPlan::new(sheet, (area, grid.row), full, rungs);
            self.draw_column(canvas, &plan, rungs)?;
        }
        Ok(())
    }

    fn marks(&self) -> impl Iterator<Item = &ChartMark> {
        self.rungs.iter().filter_map(LadderRung::mark)
    }

    /// Above the rows, for the name of the limit.
    fn limit_room(&self, sheet: ChartSheet) -> i32 {
        if self.limit.is_some() { sheet.scale(22) } else { 0 }
    }

    fn draw_column(
        &self,
        canvas: &SvgCanvas,
        plan: &LadderPlan,
        rungs: &[LadderRung],
    ) -> Result<(), ChartError> {
        let first = plan.area.top + self.limit_room(plan.sheet);
        // Rows in which a line would run through letters: from where to where.
        let mut written = Vec::new();
        for (at, rung) in (0..).zip(rungs) {
            written.push(draw_rung(canvas, plan, rung, first + at * plan.row)?);
        }
        let Some(limit) = &self.limit else { return Ok(()) };
        let at = plan.place(limit.value);
        for (row, (rung, letters)) in (0..).zip(rungs.iter().zip(written)) {
            let upper = first + row * plan.row;
            if plan.sheet.is_narrow() {
                // Between the names a line would cross letters: each bar has a mark of its own.
                if rung.mark().is_some() {
                    let (upper, lower) = plan.narrow_bar(upper);
                    canvas.draw_bar((at - 1, upper - 2), (at, lower + 2), INK)?;
                }
            } else if letters.is_none_or(|(from, to)| at < from - 4 || to + 4 < at) {
                let dashes = (INK, plan.sheet.dash());
                canvas.draw_dashes((at, upper), (at, upper + plan.row), dashes)?;
            }
        }
        let style = LabelStyle::new(plan.sheet.small(), INK).in_bold().on_side(LabelSide::Middle);
        let half = measure_text(&limit.label, &style) / 2 + 1;
        let middle = at.min(plan.area.right - half).max(plan.area.left + half);
        let y = plan.area.top + self.limit_room(plan.sheet) / 2;
        canvas.draw_text((middle, y), &limit.label, &style)
    }
}
