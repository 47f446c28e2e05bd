//! Refused tries, summed up before they are written: whoever sends many must not make the disk write as many.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use parking_lot::Mutex;

/// What is summed up: an account, or none where the address tried many, and the address.
pub type TallyKey = (Option<String>, String);

/// Of one key is written this often at most.
const BETWEEN_WRITES: Duration = Duration::from_secs(10);
/// Kept in mind at a time.
const KEPT: usize = 10_000;

/// Holds what was not written yet.
pub struct ThrottledTally {
    started: Instant,
    pending: Mutex<HashMap<TallyKey, PendingTries>>,
}

struct PendingTries {
    times: u32,
    written_at: Duration,
}

impl Default for ThrottledTally {
    fn default() -> Self {
        Self { started: Instant::now(), pending: Mutex::default() }
    }
}

impl ThrottledTally {
    /// Counts a refused try; returns how many are to be written now, if any.
    pub fn count(&self, key: &TallyKey) -> Option<u32> {
        self.count_at(key, self.started.elapsed())
    }

    fn count_at(&self, key: &TallyKey, now: Duration) -> Option<u32> {
        let mut pending = self.pending.lock();
        if let Some(tries) = pending.get_mut(key) {
            tries.times += 1;
            if now.saturating_sub(tries.written_at) < BETWEEN_WRITES {
                return None;
            }
            tries.written_at = now;
            return Some(std::mem::take(&mut tries.times));
        }
        if pending.len() < KEPT {
            pending.insert(key.clone(), PendingTries { times: 0, written_at: now });
        }
        Some(1)
    }

    /// Hands out all that was counted and not written, and forgets it.
    pub fn take_pending(&self) -> Vec<(TallyKey, u32)> {
        let pending = std::mem::take(&mut *self.pending.lock());
        let counted = pending.into_iter().filter(|(_, tries)| tries.times > 0);
        counted.map(|(key, tries)| (key, tries.times)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_written_at_once_and_no_later_one_is_lost() {
        let tally = ThrottledTally::default();
        let key = |name: &str| (Some(name.to_owned()), "10.0.0.7".to_owned());
        let second = Duration::from_secs(1);
        let mut written = 0;
        for tenth in 0..=150 {
            written += tally.count_at(&key("lan"), second * tenth / 10).unwrap_or_default();
        }
        assert_eq!(written, 101, "the first, and after ten seconds the hundred since");
        assert_eq!(tally.count_at(&key("mai"), second * 15), Some(1));
        assert_eq!(tally.take_pending(), [(key("lan"), 50)]);
        assert_eq!(tally.take_pending(), []);
    }
}
