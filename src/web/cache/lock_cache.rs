//! The locks of the data folder, each read through once until the folder changes.

use std::{collections::HashMap, path::Path, sync::Arc};

use parking_lot::Mutex;

use crate::{
    catalog::phrases::PhraseBook,
    domain::period::Period,
    period_lock::{LockFolder, LockedPeriod},
};

/// What there is of the lock of a period: one that is whole, or what is wrong with it, or nothing.
#[derive(Debug, Clone, Default)]
pub struct PageLock {
    pub locked: Option<Arc<LockedPeriod>>,
    /// The lock is there and is not shown: why, in a sentence.
    pub problem: Option<String>,
}

/// Keeps the locks of the periods asked for, as long as no lock of the folder changes.
#[derive(Default)]
pub struct LockCache(Mutex<(String, HashMap<Period, PageLock>)>);

impl LockCache {
    /// Finds the lock in force of a period; one that is damaged is a sentence.
    pub fn find_lock(&self, data: &Path, period: Period, phrases: &PhraseBook) -> PageLock {
        let folder = LockFolder::of_data(data);
        let stamp = folder.stamp();
        if stamp.is_empty() {
            return PageLock::default();
        }
        {
            let held = self.0.lock();
            if held.0 == stamp
                && let Some(known) = held.1.get(&period)
            {
                return known.clone();
            }
        }
        let found = match folder.find_in_force(period) {
            Ok(locked) => PageLock { locked: locked.map(Arc::new), problem: None },
            Err(error) => PageLock { locked: None, problem: Some(phrases.tell_error(&error)) },
        };
        let mut held = self.0.lock();
        if held.0 != stamp {
            *held = (stamp, HashMap::new());
        }
        held.1.insert(period, found.clone());
        found
    }
}
