//! How wide a text is, by the advances of its letters in the font it is set in. The drawing library measures a tenth too narrow.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef};

use super::{
    fonts::{REGULAR, SEMIBOLD},
    label::LabelStyle,
};

static FONTS: LazyLock<[FontRef<'static>; 2]> = LazyLock::new(|| {
    [REGULAR, SEMIBOLD].map(|font| FontRef::try_from_slice(font).expect("part of the binary"))
});

/// Viewers round the advances of small letters, each in its own way.
const LEEWAY: f64 = 1.02;

/// Measures how wide a text is at most, in pixels of the sheet.
#[expect(clippy::cast_possible_truncation, reason = "a width on the sheet")]
pub fn measure_text(text: &str, style: &LabelStyle) -> i32 {
    let font = &FONTS[usize::from(style.is_bold())];
    let units: f32 =
        text.chars().map(|letter| font.h_advance_unscaled(font.glyph_id(letter))).sum();
    let em = f64::from(font.units_per_em().unwrap_or(1000.0));
    (f64::from(units) / em * style.size() * LEEWAY).ceil() as i32
}

/// Measures the widest of several texts.
pub fn find_widest<'t>(texts: impl IntoIterator<Item = &'t str>, style: &LabelStyle) -> i32 {
    texts.into_iter().map(|text| measure_text(text, style)).max().unwrap_or(0)
}

/// Breaks a text into lines of at most so many pixels, between words; a single longer word is cut at its end.
pub fn wrap_text(text: &str, style: &LabelStyle, room: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = match lines.last() {
            Some(line) => format!("{line} {word}"),
            None => word.to_owned(),
        };
        let fits = measure_text(&longer, style) <= room;
        match lines.last_mut() {
            Some(line) if fits => *line = longer,
            _ => lines.push(shorten_text(word, style, room)),
        }
    }
    lines
}

/// Cuts a text that does not fit into so many pixels, and shows that it did.
pub fn shorten_text(text: &str, style: &LabelStyle, room: i32) -> String {
    if measure_text(text, style) <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    loop {
        kept.pop();
        let said = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if kept.len() <= 1 || measure_text(&said, style) <= room {
            return said;
        }
    }
}
