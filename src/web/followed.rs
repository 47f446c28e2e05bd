//! What a reading node says of itself: which version it shows, and that it may be behind.

use jiff::ToSpan;

use super::{http::error::WebError, site::ServedSite};
use crate::{
    domain::vietnamese_date::format_moment, version_store::FollowStatus, warehouse::WarehouseError,
};

/// A node that has not looked for so many of its pauses, and some seconds for what it downloads, is cut off whatever it is that keeps it.
const PAUSES: i64 = 3;
const DOWNLOAD_SECONDS: i64 = 60;

impl ServedSite {
    /// How the node stands; `None` of an office's own server.
    pub fn follow_status(&self) -> Option<FollowStatus> {
        self.follower.as_ref().map(|follower| follower.status())
    }

    /// Says on every page since when the node does not get what the office publishes; `None` where it does.
    pub fn describe_follow(&self) -> Option<String> {
        let status = self.follow_status()?;
        let Some(held) = &status.held else {
            let told = status.problem.map(|problem| problem.told).unwrap_or_default();
            return Some(match told.as_str() {
                "" => self.say("notice.follow.begun", &[]),
                told => self.say("notice.follow.nothing", &[("problem", told)]),
            });
        };
        let (number, at) = (held.number.to_string(), format_moment(held.published_at));
        if let Some(problem) = &status.problem {
            let since = format_moment(problem.since);
            let values = [
                ("number", &*number),
                ("published", &at),
                ("since", &since),
                ("problem", &problem.told),
            ];
            return Some(self.say("notice.follow.behind", &values));
        }
        let pause = i64::from(self.settings.versions.poll_seconds.get());
        let due = (self.clock)().saturating_sub((PAUSES * pause + DOWNLOAD_SECONDS).seconds());
        let looked = status.looked_at.unwrap_or(held.taken_at);
        let since = format_moment(looked);
        let values = [("number", &*number), ("published", &at), ("since", &since)];
        (looked < due).then(|| self.say("notice.follow.silent", &values))
    }

    /// Says of a node without a version why it has none; of anything else what it is.
    pub fn explain_missing(&self, error: WarehouseError) -> WebError {
        match (self.describe_follow(), error) {
            (Some(said), WarehouseError::NotBuilt { .. }) => WebError::Following { said },
            (_, error) => error.into(),
        }
    }

    /// Whether the node gets what the office publishes; `None` of an office's own server.
    pub fn is_behind(&self) -> Option<bool> {
        self.follower.as_ref().map(|_| self.describe_follow().is_some())
    }

    /// Refuses on a node what only the office's own machine does.
    pub fn refuse_office_work(&self) -> Option<WebError> {
        self.follower
            .as_ref()
            .map(|_| WebError::Conflict { problem: self.say("follow.office_only", &[]) })
    }
}
