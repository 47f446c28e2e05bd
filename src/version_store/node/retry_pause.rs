//! How long a version that was downloaded and cannot be shown is left alone: it does not become another by being downloaded again.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::DateTime};

/// Remembers by the digests of their manifests which versions failed after their build was downloaded, and why.
#[derive(Debug, Default)]
pub(in crate::version_store) struct RetryPauses(BTreeMap<String, FailedTry>);

#[derive(Debug)]
struct FailedTry {
    count: usize,
    at: DateTime,
    told: String,
}

/// Minutes after the first failure, the second, and every one that follows.
const PAUSES: [i64; 3] = [1, 5, 30];

impl RetryPauses {
    /// Why a version is left alone now; `None` where it may be tried.
    pub fn find(&self, manifest: &str, now: DateTime) -> Option<String> {
        let failed = self.0.get(manifest)?;
        let until = failed.at.saturating_add(PAUSES[failed.count.min(PAUSES.len()) - 1].minutes());
        (failed.at <= now && now < until).then(|| failed.told.clone())
    }

    /// Notes one more failure of a version.
    pub fn note(&mut self, manifest: &str, now: DateTime, told: &str) {
        let count = self.0.get(manifest).map_or(0, |failed| failed.count) + 1;
        let failed = FailedTry { count, at: now, told: told.to_owned() };
        self.0.insert(manifest.to_owned(), failed);
    }

    /// Forgets all: another version is shown.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_version_that_fails_again_and_again_is_left_alone_for_one_five_and_thirty_minutes() {
        let at = |minute: i8| date(2024, 1, 2).at(8, minute, 0, 0);
        let mut pauses = RetryPauses::default();
        let is_left = |pauses: &RetryPauses, minute| pauses.find("a", at(minute)).is_some();
        assert!(!is_left(&pauses, 0));
        pauses.note("a", at(0), "no");
        assert!(is_left(&pauses, 0) && !is_left(&pauses, 1) && pauses.find("b", at(0)).is_none());
        pauses.note("a", at(1), "no");
        assert!(is_left(&pauses, 5) && !is_left(&pauses, 6));
        pauses.note("a", at(6), "no");
        pauses.note("a", at(6), "no");
        assert!(is_left(&pauses, 35) && !is_left(&pauses, 36));
        // A clock that was put back holds nothing off.
        assert!(!is_left(&pauses, 5));
    }
}
