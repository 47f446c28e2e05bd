//! The sheet charts are drawn on, and the few shapes they need.

mod colour;
mod label;

use std::sync::Once;

use plotters::{
    coord::Shift,
    prelude::*,
    style::{FontStyle, register_font},
};

pub use colour::{FAMILY, FINE, INK, LINE, LOW, SOFT};
pub use label::{LabelSide, LabelStyle, TakenBoxes};

use super::{ChartError, ChartFrame, MarkTone};

/// Clear space at the edges.
pub const MARGIN: i32 = 28;
/// Where the drawing begins, under title and subtitle.
pub const TOP: i32 = 92;
/// Holds the regular font, which is part of the binary.
pub const REGULAR: &[u8] = include_bytes!("../../dashboards/assets/fonts/NotoSans-Regular.ttf");
/// Holds the semibold font, which is part of the binary.
pub const SEMIBOLD: &[u8] = include_bytes!("../../dashboards/assets/fonts/NotoSans-SemiBold.ttf");

static FONTS: Once = Once::new();

/// Draws texts and shapes into the SVG of one chart.
pub struct SvgCanvas<'b> {
    area: DrawingArea<SVGBackend<'b>, Shift>,
}

/// Draws title, subtitle and footer, then what `drawing` adds; returns the finished SVG.
pub fn draw_chart(
    frame: &ChartFrame,
    height: i32,
    description: &str,
    drawing: impl FnOnce(&SvgCanvas) -> Result<(), ChartError>,
) -> Result<String, ChartError> {
    let mut top = 0;
    let svg = draw_sheet((frame.width(), height), (&frame.title, description), |canvas| {
        if frame.is_printed {
            top = canvas.draw_printed_heading(frame)?;
            return drawing(canvas);
        }
        canvas.draw_text((MARGIN, 34), &frame.title, &LabelStyle::new(21, INK).in_bold())?;
        canvas.draw_text((MARGIN, 62), &frame.subtitle, &LabelStyle::new(14, SOFT))?;
        canvas.draw_text((MARGIN, height - 20), &frame.footer, &LabelStyle::new(12, SOFT))?;
        drawing(canvas)
    })?;
    Ok(if frame.is_printed { crop_rows(&svg, (frame.width(), height), top) } else { svg })
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

    /// Width of a text in pixels.
    pub fn measure_text(&self, text: &str, set: &LabelStyle) -> Result<i32, ChartError> {
        let (width, _) =
            self.area.estimate_text_size(text, &set.text_style()).map_err(draw_error)?;
        Ok(i32::try_from(width).unwrap_or(0))
    }

    /// Draws title and subtitle of a printed chart right above the drawing, in as many lines as they take, at most two each;
    /// returns how much of the sheet stays empty above them.
    fn draw_printed_heading(&self, frame: &ChartFrame) -> Result<i32, ChartError> {
        let room = frame.width() - 2 * MARGIN;
        let parts = [
            (&frame.title, LabelStyle::new(15, INK).in_bold(), 19),
            (&frame.subtitle, LabelStyle::new(12, SOFT), 16),
        ];
        let mut lines = Vec::new();
        for (text, set, high) in parts {
            lines.extend(self.wrap_text(text, &set, room)?.into_iter().map(|it| (it, set, high)));
        }
        let top = TOP - 14 - lines.iter().map(|(_, _, high)| high).sum::<i32>();
        let mut middle = top;
        for (line, set, high) in &lines {
            self.draw_text((MARGIN, middle + high / 2), line, set)?;
            middle += high;
        }
        Ok(top.max(0))
    }

    /// Cuts a text into lines of at most so many pixels, between words.
    fn wrap_text(
        &self,
        text: &str,
        set: &LabelStyle,
        room: i32,
    ) -> Result<Vec<String>, ChartError> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer {
                Some(longer) if self.measure_text(&longer, set)? * 11 / 10 <= room => {
                    lines.pop();
                    lines.push(longer);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        Ok(lines)
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

    /// A dashed line, level or upright.
    pub fn draw_dashes(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        colour: RGBColor,
    ) -> Result<(), ChartError> {
        let (dash, gap) = (5, 4);
        let is_upright = from.0 == to.0;
        let (start, end) = if is_upright { (from.1, to.1) } else { (from.0, to.0) };
        let at = |along: i32| {
            if is_upright { (from.0, along) } else { (along, from.1) }
        };
        let mut along = start;
        while along < end {
            self.draw_line(vec![at(along), at((along + dash).min(end))], colour, 1)?;
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

    /// A small triangle behind a point: under the limit it points down, over it up, without colour; nothing of what is well.
    pub fn draw_sign(&self, (x, y): (i32, i32), tone: MarkTone) -> Result<(), ChartError> {
        if tone.is_bad() { self.draw_wedge((x + 4, y), 4, tone) } else { Ok(()) }
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

/// Leaves out the rows of a sheet above `top`, and the room of the footer below.
fn crop_rows(svg: &str, (width, height): (i32, i32), top: i32) -> String {
    const FOOTER: i32 = 24;
    let kept = height - top - FOOTER;
    svg.replacen(&format!("height=\"{height}\""), &format!("height=\"{kept}\""), 1).replacen(
        &format!("viewBox=\"0 0 {width} {height}\""),
        &format!("viewBox=\"0 {top} {width} {kept}\""),
        1,
    )
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
