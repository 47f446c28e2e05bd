//! The values of a series beside its points, where they lie on no other and on no rule.

use super::super::{
    canvas::{INK, LabelSide, LabelStyle, SvgCanvas, TakenBoxes, measure_text, round_pixels},
    error::ChartError,
    layout::{ChartSheet, PlotArea},
    mark::ChartMark,
};

/// Where a value of a series lies; nothing where there is none.
pub(super) type SeriesPoint = Option<(i32, i32)>;

/// Draws what is wrong first, then the last, the first, and the others as far as there is room. All of them are in the description.
pub(super) fn draw_values(
    canvas: &SvgCanvas,
    sheet: ChartSheet,
    plot: PlotArea,
    (marks, points): (&[ChartMark], &[SeriesPoint]),
    limit: Option<i32>,
) -> Result<(), ChartError> {
    let (radius, high) = (sheet.scale(5), round_pixels(sheet.small() * 1.2));
    let mut taken = TakenBoxes::default();
    if let Some(limit) = limit {
        taken.take((0, limit - 2), (sheet.width(), limit + 2));
    }
    for at in points.iter().flatten() {
        taken.take((at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius));
    }
    // What must be read is written over the line of the series where there is no other place.
    let mut beside_line = taken.clone();
    for pair in points.windows(2) {
        if let [Some(from), Some(to)] = pair {
            beside_line.take_line(*from, *to);
        }
    }
    let mut order: Vec<usize> = (0..points.len()).collect();
    let ends = [points.len().saturating_sub(1), 0];
    order.sort_by_key(|at| {
        let end = ends.iter().position(|end| end == at).unwrap_or(ends.len());
        (!marks[*at].tone.is_bad(), end, *at)
    });
    for index in order {
        let (mark, Some(at)) = (&marks[index], points[index]) else { continue };
        let style = LabelStyle::new(sheet.small(), INK).for_tone(mark.tone);
        let style = style.on_side(LabelSide::Middle);
        let wide = measure_text(&mark.text, &style) + 4;
        let places = find_places(points, index, (radius, high)).map(|offset| {
            let left = sheet.margin() + wide / 2;
            ((at.0).min(sheet.width() - left).max(left), at.1 + offset)
        });
        let places = places.into_iter().filter(|at| {
            at.1 + high / 2 <= plot.bottom + 2 && at.1 - high / 2 >= plot.top - sheet.scale(10)
        });
        let mut place = beside_line.place_text(places.clone(), (wide, high));
        if place.is_none() && (mark.tone.is_bad() || ends.contains(&index)) {
            place = taken.place_text(places, (wide, high));
        }
        if let Some(at) = place {
            let corner = |side: i32| (at.0 + side * wide / 2, at.1 + side * high / 2);
            taken.take(corner(-1), corner(1));
            beside_line.take(corner(-1), corner(1));
            canvas.draw_text(at, &mark.text, &style)?;
        }
    }
    Ok(())
}

/// How far under its point a text may stand: where the line is not, so under a valley, and over all else.
fn find_places(points: &[SeriesPoint], index: usize, (radius, high): (i32, i32)) -> [i32; 4] {
    let Some(at) = points[index] else { return [0; 4] };
    let beside = [index.checked_sub(1), Some(index + 1)]
        .map(|at| at.and_then(|at| points.get(at).copied().flatten()));
    let is_valley =
        beside.iter().flatten().all(|other| other.1 < at.1) && beside.iter().any(Option::is_some);
    let near = radius + high / 2 + 2;
    let far = near + high;
    if is_valley { [near, -near, far, -far] } else { [-near, near, -far, far] }
}
