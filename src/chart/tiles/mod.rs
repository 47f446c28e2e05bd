//! A tile for each agency, side by side with its neighbours.

mod chart;
mod flow;

pub use chart::{TileGrid, TileGroup};
