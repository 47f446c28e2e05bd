//! How often a password may be tried.

#![expect(clippy::disallowed_types, reason = "tries are paced here, hosts in src/ingest/fetch/")]

use std::{
    collections::HashMap,
    num::NonZeroU32,
    time::{Duration, Instant},
};

use governor::{
    Quota, RateLimiter, clock::Clock, middleware::NoOpMiddleware, state::InMemoryState,
    state::direct::NotKeyed,
};
use parking_lot::Mutex;

/// Of one account: five at once, then one a minute.
const OF_ACCOUNT: (u32, u32) = (1, 5);
/// Of one machine, behind which a whole office may sit: thirty at once, then ten a minute.
const OF_ADDRESS: (u32, u32) = (10, 30);
/// Names and addresses kept in mind; a stranger can make up many.
const KEPT: usize = 10_000;
/// Who waited so long may try as often as anybody: that they tried is forgotten.
const FORGOTTEN: Duration = Duration::from_mins(10);

type ThrottleLimiter = RateLimiter<NotKeyed, InMemoryState, ServerTicks, NoOpMiddleware<Duration>>;

/// Time since the server started: the clock of the wall may be set.
#[derive(Clone, Copy)]
struct ServerTicks(Instant);

impl Clock for ServerTicks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Limits how often a password is tried, by account and by address.
pub struct RequestThrottle {
    clock: ServerTicks,
    /// With the time of the last try.
    limiters: Mutex<HashMap<String, (Duration, ThrottleLimiter)>>,
}

impl Default for RequestThrottle {
    fn default() -> Self {
        Self { clock: ServerTicks(Instant::now()), limiters: Mutex::default() }
    }
}

impl RequestThrottle {
    /// Whether one more try is allowed; it is counted.
    pub fn try_acquire(&self, name: &str, address: &str) -> bool {
        let name = name.to_lowercase();
        let mut limiters = self.limiters.lock();
        let now = self.clock.now();
        if limiters.len() >= KEPT {
            limiters.retain(|_, (last, _)| now.saturating_sub(*last) < FORGOTTEN);
        }
        if limiters.len() >= KEPT {
            return false;
        }
        let mut is_allowed = |key: String, (a_minute, burst): (u32, u32)| {
            let count = |number| NonZeroU32::new(number).expect("not nought");
            let (last, limiter) = limiters.entry(key).or_insert_with(|| {
                let quota = Quota::per_minute(count(a_minute)).allow_burst(count(burst));
                (now, RateLimiter::direct_with_clock(quota, self.clock))
            });
            *last = now;
            limiter.check().is_ok()
        };
        let of_address = is_allowed(format!("address {address}"), OF_ADDRESS);
        of_address && is_allowed(format!("account {name}"), OF_ACCOUNT)
    }

    /// Who came in may try again.
    pub fn forget_account(&self, name: &str) {
        let mut limiters = self.limiters.lock();
        limiters.remove(&format!("account {}", name.to_lowercase()));
    }
}

#[cfg(test)]
mod tests;
