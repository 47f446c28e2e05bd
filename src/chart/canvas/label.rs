//! How texts of a chart are set, and which of them have room.

use plotters::{
    prelude::*,
    style::{
        FontDesc, FontFamily, FontStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{
    super::MarkTone,
    colour::{FAMILY, LOW, SOFT},
};

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

    /// As the drawing library takes it.
    pub(super) fn text_style(&self) -> TextStyle<'static> {
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

/// Boxes of a sheet that are taken: no text of a picture may lie on another, nor on a rule.
#[derive(Debug, Clone, Default)]
pub struct TakenBoxes(Vec<(i32, i32, i32, i32)>);

/// Boxes along a line: so many that none of its letters fits between two.
const ALONG: i32 = 24;

impl TakenBoxes {
    /// Takes the box between two corners.
    pub fn take(&mut self, from: (i32, i32), to: (i32, i32)) {
        self.0.push((from.0, from.1, to.0, to.1));
    }

    /// Takes what lies on a straight line.
    pub fn take_line(&mut self, from: (i32, i32), to: (i32, i32)) {
        let between = |from: i32, to: i32, at: i32| from + (to - from) * at / ALONG;
        for at in 0..=ALONG {
            let (x, y) = (between(from.0, to.0, at), between(from.1, to.1, at));
            self.take((x - 1, y - 1), (x + 1, y + 1));
        }
    }

    /// Takes the first free one of several places for the middle of a text so wide and high; `None` where none is free.
    pub fn place_text(
        &mut self,
        places: impl IntoIterator<Item = (i32, i32)>,
        (width, height): (i32, i32),
    ) -> Option<(i32, i32)> {
        let around =
            |(x, y): (i32, i32)| (x - width / 2, y - height / 2, x + width / 2, y + height / 2);
        let is_free = |(left, top, right, bottom)| {
            !self.0.iter().any(|it| left < it.2 && it.0 < right && top < it.3 && it.1 < bottom)
        };
        let found = places.into_iter().find(|at| is_free(around(*at)))?;
        self.0.push(around(found));
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_the_first_place_that_is_free() {
        let mut taken = TakenBoxes::default();
        // A rule at the height of 50.
        taken.take((0, 48), (500, 52));
        assert_eq!(taken.place_text([(100, 45), (100, 65)], (40, 14)), Some((100, 65)));
        // 30 to the right it would lie on the other by 10.
        assert_eq!(taken.place_text([(130, 65)], (40, 14)), None);
        assert_eq!(taken.place_text([(140, 65)], (40, 14)), Some((140, 65)));
        // A line from (200, 100) up to (300, 60) has its middle at (250, 80).
        taken.take_line((200, 100), (300, 60));
        assert_eq!(taken.place_text([(250, 84), (250, 104)], (30, 14)), Some((250, 104)));
    }
}
