//! The store of versions: that the office's newest build is in it, or that a reading node gets what is.

use jiff::ToSpan;

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::VersionStore,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::{
    domain::vietnamese_date::format_moment,
    version_store::{FollowStatus, PublishNote},
};

/// A node looks every few seconds: after so many pauses, and some seconds for what it downloads, it is cut off.
const PAUSES: i64 = 3;
const DOWNLOAD_SECONDS: i64 = 60;

/// Looks at what a node or a publisher last noted of its store; nothing is asked of the store itself.
pub fn check_version_store(examined: &HealthExamination) -> Vec<HealthFinding> {
    match FollowStatus::read(examined.data) {
        Ok(Some(status)) => vec![judge_node(&status, examined)],
        Ok(None) => judge_publisher(examined).into_iter().collect(),
        Err(error) => vec![
            HealthFinding::new(VersionStore, Broken, "nothing")
                .with_value("problem", examined.catalog.phrases.tell_error(&error)),
        ],
    }
}

fn judge_node(status: &FollowStatus, examined: &HealthExamination) -> HealthFinding {
    let finding = |state, case| HealthFinding::new(VersionStore, state, case);
    let problem = status.problem.as_ref();
    let told = problem.map(|problem| problem.told.clone()).unwrap_or_default();
    let held = match (&status.held, &status.unshown) {
        (Some(held), None) => held,
        (_, unshown) => {
            let told = unshown.clone().unwrap_or(told);
            return finding(Broken, "nothing").with_value("problem", told);
        }
    };
    let pause = i64::from(examined.settings.versions.poll_seconds.get());
    let due = examined.now.saturating_sub((PAUSES * pause + DOWNLOAD_SECONDS).seconds());
    let looked = status.looked_at.unwrap_or(held.taken_at);
    let finding = match problem {
        Some(problem) => finding(Attention, "behind")
            .with_value("since", format_moment(problem.since))
            .with_value("problem", told),
        None if looked < due || looked > examined.now.saturating_add(1.minutes()) => {
            finding(Attention, "silent").with_value("since", format_moment(looked))
        }
        None => finding(Sound, "followed"),
    };
    finding
        .with_value("number", held.number)
        .with_value("published", format_moment(held.published_at))
}

/// `None` where the settings name no store.
fn judge_publisher(examined: &HealthExamination) -> Option<HealthFinding> {
    let address = examined.settings.versions.store.as_ref()?;
    let finding = |state, case| HealthFinding::new(VersionStore, state, case);
    let note = match PublishNote::read(examined.data) {
        Ok(note) => note,
        Err(error) => {
            let told = examined.catalog.phrases.tell_error(&error);
            let failed = finding(Attention, "failed").with_value("problem", told);
            return Some(failed.with_value("since", format_moment(examined.now)));
        }
    };
    if let Some(problem) = note.find_problem(address) {
        let since = format_moment(problem.since);
        let failed = finding(Attention, "failed").with_value("since", since);
        return Some(failed.with_value("problem", &problem.told));
    }
    let Some(last) = note.find_last(address) else {
        return Some(finding(Attention, "unpublished"));
    };
    let is_newest = last.is_newest(examined.catalog, examined.data);
    let (state, case) = if is_newest { (Sound, "published") } else { (Attention, "waiting") };
    let finding = finding(state, case).with_value("number", last.number);
    Some(finding.with_value("at", format_moment(last.at)))
}
