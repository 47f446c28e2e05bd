//! The colours and the font family that all charts share.

use plotters::style::RGBColor;

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
