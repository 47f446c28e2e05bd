//! Tables of text: where the heading is, and the temporary file that the named columns go to.

pub mod header;
pub mod scratch;
