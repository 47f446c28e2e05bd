//! From an export on disk to a table of text the archive can take, and the archive itself.
//!
//! Invariant: only columns that a connector names leave a decoder; all else is never written anywhere.

#![expect(clippy::disallowed_types, reason = "this is the home of calamine")]

pub mod archive;
mod decode;
mod delimited;
mod error;
mod facts;
mod head;
mod header;
mod json;
mod json_records;
mod lines;
mod rewrite;
mod scratch;
mod xlsx;

pub use decode::{Decoded, decode};
pub use error::IngestError;
pub use facts::{period, snapshot};
pub use rewrite::rewrite;
