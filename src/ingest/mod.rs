//! From an export on disk to a table of text the archive can take, and the archive itself.
//!
//! Invariant: only columns that a connector names leave a decoder; all else is never written under a name.

pub mod archive;
mod connector_detection;
mod decode;
mod decoded;
mod digits;
mod error;
pub mod export;
mod export_metadata;
pub mod fetch;
mod headings;
mod json;
mod phrases;
mod table;
mod text;
mod workbook;

pub use decode::decode;
pub use decoded::DecodedExport;
pub use error::IngestError;
pub use export::{Export, unpack};
pub use export_metadata::{last_day, period, scope, snapshot};
pub use headings::{UnknownHeadings, headings};
pub use text::{TextTable, rewrite};
