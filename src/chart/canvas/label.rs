//! How texts of a chart are set.

use plotters::{
    prelude::*,
    style::{
        FontDesc, FontFamily, FontStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{
    super::mark::MarkTone,
    colour::{FAMILY, LOW, SOFT},
};

/// By how much more than its size type is asked for of the drawing library.
const DRAWN_LARGER: f64 = 1.24;

/// Which side of its point a text is on.
#[derive(Debug, Clone, Copy)]
pub enum LabelSide {
    Left,
    Middle,
    Right,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct LabelStyle {
    size: f64,
    colour: RGBColor,
    is_bold: bool,
    side: LabelSide,
}

impl LabelStyle {
    /// Makes a style that is not bold, for a text to the right of its point; `size` is that of its type, in pixels of the sheet.
    pub fn new(size: f64, colour: RGBColor) -> Self {
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

    /// Returns the size of the type.
    pub(super) fn size(self) -> f64 {
        self.size
    }

    /// Tells whether the text is set in bold.
    pub(super) fn is_bold(self) -> bool {
        self.is_bold
    }

    /// As the drawing library takes it, which sets type a fifth smaller than it is asked for.
    pub(super) fn text_style(&self) -> TextStyle<'static> {
        let weight = if self.is_bold { FontStyle::Bold } else { FontStyle::Normal };
        let anchor = match self.side {
            LabelSide::Right => HPos::Left,
            LabelSide::Middle => HPos::Center,
            LabelSide::Left => HPos::Right,
        };
        let font = FontDesc::new(FontFamily::Name(FAMILY), self.size * DRAWN_LARGER, weight);
        let mut style = TextStyle::from(font).pos(Pos::new(anchor, VPos::Center));
        style.color = self.colour.to_backend_color();
        style
    }
}
