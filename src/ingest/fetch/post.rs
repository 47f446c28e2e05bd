//! One message to an address the configuration names, by the same rules as what is fetched: TLS, public addresses, no redirect.

use std::time::Duration;

use tokio::runtime::Runtime;
use url::Url;

use super::{
    FetchError, Outside,
    client::{Client, Fault},
    guard::Guard,
};
use crate::catalog::settings::Settings;

pub struct Post<'a> {
    pub url: &'a Url,
    /// What is called in an error; the URL may hold a token.
    pub place: &'a str,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub timeout: Duration,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    Taken,
    /// It may be taken later; it may even have been taken.
    Later(String),
    Refused(String),
}

pub struct Poster {
    client: Client,
    guard: Guard,
    outside: Outside,
    runtime: Runtime,
}

impl Poster {
    pub fn new<'u>(
        urls: impl Iterator<Item = &'u Url>,
        settings: &Settings,
        outside: Outside,
    ) -> Result<Self, FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(FetchError::setup)?;
        let guard = Guard::of(urls, settings, outside.names.clone());
        Ok(Self { client: Client::new()?, guard, outside, runtime })
    }

    pub fn send(&self, post: Post) -> Posted {
        let (place, timeout) = (post.place.to_owned(), post.timeout);
        let exchange = async {
            if let Err(error) = self.guard.admit(&place, post.url) {
                return Posted::Refused(error.to_string());
            }
            let addresses = match self.guard.addresses(&place, post.url).await {
                Ok(addresses) => addresses,
                Err(Fault::Passing(problem)) => return Posted::Later(problem),
                Err(Fault::Final(error)) => return Posted::Refused(error.to_string()),
            };
            match self.client.post(post, &addresses).await {
                Ok(200..=299) => Posted::Taken,
                // Too early, too many, and whatever is the server's own trouble.
                Ok(status @ (408 | 425 | 429 | 500..)) => {
                    Posted::Later(format!("nơi nhận trả lời mã {status}"))
                }
                Ok(status) => Posted::Refused(format!("nơi nhận trả lời mã {status}")),
                Err(problem) => Posted::Later(problem),
            }
        };
        self.runtime.block_on(async {
            tokio::select! {
                posted = exchange => posted,
                () = self.outside.clock.limit(timeout) => {
                    Posted::Later(format!("không trả lời trong {} giây", timeout.as_secs()))
                }
            }
        })
    }
}
