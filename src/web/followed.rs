//! What a reading node says of itself: which version it shows, and that it may be behind.

use std::{path::PathBuf, sync::Arc};

use axum::{extract::State, http::HeaderValue, response::Response};

use super::{http::error::WebError, site::ServedSite};
use crate::{
    archive_store::ArchiveStoreNote,
    version_store::FollowStatus,
    warehouse::{WarehouseError, find_published},
};

/// Says to whoever asks for a picture, a file or JSON what pages say in words.
const BEHIND: &str = "motcua-behind";

/// Adds to every answer of a node that may not have the newest numbers which version they are of.
pub async fn mark_behind(State(site): State<Arc<ServedSite>>, mut response: Response) -> Response {
    let value = site.follow_status().filter(|_| site.is_behind() == Some(true)).map(|status| {
        status.held.map_or_else(
            || "version=none".to_owned(),
            |held| format!("version={}; published={}", held.number, held.published_at),
        )
    });
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
        response.headers_mut().insert(BEHIND, value);
    }
    response
}

impl ServedSite {
    /// How the node stands; `None` of an office's own server.
    pub fn follow_status(&self) -> Option<FollowStatus> {
        self.follower.as_ref().map(|follower| follower.status())
    }

    /// The build that is shown: the newest of an office's own server, or a node's as it was published; `None` where none is.
    pub(super) fn find_shown(&self) -> Option<PathBuf> {
        match &self.follower {
            Some(follower) => follower.find_build(),
            None => find_published(&self.data),
        }
    }

    /// Says on every page since when the node does not get what the office publishes; `None` where it does.
    pub fn describe_follow(&self) -> Option<String> {
        let status = self.follow_status()?;
        let pause = self.settings.versions.poll_seconds;
        status.describe(&self.catalog.phrases, (self.clock)(), pause)
    }

    /// Says that numbers may be older than what is published, or made without exports of other machines; `None` where they are not.
    pub fn describe_behind(&self) -> Option<String> {
        match &self.follower {
            Some(_) => self.describe_follow(),
            None => ArchiveStoreNote::describe_folder(&self.data, &self.catalog.phrases),
        }
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
