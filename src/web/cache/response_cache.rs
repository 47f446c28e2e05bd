//! A page is a function of the data version, the day, its address and what who asks may see: an unchanged one costs no SQL,
//! and one made is kept.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::super::{ServedSite, auth::visitor::RequestPrincipal, http::export::accepted};
use crate::domain::hex::hex;

/// Bytes of answers kept at a time; past that all are forgotten and made anew.
const KEPT: usize = 64 << 20;
/// Longer ones are rare, and made anew each time.
const LONGEST: usize = 1 << 20;

/// Answers by their tag: another version of the data, another day or another address has another one.
#[derive(Default)]
pub struct ResponseCache(Mutex<CachedResponses>);

#[derive(Default)]
struct CachedResponses {
    bytes: usize,
    by_tag: HashMap<HeaderValue, CachedResponse>,
}

#[derive(Clone)]
struct CachedResponse {
    headers: HeaderMap,
    body: Bytes,
}

pub async fn unchanged(
    State(site): State<Arc<ServedSite>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let asked = Arc::clone(&site);
    let lookup = tokio::task::spawn_blocking(move || {
        // A page says how old its data is.
        let today = (asked.clock)().date();
        let version = &asked.content_version;
        asked.warehouse().map(|warehouse| format!("{version} {} {today}", warehouse.data_version))
    });
    let Ok(Ok(version)) = lookup.await else {
        return next.run(request).await;
    };
    // Some addresses answer in the form that is accepted; everybody is answered what they may see.
    let form = accepted(request.headers());
    let visitor = request.extensions().get::<Arc<RequestPrincipal>>().cloned().unwrap_or_default();
    let tag = tag(&version, &format!("{} {form:?} {}", request.uri(), visitor.key()));
    if is_held(request.headers(), &tag) {
        return tagged(StatusCode::NOT_MODIFIED.into_response(), tag);
    }
    if let Some(answer) = site.kept.get(&tag) {
        return (answer.headers, answer.body).into_response();
    }
    // When something new is published, everybody asks for the same page at once.
    let _turn = site.turns.take(&tag).await;
    if let Some(answer) = site.kept.get(&tag) {
        return (answer.headers, answer.body).into_response();
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let response = tagged(response, tag.clone());
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if body.len() <= LONGEST {
        let headers = parts.headers.clone();
        let body = body.clone();
        site.kept.put(tag, CachedResponse { headers, body });
    }
    Response::from_parts(parts, Body::from(body))
}

/// Whether the client says it has this answer; what was packed on the way comes back as weak.
pub fn is_held(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let held = headers.get_all(header::IF_NONE_MATCH);
    let tags = held.iter().filter_map(|value| value.to_str().ok()).flat_map(|tags| tags.split(','));
    tags.map(|held| held.trim().trim_start_matches("W/"))
        .any(|held| held.as_bytes() == tag.as_bytes())
}

fn tagged(mut response: Response, tag: HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, cookie, authorization"));
    response
}

impl ResponseCache {
    fn get(&self, tag: &HeaderValue) -> Option<CachedResponse> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_tag.get(tag).cloned()
    }

    fn put(&self, tag: HeaderValue, answer: CachedResponse) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + answer.body.len() > KEPT {
            *kept = CachedResponses::default();
        }
        kept.bytes += answer.body.len();
        kept.by_tag.insert(tag, answer);
    }
}

pub fn tag(version: &str, address: &str) -> HeaderValue {
    let digest = Sha256::digest(format!("{version} {address}"));
    HeaderValue::from_str(&format!("\"{}\"", hex(&digest)))
        .expect("hexadecimal digits are a header value")
}
