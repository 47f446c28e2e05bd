//! XLSX, as all who write it write it: with prefixes or without, in the strict form too, places said or left out.

mod package;
mod plain;
mod rows;
mod shown;
mod styles;
mod texts;
mod workbook;

pub use workbook::XlsxWorkbook;
