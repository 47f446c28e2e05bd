//! The note of a lock: who locked what, when, over which exports, and the digest of every file beside it.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::domain::{period::Period, source::Source};

/// The shape of a lock that this program writes. A newer one is not read, an older one always is.
pub const SHAPE: u32 = 1;

/// Says of a locked period who locked it, when, and over what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockNote {
    /// The name of its folder.
    pub id: String,
    pub shape: u32,
    pub period: String,
    pub first_day: Date,
    pub last_day: Date,
    /// Local civil time.
    pub locked_at: DateTime,
    /// A user of the office, or the account of the machine.
    pub locked_by: String,
    /// What the office says of it; empty where nothing.
    pub note: String,
    pub program: String,
    /// Digest of the content whose rules it was counted by.
    pub content: String,
    pub data_version: String,
    /// The last day that was known of dossiers.
    pub known_until: Option<Date>,
    /// The first day that was known of dossiers, where the period began before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_from: Option<Date>,
    /// Whether it was locked although not known from its beginning to its end.
    pub is_incomplete: bool,
    /// Rows of the exports that could not be used.
    pub rows_rejected: u64,
    pub sources: Vec<LockedSource>,
    pub metrics: Vec<LockedMetric>,
    pub papers: Vec<LockedPaper>,
    pub files: Vec<LockedFile>,
    /// How many dossiers of the ledger are out of its files.
    pub erasures: usize,
    /// What was taken out since it was locked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<ErasedSum>,
    /// Reports that named an erased dossier, and are no longer kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased_papers: Vec<LockedPaper>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<LockRelease>,
}

/// Names an export the locked numbers were counted of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedSource {
    pub id: String,
    pub connector: String,
    pub file_name: String,
    pub sha256: String,
    pub snapshot_on: Date,
    pub ingested_at: DateTime,
    pub rows: u64,
}

/// Names a metric that was locked, with the digest of the SQL it was counted by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedMetric {
    pub id: String,
    pub name: String,
    pub sql_sha256: String,
}

/// Names a paper of a report as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedPaper {
    pub report: String,
    /// `docx`, `xlsx`, `html`, `pdf`
    pub format: String,
    /// Its name as it was handed out; in the lock it lies below `papers/`.
    pub file_name: String,
}

/// Names a file of a lock with its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedFile {
    /// Below the folder of the lock, with slashes on every system.
    pub name: String,
    pub size: u64,
    pub sha256: String,
}

/// Sums the erased dossiers of one metric and agency: the locked number holds them still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedSum {
    pub metric_id: String,
    pub agency_code: String,
    pub subjects: u64,
    pub numerator: i64,
    pub denominator: i64,
}

/// Says who took a lock off, and why; the lock stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockRelease {
    pub at: DateTime,
    pub by: String,
    pub reason: String,
}

impl LockNote {
    /// The period it is of; `None` where a newer program calls it otherwise.
    pub fn period(&self) -> Option<Period> {
        self.period.parse().ok()
    }

    /// Whether the period is locked by it: nobody took it off.
    pub fn is_in_force(&self) -> bool {
        self.released.is_none()
    }

    /// The file that holds the subjects, whose name changes as often as dossiers are erased.
    pub fn rows_file(&self) -> Option<&LockedFile> {
        self.files.iter().find(|file| file.name.ends_with(".parquet"))
    }
}

impl From<&Source> for LockedSource {
    fn from(source: &Source) -> Self {
        Self {
            id: source.id.clone(),
            connector: source.connector.clone(),
            file_name: source.file_name.clone(),
            sha256: source.sha256.clone(),
            snapshot_on: source.snapshot_on,
            ingested_at: source.ingested_at,
            rows: source.row_count,
        }
    }
}
