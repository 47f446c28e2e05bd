//! Delimited text, in whatever encoding: read in place by the engine when clean, rewritten row by row when not.

mod cell_edges;
mod delimited;
pub mod encoding;
mod entities;
mod head;
mod lines;
mod misread;
mod quotes;
mod records;
mod rewrite;
mod scan;
mod tcvn3;
mod vni;
mod way;

pub use delimited::{decode_text, search_headings};
pub use rewrite::{TextTable, rewrite_extract};
