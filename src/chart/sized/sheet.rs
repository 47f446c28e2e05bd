//! What a picture is looked at on: how wide, and how large its type must be there. No text is set under nine pixels.

use std::str::FromStr;

use clap::ValueEnum;

use super::super::{
    canvas::{LabelStyle, SvgCanvas},
    error::ChartError,
};

/// Names what a picture is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ChartSheet {
    /// A telephone held upright, 306 of its 360 pixels
    Phone,
    /// A page on a screen, 720 pixels
    #[default]
    Page,
    /// A projector or a large screen, 1920 by 1080
    Slide,
}

impl FromStr for ChartSheet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        ValueEnum::from_str(text, false)
    }
}

impl ChartSheet {
    /// Returns the width in pixels.
    pub fn width(self) -> i32 {
        match self {
            Self::Phone => 306,
            Self::Page => 720,
            Self::Slide => 1920,
        }
    }

    /// Returns the height of a sheet that has one of its own.
    pub fn height(self) -> Option<i32> {
        (self == Self::Slide).then_some(1080)
    }

    /// Tells whether a name and its bar do not fit beside each other.
    pub fn is_narrow(self) -> bool {
        self == Self::Phone
    }

    /// Clear space at the edges.
    pub(super) fn margin(self) -> i32 {
        match self {
            Self::Phone => 4,
            Self::Page => 16,
            Self::Slide => 72,
        }
    }

    /// The size of names and values. What is asked for is set a fifth smaller: 12 is 9.7 pixels high.
    pub(super) fn text(self) -> u32 {
        match self {
            Self::Phone => 15,
            Self::Page => 17,
            Self::Slide => 34,
        }
    }

    /// The same as a length.
    pub(super) fn text_size(self) -> i32 {
        i32::try_from(self.text()).unwrap_or(14)
    }

    /// The size of what stands around them. A page that is printed 165 mm wide has it in 8 points.
    pub(super) fn small_size(self) -> u32 {
        match self {
            Self::Phone => 13,
            Self::Page => 16,
            Self::Slide => 28,
        }
    }

    /// The size of a title.
    pub(super) fn title_size(self) -> u32 {
        match self {
            Self::Phone => 18,
            Self::Page => 23,
            Self::Slide => 52,
        }
    }
}

/// Breaks a text into lines of at most so many pixels, between words; a single longer word is cut at its end.
pub(super) fn wrap_text(
    canvas: &SvgCanvas,
    text: &str,
    style: &LabelStyle,
    room: i32,
) -> Result<Vec<String>, ChartError> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = match lines.last() {
            Some(line) => format!("{line} {word}"),
            None => word.to_owned(),
        };
        let fits = measure_wide(canvas, &longer, style)? <= room;
        match lines.last_mut() {
            Some(line) if fits => *line = longer,
            _ => lines.push(shorten_text(canvas, word, style, room)?),
        }
    }
    Ok(lines)
}

/// Cuts a text that does not fit into so many pixels, and shows that it did.
pub(super) fn shorten_text(
    canvas: &SvgCanvas,
    text: &str,
    style: &LabelStyle,
    room: i32,
) -> Result<String, ChartError> {
    let mut kept: Vec<char> = text.chars().collect();
    let mut said = text.to_owned();
    while measure_wide(canvas, &said, style)? > room && kept.len() > 1 {
        kept.pop();
        said = kept.iter().collect::<String>().trim_end().to_owned() + "…";
    }
    Ok(said)
}

/// How wide a text may become: viewers set the type wider than we measure it, long lines by up to a tenth.
pub(super) fn measure_wide(
    canvas: &SvgCanvas,
    text: &str,
    style: &LabelStyle,
) -> Result<i32, ChartError> {
    Ok(canvas.measure_text(text, style)? * 23 / 20)
}
