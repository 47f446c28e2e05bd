//! The store that the archive lies in too: that both hold the same.

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::ArchiveStore,
        HealthFinding,
        HealthState::{Attention, Broken},
    },
};
use crate::{archive_store::ArchiveStoreNote, domain::vietnamese_date::format_moment};

/// Looks at what was last noted of the store; nothing is asked of the store itself.
pub fn check_archive_store(examined: &HealthExamination) -> Vec<HealthFinding> {
    let finding = |state, case| HealthFinding::new(ArchiveStore, state, case);
    let note = match ArchiveStoreNote::read(examined.data) {
        Ok(None) => return Vec::new(),
        Ok(Some(note)) => note,
        Err(error) => {
            let told = examined.catalog.phrases.tell_error(&error);
            return vec![finding(Broken, "unread").with_value("problem", told)];
        }
    };
    let mut findings = Vec::new();
    let sources = examined.archive_contents().map(|(_, contents)| contents.sources);
    let sources = sources.unwrap_or_default();
    if let Some(away) = &note.away {
        // By this machine's clock, which gave both.
        let is_alone = |at| note.asked_at.is_none_or(|asked| asked <= at);
        let alone = sources.iter().filter(|source| is_alone(source.ingested_at)).count();
        findings.push(
            finding(Attention, "away")
                .with_value("since", format_moment(away.since))
                .with_value("problem", &away.told)
                .with_value("count", alone),
        );
    }
    for lacking in &note.lacking {
        let case = if lacking.is_lacked_here { "lacking" } else { "unsent" };
        findings.push(finding(Attention, case).with_value("problem", &lacking.told));
    }
    for disputed in &note.disputed {
        findings.push(finding(Attention, "disputed").with_value("file", &disputed.file_name));
    }
    if findings.is_empty() {
        findings.push(match note.asked_at {
            // On trial, as pages and papers say.
            Some(at) => finding(Attention, "shared")
                .with_value("count", sources.len())
                .with_value("at", format_moment(at)),
            None => finding(Attention, "begun"),
        });
    }
    findings
}
