//! Asks portals for rows: at their pace, only where allowed, again where that can help.
//!
//! Invariant: a host that no connector and no configuration names is never asked, a private address only where the configuration allows
//! it; what an answer holds is never written here, and a token is never shown.

#![expect(clippy::disallowed_types, reason = "this is the home of reqwest and governor")]

mod address;
mod client;
mod error;
mod guard;
mod outside;
mod pace;
mod paging;
mod post;
mod record;
mod request;
mod retry;
mod token;

use std::{collections::HashMap, time::Duration};

use jiff::civil::DateTime;
use tokio::runtime::Runtime;

pub use error::FetchError;
pub use outside::{BoxedWait, FetchClock, FetchEnvironment, NameResolver};
pub use paging::{MOST_PAGES, PageRows};
pub use post::{PostOutcome, WebhookClient, WebhookPost};
pub use record::{CacheValidators, FetchCheckpoint, FinishedPage};
pub use request::{FetchRequest, PageRequest};
pub use token::secret;

use client::{HttpClient, HttpReply};
use guard::HostPolicy;
use pace::RateLimits;
use retry::RetryStep;

use crate::catalog::{Catalog, settings::ProgramSettings};

/// What came of asking for a page.
#[derive(Debug)]
pub enum PageOutcome {
    /// As it was when asked last.
    Same,
    Page {
        body: Vec<u8>,
        validators: CacheValidators,
    },
}

/// Asks one thing at a time.
pub struct PageFetcher {
    client: HttpClient,
    guard: HostPolicy,
    paces: RateLimits,
    outside: FetchEnvironment,
    now: DateTime,
    runtime: Runtime,
}

impl PageFetcher {
    pub fn new(
        catalog: &Catalog,
        settings: &ProgramSettings,
        outside: FetchEnvironment,
        now: DateTime,
    ) -> Result<Self, FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(FetchError::setup)?;
        Ok(Self {
            client: HttpClient::new()?,
            guard: HostPolicy::new(catalog, settings, outside.names.clone()),
            paces: RateLimits { clock: outside.clock.clone(), hosts: HashMap::new() },
            outside,
            now,
            runtime,
        })
    }

    /// Asks for a page until there is an answer or no hope of one.
    pub fn page(
        &mut self,
        request: &PageRequest,
        known: &CacheValidators,
        tell: &mut dyn FnMut(&str),
    ) -> Result<PageOutcome, FetchError> {
        let Self { client, guard, paces, outside, now, runtime } = self;
        runtime.block_on(async {
            let clock = outside.clock.as_ref();
            for attempt in 1.. {
                let tried = guard::follow(client, guard, paces, clock, request, known).await;
                let passed = jiff::Span::new().seconds(seconds(clock.elapsed()));
                match retry::next(request, known, attempt, tried, now.saturating_add(passed))? {
                    RetryStep::Take(reply) => return Ok(answer(reply)),
                    RetryStep::Again { wait, why } => {
                        let wait = wait + clock.jitter(wait / 4);
                        tell(&format!("{}: {why}, thử lại sau {wait:.0?}", request.place()));
                        clock.sleep(wait).await;
                    }
                }
            }
            unreachable!("the attempts are bounded")
        })
    }
}

fn seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX)
}

fn answer(reply: HttpReply) -> PageOutcome {
    if matches!(reply.status, 304 | 412) {
        return PageOutcome::Same;
    }
    PageOutcome::Page { body: reply.body, validators: reply.validators }
}
