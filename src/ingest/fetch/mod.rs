//! Asks portals for rows: at their pace, only where allowed, again where that can help.
//!
//! Invariant: a host that no connector and no configuration names is never asked, a private address only where the configuration allows
//! it; what an answer holds is never written here, and a token is never shown.

#![expect(clippy::disallowed_types, reason = "this is the home of reqwest and governor")]

mod address;
mod checkpoint;
mod client;
mod environment;
mod error;
mod exchange;
mod host_policy;
pub mod identity;
mod paging;
mod rate_limit;
mod redirect;
mod request;
mod retry;
mod stores;
mod token;
mod webhook_client;

use std::{collections::HashMap, time::Duration};

use jiff::civil::DateTime;
use tokio::runtime::Runtime;

pub use checkpoint::{CacheValidators, FetchCheckpoint, FetchedList, FinishedPage, RepeatedCodes};
pub use environment::{BoxedWait, FetchClock, FetchEnvironment, NameResolver};
pub use error::{FetchError, PageProblem, SecretProblem};
pub use exchange::WebhookPost;
pub use paging::{MOST_PAGES, PageRows};
pub use request::{FetchRequest, PageRequest};
pub use stores::StoreConnector;
pub use token::read_secret;
pub use webhook_client::{PostOutcome, WebhookClient};

use client::HttpClient;
use exchange::HttpReply;
use host_policy::HostPolicy;
use rate_limit::RateLimits;
use retry::RetryStep;

use crate::catalog::{Catalog, settings::ProgramSettings};
use crate::domain::progress::BuildProgress;

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
    policy: HostPolicy,
    rate_limits: RateLimits,
    environment: FetchEnvironment,
    now: DateTime,
    runtime: Runtime,
}

impl PageFetcher {
    /// Makes a fetcher; `now` is local civil time. Fails when the HTTP client cannot be set up.
    pub fn new(
        catalog: &Catalog,
        settings: &ProgramSettings,
        environment: FetchEnvironment,
        now: DateTime,
    ) -> Result<Self, FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(FetchError::from_setup)?;
        Ok(Self {
            client: HttpClient::new()?,
            policy: HostPolicy::new(catalog, settings, environment.names.clone()),
            rate_limits: RateLimits { clock: environment.clock.clone(), hosts: HashMap::new() },
            environment,
            now,
            runtime,
        })
    }

    /// Asks for a page until there is an answer or no hope of one.
    pub fn fetch_page(
        &mut self,
        request: &PageRequest,
        known: &CacheValidators,
        tell: &mut dyn FnMut(&BuildProgress),
    ) -> Result<PageOutcome, FetchError> {
        let Self { client, policy, rate_limits, environment, now, runtime } = self;
        runtime.block_on(async {
            let clock = environment.clock.as_ref();
            for attempt in 1.. {
                let tried =
                    redirect::follow_redirects(client, policy, rate_limits, clock, request, known)
                        .await;
                let passed = jiff::Span::new().seconds(whole_seconds(clock.elapsed_time()));
                match retry::next_step(request, known, attempt, tried, now.saturating_add(passed))?
                {
                    RetryStep::Take(reply) => return Ok(to_outcome(reply)),
                    RetryStep::Again { wait, why } => {
                        let wait = wait + clock.random_part(wait / 4);
                        tell(&BuildProgress::RetryPage {
                            place: request.shown_place(),
                            reason: why.to_string(),
                            wait,
                        });
                        clock.sleep_for(wait).await;
                    }
                }
            }
            unreachable!("the attempts are bounded")
        })
    }
}

fn whole_seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX)
}

fn to_outcome(reply: HttpReply) -> PageOutcome {
    if matches!(reply.status, 304 | 412) {
        return PageOutcome::Same;
    }
    PageOutcome::Page { body: reply.body, validators: reply.validators }
}
