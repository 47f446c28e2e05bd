//! The sheet charts are drawn on, and the few shapes they need.

mod colour;
mod fonts;
mod label;
mod measure;
mod taken;

use std::sync::Once;

use plotters::{
    coord::Shift,
    prelude::*,
    style::{FontStyle, register_font},
};

pub use colour::{FAMILY, FINE, INK, LINE, LOW, SOFT};
pub use fonts::{REGULAR, SEMIBOLD};
pub use label::{LabelSide, LabelStyle};
pub use measure::{find_widest, measure_text, shorten_text, wrap_text};
pub use taken::TakenBoxes;

use super::{error::ChartError, mark::MarkTone};

static FONTS: Once = Once::new();

/// Draws texts and shapes into the SVG of one chart.
pub struct SvgCanvas<'b> {
    area: DrawingArea<SVGBackend<'b>, Shift>,
}

/// Draws an empty sheet of that size, then what `drawing` adds; returns the finished SVG with its title and description.
pub fn draw_sheet(
    (width, height): (i32, i32),
    (title, description): (&str, &str),
    drawing: impl FnOnce(&SvgCanvas) -> Result<(), ChartError>,
) -> Result<String, ChartError> {
    FONTS.call_once(|| {
        // Registering cannot fail on fonts that are part of the binary; the chart tests would show it.
        let _ = register_font(FAMILY, FontStyle::Normal, REGULAR);
        let _ = register_font(FAMILY, FontStyle::Bold, SEMIBOLD);
    });
    let mut svg = String::new();
    {
        let size = (width.unsigned_abs(), height.unsigned_abs());
        let canvas =
            SvgCanvas { area: SVGBackend::with_string(&mut svg, size).into_drawing_area() };
        canvas.area.fill(&WHITE).map_err(draw_error)?;
        drawing(&canvas)?;
        canvas.area.present().map_err(draw_error)?;
    }
    Ok(add_description(&svg, title, description))
}

impl SvgCanvas<'_> {
    /// Draws a text at a point, its middle at the height of the point.
    pub fn draw_text(
        &self,
        at: (i32, i32),
        text: &str,
        set: &LabelStyle,
    ) -> Result<(), ChartError> {
        self.area.draw(&Text::new(text.to_owned(), at, set.text_style())).map_err(draw_error)
    }

    /// Draws a filled rectangle between two corners.
    pub fn draw_bar(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        colour: RGBColor,
    ) -> Result<(), ChartError> {
        self.area.draw(&Rectangle::new([from, to], colour.filled())).map_err(draw_error)
    }

    /// Draws a line through the points; `width` is in pixels.
    pub fn draw_line(
        &self,
        points: Vec<(i32, i32)>,
        colour: RGBColor,
        width: u32,
    ) -> Result<(), ChartError> {
        self.area.draw(&PathElement::new(points, colour.stroke_width(width))).map_err(draw_error)
    }

    /// A dashed line, level or upright; `dash` is how long its dashes are.
    pub fn draw_dashes(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        (colour, dash): (RGBColor, i32),
    ) -> Result<(), ChartError> {
        let gap = dash * 4 / 5;
        let is_upright = from.0 == to.0;
        let (start, end) = if is_upright { (from.1, to.1) } else { (from.0, to.0) };
        let at = |along: i32| {
            if is_upright { (from.0, along) } else { (along, from.1) }
        };
        let mut along = start;
        while along < end {
            let width = (dash / 5).max(1).unsigned_abs();
            self.draw_line(vec![at(along), at((along + dash).min(end))], colour, width)?;
            along += dash + gap;
        }
        Ok(())
    }

    /// A dot as its mark stands: full, hollow, or the sign of what is wrong.
    pub fn draw_dot(&self, at: (i32, i32), radius: i32, tone: MarkTone) -> Result<(), ChartError> {
        match tone {
            MarkTone::Fine => self.draw_ring(at, radius, FINE, true),
            MarkTone::Few => self.draw_ring(at, radius, SOFT, false),
            MarkTone::Short | MarkTone::Over => self.draw_wedge(at, radius + 1, tone),
        }
    }

    /// A box that is not filled.
    pub fn draw_hollow_bar(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        colour: RGBColor,
    ) -> Result<(), ChartError> {
        self.area.draw(&Rectangle::new([from, to], WHITE.filled())).map_err(draw_error)?;
        self.area.draw(&Rectangle::new([from, to], colour.stroke_width(1))).map_err(draw_error)
    }

    /// A circle, filled or not: told apart without colour.
    pub fn draw_ring(
        &self,
        at: (i32, i32),
        radius: i32,
        colour: RGBColor,
        is_filled: bool,
    ) -> Result<(), ChartError> {
        let inside = if is_filled { colour } else { WHITE };
        self.area.draw(&Circle::new(at, radius, inside.filled())).map_err(draw_error)?;
        if is_filled {
            return Ok(());
        }
        self.area.draw(&Circle::new(at, radius, colour.stroke_width(2))).map_err(draw_error)
    }

    fn draw_wedge(&self, (x, y): (i32, i32), reach: i32, tone: MarkTone) -> Result<(), ChartError> {
        let up = if tone == MarkTone::Over { -1 } else { 1 };
        let corners =
            vec![(x - reach, y - up * reach), (x + reach, y - up * reach), (x, y + up * reach)];
        self.area.draw(&Polygon::new(corners, LOW.filled())).map_err(draw_error)
    }
}

/// A length on the sheet.
#[expect(clippy::cast_possible_truncation, reason = "a coordinate on the sheet")]
pub fn round_pixels(length: f64) -> i32 {
    length.round() as i32
}

fn draw_error(problem: impl std::fmt::Display) -> ChartError {
    ChartError::Draw { problem: problem.to_string() }
}

/// Says in the SVG itself what it shows, for readers who cannot see it.
fn add_description(svg: &str, title: &str, description: &str) -> String {
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let Some((open, rest)) = svg.split_once('>') else {
        return svg.to_owned();
    };
    let rest =
        rest.replace("font-family=\"Noto Sans\"", "font-family=\"Noto Sans, Arial, sans-serif\"");
    format!(
        "{open} role=\"img\"><title>{}</title><desc>{}</desc>{rest}",
        escape(title),
        escape(description)
    )
}
