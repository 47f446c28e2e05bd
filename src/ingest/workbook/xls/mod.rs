//! XLS of every version, in its container or bare.

mod globals;
mod records;
mod rows;
mod text;
mod workbook;

pub use records::StreamStart;
pub use workbook::XlsWorkbook;
