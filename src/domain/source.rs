//! What the archive knows of one export.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// What the data version of a build of invented exports begins with: wherever it stands, it says so.
pub const INVENTED_VERSION: &str = "gia-dinh-";

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
    /// How often something else was said of it than was noted: of two notes of one export, the one of more holds.
    #[serde(default, skip_serializing_if = "is_none")]
    pub revision: u64,
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
    /// Sheets that are full to the last row their format has: what did not fit was cut off. That of a text has no name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub full_sheets: Vec<String>,
    /// Rows that are hidden in the workbook, by a filter or by hand; they count like others.
    #[serde(default, skip_serializing_if = "is_none")]
    pub hidden_rows: u64,
    /// Columns of its widest sheet beyond the last that is looked at.
    #[serde(default, skip_serializing_if = "is_none")]
    pub columns_beyond: u64,
    /// Headings no column of the connector claims. Their contents were not kept.
    pub ignored_headings: Vec<String>,
    /// The agency whose units its names mean, as the user or the office's settings say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The agency its title names, whose units come before others; none where the user says whose they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_scope: Option<String>,
    /// Sheets with rows in them that were not read, for want of the connector's headings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored_sheets: Vec<String>,
    /// Rows the decoder could not read, so that no row is lost without a word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
    /// Whether the program invented it, to be tried out: such numbers are nobody's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_invented: bool,
    /// What it says of rows it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortfall: Option<SourceShortfall>,
    /// Rows that stand beside the table, or in one that cannot be read: the archive does not hold them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<PassedRows>,
}

/// How many rows of an export its decoder did not hand to the archive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnreadRows {
    pub rejected: u64,
    pub layout: u64,
}

impl Source {
    /// The rows the archive does not hold; one with several unreadable cells counts once.
    pub fn unread_rows(&self) -> UnreadRows {
        let unreadable: BTreeSet<_> =
            self.unreadable.iter().map(|row| (row.sheet.as_deref(), row.row)).collect();
        let (lost, layout): (Vec<&PassedRows>, Vec<&PassedRows>) =
            self.passed.iter().partition(|passed| passed.is_lost());
        let count =
            |passed: &[&PassedRows]| passed.iter().map(|rows| rows.row_count()).sum::<u64>();
        UnreadRows { rejected: unreadable.len() as u64 + count(&lost), layout: count(&layout) }
    }
}

impl Source {
    /// The phrases that say what its workbook shows besides its cells, and what they are filled in with.
    pub fn workbook_remarks(&self) -> Vec<(&'static str, [(&'static str, String); 1])> {
        let mut remarks = Vec::new();
        // A text has no sheets.
        if self.full_sheets.iter().any(String::is_empty) {
            remarks.push(("inbox.full_text", [("file", self.file_name.clone())]));
        } else if !self.full_sheets.is_empty() {
            let sheets: Vec<String> =
                self.full_sheets.iter().map(|sheet| format!("“{sheet}”")).collect();
            remarks.push(("inbox.full", [("sheets", sheets.join(", "))]));
        }
        if self.columns_beyond > 0 {
            remarks.push(("inbox.columns_beyond", [("columns", self.columns_beyond.to_string())]));
        }
        if self.hidden_rows > 0 {
            remarks.push(("inbox.hidden", [("rows", self.hidden_rows.to_string())]));
        }
        remarks
    }
}

/// Says where the snapshot day of an export was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotFrom {
    Option,
    Title,
    FileName,
    IngestDay,
}

/// Describes a row, or one cell of it, that the decoder could not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableRow {
    pub row: u64,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The heading of the cell that could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What the reason is about; never a cell's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl UnreadableRow {
    /// A row that is unreadable as a whole.
    pub fn from_reason(row: u64, reason: &str) -> Self {
        Self { row, reason: reason.to_owned(), sheet: None, column: None, hint: None }
    }
}

/// Why an export does not hold all that it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SourceShortfall {
    /// It is one page of several: the rows it holds, the name under which it says of more, and what it says.
    Page { held: String, key: String, said: String },
    /// One record where a list should be: the answer to a question for one dossier.
    Alone,
    /// Nothing ends its table: the last rows may have been cut off.
    Unended,
}

impl SourceShortfall {
    /// The phrase that tells of it, and what that is filled in with.
    pub fn phrase_with_params(&self) -> (&'static str, Vec<(&'static str, &str)>) {
        match self {
            Self::Page { held, key, said } => {
                ("inbox.page", vec![("held", held), ("key", key), ("said", said)])
            }
            Self::Alone => ("inbox.alone", Vec::new()),
            Self::Unended => ("inbox.unended", Vec::new()),
        }
    }
}

/// Rows of a sheet that follow each other and were not archived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedRows {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    pub first: u64,
    pub last: u64,
    /// Why they could not be read; `None` where they are no data: headings printed again, groups, totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the reason is about: the headings that are missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl PassedRows {
    /// Counts the rows, the first and the last one among them.
    pub fn row_count(&self) -> u64 {
        self.last + 1 - self.first
    }

    /// Whether they are data that nobody has read.
    pub fn is_lost(&self) -> bool {
        self.reason.is_some()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_none(count: &u64) -> bool {
    *count == 0
}
