//! How long somebody may be at something before others may take it up.

use jiff::{ToSpan, civil::DateTime};

use super::stamp;

/// Longer than any server is waited for: each of its answers at most a few minutes.
pub const MINUTES: i64 = 15;

/// Nothing is put off further. What seems to be was written before the clock was set back.
pub const FURTHEST_HOURS: i64 = 48;

/// The instants a question for something free is asked with.
#[derive(Debug, Clone)]
pub(super) struct LeaseMoment {
    pub now: String,
    /// Until when it is leased now.
    pub until: String,
    /// A lease beyond this was given by a clock that ran ahead.
    pub impossible: String,
    /// So is a time to try again.
    pub furthest: String,
}

impl LeaseMoment {
    /// Computes the instants of a lease that begins now.
    pub fn from_now(now: DateTime) -> Self {
        let later = |minutes: i64| stamp(now.saturating_add(minutes.minutes()));
        Self {
            now: stamp(now),
            until: later(MINUTES),
            impossible: later(2 * MINUTES),
            furthest: later(60 * FURTHEST_HOURS),
        }
    }
}

/// Of a row with `next_at` and `leased_until`; `?1` is now, `?2` the impossible lease, `?3` the furthest time.
pub(super) const FREE: &str = "(leased_until is null or leased_until <= ?1 or leased_until > ?2) \
    and (next_at <= ?1 or next_at > ?3)";
