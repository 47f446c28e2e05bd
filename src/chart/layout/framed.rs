//! What stands around every chart: title and subtitle in as many lines as they take, the footer, and the area between them.

use super::{
    super::{
        canvas::{INK, LabelStyle, SOFT, SvgCanvas, draw_sheet, round_pixels, wrap_text},
        error::ChartError,
        frame::ChartFrame,
    },
    sheet::ChartSheet,
};

/// The part of a sheet that is left for a drawing, between its corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlotArea {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

impl PlotArea {
    /// Returns how wide it is.
    pub fn width(&self) -> i32 {
        self.right - self.left
    }

    /// Returns how high it is.
    pub fn height(&self) -> i32 {
        self.bottom - self.top
    }

    /// Finds how far right a share of its width lies.
    pub fn x(&self, share: f64) -> i32 {
        self.left + round_pixels(f64::from(self.width()) * share)
    }

    /// Finds how far down a share of its height lies, counted from its foot.
    pub fn y(&self, share: f64) -> i32 {
        self.bottom - round_pixels(f64::from(self.height()) * share)
    }
}

/// Draws a chart into its frame: `wanted` is the height of the drawing, on sheets that have none of their own. Returns the finished SVG
/// with its title and description.
pub fn draw_framed(
    frame: &ChartFrame,
    sheet: ChartSheet,
    description: &str,
    wanted: i32,
    drawing: impl FnOnce(&SvgCanvas, PlotArea) -> Result<(), ChartError>,
) -> Result<String, ChartError> {
    let room = sheet.width() - 2 * sheet.margin();
    let title = LabelStyle::new(sheet.title(), INK).in_bold();
    let soft = LabelStyle::new(sheet.small(), SOFT);
    let mut head = Vec::new();
    for (text, style, size) in
        [(&frame.title, title, sheet.title()), (&frame.subtitle, soft, sheet.small())]
    {
        let high = round_pixels(size * 1.36);
        head.extend(wrap_text(text, &style, room).into_iter().map(|line| (line, style, high)));
    }
    let foot = wrap_text(&frame.footer, &soft, room);
    let gap = sheet.scale(10);
    let (mut top, foot_line) = (sheet.scale(8), round_pixels(sheet.small() * 1.36));
    let head_height = top + head.iter().map(|(_, _, high)| high).sum::<i32>();
    let lines = i32::try_from(foot.len()).unwrap_or(0);
    let foot_height = if foot.is_empty() { 0 } else { gap + lines * foot_line } + sheet.scale(6);
    let body = (
        head_height + gap,
        sheet.height().map_or(wanted, |all| all - head_height - gap - foot_height),
    );
    let height = body.0 + body.1 + foot_height;
    draw_sheet((sheet.width(), height), (&frame.title, description), |canvas| {
        for (line, style, high) in &head {
            canvas.draw_text((sheet.margin(), top + high / 2), line, style)?;
            top += high;
        }
        let mut middle = body.0 + body.1 + gap + foot_line / 2;
        for line in &foot {
            canvas.draw_text((sheet.margin(), middle), line, &soft)?;
            middle += foot_line;
        }
        let area = PlotArea {
            left: sheet.margin(),
            top: body.0,
            right: sheet.width() - sheet.margin(),
            bottom: body.0 + body.1,
        };
        drawing(canvas, area)
    })
}
