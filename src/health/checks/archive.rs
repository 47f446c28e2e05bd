//! The archive: that every note and every file is as it was written.

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Archive,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::{domain::decimal::format_unsigned, ingest::archive};

/// Holds every note against its seal and every Parquet file against the digest in its note.
pub fn check_archive(examined: &HealthExamination) -> Vec<HealthFinding> {
    let ledger = read_ledger(examined);
    let Some((archive, contents)) = examined.archive_contents() else {
        let none = || HealthFinding::new(Archive, Sound, "none");
        return vec![ledger.unwrap_or_else(none)];
    };
    let damaged = |problem: String| {
        HealthFinding::new(Archive, Broken, "damaged").with_value("problem", problem)
    };
    let mut findings: Vec<_> =
        contents.damaged.iter().map(|error| damaged(error.to_string())).collect();
    findings.extend(ledger);
    for source in &contents.sources {
        if let Err(error) = archive.verify_parquet(source) {
            findings.push(damaged(error.to_string()));
        }
    }
    for path in &contents.without_note {
        let finding = HealthFinding::new(Archive, Attention, "without_note");
        findings.push(finding.with_value("file", path.display()));
    }
    if findings.is_empty() {
        let rows = contents.sources.iter().map(|source| source.row_count).sum();
        let finding = HealthFinding::new(Archive, Sound, "whole");
        let finding = finding.with_value("files", contents.sources.len());
        findings.push(finding.with_value("rows", format_unsigned(rows)));
    }
    findings
}

/// What is wrong with the ledger of erased dossiers, without which nothing is built: it is lost, or is not as it was written.
fn read_ledger(examined: &HealthExamination) -> Option<HealthFinding> {
    let problem = archive::Archive::read_ledger_of(examined.data).err()?;
    Some(HealthFinding::new(Archive, Broken, "ledger").with_value("problem", problem))
}
