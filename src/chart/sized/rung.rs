//! One row of a ladder: a name, a value, a bar.

use super::{
    super::{
        canvas::{FINE, INK, LINE, LOW, LabelSide, LabelStyle, SOFT, SvgCanvas, round_pixels},
        error::ChartError,
        mark::{ChartMark, MarkTone},
    },
    sheet::{ChartSheet, shorten_text},
};

/// Where the columns of a ladder lie, and how high its rows are.
pub(super) struct LadderPlan {
    pub sheet: ChartSheet,
    pub width: i32,
    /// Where bars begin and end.
    pub bars: (i32, i32),
    pub row: i32,
    pub full: f64,
}

impl LadderPlan {
    /// Finds how far right a value lies.
    pub fn place(&self, value: f64) -> i32 {
        let (left, right) = self.bars;
        left + round_pixels(f64::from(right - left) * (value / self.full).clamp(0.0, 1.0))
    }

    /// Where the bar under a name lies.
    pub fn narrow_bar(&self, upper: i32) -> (i32, i32) {
        let text = self.sheet.text_size();
        (upper + text * 3 / 2, upper + text * 3 / 2 + text / 2)
    }
}

/// The name before its bar, the value behind it.
pub(super) fn draw_wide(
    canvas: &SvgCanvas,
    plan: &LadderPlan,
    mark: &ChartMark,
    upper: i32,
) -> Result<(), ChartError> {
    let (text, (left, right)) = (plan.sheet.text_size(), plan.bars);
    let middle = upper + plan.row / 2;
    let name = LabelStyle::new(plan.sheet.text(), INK).on_side(LabelSide::Left);
    let name = if mark.tone.is_bad() { name.in_bold() } else { name };
    let label = shorten_text(canvas, &mark.label, &name, left - plan.sheet.margin() - text)?;
    canvas.draw_text((left - text * 4 / 5, middle), &label, &name)?;
    let half = (plan.row / 4).max(3);
    draw_value_bar(canvas, plan, mark, (middle - half, middle + half))?;
    let value = LabelStyle::new(plan.sheet.text(), INK).for_tone(mark.tone);
    canvas.draw_text((right + text * 3 / 2, middle), &mark.text, &value)?;
    draw_sign(canvas, (right + text * 4 / 5, middle), mark.tone, text)
}

/// The name and the value over their bar.
pub(super) fn draw_narrow(
    canvas: &SvgCanvas,
    plan: &LadderPlan,
    mark: &ChartMark,
    upper: i32,
) -> Result<(), ChartError> {
    let (text, (left, right)) = (plan.sheet.text_size(), plan.bars);
    let middle = upper + text * 3 / 4;
    let value = LabelStyle::new(plan.sheet.text(), INK).for_tone(mark.tone);
    let taken = canvas.measure_text(&mark.text, &value)? * 11 / 10 + text * 2;
    let name = LabelStyle::new(plan.sheet.text(), INK);
    let name = if mark.tone.is_bad() { name.in_bold() } else { name };
    let label = shorten_text(canvas, &mark.label, &name, right - left - taken)?;
    canvas.draw_text((left, middle), &label, &name)?;
    canvas.draw_text((right, middle), &mark.text, &value.on_side(LabelSide::Left))?;
    draw_sign(canvas, (right - taken + text, middle), mark.tone, text)?;
    draw_value_bar(canvas, plan, mark, plan.narrow_bar(upper))
}

/// What is wrong has a sign of the size of its letters, for those who see no colour.
fn draw_sign(
    canvas: &SvgCanvas,
    at: (i32, i32),
    tone: MarkTone,
    text: i32,
) -> Result<(), ChartError> {
    if tone.is_bad() { canvas.draw_dot(at, text / 4, tone) } else { Ok(()) }
}

fn draw_value_bar(
    canvas: &SvgCanvas,
    plan: &LadderPlan,
    mark: &ChartMark,
    (upper, lower): (i32, i32),
) -> Result<(), ChartError> {
    let (left, right) = plan.bars;
    canvas.draw_bar((left, upper), (right, lower), LINE)?;
    let Some(value) = mark.value else { return Ok(()) };
    let (from, to) = ((left, upper), (plan.place(value).max(left + 1), lower));
    match mark.tone {
        MarkTone::Few => canvas.draw_hollow_bar(from, to, SOFT),
        MarkTone::Fine => canvas.draw_bar(from, to, FINE),
        MarkTone::Short | MarkTone::Over => canvas.draw_bar(from, to, LOW),
    }
}
