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
mod undescribed;
mod workbook;

pub use decode::decode_export;
pub use decoded::DecodedExport;
pub use error::{
    ExportPlace, ExportProblem, FileProblem, HeadingProblem, IngestError, NoteProblem,
    ParquetProblem, PartProblem, SheetProblem, WorkbookProblem,
};
pub use export::{Export, unpack_export};
pub use export_metadata::{find_period, find_scope, find_snapshot_day, last_day, named_period};
pub use headings::{UnknownHeadings, find_headings, sample_columns};
pub use text::{TextTable, rewrite_extract};
pub use undescribed::{UndescribedExport, is_undescribed, read_single_export, recognise_export};
