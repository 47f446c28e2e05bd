//! XLS of every version, in its container or bare.

mod globals;
mod records;
mod row_claims;
mod rows;
mod text;
mod workbook;

pub use records::StreamStart;
pub use workbook::XlsWorkbook;
