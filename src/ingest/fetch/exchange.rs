//! What is sent to a host, and what comes back.

use std::{collections::BTreeMap, time::Duration};

use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;
use url::Url;

use super::{CacheValidators, FetchError, error::ExchangeFault};

/// Holds a message to a webhook.
pub struct WebhookPost<'a> {
    pub url: &'a Url,
    /// What is called in an error; the URL may hold a token.
    pub place: &'a str,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub timeout: Duration,
    /// What the answer must say to be one of a receiver that has taken it; nothing where its status is enough.
    pub answer: &'a BTreeMap<String, Value>,
}

/// Holds what a receiver answered, its body as far as it is read.
#[derive(Debug)]
pub struct PostReply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Holds what a host answered, its body as far as it may be read.
#[derive(Debug)]
pub struct HttpReply {
    pub status: u16,
    pub is_page: bool,
    pub location: Option<String>,
    pub retry_after: Option<String>,
    pub date: Option<String>,
    pub validators: CacheValidators,
    pub body: Vec<u8>,
}

/// Holds a question to a server that people log in at.
pub struct IdentityRequest {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Holds what such a server answered, whatever its status.
pub struct IdentityReply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Says why there is no answer.
#[derive(Debug)]
pub enum RequestFault {
    /// It may go better the next time.
    Passing(ExchangeFault),
    Final(FetchError),
}
