//! The lists that were fetched from portals: whether each came to its end, and held what it said to hold.

use crate::{
    domain::vietnamese_date::format_moment,
    health::{
        examination::HealthExamination,
        finding::{
            HealthCheck::FetchedLists,
            HealthFinding,
            HealthState::{Attention, Sound},
        },
    },
    ingest::fetch::{FetchCheckpoint, FetchedList},
};

/// Looks at how the last round of each list ended; says nothing where nothing is fetched.
pub fn check_fetched_lists(examined: &HealthExamination) -> Vec<HealthFinding> {
    let lists = FetchCheckpoint::list_all(examined.data);
    let count = lists.len();
    let told: Vec<_> = lists.into_iter().filter_map(|list| tell_list(examined, list)).collect();
    match (told.is_empty(), count) {
        (true, 0) => Vec::new(),
        (true, _) => {
            vec![HealthFinding::new(FetchedLists, Sound, "whole").with_value("count", count)]
        }
        (false, _) => told,
    }
}

/// What is wrong with a list; `None` where it is whole.
fn tell_list(examined: &HealthExamination, list: FetchedList) -> Option<HealthFinding> {
    let record = match list.record {
        Ok(record) => record,
        Err(error) => {
            let problem = examined.catalog.phrases.tell_error(&error);
            let finding = HealthFinding::new(FetchedLists, Attention, "unreadable");
            return Some(finding.with_value("problem", problem));
        }
    };
    // Of a round that was begun again there is only what the one before asked for.
    let newest = record.pages[..record.finished].last().or(record.pages.last());
    let at = newest.map(|page| format_moment(page.asked_at));
    let name = |finding: HealthFinding| {
        finding.with_value("connector", list.connector).with_value("period", list.period)
    };
    if !record.complete {
        let finding = HealthFinding::new(FetchedLists, Attention, "stopped");
        let finding = finding.with_value("pages", record.finished);
        return Some(name(finding.with_value("at", at.unwrap_or_default())));
    }
    let finding = match (record.find_shrinking(), (record.repeated.moved, record.repeated.standing))
    {
        (Some((before, after)), _) => HealthFinding::new(FetchedLists, Attention, "short")
            .with_value("before", before)
            .with_value("after", after),
        (None, (0, 0)) => return None,
        (None, (0, count)) => {
            HealthFinding::new(FetchedLists, Attention, "standing").with_value("count", count)
        }
        (None, (count, _)) => {
            HealthFinding::new(FetchedLists, Attention, "repeated").with_value("count", count)
        }
    };
    Some(name(finding.with_value("at", at.unwrap_or_default())))
}
