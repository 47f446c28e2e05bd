//! The last ingest: when something was taken in.

use super::super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::LastIngest,
        HealthFinding,
        HealthState::{Attention, Sound},
    },
};
use crate::{domain::vietnamese_date::format_moment, version_store::FollowStatus};

/// Says which export came last and when; whether that is long ago is a question to its connector.
pub fn check_last_ingest(examined: &HealthExamination) -> Vec<HealthFinding> {
    let sources = examined.archive_contents().map(|(_, contents)| contents.sources);
    let last = sources.into_iter().flatten().max_by_key(|source| source.number);
    let Some(last) = last else {
        // A reading node takes nothing in.
        if !matches!(FollowStatus::read(examined.data), Ok(None)) {
            return Vec::new();
        }
        return vec![HealthFinding::new(LastIngest, Attention, "never")];
    };
    let finding = HealthFinding::new(LastIngest, Sound, "last").with_value("file", last.file_name);
    vec![finding.with_value("at", format_moment(last.ingested_at))]
}
