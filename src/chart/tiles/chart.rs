//! Agencies as tiles under the name of what they stand or stood under: with names and values while they are few, else as squares.

use plotters::style::RGBColor;

use super::{
    super::{
        canvas::{
            INK, LINE, LabelSide, LabelStyle, SOFT, SvgCanvas, measure_text, shorten_text,
            wrap_text,
        },
        error::ChartError,
        frame::ChartFrame,
        layout::{ChartSheet, PlotArea, draw_framed},
        mark::ChartMark,
        shade::draw_cell_box,
    },
    flow::TileFlow,
};

/// More tiles than this have no letters.
const NAMED: usize = 60;
/// Lines of a name in its tile.
const NAME_LINES: usize = 2;

/// Describes a grid of tiles, group by group.
#[derive(Debug, Clone, PartialEq)]
pub struct TileGrid {
    pub frame: ChartFrame,
    pub groups: Vec<TileGroup>,
    /// The top of the scale, for shares.
    pub full: Option<f64>,
}

/// Describes a group of tiles with what stands over it.
#[derive(Debug, Clone, PartialEq)]
pub struct TileGroup {
    pub heading: String,
    pub marks: Vec<ChartMark>,
}

impl TileGrid {
    /// Renders the chart as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        let said = self.groups.iter().map(|group| {
            let marks = group.marks.iter().map(|mark| format!("{}: {}", mark.label, mark.text));
            format!("{}: {}", group.heading, marks.collect::<Vec<_>>().join("; "))
        });
        let description = said.collect::<Vec<_>>().join(". ");
        let width = sheet.width() - 2 * sheet.margin();
        let counts: Vec<usize> = self.groups.iter().map(|group| group.marks.len()).collect();
        let usual = self.named_flow(sheet, width);
        let usual = usual.unwrap_or_else(|| TileFlow::of_squares(sheet, None, &counts));
        let wanted = counts.iter().map(|count| usual.group_height(width, *count)).sum::<i32>();
        draw_framed(&self.frame, sheet, &description, wanted.max(1), |canvas, area| {
            let fits =
                |flow: &TileFlow| flow.place_groups(area.width(), area.height(), &counts).is_some();
            let flow = match (sheet.height(), self.named_flow(sheet, width)) {
                (None, _) => usual,
                (Some(_), Some(named)) if fits(&named) => named,
                _ => TileFlow::of_squares(sheet, Some(area), &counts),
            };
            let room = if sheet.height().is_some() { area.height() } else { i32::MAX };
            let too_many = || ChartError::Draw { problem: "too many tiles for the sheet".into() };
            let places = flow.place_groups(width, room, &counts).ok_or_else(too_many)?;
            for (group, (left, top)) in self.groups.iter().zip(places) {
                let left = area.left + left;
                let right = left + flow.column_width(width);
                let place = PlotArea { left, right, top: area.top + top, ..area };
                self.draw_group(canvas, sheet, (group, place), &flow)?;
            }
            Ok(())
        })
    }

    /// Tiles that hold the longest name in two lines; `None` where they are too many to be read.
    fn named_flow(&self, sheet: ChartSheet, width: i32) -> Option<TileFlow> {
        let marks = || self.groups.iter().flat_map(|group| &group.marks);
        if marks().count() > NAMED {
            return None;
        }
        let (style, pad) = (LabelStyle::new(sheet.small(), INK).in_bold(), sheet.scale(12));
        let fits = |room: i32| {
            marks().all(|mark| {
                let lines = wrap_text(&mark.label, &style, room - pad);
                lines.len() <= NAME_LINES
                    && !lines.iter().any(|line| line.ends_with('…'))
                    && measure_text(&mark.text, &style) <= room - pad
            })
        };
        let across = (2..=12).rev().find(|across| fits(width / across)).unwrap_or(1);
        let lines = i32::try_from(NAME_LINES).unwrap_or(2) + 1;
        let height = lines * sheet.scale(17) + sheet.scale(12);
        let heading = sheet.line() + sheet.scale(4);
        Some(TileFlow { columns: 1, tile: (width / across, height), heading, gap: sheet.scale(14) })
    }

    fn draw_group(
        &self,
        canvas: &SvgCanvas,
        sheet: ChartSheet,
        (group, place): (&TileGroup, PlotArea),
        flow: &TileFlow,
    ) -> Result<(), ChartError> {
        let style = LabelStyle::new(sheet.small(), INK).in_bold();
        let heading = shorten_text(&group.heading, &style, place.width());
        canvas.draw_text((place.left, place.top + sheet.line() / 2), &heading, &style)?;
        let (wide, high) = flow.tile;
        let across = (place.width() / wide).max(1);
        let gap = if wide < 12 { 1 } else { sheet.scale(2) };
        for (at, mark) in (0..).zip(&group.marks) {
            let left = place.left + at % across * wide;
            let top = place.top + flow.heading + at / across * high;
            let tile = ((left, top), (left + wide - gap, top + high - gap));
            let is_named = wide != high;
            let ink = if is_named && mark.value.is_none() {
                canvas.draw_hollow_bar(tile.0, tile.1, LINE)?;
                Some(SOFT)
            } else {
                draw_cell_box(canvas, mark, self.full, tile)?
            };
            let Some(ink) = ink else { continue };
            if is_named {
                draw_letters(canvas, sheet, mark, (tile, ink))?;
            } else if mark.tone.is_bad() {
                // Told apart without colour.
                let middle = (left + (wide - gap) / 2, top + (high - gap) / 2);
                canvas.draw_ring(middle, (wide / 7).max(1), ink, true)?;
            }
        }
        Ok(())
    }
}

/// Two corners of a tile.
type TileBox = ((i32, i32), (i32, i32));

/// The name and the value in the middle of a tile.
fn draw_letters(
    canvas: &SvgCanvas,
    sheet: ChartSheet,
    mark: &ChartMark,
    ((from, to), ink): (TileBox, RGBColor),
) -> Result<(), ChartError> {
    let style = LabelStyle::new(sheet.small(), ink).on_side(LabelSide::Middle);
    let (room, middle) = (to.0 - from.0 - sheet.scale(8), i32::midpoint(from.0, to.0));
    let (bold, line) = (style.in_bold(), sheet.scale(17));
    let mut lines = wrap_text(&mark.label, &bold, room);
    lines.truncate(NAME_LINES);
    let count = i32::try_from(lines.len()).unwrap_or(1);
    let mut y = i32::midpoint(from.1, to.1) - count * line / 2;
    for text in &lines {
        canvas.draw_text((middle, y), text, if mark.tone.is_bad() { &bold } else { &style })?;
        y += line;
    }
    let value = shorten_text(&mark.text, &bold, room);
    canvas.draw_text((middle, y), &value, if mark.value.is_some() { &bold } else { &style })
}
