//! A page is a function of the data version and its address: an unchanged one costs no SQL.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::Site;
use crate::domain::hex::hex;

pub async fn unchanged(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let lookup = tokio::task::spawn_blocking(move || {
        site.warehouse()
            .map(|warehouse| format!("{} {}", site.content_version, warehouse.data_version))
    });
    let Ok(Ok(version)) = lookup.await else {
        return next.run(request).await;
    };
    let tag = tag(&version, &request.uri().to_string());
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|held| held == tag);
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { next.run(request).await };
    if known || response.status() == StatusCode::OK {
        response.headers_mut().insert(header::ETAG, tag);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

fn tag(version: &str, address: &str) -> HeaderValue {
    let digest = Sha256::digest(format!("{version} {address}"));
    HeaderValue::from_str(&format!("\"{}\"", hex(&digest[..8])))
        .expect("hexadecimal digits are a header value")
}
