//! Sees to it that no file is read for ever: a thread cannot be stopped, so the process ends and says with which seed.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use super::bases::Base;

pub struct Watch(Arc<Mutex<Option<(u64, Instant)>>>);

impl Watch {
    pub fn over(base: Base, longest: Duration) -> Self {
        let reading = Arc::new(Mutex::new(None::<(u64, Instant)>));
        let seen = Arc::downgrade(&reading);
        thread::spawn(move || {
            while let Some(reading) = seen.upgrade() {
                if let Some((seed, began)) = *reading.lock()
                    && began.elapsed() > longest
                {
                    println!("read for ever: SEED={seed} cargo test … fuzz::, {base:?}");
                    std::process::abort();
                }
                drop(reading);
                thread::park_timeout(Duration::from_millis(500));
            }
        });
        Self(reading)
    }

    pub fn begin(&self, seed: u64) {
        *self.0.lock() = Some((seed, Instant::now()));
    }

    /// Of a file that was read: it says its seed if the test fails in between.
    pub fn end(&self) {
        *self.0.lock() = None;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let (true, Some((seed, _))) = (thread::panicking(), *self.0.lock()) {
            println!("again: SEED={seed} cargo test … fuzz::");
        }
    }
}
