//! The clock: that it is not behind what was taken in already.

use jiff::ToSpan;

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Clock,
        HealthFinding,
        HealthState::{Attention, Sound},
    },
};
use crate::domain::vietnamese_date::{format_day, format_moment};

/// Two machines of an office may differ by so much.
const MINUTES: i64 = 10;

/// Holds the clock against the days and times the archive's notes know.
pub fn check_clock(examined: &HealthExamination) -> Vec<HealthFinding> {
    let now = examined.now;
    let told = |state, case, newest: String| {
        let finding = HealthFinding::new(Clock, state, case).with_value("now", format_moment(now));
        vec![finding.with_value("newest", newest)]
    };
    let sources = examined.archive_contents().map(|(_, contents)| contents.sources);
    let sources = sources.unwrap_or_default();
    let ingested = sources.iter().map(|source| source.ingested_at).max();
    if let Some(at) = ingested.filter(|at| now.saturating_add(MINUTES.minutes()) < *at) {
        return told(Attention, "behind_ingest", format_moment(at));
    }
    let shown = sources.iter().map(|source| source.snapshot_on).max();
    if let Some(day) = shown.filter(|day| now.date() < *day) {
        return told(Attention, "behind_export", format_day(day));
    }
    told(Sound, "right", String::new())
}
