//! How a row of a ladder is drawn, beside its bar or over it.

use super::{
    super::{
        canvas::{
            FINE, INK, LINE, LOW, LabelSide, LabelStyle, SOFT, SvgCanvas, measure_text,
            shorten_text,
        },
        error::ChartError,
        mark::{ChartMark, MarkTone},
    },
    plan::LadderPlan,
    rung::LadderRung,
};

/// Draws a row; returns from where to where its letters stand in the column of bars, if they do.
pub(super) fn draw_rung(
    canvas: &SvgCanvas,
    plan: &LadderPlan,
    rung: &LadderRung,
    upper: i32,
) -> Result<Option<(i32, i32)>, ChartError> {
    match rung {
        LadderRung::Mark(mark) if plan.sheet.is_narrow() => draw_narrow(canvas, plan, mark, upper),
        LadderRung::Mark(mark) => draw_wide(canvas, plan, mark, upper),
        LadderRung::Note(note) => {
            let style = LabelStyle::new(plan.sheet.small(), SOFT).in_bold();
            // Among the bars, where it has room there.
            let is_under_bars = plan.area.right - plan.bars.0 >= measure_text(note, &style);
            let left = if is_under_bars { plan.bars.0 } else { plan.area.left };
            let note = shorten_text(note, &style, plan.area.right - left);
            canvas.draw_text((left, upper + plan.row / 2), &note, &style)?;
            Ok(Some((left, left + measure_text(&note, &style))))
        }
    }
}

/// The name before its bar, the value behind it.
fn draw_wide(
    canvas: &SvgCanvas,
    plan: &LadderPlan,
    mark: &ChartMark,
    upper: i32,
) -> Result<Option<(i32, i32)>, ChartError> {
    let (sheet, (left, right)) = (plan.sheet, plan.bars);
    let middle = upper + plan.row / 2;
    let name = name_style(plan, mark).on_side(LabelSide::Left);
    let (end, start) = (left - sheet.scale(10), right + sheet.scale(22));
    let label = shorten_text(&mark.label, &name, end - plan.area.left);
    canvas.draw_text((end, middle), &label, &name)?;
    if mark.value.is_none() {
        let style = LabelStyle::new(sheet.small(), SOFT);
        let said = shorten_text(&mark.text, &style, plan.area.right - left);
        canvas.draw_text((left, middle), &said, &style)?;
        return Ok(Some((left, left + measure_text(&said, &style))));
    }
    let half = (plan.row / 4).clamp(3, sheet.scale(7));
    draw_value_bar(canvas, plan, mark, (middle - half, middle + half))?;
    let value = LabelStyle::new(sheet.text(), INK).for_tone(mark.tone);
    let said = shorten_text(&mark.text, &value, plan.area.right - start);
    canvas.draw_text((start, middle), &said, &value)?;
    draw_sign(canvas, (right + sheet.scale(12), middle), plan, mark.tone)?;
    Ok(None)
}

/// The name and the value over their bar.
fn draw_narrow(
    canvas: &SvgCanvas,
    plan: &LadderPlan,
    mark: &ChartMark,
    upper: i32,
) -> Result<Option<(i32, i32)>, ChartError> {
    let (sheet, (left, right)) = (plan.sheet, plan.bars);
    let middle = upper + sheet.line() / 2;
    let value = LabelStyle::new(sheet.text(), INK).for_tone(mark.tone);
    let sign = if mark.tone.is_bad() { sheet.scale(16) } else { 0 };
    let taken = measure_text(&mark.text, &value) + sign + sheet.scale(10);
    let name = name_style(plan, mark);
    let label = shorten_text(&mark.label, &name, right - left - taken);
    canvas.draw_text((left, middle), &label, &name)?;
    canvas.draw_text((right, middle), &mark.text, &value.on_side(LabelSide::Left))?;
    draw_sign(canvas, (right - taken + sheet.scale(16), middle), plan, mark.tone)?;
    draw_value_bar(canvas, plan, mark, plan.narrow_bar(upper))?;
    Ok(None)
}

fn name_style(plan: &LadderPlan, mark: &ChartMark) -> LabelStyle {
    let style = LabelStyle::new(plan.sheet.text(), INK);
    if mark.tone.is_bad() { style.in_bold() } else { style }
}

/// What is wrong has a sign of the size of its letters, for those who see no colour.
fn draw_sign(
    canvas: &SvgCanvas,
    at: (i32, i32),
    plan: &LadderPlan,
    tone: MarkTone,
) -> Result<(), ChartError> {
    if tone.is_bad() { canvas.draw_dot(at, plan.sheet.scale(4), tone) } else { Ok(()) }
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
