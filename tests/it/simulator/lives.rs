//! How many lives are lived, which one failed, and how it is lived again.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Instant,
};

use parking_lot::Mutex;

/// Numbers that add up over lives, by name.
#[derive(Debug, Default, Clone)]
pub struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    pub fn add(&mut self, name: &'static str, count: u64) {
        *self.0.entry(name).or_default() += count;
    }

    pub fn get(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    fn add_all(&mut self, other: Self) {
        for (name, count) in other.0 {
            self.add(name, count);
        }
    }
}

/// Lives so many lives on so many threads, or what the environment says; sums up what they tell. A life that fails says how it is lived
/// again.
pub fn live_all(
    which: &str,
    (usual, threads): (u64, usize),
    live: impl Fn(u64) -> Tally + Sync,
) -> Tally {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("SEED").unwrap_or(number("FIRST_SEED").unwrap_or(1));
    let count = if number("SEED").is_some() { 1 } else { number("LIVES").unwrap_or(usual) };
    let (sum, next, began) = (Mutex::new(Tally::default()), AtomicU64::new(0), Instant::now());
    let live_some = || {
        while let Some(number) = Some(next.fetch_add(1, Ordering::SeqCst)).filter(|it| *it < count)
        {
            let seed = first + number;
            match catch_unwind(AssertUnwindSafe(|| live(seed))) {
                Ok(told) => sum.lock().add_all(told),
                Err(panic) => {
                    println!("a life failed; again: SEED={seed} cargo test … simulator::{which}");
                    next.store(count, Ordering::SeqCst);
                    resume_unwind(panic);
                }
            }
            if count > usual && (number + 1).is_multiple_of(usual) {
                println!("{which}: {} lives, {:?}: {:?}", number + 1, began.elapsed(), sum.lock());
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(live_some);
        }
    });
    let sum = sum.into_inner();
    println!("{which}: {count} lives from seed {first} in {:?}: {sum:?}", began.elapsed());
    sum
}

/// Whether a test runs what CI does, so that it must have seen what CI must see.
pub fn is_whole_budget() -> bool {
    ["SEED", "LIVES", "FIRST_SEED"].iter().all(|name| std::env::var_os(name).is_none())
}
