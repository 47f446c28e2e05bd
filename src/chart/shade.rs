//! Cells that are the darker, the further their value lies on the wrong side of its limit.

use plotters::style::RGBColor;

use super::{
    canvas::{INK, LINE, LOW, SOFT, SvgCanvas},
    error::ChartError,
    mark::{ChartMark, MarkTone},
};

/// At or over the limit.
const WELL: RGBColor = RGBColor(0xe3, 0xec, 0xf1);
/// Around what is of too few.
const EDGE: RGBColor = RGBColor(0xc4, 0xd0, 0xd8);
const WHITE: RGBColor = RGBColor(255, 255, 255);
/// Just under it.
const PALE: (f64, f64, f64) = (250.0, 224.0, 211.0);

/// Draws the box of a mark between two corners, or a line where it has no value; returns the colour for letters in it, `None` where
/// there is nothing to write.
pub fn draw_cell_box(
    canvas: &SvgCanvas,
    mark: &ChartMark,
    full: Option<f64>,
    (from, to): ((i32, i32), (i32, i32)),
) -> Result<Option<RGBColor>, ChartError> {
    if mark.value.is_none() {
        let middle = i32::midpoint(from.1, to.1);
        canvas.draw_bar((from.0, middle - 1), (to.0, middle), LINE)?;
        return Ok(None);
    }
    if mark.tone == MarkTone::Few {
        canvas.draw_hollow_bar(from, (to.0 - 1, to.1 - 1), EDGE)?;
        return Ok(Some(SOFT));
    }
    let depth = find_depth(mark, full);
    canvas.draw_bar(from, to, depth.map_or(WELL, blend_shade))?;
    Ok(Some(if depth.is_some_and(|depth| depth > 0.5) { WHITE } else { INK }))
}

/// How far beyond the limit, of a fifth of the scale: from there on it is darkest. Without a scale all of it is.
fn find_depth(mark: &ChartMark, full: Option<f64>) -> Option<f64> {
    let span = full.map_or(0.0, |full| full / 5.0);
    mark.tone.is_bad().then(|| (mark.gap / span.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0))
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
    fn just_under_the_limit_is_pale_and_a_fifth_under_it_darkest() {
        assert_eq!(blend_shade(0.0), RGBColor(250, 224, 211));
        assert_eq!(blend_shade(1.0), LOW);
    }
}
