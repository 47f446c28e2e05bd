//! How fast a host is asked.

use std::{collections::HashMap, sync::Arc, time::Duration};

use governor::{
    Quota, RateLimiter, clock, middleware::NoOpMiddleware, state::InMemoryState,
    state::direct::NotKeyed,
};

use super::FetchClock;
use crate::catalog::connector::http::RequestPace;

type HostLimiter = RateLimiter<NotKeyed, InMemoryState, FetchTicks, NoOpMiddleware<Duration>>;

/// One limiter a host, whichever connector asks it.
pub struct RateLimits {
    pub clock: Arc<dyn FetchClock>,
    pub hosts: HashMap<String, (RequestPace, HostLimiter)>,
}

/// The fetch's own clock, as the limiter wants it.
pub struct FetchTicks(Arc<dyn FetchClock>);

impl clock::Clock for FetchTicks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed_time()
    }
}

impl RateLimits {
    /// Waits for the host's turn. Of two connectors that ask the same host the slower sets the pace.
    pub async fn wait_turn(&mut self, host: &str, pace: RequestPace) {
        let is_set = self.hosts.get(host).is_some_and(|(set, _)| {
            set.requests_a_minute <= pace.requests_a_minute && set.burst <= pace.burst
        });
        if !is_set {
            let quota = Quota::per_minute(pace.requests_a_minute).allow_burst(pace.burst);
            let limiter = RateLimiter::direct_with_clock(quota, FetchTicks(self.clock.clone()));
            self.hosts.insert(host.to_owned(), (pace, limiter));
        }
        let (_, limiter) = &self.hosts[host];
        while let Err(not_until) = limiter.check() {
            let wait = not_until.wait_time_from(self.clock.elapsed_time());
            self.clock.sleep_for(wait + self.clock.random_part(wait / 8)).await;
        }
    }
}
