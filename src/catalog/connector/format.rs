//! In which formats and encodings a connector's exports come.

use serde::Deserialize;

/// Names what a decoder of its own reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceFormat {
    /// XLSX, XLS, ODS, or the tables of an HTML page.
    Workbook,
    /// Any delimited text.
    Csv,
    Json,
}

/// Lists the encodings of text that a connector can name, where the headings do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum TextEncoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Letters with their tones behind them; composed when a row is written.
    #[serde(rename = "windows-1258")]
    Windows1258,
    /// ABC fonts.
    #[serde(rename = "tcvn3")]
    Tcvn3,
    #[serde(rename = "vni")]
    Vni,
}
