//! What is wrong with the server itself: every page says it, and what can be mended is.

use std::sync::Arc;

use super::{
    http::error::WebError,
    jobs::{
        mend_outcome::MendOutcome,
        mending::{MendingReason, MendingStage},
    },
    site::ServedSite,
};

impl ServedSite {
    /// Says a sentence of the content.
    pub fn say(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.catalog.phrases.format_phrase(id, values)
    }

    /// Lists what is wrong with the server now, by the ids of its phrases.
    pub fn list_troubles(&self) -> Vec<&'static str> {
        let mending = match (self.mending.stage(), self.mending.reason()) {
            (MendingStage::Well, _) => None,
            (MendingStage::GoesOn, MendingReason::Damage) => Some("notice.mending"),
            (MendingStage::Failed, MendingReason::Damage) => Some("notice.damaged"),
            (MendingStage::GoesOn, MendingReason::OtherVersion) => Some("notice.upgrading"),
            (MendingStage::Failed, MendingReason::OtherVersion) => Some("notice.other_version"),
        };
        let unwritable = match self.is_unwritable() {
            // Nothing is written to it until it is of this program.
            _ if self.is_not_upgraded() => Some("notice.not_upgraded"),
            is_unwritable => is_unwritable.then_some("notice.unwritable"),
        };
        mending.into_iter().chain(unwritable).collect()
    }

    /// Says them to whoever looks at a page.
    pub fn describe_troubles(&self) -> Vec<String> {
        let phrases = &self.catalog.phrases;
        let troubles = self.list_troubles().into_iter().map(|id| phrases.format_phrase(id, &[]));
        troubles.chain(self.describe_behind()).collect()
    }

    /// Says why nobody can log in now, and what to do; none where they can.
    pub fn describe_closed_door(&self) -> Option<String> {
        let id = if self.is_not_upgraded() {
            "notice.nobody_in_older"
        } else if self.is_unwritable() {
            "notice.nobody_in_unwritable"
        } else {
            return None;
        };
        Some(self.say(id, &[]))
    }

    /// Has the warehouse looked after, off the async threads, and says so instead of the error.
    pub fn begin_mending(self: &Arc<Self>, reason: MendingReason, cause: String) -> WebError {
        if let Some(follower) = &self.follower {
            tracing::error!(
                error.cause = cause,
                "the version cannot be read; it is held against its digest"
            );
            follower.distrust_build();
            let checked = || self.say("notice.follow.checked", &[]);
            return WebError::Following { said: self.describe_follow().unwrap_or_else(checked) };
        }
        let Some(works) = self.works.clone() else {
            return match reason {
                MendingReason::Damage => WebError::Damaged { cause },
                MendingReason::OtherVersion => {
                    WebError::OtherVersion { said: self.say("notice.other_version_kept", &[]) }
                }
            };
        };
        if self.mending.begin(reason, (self.clock)()) {
            tracing::error!(
                error.cause = cause,
                "the published warehouse cannot be read; looking after it"
            );
            let site = Arc::clone(self);
            tokio::spawn(async move {
                let done = tokio::task::spawn_blocking(move || works.mend());
                let failed = |error: tokio::task::JoinError| MendOutcome::Failed(error.to_string());
                let outcome = done.await.unwrap_or_else(failed);
                tracing::error!(?outcome, "the published warehouse was looked after");
                site.mending.end(&outcome, (site.clock)());
            });
        }
        let goes_on = self.mending.stage() == MendingStage::GoesOn;
        match reason {
            MendingReason::Damage if goes_on => WebError::Mending,
            MendingReason::Damage => WebError::Damaged { cause },
            MendingReason::OtherVersion if goes_on => {
                WebError::Upgrading { said: self.say("notice.upgrading", &[]) }
            }
            MendingReason::OtherVersion => {
                WebError::OtherVersion { said: self.say("notice.other_version", &[]) }
            }
        }
    }
}
