//! What a fetch sees of the world: time, names, variables. Tests bring their own.

use std::{
    future::Future,
    io,
    net::IpAddr,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

/// Is a boxed future that yields `T`, so that traits can have async methods.
pub type BoxedWait<'w, T = ()> = Pin<Box<dyn Future<Output = T> + Send + 'w>>;

/// Measures time and waits for a fetch.
pub trait FetchClock: Send + Sync {
    /// Since some moment before the first request.
    fn elapsed_time(&self) -> Duration;
    fn sleep_for(&self, length: Duration) -> BoxedWait<'_>;
    /// Ends when an answer has been waited for that long.
    fn time_out(&self, length: Duration) -> BoxedWait<'_>;
    /// A random part of a length, so that many offices do not ask in step.
    fn random_part(&self, most: Duration) -> Duration;
}

/// Resolves host names for a fetch.
pub trait NameResolver: Send + Sync {
    fn resolve_host<'n>(&'n self, host: &'n str) -> BoxedWait<'n, io::Result<Vec<IpAddr>>>;
}

/// Holds the clock, the name resolver and the environment variables of a fetch.
#[derive(Clone)]
pub struct FetchEnvironment {
    pub clock: Arc<dyn FetchClock>,
    pub names: Arc<dyn NameResolver>,
    pub variable: fn(&str) -> Option<String>,
}

impl FetchEnvironment {
    /// The world as it is.
    pub fn from_system() -> Self {
        Self {
            clock: Arc::new(SystemClock(Instant::now())),
            names: Arc::new(SystemNames),
            variable: |name| std::env::var(name).ok(),
        }
    }
}

struct SystemClock(Instant);

impl FetchClock for SystemClock {
    fn elapsed_time(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep_for(&self, length: Duration) -> BoxedWait<'_> {
        Box::pin(tokio::time::sleep(length))
    }

    fn time_out(&self, length: Duration) -> BoxedWait<'_> {
        self.sleep_for(length)
    }

    fn random_part(&self, most: Duration) -> Duration {
        most.mul_f64(fastrand::f64())
    }
}

struct SystemNames;

impl NameResolver for SystemNames {
    fn resolve_host<'n>(&'n self, host: &'n str) -> BoxedWait<'n, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}
