//! Tables of text: where a heading is, what stands under it, and the temporary file that the named columns go to.

mod below;
mod group;
pub mod header;
mod judge;
mod kind;
mod known;
mod names;
mod part;
mod passed;
mod row;
mod sums;
pub mod temp_rows;
mod walk;

pub use row::{CarriedValue, HeaderCells, SheetRow};
pub use walk::{TableReader, TableStart};
