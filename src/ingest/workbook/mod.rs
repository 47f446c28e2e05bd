//! Workbooks of every kind: sheets of rows of cells as text, visited row by row.
//!
//! Invariant: no dense range is built of a sheet whose size is not known to be bounded.

mod cell;
mod decode;
mod html;
mod legacy;
mod limits;
mod measure;
mod merged;
mod number_format;
mod ods;
mod reader;
mod refusal;
mod sheets;
mod spreadsheetml;
mod xls;
mod xlsx;
mod xml;

pub use decode::{decode_workbook, search_headings};
pub use xls::StreamStart;
