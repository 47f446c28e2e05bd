//! What an export can be.

use crate::catalog::{connector::SourceFormat, phrases::telling::worded_errors};

worded_errors! {
    /// What the bytes are; it is told as clerks call it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FileKind {
        "kind.xlsx" => Xlsx,
        "kind.xls" => Xls,
        "kind.ods" => Ods,
        /// ODS as one file of XML.
        "kind.flat_ods" => FlatOds,
        /// The XML Spreadsheet of Excel 2003.
        "kind.spreadsheet_ml" => SpreadsheetMl,
        "kind.html" => Html,
        "kind.web_archive" => WebArchive,
        /// A workbook under a password.
        "kind.locked" => Locked,
        "kind.json" => Json,
        "kind.text" => Text,
        "kind.zip" => Zip,
        "kind.gzip" => Gzip,
    }
}

impl FileKind {
    /// What connectors call it. Archives are unpacked before anybody asks.
    pub fn source_format(self) -> SourceFormat {
        match self {
            Self::Json => SourceFormat::Json,
            Self::Text => SourceFormat::Csv,
            _ => SourceFormat::Workbook,
        }
    }
}
