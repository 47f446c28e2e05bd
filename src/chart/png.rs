//! The same picture as PNG, large enough to stay sharp where it is going.

use std::{
    str::FromStr,
    sync::{Arc, OnceLock},
};

use clap::ValueEnum;
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use super::{
    canvas::{FAMILY, REGULAR, SEMIBOLD},
    error::ChartError,
    layout::ChartSheet,
};

/// Says where a picture is going, and so how large it is and for which sheet it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ImageSize {
    /// Word, a screen: 1920 dots wide
    #[default]
    #[value(alias = "page")]
    Usual,
    /// A telephone held upright: 1080 dots wide
    Phone,
    /// 1280 dots wide
    Zalo,
    /// A whole slide, 1920 by 1080
    Slide,
    /// The width of the page at 300 dots an inch
    A4,
}

impl FromStr for ImageSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        ValueEnum::from_str(text, false)
    }
}

impl ImageSize {
    /// Returns what it is drawn for.
    pub fn sheet(self) -> ChartSheet {
        match self {
            Self::Usual | Self::Zalo => ChartSheet::Page,
            Self::Phone => ChartSheet::Phone,
            Self::Slide => ChartSheet::Slide,
            Self::A4 => ChartSheet::A4,
        }
    }

    /// Width in dots, and the height where the sheet has one.
    fn sheet_pixels(self) -> (u32, Option<u32>) {
        match self {
            Self::Usual => (1920, None),
            Self::Phone => (1080, None),
            Self::Zalo => (1280, None),
            Self::Slide => (1920, Some(1080)),
            Self::A4 => (2480, None),
        }
    }
}

static FONTS: OnceLock<Arc<Database>> = OnceLock::new();

/// Renders an SVG as PNG in the given size; fails when the SVG does not parse or is too large.
pub fn render_png(svg: &str, size: ImageSize) -> Result<Vec<u8>, ChartError> {
    let failed = |problem: String| ChartError::Draw { problem };
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(SEMIBOLD.to_vec());
        Arc::new(fonts)
    });
    let options =
        Options { fontdb: Arc::clone(fonts), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let (width, height) = size.sheet_pixels();
    let (own_width, own_height) = (tree.size().width(), tree.size().height());
    let wide = to_f32(width) / own_width;
    let scale = height.map_or(wide, |height| wide.min(to_f32(height) / own_height));
    let height = height.unwrap_or_else(|| ceil_to_u32(own_height * scale));
    let large = || failed("too large a picture".into());
    let mut picture = Pixmap::new(width, height).ok_or_else(large)?;
    picture.fill(Color::WHITE);
    // A sheet of its own height has the picture in its middle.
    let (left, top) =
        ((to_f32(width) - own_width * scale) / 2.0, (to_f32(height) - own_height * scale) / 2.0);
    let placed = Transform::from_scale(scale, scale).post_translate(left, top.max(0.0));
    resvg::render(&tree, placed, &mut picture.as_mut());
    picture.encode_png().map_err(|error| failed(error.to_string()))
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand dots")]
fn to_f32(number: u32) -> f32 {
    number as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand dots")]
fn ceil_to_u32(length: f32) -> u32 {
    length.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::twice_its_size(ImageSize::Usual, (1920, 800))]
    #[case::a_telephone(ImageSize::Phone, (1080, 450))]
    #[case::zalo(ImageSize::Zalo, (1280, 534))]
    #[case::a_slide_is_whole(ImageSize::Slide, (1920, 1080))]
    #[case::a4(ImageSize::A4, (2480, 1034))]
    fn a_picture_is_as_large_as_where_it_goes(#[case] size: ImageSize, #[case] dots: (u32, u32)) {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="960" height="400"/>"#;
        let png = render_png(svg, size).expect("drawn");
        // Width and height stand after the first 16 bytes.
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four"));
        assert_eq!((number(16), number(20)), dots);
    }
}
