//! How many lives are lived, which one failed, and how it is lived again.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicUsize, Ordering},
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

/// How many lives are lived, and how many threads live them.
pub struct LifeBudget {
    /// The variable that says another number.
    pub called: &'static str,
    pub usual: u64,
    pub threads: usize,
    /// Which of how many tests that share them this is.
    pub part: (u64, u64),
}

impl LifeBudget {
    /// The seeds of this part.
    fn seeds(&self) -> Vec<u64> {
        let number =
            |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let first = number("SEED").unwrap_or(number("FIRST_SEED").unwrap_or(1));
        let count = number(self.called).unwrap_or(self.usual);
        let count = if number("SEED").is_some() { 1 } else { count };
        let (part, of) = self.part;
        (first..first + count).filter(|seed| seed % of == part).collect()
    }
}

/// Lives as many lives as are due, or as the environment says; sums up what they tell. A life that fails says how it is lived again.
pub fn live_all(which: &str, budget: &LifeBudget, live: impl Fn(u64) -> Tally + Sync) -> Tally {
    let seeds = budget.seeds();
    let (sum, next, began) = (Mutex::new(Tally::default()), AtomicUsize::new(0), Instant::now());
    let live_some = || {
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            let Some(seed) = seeds.get(number).copied() else { break };
            match catch_unwind(AssertUnwindSafe(|| live(seed))) {
                Ok(told) => sum.lock().add_all(told),
                Err(panic) => {
                    println!("a life failed; again: SEED={seed} cargo test … simulator::{which}");
                    next.store(seeds.len(), Ordering::SeqCst);
                    resume_unwind(panic);
                }
            }
            if (number + 1).is_multiple_of(100) {
                println!("{which}: {} lives, {:?}: {:?}", number + 1, began.elapsed(), sum.lock());
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..budget.threads {
            scope.spawn(live_some);
        }
    });
    let sum = sum.into_inner();
    println!("{which}: {} lives in {:?}: {sum:?}", seeds.len(), began.elapsed());
    sum
}

/// Whether a test runs what CI does, so that it must have seen what CI must see.
pub fn is_whole_budget() -> bool {
    ["SEED", "LIVES", "YEARS", "FIRST_SEED"].iter().all(|name| std::env::var_os(name).is_none())
}
