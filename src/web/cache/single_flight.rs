//! Of many who ask for the same at once, the first has it made, and the others wait for it.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

type KeyLocks<K> = Mutex<HashMap<K, Arc<Lock<()>>>>;

pub struct SingleFlight<K>(KeyLocks<K>);

impl<K> Default for SingleFlight<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// The next one's turn comes when it goes, also where whoever had it hung up.
pub struct FlightTurn<'t, K: Eq + Hash> {
    locks: &'t KeyLocks<K>,
    key: K,
    held: Option<OwnedMutexGuard<()>>,
}

impl<K: Eq + Hash + Clone> SingleFlight<K> {
    pub async fn take(&self, key: &K) -> FlightTurn<'_, K> {
        // There before it waits: who hangs up while waiting leaves nothing either.
        let mut turn = FlightTurn { locks: &self.0, key: key.clone(), held: None };
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(locks.entry(key.clone()).or_default())
        };
        turn.held = Some(lock.lock_owned().await);
        turn
    }
}

impl<K: Eq + Hash> Drop for FlightTurn<'_, K> {
    fn drop(&mut self) {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        self.held = None;
        // Nobody waits: only the list has it.
        if locks.get(&self.key).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            locks.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn of_many_one_has_the_turn_and_nothing_is_left_of_it() {
        let turns: SingleFlight<&str> = SingleFlight::default();
        let inside = AtomicUsize::new(0);
        let one = async || {
            let _turn = turns.take(&"a").await;
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
            tokio::task::yield_now().await;
            inside.fetch_sub(1, Ordering::SeqCst);
        };
        tokio::join!(one(), one(), one());
        assert!(turns.0.lock().expect("not poisoned").is_empty());
    }

    #[tokio::test]
    async fn another_key_waits_for_nobody() {
        let turns: SingleFlight<&str> = SingleFlight::default();
        let _a = turns.take(&"a").await;
        let other = turns.take(&"b");
        let taken = tokio::time::timeout(std::time::Duration::from_mins(1), other).await;
        assert!(taken.is_ok(), "it waits for another key");
    }
}
