//! Tables of text: where the heading is, and the temporary file that the named columns go to.

pub mod header;
mod names;
pub mod scratch;
