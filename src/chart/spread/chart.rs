//! A dot for each agency along one scale; where too many lie in one place, columns of how many.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    super::{
        canvas::{
            FINE, LINE, LOW, LabelSide, LabelStyle, SOFT, SvgCanvas, TakenBoxes, find_widest,
            measure_text, round_pixels,
        },
        error::ChartError,
        frame::ChartFrame,
        layout::{ChartSheet, PlotArea, StepPlaces, ValueAxis, draw_framed, format_tick},
        mark::{ChartMark, LimitLine, MarkTone},
    },
    scale::SpreadScale,
};

/// The scale is cut into about so many piles of dots, from the limit on both ways: none lies on both sides of it, nor of a round number
/// where the limit is one.
const PILES: f64 = 50.0;
/// A pile of more dots than this is counted by nobody.
const MOST_DOTS: usize = 24;
/// So many of the worst are named, as far as there is room.
const NAMED: usize = 6;

/// Describes a dot plot of all marks along one scale, with an optional limit line.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadChart {
    pub frame: ChartFrame,
    pub marks: Vec<ChartMark>,
    pub limit: Option<LimitLine>,
    /// The end of the scale, for shares; the largest mark if there is none.
    pub full: Option<f64>,
    /// Behind every number of the scale.
    pub unit: String,
}

/// A mark, and where its dot is.
type PlacedDot<'m> = (&'m ChartMark, (i32, i32));
type DotPiles<'m> = BTreeMap<i32, Vec<&'m ChartMark>>;

impl SpreadChart {
    /// Renders the chart as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let said = |mark: &ChartMark| format!("{}: {}", mark.label, mark.text);
        let description: Vec<String> = self.marks.iter().map(said).collect();
        let is_crowded = self.is_crowded();
        let scale = self.build_scale(match (is_crowded, sheet.is_narrow()) {
            (false, false) if sheet.height().is_none() => PILES,
            (true, false) | (false, _) => PILES / 2.0,
            (true, true) => PILES / 4.0,
        });
        let piles = self.group_piles(&scale);
        let most = piles.values().map(Vec::len).max().unwrap_or(0);
        let dots = i32::try_from(most.min(2 * MOST_DOTS)).unwrap_or(0) * sheet.scale(12);
        let names = if self.worst_marks().next().is_some() { NAMED } else { 0 };
        let names = i32::try_from(names).unwrap_or(0).min(2) * sheet.line();
        let plot = if is_crowded { sheet.scale(230) } else { dots.max(sheet.scale(60)) + names };
        let wanted = plot + sheet.scale(46);
        draw_framed(&self.frame, sheet, &description.join("; "), wanted, |canvas, area| {
            let area = PlotArea { bottom: area.bottom - sheet.scale(24), ..area };
            if is_crowded {
                self.draw_columns(canvas, sheet, area, (&scale, &piles))
            } else {
                self.draw_dots(canvas, sheet, area, (&scale, &piles))
            }
        })
    }

    /// Tells whether too many agencies lie in one place for a dot each: columns are drawn instead, on every sheet.
    pub fn is_crowded(&self) -> bool {
        self.group_piles(&self.build_scale(PILES)).values().any(|pile| pile.len() > MOST_DOTS)
    }

    fn build_scale(&self, piles: f64) -> SpreadScale {
        let values = self.marks.iter().filter_map(|mark| mark.value);
        SpreadScale::new(values, self.full, self.limit.as_ref(), piles)
    }

    /// Marks by the part of the scale they lie in, the lowest of a pile first.
    fn group_piles(&self, scale: &SpreadScale) -> DotPiles<'_> {
        let mut sorted: Vec<(f64, &ChartMark)> =
            (self.marks.iter()).filter_map(|mark| Some((mark.value?, mark))).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut piles: DotPiles = BTreeMap::new();
        for (value, mark) in sorted {
            piles.entry(self.pile_of_mark(scale, value, mark.tone)).or_default().push(mark);
        }
        piles
    }

    /// The pile of a mark, on its side of the limit: what is equal to it, as far as its number is shown, lies where it was judged to.
    fn pile_of_mark(&self, scale: &SpreadScale, value: f64, tone: MarkTone) -> i32 {
        let Some(limit) = self.limit.as_ref().filter(|limit| scale.contains_value(limit.value))
        else {
            return scale.pile_of_value(value, true);
        };
        let is_above = match value.total_cmp(&limit.value) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => tone.is_bad() == limit.is_ceiling,
        };
        scale.pile_of_value(value, is_above)
    }

    fn draw_dots(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        area: PlotArea,
        (scale, piles): (&SpreadScale, &DotPiles),
    ) -> Result<(), ChartError> {
        let inset = sheet.scale(16);
        let head = area.top + self.limit_room(sheet);
        let plot =
            PlotArea { left: area.left + inset, right: area.right - inset, top: head, ..area };
        self.draw_scale(canvas, sheet, (area, plot), scale)?;
        let most = piles.values().map(Vec::len).max().unwrap_or(1).max(1);
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        // Dots stay within their pile and their sheet.
        let wide = plot.x(scale.share_of_scale(scale.low + scale.width)) - plot.left;
        let pitch = sheet.scale(24).min(plot.height() / most).min(wide.max(5)).max(3);
        let radius = (pitch * 2 / 5).max(1);
        let mut taken = TakenBoxes::default();
        let mut heads = Vec::new();
        for (pile, marks) in piles {
            let middle = plot.x(scale.share_of_scale(scale.pile_middle(*pile)));
            for (height, mark) in (0..).zip(marks) {
                let at = (middle, plot.bottom - radius - 3 - height * pitch);
                canvas.draw_dot(at, radius, mark.tone)?;
                taken.take((at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius));
                heads.push((*mark, at));
            }
        }
        if let Some(at) = self.draw_limit(canvas, sheet, (area, plot), scale)? {
            taken.take((at - 2, area.top), (at + 2, plot.bottom));
        }
        self.draw_worst_names(canvas, sheet, (area, plot), (&heads, &mut taken))
    }

    /// Those on the wrong side of the limit, the furthest first.
    fn worst_marks(&self) -> impl Iterator<Item = &ChartMark> {
        let mut worst: Vec<&ChartMark> =
            self.marks.iter().filter(|mark| mark.tone.is_bad()).collect();
        worst.sort_by(|a, b| b.gap.total_cmp(&a.gap));
        worst.into_iter().take(NAMED)
    }

    /// Names the worst over their dots, as far as there is room.
    fn draw_worst_names(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (area, plot): (PlotArea, PlotArea),
        (heads, taken): (&[PlacedDot], &mut TakenBoxes),
    ) -> Result<(), ChartError> {
        let style = LabelStyle::new(sheet.small(), LOW).on_side(LabelSide::Middle);
        let line = sheet.line();
        for mark in self.worst_marks() {
            let Some((_, at)) = heads.iter().find(|(other, _)| std::ptr::eq(*other, mark)) else {
                return Ok(());
            };
            let in_pile = heads.iter().filter(|(_, other)| other.0 == at.0);
            let head = in_pile.map(|(_, other)| other.1).min().unwrap_or(at.1);
            let said = format!("{} {}", mark.label, mark.text);
            let size = (measure_text(&said, &style) + 6, line - 2);
            let (least, most) = (area.left + size.0 / 2, area.right - size.0 / 2);
            if least > most {
                return Ok(());
            }
            let places = (1..=3).map(|over| (at.0.clamp(least, most), head - over * line));
            let places = places.filter(|place| place.1 - line / 2 > plot.top);
            // None is passed over: who is not named is nearer to the limit than all who are.
            let Some(place) = taken.place_text(places, size) else { return Ok(()) };
            canvas.draw_text(place, &said, &style)?;
        }
        Ok(())
    }

    /// A column of each pile: the bad below, then the hollow, then the others.
    fn draw_columns(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        area: PlotArea,
        (scale, piles): (&SpreadScale, &DotPiles),
    ) -> Result<(), ChartError> {
        let most = piles.values().map(Vec::len).max().unwrap_or(0);
        let most = f64::from(u32::try_from(most).unwrap_or(u32::MAX));
        let axis = ValueAxis::of_values([most], None, (4, ""));
        let head = area.top + self.limit_room(sheet).max(sheet.scale(8));
        let plot = PlotArea { top: head, ..axis.leave_room(area, sheet) };
        let plot = PlotArea { right: plot.right - sheet.scale(16), ..plot };
        axis.draw_levels(canvas, plot, sheet)?;
        self.draw_scale(canvas, sheet, (area, plot), scale)?;
        for (pile, marks) in piles {
            let middle = scale.pile_middle(*pile);
            let edge = |side: f64| {
                let value = (middle + side * scale.width / 2.0).clamp(scale.low, scale.high);
                plot.x(scale.share_of_scale(value))
            };
            let (left, right) = (edge(-1.0) + 1, (edge(1.0) - 1).max(edge(-1.0) + 2));
            let count = |is_of: fn(MarkTone) -> bool| {
                let count = marks.iter().filter(|mark| is_of(mark.tone)).count();
                f64::from(u32::try_from(count).unwrap_or(u32::MAX))
            };
            let mut below = 0.0;
            for (tone, count) in [
                (MarkTone::Short, count(MarkTone::is_bad)),
                (MarkTone::Few, count(|tone| tone == MarkTone::Few)),
                (MarkTone::Fine, count(|tone| tone == MarkTone::Fine)),
            ] {
                if count < 1.0 {
                    continue;
                }
                let (upper, lower) = (plot.y(axis.share(below + count)), plot.y(axis.share(below)));
                // One alone among thousands is seen too.
                let (from, to) = ((left, upper.min(lower - 2)), (right, lower));
                match tone {
                    MarkTone::Few => canvas.draw_hollow_bar(from, to, SOFT)?,
                    MarkTone::Fine => canvas.draw_bar(from, to, FINE)?,
                    MarkTone::Short | MarkTone::Over => canvas.draw_bar(from, to, LOW)?,
                }
                below += count;
            }
        }
        // Not over the numbers left of the plot.
        let area = PlotArea { left: plot.left, ..area };
        self.draw_limit(canvas, sheet, (area, plot), scale).map(drop)
    }

    /// The line of the scale, and its numbers as far as they have room.
    fn draw_scale(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (area, plot): (PlotArea, PlotArea),
        scale: &SpreadScale,
    ) -> Result<(), ChartError> {
        canvas.draw_line(vec![(plot.left, plot.bottom), (plot.right, plot.bottom)], SOFT, 1)?;
        let mut ticks = Vec::new();
        for value in scale.tick_values() {
            let x = plot.x(scale.share_of_scale(value));
            let foot = plot.bottom + sheet.scale(5);
            canvas.draw_line(vec![(x, plot.bottom), (x, foot)], LINE, 1)?;
            ticks.push((x, format!("{}{}", format_tick(value), self.unit)));
        }
        let style = LabelStyle::new(sheet.small(), SOFT);
        let name = |index: usize| ticks[index].1.as_str();
        let middles: Vec<i32> = ticks.iter().map(|(x, _)| *x).collect();
        let widest = find_widest((0..ticks.len()).map(name), &style);
        StepPlaces::new(&middles, widest, (area.left, area.right)).draw_names(
            canvas,
            name,
            style,
            plot.bottom + sheet.scale(15),
        )
    }

    /// Above the plot, for the name of the limit.
    fn limit_room(&self, sheet: ChartSheet) -> i32 {
        if self.limit.is_some() { sheet.scale(22) } else { 0 }
    }

    /// The line, and its name over it; returns where it is.
    fn draw_limit(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (area, plot): (PlotArea, PlotArea),
        scale: &SpreadScale,
    ) -> Result<Option<i32>, ChartError> {
        let Some(limit) = self.limit.as_ref().filter(|limit| scale.contains_value(limit.value))
        else {
            return Ok(None);
        };
        let at = plot.x(scale.share_of_scale(limit.value));
        canvas.draw_dashes((at, plot.top), (at, plot.bottom), (LOW, sheet.dash()))?;
        let style = LabelStyle::new(sheet.small(), LOW).in_bold().on_side(LabelSide::Middle);
        let half = measure_text(&limit.label, &style) / 2 + 1;
        let middle = at.min(area.right - half).max(area.left + half);
        let y = plot.top - round_pixels(sheet.small() * 0.8);
        canvas.draw_text((middle, y), &limit.label, &style)?;
        Ok(Some(at))
    }
}

#[cfg(test)]
mod tests;
