//! The sheet charts are drawn on: colours, type, and the few shapes they need.

use std::sync::Once;

use plotters::{
    coord::Shift,
    prelude::*,
    style::{
        FontDesc, FontFamily, FontStyle, register_font,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{ChartError, ChartFrame, MarkTone};

/// Is the width of every chart in pixels; its height depends on what it shows.
pub const WIDTH: u32 = 960;
/// Clear space at the edges.
pub const MARGIN: i32 = 28;
/// Where the drawing begins, under title and subtitle.
pub const TOP: i32 = 92;
/// Names the font family that all texts of a chart are set in.
pub const FAMILY: &str = "Noto Sans";

/// Is the colour of titles and values.
pub const INK: RGBColor = RGBColor(0x17, 0x21, 0x2b);
/// Is the colour of subtitles, scales and marks that are not judged.
pub const SOFT: RGBColor = RGBColor(0x5a, 0x67, 0x73);
/// Is the colour of grid lines and of empty bars.
pub const LINE: RGBColor = RGBColor(0xdf, 0xe4, 0xe8);
/// Is the colour of marks that meet their limit.
pub const FINE: RGBColor = RGBColor(0x7d, 0x96, 0xa6);
/// Is the colour of marks on the wrong side of their limit.
pub const LOW: RGBColor = RGBColor(0xb4, 0x38, 0x0f);

/// Holds the regular font, which is part of the binary.
pub const REGULAR: &[u8] = include_bytes!("../../dashboards/assets/fonts/NotoSans-Regular.ttf");
/// Holds the semibold font, which is part of the binary.
pub const SEMIBOLD: &[u8] = include_bytes!("../../dashboards/assets/fonts/NotoSans-SemiBold.ttf");

static FONTS: Once = Once::new();

/// Which side of its point a text is on.
#[derive(Debug, Clone, Copy)]
pub enum LabelSide {
    Left,
    Middle,
    Right,
}

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
    let size = (i32::try_from(WIDTH).unwrap_or(0), height);
    draw_sheet(size, (&frame.title, description), |canvas| {
        canvas.draw_text((MARGIN, 34), &frame.title, &LabelStyle::new(21, INK).in_bold())?;
        canvas.draw_text((MARGIN, 62), &frame.subtitle, &LabelStyle::new(14, SOFT))?;
        canvas.draw_text((MARGIN, height - 20), &frame.footer, &LabelStyle::new(12, SOFT))?;
        drawing(canvas)
    })
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
        let pixels = |length: i32| u32::try_from(length).unwrap_or(WIDTH);
        let size = (pixels(width), pixels(height));
        let canvas =
            SvgCanvas { area: SVGBackend::with_string(&mut svg, size).into_drawing_area() };
        canvas.area.fill(&WHITE).map_err(draw_error)?;
        drawing(&canvas)?;
        canvas.area.present().map_err(draw_error)?;
    }
    Ok(add_description(&svg, title, description))
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct LabelStyle {
    size: u32,
    colour: RGBColor,
    is_bold: bool,
    side: LabelSide,
}

impl LabelStyle {
    /// Makes a style that is not bold, for a text to the right of its point; `size` is in pixels.
    pub fn new(size: u32, colour: RGBColor) -> Self {
        Self { size, colour, is_bold: false, side: LabelSide::Right }
    }

    /// Returns the same style in bold.
    pub fn in_bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    /// What is wrong is set in its colour and bold, what is of too few softly.
    pub fn for_tone(self, tone: MarkTone) -> Self {
        match tone {
            MarkTone::Fine => self,
            MarkTone::Few => Self { colour: SOFT, ..self },
            MarkTone::Short | MarkTone::Over => Self { colour: LOW, is_bold: true, ..self },
        }
    }

    /// Returns the same style for a text on the given side of its point.
    pub fn on_side(self, side: LabelSide) -> Self {
        Self { side, ..self }
    }

    fn text_style(&self) -> TextStyle<'static> {
        let weight = if self.is_bold { FontStyle::Bold } else { FontStyle::Normal };
        let anchor = match self.side {
            LabelSide::Right => HPos::Left,
            LabelSide::Middle => HPos::Center,
            LabelSide::Left => HPos::Right,
        };
        let font = FontDesc::new(FontFamily::Name(FAMILY), f64::from(self.size), weight);
        let mut style = TextStyle::from(font).pos(Pos::new(anchor, VPos::Center));
        style.color = self.colour.to_backend_color();
        style
    }
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
