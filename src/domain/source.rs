//! What the archive knows of one export.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// The note kept beside an archived file. It is written last: a file without a note was never archived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Names the pair of files in the archive: connector, then digest of the export's bytes.
    pub id: String,
    pub connector: String,
    pub file_name: String,
    pub sha256: String,
    pub parquet_sha256: String,
    /// The day whose state the export shows.
    pub snapshot_on: Date,
    /// How that day came to be known.
    pub snapshot_from: SnapshotFrom,
    /// Local civil time.
    pub ingested_at: DateTime,
    /// Counts the exports of an archive in the order they came: of two that show the same day, the later one holds.
    pub number: u64,
    /// The period of published figures, when the export itself does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    pub row_count: u64,
    /// Row of the export that the archive's first row is; `None` when each row carries its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_row: Option<u64>,
    pub columns: Vec<String>,
    /// Whether the workbook's day numbers begin in 1904, as on old Macs, not in 1900.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub days_from_1904: bool,
    /// Headings no column of the connector claims. Their contents were not kept.
    pub ignored_headings: Vec<String>,
    /// The agency whose units its names mean, as the user or the office's settings say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The agency its title names, whose units come before others; none where the user says whose they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_scope: Option<String>,
    /// Visible sheets with rows in them that were not read, for want of the connector's headings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored_sheets: Vec<String>,
    /// Rows the decoder could not read, so that no row is lost without a word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotFrom {
    Option,
    Title,
    FileName,
    IngestDay,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableRow {
    pub row: u64,
    pub reason: String,
}
