//! The same picture as PNG, at twice the size so that it stays sharp in Word and on screens.

use std::sync::{Arc, OnceLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use super::{
    ChartError,
    canvas::{FAMILY, REGULAR, SEMIBOLD},
};

const SCALE: f32 = 2.0;

static FONTS: OnceLock<Arc<Database>> = OnceLock::new();

pub fn png(svg: &str) -> Result<Vec<u8>, ChartError> {
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
    let size = tree
        .size()
        .to_int_size()
        .scale_by(SCALE)
        .ok_or_else(|| failed("too large a picture".into()))?;
    let mut picture = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| failed("too large a picture".into()))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
    picture.encode_png().map_err(|error| failed(error.to_string()))
}
