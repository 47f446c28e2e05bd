//! Names with their values and bars, drawn for the width they are looked at in: few of them all, of many the two ends.

use super::{
    super::{
        canvas::{INK, LabelSide, LabelStyle, SOFT, SvgCanvas, draw_sheet},
        error::ChartError,
        frame::ChartFrame,
        mark::{ChartMark, LimitLine},
    },
    rung::{LadderPlan, draw_narrow, draw_wide},
    sheet::{ChartSheet, measure_wide, shorten_text, wrap_text},
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

/// One row of a ladder.
#[derive(Debug, Clone, PartialEq)]
pub enum LadderRung {
    Mark(ChartMark),
    /// What is said between marks: who is left out here, or what those below are.
    Note(String),
}

impl LadderChart {
    /// Renders the ladder as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let mut head = Vec::new();
        let mut plan = None;
        // What is measured says how high the sheet is.
        draw_sheet((10, 10), ("", ""), |canvas| {
            head = self.wrap_head(canvas, sheet)?;
            plan = Some(self.make_plan(canvas, sheet, sheet.width())?);
            Ok(())
        })?;
        let Some(mut plan) = plan else { return Ok(String::new()) };
        let text = sheet.text_size();
        let head_height = head.iter().map(|(_, style, _)| style.line_height()).sum::<i32>() + text;
        let foot = text * 2;
        let height = match sheet.height() {
            Some(height) => {
                let room = height - head_height - foot - text * 2;
                plan.row = (room / self.count_rows()).clamp(text + 4, text * 5 / 2);
                height
            }
            None => head_height + self.body_height(&plan) + foot,
        };
        let description = self.describe();
        draw_sheet((sheet.width(), height), (&self.frame.title, &description), |canvas| {
            let mut top = text;
            for (line, style, label) in &head {
                top += style.line_height();
                canvas.draw_text((sheet.margin(), top - style.line_height() / 2), line, label)?;
            }
            self.draw_body(canvas, &plan, (0, head_height))?;
            let footer = LabelStyle::new(sheet.small_size(), SOFT);
            let room = sheet.width() - 2 * sheet.margin();
            let said = shorten_text(canvas, &self.frame.footer, &footer, room)?;
            canvas.draw_text((sheet.margin(), height - text), &said, &footer)
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

    /// Draws the rows alone into a picture that has more on it; returns how high they are.
    pub(super) fn draw_within(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        top: i32,
    ) -> Result<i32, ChartError> {
        let plan = self.make_plan(canvas, sheet, sheet.width())?;
        self.draw_body(canvas, &plan, (0, top))?;
        Ok(self.body_height(&plan))
    }

    fn count_rows(&self) -> i32 {
        i32::try_from(self.rungs.len().max(1)).unwrap_or(1)
    }

    fn body_height(&self, plan: &LadderPlan) -> i32 {
        self.count_rows() * plan.row + plan.sheet.text_size() * 2
    }

    /// Title and subtitle in lines, each with its style.
    fn wrap_head(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
    ) -> Result<Vec<(String, HeadLine, LabelStyle)>, ChartError> {
        let room = sheet.width() - 2 * sheet.margin();
        let mut lines = Vec::new();
        for (text, size, is_title) in [
            (&self.frame.title, sheet.title_size(), true),
            (&self.frame.subtitle, sheet.small_size(), false),
        ] {
            let colour = if is_title { INK } else { SOFT };
            let label = LabelStyle::new(size, colour);
            let label = if is_title { label.in_bold() } else { label };
            for line in wrap_text(canvas, text, &label, room)? {
                lines.push((line, HeadLine(size), label));
            }
        }
        Ok(lines)
    }

    fn make_plan(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        width: i32,
    ) -> Result<LadderPlan, ChartError> {
        let (text, margin) = (sheet.text_size(), sheet.margin());
        let largest = self.marks().filter_map(|mark| mark.value).fold(0.0, f64::max);
        let full = self.full.unwrap_or(largest).max(f64::MIN_POSITIVE);
        if sheet.is_narrow() {
            let row = text * 5 / 2;
            return Ok(LadderPlan { sheet, width, bars: (margin, width - margin), row, full });
        }
        let (mut names, mut values) = (0, 0);
        for mark in self.marks() {
            let name = LabelStyle::new(sheet.text(), INK).in_bold();
            names = names.max(measure_wide(canvas, &mark.label, &name)?);
            values = values.max(measure_wide(canvas, &mark.text, &name)?);
        }
        let left = margin + names.min(width * 2 / 5) + text;
        let right = width - margin - values - text * 2;
        Ok(LadderPlan {
            sheet,
            width,
            bars: (left, right.max(left + text)),
            row: text * 7 / 4,
            full,
        })
    }

    fn marks(&self) -> impl Iterator<Item = &ChartMark> {
        self.rungs.iter().filter_map(|rung| match rung {
            LadderRung::Mark(mark) => Some(mark),
            LadderRung::Note(_) => None,
        })
    }

    fn draw_body(
        &self,
        canvas: &SvgCanvas,
        plan: &LadderPlan,
        (_, top): (i32, i32),
    ) -> Result<(), ChartError> {
        let text = plan.sheet.text_size();
        let first = top + text * 2;
        for (at, rung) in (0_i32..).zip(&self.rungs) {
            let upper = first + at * plan.row;
            match rung {
                LadderRung::Mark(mark) if plan.sheet.is_narrow() => {
                    draw_narrow(canvas, plan, mark, upper)?;
                }
                LadderRung::Mark(mark) => draw_wide(canvas, plan, mark, upper)?,
                LadderRung::Note(note) => {
                    let style = LabelStyle::new(plan.sheet.small_size(), SOFT);
                    let room = plan.width - 2 * plan.sheet.margin();
                    let note = shorten_text(canvas, note, &style, room)?;
                    canvas.draw_text((plan.sheet.margin(), upper + plan.row / 2), &note, &style)?;
                }
            }
        }
        self.draw_limit(canvas, plan, (top, first))
    }

    /// The line, and its name inside the frame.
    fn draw_limit(
        &self,
        canvas: &SvgCanvas,
        plan: &LadderPlan,
        (top, first): (i32, i32),
    ) -> Result<(), ChartError> {
        let Some(limit) = &self.limit else { return Ok(()) };
        let at = plan.place(limit.value);
        let bottom = first + self.count_rows() * plan.row;
        if plan.sheet.is_narrow() {
            // Between the names a line would cross letters: each bar has a mark of its own.
            for (row, rung) in (0_i32..).zip(&self.rungs) {
                if matches!(rung, LadderRung::Mark(_)) {
                    let (upper, lower) = plan.narrow_bar(first + row * plan.row);
                    canvas.draw_bar((at - 1, upper - 2), (at, lower + 2), INK)?;
                }
            }
        } else {
            canvas.draw_dashes((at, first - 4), (at, bottom), INK)?;
        }
        let style = LabelStyle::new(plan.sheet.small_size(), INK).in_bold();
        let half = canvas.measure_text(&limit.label, &style)? * 11 / 20;
        let middle = at.clamp(
            plan.sheet.margin() + half,
            (plan.width - plan.sheet.margin() - half).max(plan.sheet.margin() + half),
        );
        let style = style.on_side(LabelSide::Middle);
        canvas.draw_text((middle, top + plan.sheet.text_size()), &limit.label, &style)
    }
}

/// A line of the head, by the size of its type.
struct HeadLine(u32);

impl HeadLine {
    fn line_height(&self) -> i32 {
        i32::try_from(self.0).unwrap_or(0) * 7 / 5
    }
}
