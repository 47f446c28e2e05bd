//! Failures of many, each remembered as the time from which it no longer counts.

use std::{collections::HashMap, hash::Hash, time::Duration};

/// Kept in mind at a time; a stranger can make up many.
const KEPT: usize = 10_000;

/// Says how many failures there may be at once, and after how long one of them is forgiven.
#[derive(Debug, Clone, Copy)]
pub struct TryPace {
    pub burst: u32,
    pub each: Duration,
}

/// Counts failures by a key. Times are since the server started.
pub struct TryCounter<K> {
    pace: TryPace,
    /// When the last failure is forgiven; earlier ones are forgiven one after the other before.
    forgiven_at: HashMap<K, Duration>,
}

impl<K: Hash + Eq + Clone> TryCounter<K> {
    /// Makes a counter that knows nobody.
    pub fn new(pace: TryPace) -> Self {
        Self { pace, forgiven_at: HashMap::new() }
    }

    /// How long until one more may fail; nought where it may now.
    pub fn wait_of(&self, key: &K, now: Duration) -> Duration {
        let TryPace { burst, each } = self.pace;
        let forgiven_at = self.forgiven_at.get(key).map_or(now, |at| (*at).max(now));
        (forgiven_at + each).saturating_sub(now + each * burst)
    }

    /// Counts a failure. Where too many are remembered, the one that is forgiven first is forgotten.
    pub fn count(&mut self, key: K, now: Duration) {
        if self.forgiven_at.len() >= KEPT && !self.forgiven_at.contains_key(&key) {
            self.make_room(now);
        }
        let forgiven_at = self.forgiven_at.entry(key).or_insert(now);
        *forgiven_at = (*forgiven_at).max(now) + self.pace.each;
    }

    fn make_room(&mut self, now: Duration) {
        self.forgiven_at.retain(|_, at| *at > now);
        if self.forgiven_at.len() < KEPT {
            return;
        }
        let first = self.forgiven_at.iter().min_by_key(|(_, at)| **at);
        if let Some(key) = first.map(|(key, _)| key.clone()) {
            self.forgiven_at.remove(&key);
        }
    }

    /// Takes one failure back that was none.
    pub fn give_back(&mut self, key: &K) {
        if let Some(at) = self.forgiven_at.get_mut(key) {
            *at = at.saturating_sub(self.pace.each);
        }
    }

    /// Takes all failures back.
    pub fn forget(&mut self, key: &K) {
        self.forgiven_at.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_and_nobody_is_refused_for_it() {
        let pace = TryPace { burst: 1, each: Duration::from_mins(1) };
        let mut counter = TryCounter::new(pace);
        let at = |number: usize| Duration::from_millis(number as u64);
        for number in 0..KEPT {
            counter.count(number, at(number));
        }
        assert!(counter.wait_of(&0, at(KEPT)) > Duration::ZERO);
        counter.count(KEPT, at(KEPT));
        assert_eq!(counter.forgiven_at.len(), KEPT);
        assert_eq!(counter.wait_of(&0, at(KEPT)), Duration::ZERO);
        assert!(counter.wait_of(&1, at(KEPT)) > Duration::ZERO);
        assert!(counter.wait_of(&KEPT, at(KEPT)) > Duration::ZERO);
        // All but the last are forgiven by then, and none of them is kept.
        counter.count(KEPT + 1, at(KEPT - 1) + pace.each);
        assert_eq!(counter.forgiven_at.len(), 2);
    }
}
