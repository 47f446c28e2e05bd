//! A page is a function of the data version, the day, its address and what who asks may see: an unchanged one costs no SQL,
//! and one made is kept.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use headers::HeaderMapExt;

use super::{
    super::{ServedSite, auth::visitor::RequestPrincipal, http::export::accepted_format},
    response_cache::CachedResponse,
    response_tag::ResponseTag,
};

/// Longer ones are rare, and made anew each time.
const LONGEST: usize = 1 << 20;

/// Answers by what the client has, else by what is kept, else has the answer made.
pub async fn answer_cached(
    State(site): State<Arc<ServedSite>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let is_first = request.uri().path() == "/";
    let Some(version) = find_version(Arc::clone(&site), is_first).await else {
        return next.run(request).await;
    };
    // Some addresses answer in the form that is accepted; everybody is answered what they may see.
    let form = accepted_format(request.headers());
    let visitor = request.extensions().get::<Arc<RequestPrincipal>>().cloned().unwrap_or_default();
    let address = format!("{} {form:?} {}", request.uri(), visitor.cache_key());
    let tag = ResponseTag::new(&version, &address);
    if tag.is_held(request.headers()) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        mark_tagged(response.headers_mut(), tag);
        return response;
    }
    // When something new is published, everybody asks for the same page at once.
    let answer = site.kept.get_or_make(tag, async {
        let made = make_answer(next.run(request).await, tag).await?;
        // Another version may have come before it was made: it is not what the tag says.
        match find_version(Arc::clone(&site), is_first).await {
            Some(now) if now == version => Ok(made),
            _ => {
                let mut response = made.into_response();
                response.headers_mut().remove(header::ETAG);
                Err(Box::new(response))
            }
        }
    });
    answer.await.map_or_else(|response| *response, IntoResponse::into_response)
}

/// What pages are made of now, but for the address; `None` where nothing can be shown.
async fn find_version(site: Arc<ServedSite>, is_first: bool) -> Option<String> {
    let lookup = tokio::task::spawn_blocking(move || {
        // A page says how old its data is; the first one, what is due within hours of a quarter of an hour ago at most.
        let now = (site.clock)();
        let quarter = is_first.then(|| i16::from(now.hour()) * 4 + i16::from(now.minute()) / 15);
        let today = format!("{} {quarter:?}", now.date());
        let _held = site.follower.as_ref().map(|follower| follower.hold_version());
        let version = site.content_version();
        let warehouse = site.open_warehouse().ok()?;
        let (troubles, locks) = (site.describe_troubles().join(" "), site.lock_stamp());
        Some(format!("{version} {} {today} {troubles} {locks}", warehouse.data_version))
    });
    lookup.await.ok().flatten()
}

/// Reads a response to its end; one that is no answer, or too long, is handed on and not kept.
async fn make_answer(
    response: Response,
    tag: ResponseTag,
) -> Result<CachedResponse, Box<Response>> {
    if response.status() != StatusCode::OK {
        return Err(Box::new(response));
    }
    let (mut parts, body) = response.into_parts();
    mark_tagged(&mut parts.headers, tag);
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Err(Box::new(StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    };
    if body.len() > LONGEST {
        return Err(Box::new(Response::from_parts(parts, Body::from(body))));
    }
    Ok(CachedResponse { headers: parts.headers, body })
}

fn mark_tagged(headers: &mut HeaderMap, tag: ResponseTag) {
    headers.typed_insert(tag.etag());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, cookie, authorization"));
}
