//! One message to an address the configuration names, by the same rules as what is fetched: TLS, public addresses, no redirect.

use std::time::Duration;

use tokio::runtime::Runtime;
use url::Url;

use super::{
    FetchEnvironment, FetchError,
    client::{HttpClient, RequestFault},
    guard::HostPolicy,
};
use crate::catalog::settings::ProgramSettings;

pub struct WebhookPost<'a> {
    pub url: &'a Url,
    /// What is called in an error; the URL may hold a token.
    pub place: &'a str,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub timeout: Duration,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostOutcome {
    Taken,
    /// It may be taken later; it may even have been taken.
    Later(String),
    Refused(String),
}

pub struct WebhookClient {
    client: HttpClient,
    guard: HostPolicy,
    outside: FetchEnvironment,
    runtime: Runtime,
}

impl WebhookClient {
    pub fn new<'u>(
        urls: impl Iterator<Item = &'u Url>,
        settings: &ProgramSettings,
        outside: FetchEnvironment,
    ) -> Result<Self, FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(FetchError::setup)?;
        let guard = HostPolicy::of(urls, settings, outside.names.clone());
        Ok(Self { client: HttpClient::new()?, guard, outside, runtime })
    }

    pub fn send(&self, post: WebhookPost) -> PostOutcome {
        let (place, timeout) = (post.place.to_owned(), post.timeout);
        let exchange = async {
            if let Err(error) = self.guard.admit(&place, post.url) {
                return PostOutcome::Refused(error.to_string());
            }
            let addresses = match self.guard.addresses(&place, post.url).await {
                Ok(addresses) => addresses,
                Err(RequestFault::Passing(problem)) => return PostOutcome::Later(problem),
                Err(RequestFault::Final(error)) => return PostOutcome::Refused(error.to_string()),
            };
            match self.client.post(post, &addresses).await {
                Ok(200..=299) => PostOutcome::Taken,
                // Too early, too many, and whatever is the server's own trouble.
                Ok(status @ (408 | 425 | 429 | 500..)) => {
                    PostOutcome::Later(format!("nơi nhận trả lời mã {status}"))
                }
                Ok(status) => PostOutcome::Refused(format!("nơi nhận trả lời mã {status}")),
                Err(problem) => PostOutcome::Later(problem),
            }
        };
        self.runtime.block_on(async {
            tokio::select! {
                posted = exchange => posted,
                () = self.outside.clock.limit(timeout) => {
                    PostOutcome::Later(format!("không trả lời trong {} giây", timeout.as_secs()))
                }
            }
        })
    }
}
