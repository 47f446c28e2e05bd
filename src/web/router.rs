//! Every route in one list.

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Uri, header},
    middleware,
    response::Response,
    routing::get,
};

use super::{Site, agency, api, assets, caching, charts, error::WebError, health, overview};

/// Nothing but what this server itself sends; no script at all.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'self'";

pub fn router(site: Arc<Site>) -> Router {
    let of_data = Router::new()
        .route("/", get(overview::page))
        .route("/agencies/{code}", get(agency::page))
        .route("/charts/{file}", get(charts::picture))
        .route("/api/v1/metrics/{id}", get(api::metric))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&site), caching::unchanged));
    Router::new()
        .merge(of_data)
        .route("/assets/{*path}", get(assets::asset))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(nowhere)
        .layer(middleware::map_response(guarded))
        .with_state(site)
}

async fn nowhere(uri: Uri) -> WebError {
    WebError::NotFound { what: uri.path().to_owned() }
}

async fn guarded(mut response: Response) -> Response {
    let headers: [(HeaderName, &'static str); 3] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
