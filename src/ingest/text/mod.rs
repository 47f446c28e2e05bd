//! Delimited text, in whatever encoding: read in place by the engine when clean, rewritten row by row when not.

mod delimited;
pub mod encoding;
mod head;
mod lines;
mod quotes;
mod records;
mod rewrite;
mod tcvn3;

pub use delimited::{decode, heads};
pub use rewrite::{Table, rewrite};
