//! What a picture is looked at on: how wide, and how large its type must be there. No text is set under nine pixels, on paper none
//! under eight points.

use std::str::FromStr;

use clap::ValueEnum;

use super::super::canvas::round_pixels;

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
    /// Paper, 165 mm between its margins: 560 pixels, of which 9.6 are eight points
    A4,
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
            Self::A4 => 560,
        }
    }

    /// Returns the height of a sheet that has one of its own.
    pub fn height(self) -> Option<i32> {
        (self == Self::Slide).then_some(1080)
    }

    /// Returns how many rows are read on it at most; `is_dense` are rows of cells, which stand in one column.
    pub fn most_rows(self, is_dense: bool) -> usize {
        match self {
            Self::Slide if is_dense => 20,
            _ => 40,
        }
    }

    /// Returns how many small charts are read side by side on it at most.
    pub fn most_panels(self) -> usize {
        if self == Self::Slide { 12 } else { 24 }
    }

    /// Tells whether a name and its bar do not fit beside each other.
    pub fn is_narrow(self) -> bool {
        self == Self::Phone
    }

    /// Returns the clear space at the edges.
    pub fn margin(self) -> i32 {
        match self {
            Self::Phone => 4,
            Self::Page => 16,
            Self::Slide => 72,
            Self::A4 => 6,
        }
    }

    /// Returns the size of the type of names and values.
    pub fn text(self) -> f64 {
        match self {
            Self::Phone => 12.0,
            Self::Page => 13.7,
            Self::Slide => 27.0,
            Self::A4 => 10.6,
        }
    }

    /// Returns the size of the type of scales and of what stands around a chart. A page that is printed 165 mm wide has it in 8 points.
    pub fn small(self) -> f64 {
        match self {
            Self::Phone => 10.5,
            Self::Page => 12.6,
            Self::Slide => 22.5,
            Self::A4 => 9.7,
        }
    }

    /// Returns the size of the type of a title.
    pub fn title(self) -> f64 {
        match self {
            Self::Phone => 14.5,
            Self::Page => 18.5,
            Self::Slide => 42.0,
            Self::A4 => 12.4,
        }
    }

    /// Returns a length that is so many pixels on a page, as it is on this sheet: all lengths follow the type.
    pub fn scale(self, length: i32) -> i32 {
        round_pixels(f64::from(length) * self.text() / Self::Page.text()).max(1)
    }

    /// Returns the height of a line of names or values.
    pub fn line(self) -> i32 {
        self.scale(18)
    }

    /// Returns the length of the dashes of a line.
    pub fn dash(self) -> i32 {
        self.scale(5)
    }

    /// Returns the width of the line of a series.
    pub fn stroke(self) -> u32 {
        self.scale(2).unsigned_abs()
    }
}
