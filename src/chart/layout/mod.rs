//! How every chart lies on its sheet: title, subtitle, footer, scales and steps, by the width it is looked at in.

mod axis;
mod framed;
mod scale;
mod sheet;

pub use axis::{StepPlaces, ValueAxis};
pub use framed::{PlotArea, draw_framed};
pub use scale::format_tick;
pub use sheet::ChartSheet;
