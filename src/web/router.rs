//! Every route in one list.

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Uri, header},
    middleware,
    response::Response,
    routing::get,
};

use tower_http::compression::CompressionLayer;

use super::{
    Site, api, assets, caching, charts,
    error::{self, WebError},
    health, pages, telemetry,
};

/// Nothing but what this server itself sends; no script at all.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'self'";

pub fn router(site: Arc<Site>) -> Router {
    let of_data = Router::new()
        .route("/", get(pages::overview::page))
        .route("/agencies", get(pages::agencies::page))
        .route("/agencies/{code}", get(pages::agency::page))
        // `/metrics` is where monitors look for the server's own.
        .route("/indicators", get(pages::metrics::page))
        .route("/indicators/{id}", get(pages::metric::page))
        .route("/dossiers", get(pages::dossiers::page))
        .route("/dossiers.csv", get(pages::dossiers::csv))
        .route("/dossiers.xlsx", get(pages::dossiers::xlsx))
        .route("/dossiers/{code}", get(pages::dossier::page))
        .route("/scorecards", get(pages::scorecard::first))
        .route("/scorecards/{id}", get(pages::scorecard::page))
        .route("/compare", get(pages::compare::page))
        .route("/checks", get(pages::checks::page))
        .route("/checks/{id}", get(pages::checks::one))
        .route("/checks/{id}/rows.csv", get(pages::checks::csv))
        .route("/sources", get(pages::sources::page))
        .route("/sources/rejected.csv", get(pages::sources::rejected_csv))
        .route("/sources/rejected.xlsx", get(pages::sources::rejected_xlsx))
        .route("/charts/{file}", get(charts::picture))
        .merge(api::of_data())
        .route_layer(middleware::from_fn_with_state(Arc::clone(&site), caching::unchanged));
    Router::new()
        .merge(of_data)
        .route("/assets/{*path}", get(assets::asset))
        .route("/api", get(api::reference))
        .merge(api::of_program())
        .route("/metrics", get(telemetry::scrape))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(nowhere)
        .layer(middleware::from_fn_with_state(Arc::clone(&site), telemetry::counted))
        .layer(middleware::from_fn(error::spoken))
        .layer(CompressionLayer::new())
        .layer(middleware::map_response(guarded))
        .with_state(site)
}

async fn nowhere(uri: Uri) -> Response {
    WebError::NotFound { what: uri.path().to_owned() }.answer(uri.path())
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
