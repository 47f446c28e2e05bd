//! What a build says of itself when it is done.

use super::{
    audit::AuditFinding,
    staging::{staging_run::StagingOutcome, unsaid_no::BlankColumn},
    told_again::ToldAgain,
};

/// Says what was built: of which data, from which exports, and what the checks found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarehouseBuild {
    pub data_version: String,
    pub sources: Vec<SourceSummary>,
    pub findings: Vec<AuditFinding>,
}

/// Says what became of one export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSummary {
    pub id: String,
    pub rows_read: u64,
    pub staged: StagingOutcome,
    /// What it tells twice, or otherwise than another export of its day.
    pub told_again: ToldAgain,
    /// Columns of it whose blank cells are read as no.
    pub blank_columns: Vec<BlankColumn>,
    /// Why none of its rows could be staged.
    pub problem: Option<String>,
}
