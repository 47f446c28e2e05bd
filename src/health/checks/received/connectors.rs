//! The connectors: whether each still brings exports, and what was refused of its last one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};

use super::super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Connectors,
        HealthFinding,
        HealthState::{self, Attention, Broken, Sound},
    },
};
use crate::{
    domain::{decimal::format_unsigned, vietnamese_date::format_day},
    warehouse::query::SourceFacts,
};

/// Figures come once a month and a few days after its end; `[alerts] source_silent_days` says it more exactly.
const SILENT_DAYS: u16 = 35;

/// Looks at the newest export of every connector that ever brought one.
pub fn check_connectors(examined: &HealthExamination) -> Vec<HealthFinding> {
    // What is not published is told of where that is looked at.
    let Ok(warehouse) = examined.warehouse() else { return Vec::new() };
    let mut newest: BTreeMap<String, SourceFacts> = BTreeMap::new();
    match warehouse.provenance.list_sources() {
        Err(error) => {
            let finding = HealthFinding::new(Connectors, Broken, "unreadable");
            return vec![finding.with_value("problem", error)];
        }
        // The newest come first.
        Ok(sources) => sources.into_iter().for_each(|source| {
            newest.entry(source.connector.clone()).or_insert(source);
        }),
    }
    let most = examined.settings.alerts.as_ref().and_then(|alerts| alerts.source_silent_days);
    let since = examined.now.date().saturating_sub(i64::from(most.unwrap_or(SILENT_DAYS)).days());
    let told = newest.into_values().map(|last| tell_of_connector(examined, &last, since));
    told.chain(find_undescribed(examined)).collect()
}

/// Exports that lie in the archive and count nowhere, for the content no longer describes them.
fn find_undescribed(examined: &HealthExamination) -> impl Iterator<Item = HealthFinding> {
    let sources = examined.archive_contents().map(|(_, contents)| contents.sources);
    let connectors: BTreeSet<String> = (sources.into_iter().flatten())
        .map(|source| source.connector)
        .filter(|id| examined.catalog.find_connector(id).is_err())
        .collect();
    let tell = |id| HealthFinding::new(Connectors, Broken, "unknown").with_value("connector", id);
    connectors.into_iter().map(tell)
}

fn tell_of_connector(
    examined: &HealthExamination,
    last: &SourceFacts,
    since: Date,
) -> HealthFinding {
    let (state, case) = judge_source(last, since);
    let connector = examined.catalog.find_connector(&last.connector);
    HealthFinding::new(Connectors, state, case)
        .with_value("connector", connector.map_or(&last.connector, |connector| &connector.name))
        .with_value("file", &last.file_name)
        .with_value("day", format_day(last.snapshot_on))
        .with_value("kept", format_unsigned(last.rows_kept))
        .with_value("rejected", format_unsigned(last.rows_rejected))
}

fn judge_source(last: &SourceFacts, since: Date) -> (HealthState, &'static str) {
    match (last.rows_kept, last.rows_rejected) {
        (0, 1..) => (Broken, "refused"),
        _ if last.snapshot_on < since => (Attention, "silent"),
        (_, 1..) => (Attention, "rejected"),
        _ => (Sound, "fine"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::fresh_and_clean(10, 0, date(2026, 11, 27), "fine")]
    #[case::on_the_last_day_that_counts(10, 0, date(2026, 11, 20), "fine")]
    #[case::a_day_too_old(10, 0, date(2026, 11, 19), "silent")]
    #[case::some_rows_refused(10, 2, date(2026, 11, 27), "rejected")]
    #[case::old_and_refused_is_told_as_old(10, 2, date(2026, 11, 1), "silent")]
    #[case::nothing_of_it_was_kept(0, 12, date(2026, 11, 27), "refused")]
    fn the_last_export_of_a_connector_is_judged(
        #[case] kept: u64,
        #[case] rejected: u64,
        #[case] snapshot_on: Date,
        #[case] case: &str,
    ) {
        let last = SourceFacts {
            connector: "one".into(),
            file_name: "a.csv".into(),
            yields: "dossier".into(),
            snapshot_on,
            rows_kept: kept,
            rows_rejected: rejected,
            rows_mended: 0,
            rows_erased: 0,
            values_unreadable: 0,
        };
        assert_eq!(judge_source(&last, date(2026, 11, 20)).1, case);
    }
}
