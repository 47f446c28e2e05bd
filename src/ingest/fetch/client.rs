//! One request, one answer. The only file that talks HTTP.

use std::{
    cell::Cell,
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use parking_lot::Mutex;

use reqwest::{
    Response,
    dns::{Name, Resolve, Resolving},
    header::{self, HeaderMap, HeaderName},
    redirect::Policy,
};
use url::Url;

use super::{
    CacheValidators, FetchError, PageRequest,
    error::{ExchangeFault, RefusedRequest, root_cause},
    exchange::{HttpReply, IdentityReply, IdentityRequest, PostReply, RequestFault, WebhookPost},
};
use crate::catalog::connector::http::HttpMethod;

/// An answer that says no is read so far and no further.
const REFUSAL_BYTES: usize = 64 << 10;
/// Of what a receiver answers, no more is read.
const LARGEST_ANSWER: usize = 64 << 10;
/// Keys and claims of a login are never longer.
const IDENTITY_MB: u32 = 1;

/// Sends HTTP requests to addresses that were checked before; follows no redirect.
pub struct HttpClient {
    inner: reqwest::Client,
    pinned: PinnedResolver,
}

impl HttpClient {
    /// Makes a client with the root certificates of the system; fails when it cannot be set up.
    pub fn new() -> Result<Self, FetchError> {
        // Another part of the process may have installed one: either will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let pinned = PinnedResolver::default();
        let inner = reqwest::Client::builder()
            .user_agent(concat!("motcua/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            // Each request is counted, paced and logged here; a proxy would resolve names behind our back.
            .retry(reqwest::retry::never())
            .no_proxy()
            .dns_resolver(pinned.clone())
            .build()
            .map_err(FetchError::from_setup)?;
        Ok(Self { inner, pinned })
    }

    /// Sends a request to a URL whose host has these addresses and no others.
    pub async fn send_request(
        &self,
        request: &PageRequest,
        url: &Url,
        addresses: &[IpAddr],
        bears_token: bool,
        known: &CacheValidators,
    ) -> Result<HttpReply, RequestFault> {
        self.pinned.pin_host(url.host_str().unwrap_or_default(), addresses);
        let mut sent = match request.method {
            HttpMethod::Get => self.inner.get(url.clone()),
            HttpMethod::Post => self.inner.post(url.clone()),
        };
        sent = sent.header(header::ACCEPT, "application/json");
        if let Some(body) = &request.body {
            sent = sent.header(header::CONTENT_TYPE, "application/json").body(body.clone());
        }
        if let Some(token) = request.token.as_ref().filter(|_| bears_token) {
            let (name, value) = token.to_header();
            sent = sent.header(name, value);
        }
        let conditions = [
            (header::IF_NONE_MATCH, &known.etag),
            (header::IF_MODIFIED_SINCE, &known.last_modified),
        ];
        for (name, value) in conditions {
            if let Some(value) = value {
                sent = sent.header(name, value);
            }
        }
        let response = sent.send().await.map_err(|error| {
            let cause = root_cause(&error);
            if cause.contains("certificate") {
                return RequestFault::Final(FetchError::NotAllowed {
                    place: request.shown_place(),
                    problem: RefusedRequest::Certificate { cause },
                });
            }
            RequestFault::Passing(ExchangeFault::NotConnected { cause })
        })?;
        let is_success = request.success.contains(&response.status().as_u16());
        read_reply(request, response, is_success).await
    }
}

impl HttpClient {
    /// Sends what a webhook takes; the status is the answer, and `is_taken` notes one of success before the answer is read. An answer of success that ends
    /// too early is a [`ExchangeFault::CutOff`].
    pub async fn send_post(
        &self,
        post: WebhookPost<'_>,
        addresses: &[IpAddr],
        is_taken: &Cell<bool>,
    ) -> Result<PostReply, ExchangeFault> {
        self.pinned.pin_host(post.url.host_str().unwrap_or_default(), addresses);
        let mut sent = self.inner.post(post.url.clone()).body(post.body);
        for (name, value) in &post.headers {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| ExchangeFault::HeaderName { name: name.clone() })?;
            let mut value = header::HeaderValue::from_str(value)
                .map_err(|_| ExchangeFault::HeaderValue { name: name.to_string() })?;
            value.set_sensitive(true);
            sent = sent.header(name, value);
        }
        let is_read = !post.answer.is_empty();
        let mut response = sent
            .send()
            .await
            .map_err(|error| ExchangeFault::NotConnected { cause: root_cause(&error) })?;
        let mut reply = PostReply { status: response.status().as_u16(), body: Vec::new() };
        is_taken.set(response.status().is_success());
        while is_read && is_taken.get() && reply.body.len() < LARGEST_ANSWER {
            let chunk = response.chunk().await;
            match chunk.map_err(|error| ExchangeFault::CutOff { cause: root_cause(&error) })? {
                Some(chunk) => reply.body.extend_from_slice(&chunk),
                None => break,
            }
        }
        Ok(reply)
    }

    /// Sends what belongs to a login; every status is an answer.
    pub async fn send_identity(
        &self,
        request: IdentityRequest,
        place: &str,
        addresses: &[IpAddr],
    ) -> Result<IdentityReply, RequestFault> {
        self.pinned.pin_host(request.url.host_str().unwrap_or_default(), addresses);
        let IdentityRequest { method, url, headers, body } = request;
        let sent = self.inner.request(method, url).headers(headers).body(body).send().await;
        let mut response = sent.map_err(|error| {
            RequestFault::Passing(ExchangeFault::NotConnected { cause: root_cause(&error) })
        })?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| {
            RequestFault::Passing(ExchangeFault::CutOff { cause: root_cause(&error) })
        })? {
            body.extend_from_slice(&chunk);
            if body.len() > (IDENTITY_MB << 20) as usize {
                let (place, limit_mb) = (place.to_owned(), IDENTITY_MB);
                return Err(RequestFault::Final(FetchError::TooLarge { place, limit_mb }));
            }
        }
        Ok(IdentityReply { status, headers, body })
    }
}

/// Reads an answer up to the size the connector allows.
async fn read_reply(
    request: &PageRequest,
    mut response: Response,
    is_success: bool,
) -> Result<HttpReply, RequestFault> {
    let headers = response.headers();
    let mut reply = HttpReply {
        status: response.status().as_u16(),
        is_page: header_text(headers, header::CONTENT_TYPE).is_some_and(|it| it.contains("html")),
        location: header_text(headers, header::LOCATION),
        retry_after: header_text(headers, header::RETRY_AFTER),
        date: header_text(headers, header::DATE),
        validators: CacheValidators {
            etag: header_text(headers, header::ETAG),
            last_modified: header_text(headers, header::LAST_MODIFIED),
        },
        body: Vec::new(),
    };
    let largest = usize::try_from(request.largest_mb).unwrap_or(usize::MAX) << 20;
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => reply.body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(_) if !is_success => break,
            Err(error) => {
                return Err(RequestFault::Passing(ExchangeFault::CutOff {
                    cause: root_cause(&error),
                }));
            }
        }
        if is_success && reply.body.len() > largest {
            return Err(RequestFault::Final(FetchError::TooLarge {
                place: request.shown_place(),
                limit_mb: request.largest_mb,
            }));
        }
        if !is_success && reply.body.len() > REFUSAL_BYTES {
            break;
        }
    }
    let first = reply.body.iter().find(|byte| !byte.is_ascii_whitespace());
    reply.is_page |= first == Some(&b'<');
    Ok(reply)
}

fn header_text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// Answers the client's question for a name with the addresses that were checked, so that no second lookup can say otherwise.
#[derive(Clone, Default)]
struct PinnedResolver(Arc<Mutex<HashMap<String, Vec<SocketAddr>>>>);

impl PinnedResolver {
    fn pin_host(&self, host: &str, addresses: &[IpAddr]) {
        // The port is the URL's.
        let sockets = addresses.iter().map(|ip| SocketAddr::new(*ip, 0)).collect();
        let mut pinned = self.0.lock();
        pinned.insert(host.to_owned(), sockets);
    }
}

impl Resolve for PinnedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let pinned = self.0.lock();
        let addresses = pinned.get(name.as_str()).cloned();
        Box::pin(async move {
            let addresses = addresses.ok_or("a name that was not checked")?;
            Ok(Box::new(addresses.into_iter()) as reqwest::dns::Addrs)
        })
    }
}
