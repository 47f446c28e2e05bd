//! One message to an address the configuration names, by the same rules as what is fetched: TLS, public addresses, no redirect.

use std::{cell::Cell, collections::BTreeMap};

use serde_json::Value;
use tokio::runtime::Runtime;
use url::Url;

use super::{
    FetchEnvironment, FetchError,
    client::HttpClient,
    error::ExchangeFault,
    exchange::{PostReply, RequestFault, WebhookPost},
    host_policy::HostPolicy,
};
use crate::catalog::settings::ProgramSettings;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostOutcome {
    Taken,
    /// It may be taken later; it may even have been taken.
    Later(String),
    Refused(String),
    /// A status of success, and an answer nobody can read: it may well have been taken.
    Unknown(String),
}

/// Sends messages to the webhooks that `motcua.toml` names.
pub struct WebhookClient {
    client: HttpClient,
    policy: HostPolicy,
    environment: FetchEnvironment,
    runtime: Runtime,
}

impl WebhookClient {
    /// Makes a client that may send to these URLs and no others;
    /// fails when the HTTP client cannot be set up.
    pub fn new<'u>(
        urls: impl Iterator<Item = &'u Url>,
        settings: &ProgramSettings,
        environment: FetchEnvironment,
    ) -> Result<Self, FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(FetchError::from_setup)?;
        let policy = HostPolicy::for_urls(urls, settings, environment.names.clone());
        Ok(Self { client: HttpClient::new()?, policy, environment, runtime })
    }

    /// Sends a message and waits for the answer, at most as long as its timeout.
    pub fn send_post(&self, post: WebhookPost) -> PostOutcome {
        let (place, timeout, answer) = (post.place.to_owned(), post.timeout, post.answer);
        let is_taken = Cell::new(false);
        let exchange = async {
            if let Err(error) = self.policy.check_url(&place, post.url) {
                return PostOutcome::Refused(error.to_string());
            }
            let addresses = match self.policy.resolve_addresses(&place, post.url).await {
                Ok(addresses) => addresses,
                Err(RequestFault::Passing(fault)) => return PostOutcome::Later(fault.to_string()),
                Err(RequestFault::Final(error)) => return PostOutcome::Refused(error.to_string()),
            };
            match self.client.send_post(post, &addresses, &is_taken).await {
                Ok(reply) => judge_reply(&reply, answer),
                Err(fault) if is_taken.get() => PostOutcome::Unknown(fault.to_string()),
                Err(fault) => PostOutcome::Later(fault.to_string()),
            }
        };
        self.runtime.block_on(async {
            tokio::select! {
                posted = exchange => posted,
                () = self.environment.clock.time_out(timeout) => {
                    let seconds = timeout.as_secs();
                    let problem = ExchangeFault::ReceiverTimedOut { seconds }.to_string();
                    if is_taken.get() { PostOutcome::Unknown(problem) } else { PostOutcome::Later(problem) }
                }
            }
        })
    }
}

/// Judges by the status, and by what the answer must say: a receiver that says no in words has not taken it, and may later; one that says
/// neither may have.
fn judge_reply(reply: &PostReply, answer: &BTreeMap<String, Value>) -> PostOutcome {
    let status = reply.status;
    match status {
        200..=299 => {}
        // Too early, too many, and whatever is the server's own trouble.
        408 | 425 | 429 | 500.. => {
            return PostOutcome::Later(ExchangeFault::ReceiverStatus { status }.to_string());
        }
        _ => return PostOutcome::Refused(ExchangeFault::ReceiverStatus { status }.to_string()),
    }
    let told: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    for (key, expected) in answer {
        let fault = match told.get(key) {
            Some(said) if said == expected => continue,
            // What else it says may repeat what was sent.
            Some(Value::Bool(_) | Value::Number(_)) => {
                ExchangeFault::ReceiverAnswer { key: key.clone(), value: told[key].to_string() }
            }
            Some(_) => ExchangeFault::ReceiverNoAnswer { key: key.clone() },
            None => {
                let fault = ExchangeFault::ReceiverNoAnswer { key: key.clone() };
                return PostOutcome::Unknown(fault.to_string());
            }
        };
        return PostOutcome::Later(fault.to_string());
    }
    PostOutcome::Taken
}
