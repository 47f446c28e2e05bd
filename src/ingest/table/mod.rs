//! Tables of text: where a heading is, what stands under it, and the temporary file that the named columns go to.

mod group;
pub mod header;
mod kind;
mod names;
mod passed;
pub mod private;
pub mod scratch;
mod walk;

pub use walk::{Begin, Carried, Row, Walk};
