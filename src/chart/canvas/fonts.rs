//! The two fonts of every chart, which are part of the binary.

/// Holds the regular font.
pub const REGULAR: &[u8] = include_bytes!("../../../dashboards/assets/fonts/NotoSans-Regular.ttf");
/// Holds the semibold font.
pub const SEMIBOLD: &[u8] =
    include_bytes!("../../../dashboards/assets/fonts/NotoSans-SemiBold.ttf");
