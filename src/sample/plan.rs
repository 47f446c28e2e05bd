//! What a sample holds: `samples/<id>.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::catalog::{CatalogError, content::ContentSet, parse_toml};

/// Holds a sample as its file declares it: days, people, procedures, communes and exports.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplePlan {
    pub id: String,
    pub first_on: Date,
    pub snapshot_on: Date,
    /// The agency above the communes, as exports name it behind them.
    pub parent: String,
    pub applicants: Vec<String>,
    pub addresses: Vec<String>,
    #[serde(default)]
    pub shipped: Vec<ShippedFile>,
    #[serde(rename = "procedure")]
    pub procedures: Vec<SampleProcedure>,
    #[serde(rename = "commune")]
    pub communes: Vec<SampleCommune>,
    #[serde(rename = "export")]
    pub exports: Vec<SampleExport>,
}

/// A content file that is an export as it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippedFile {
    pub content: String,
    pub file: String,
}

/// Describes a procedure of the sample, its term in working days and its fee in đồng.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleProcedure {
    pub code: String,
    pub name: String,
    pub sector: String,
    pub level: String,
    pub working_days: usize,
    pub fee: u64,
    /// How often it is asked for, against the others.
    pub weight: usize,
}

/// How many dossiers of each kind a commune has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleCommune {
    pub name: String,
    pub export: String,
    pub finished: u64,
    /// Of the finished ones, by the day.
    pub on_time: u64,
    pub open_in_time: u64,
    pub open_overdue: u64,
    pub withdrawn: u64,
    pub refused: u64,
    pub registered: u64,
}

/// Describes one export to write: its file, format, headings and coded texts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleExport {
    pub id: String,
    pub file: String,
    pub format: String,
    /// How instants are written (strftime).
    pub instants: String,
    #[serde(default)]
    pub sheet: String,
    #[serde(default)]
    pub titles: Vec<String>,
    pub columns: Vec<SampleColumn>,
    /// How coded values are written.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
}

/// Maps a field of a dossier to a column of an export.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleColumn {
    /// The merged heading above.
    #[serde(default)]
    pub group: String,
    /// The heading; in JSON the place of the value (`DanhSachLePhi/0/Gia`).
    pub heading: String,
    pub field: String,
}

impl SamplePlan {
    /// Loads `samples/<id>.toml`; fails when there is no such file or it does not parse.
    pub fn load_plan(content: &ContentSet, id: &str) -> Result<Self, CatalogError> {
        let path = format!("samples/{id}.toml");
        let text = content.file_text(&path)?;
        parse_toml(&path, text, text, |place| place)
    }

    /// Counts the dossiers of all communes.
    pub fn row_count(&self) -> u64 {
        let of = |c: &SampleCommune| {
            c.finished + c.open_in_time + c.open_overdue + c.withdrawn + c.refused + c.registered
        };
        self.communes.iter().map(of).sum()
    }
}
