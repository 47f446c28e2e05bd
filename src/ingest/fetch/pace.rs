//! How fast a host is asked.

use std::{collections::HashMap, sync::Arc, time::Duration};

use governor::{
    Quota, RateLimiter, clock, middleware::NoOpMiddleware, state::InMemoryState,
    state::direct::NotKeyed,
};

use super::Clock;
use crate::catalog::connector::http::Pace;

type Limiter = RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Duration>>;

/// One limiter a host, whichever connector asks it.
pub struct Paces {
    pub clock: Arc<dyn Clock>,
    pub hosts: HashMap<String, (Pace, Limiter)>,
}

/// The fetch's own clock, as the limiter wants it.
pub struct Ticks(Arc<dyn Clock>);

impl clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

impl Paces {
    /// Waits for the host's turn. Of two connectors that ask the same host the slower sets the pace.
    pub async fn turn(&mut self, host: &str, pace: Pace) {
        let is_set = self.hosts.get(host).is_some_and(|(set, _)| {
            set.requests_a_minute <= pace.requests_a_minute && set.burst <= pace.burst
        });
        if !is_set {
            let quota = Quota::per_minute(pace.requests_a_minute).allow_burst(pace.burst);
            let limiter = RateLimiter::direct_with_clock(quota, Ticks(self.clock.clone()));
            self.hosts.insert(host.to_owned(), (pace, limiter));
        }
        let (_, limiter) = &self.hosts[host];
        while let Err(not_until) = limiter.check() {
            let wait = not_until.wait_time_from(self.clock.elapsed());
            self.clock.sleep(wait + self.clock.jitter(wait / 8)).await;
        }
    }
}
