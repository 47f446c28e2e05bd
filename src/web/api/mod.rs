//! `/api/v1`: what the pages show, for machines.

mod agencies;
mod answer;
mod checks;
mod document;
mod metrics;
mod of_metric;
mod problem;
mod rows;
mod schema;
mod scorecards;
mod sources;

use std::sync::Arc;

use axum::{
    Router,
    routing::{MethodRouter, get},
};

pub use document::reference;
pub use problem::Problem;

use super::Site;

/// Everything that hangs on the data; the document that describes it does not.
pub fn of_data() -> Router<Arc<Site>> {
    let router = Router::new()
        .route("/api/v1/metrics", get(metrics::list))
        .route("/api/v1/metrics/{id}", get(metrics::one))
        .route("/api/v1/scorecards", get(scorecards::list))
        .route("/api/v1/scorecards/{id}", get(scorecards::one))
        .route("/api/v1/checks", get(checks::list))
        .route("/api/v1/checks/{id}", get(checks::one));
    let tables: [(&str, MethodRouter<Arc<Site>>); 7] = [
        ("agencies", get(agencies::list)),
        ("sources", get(sources::list)),
        ("metrics/{id}/values", get(of_metric::values)),
        ("metrics/{id}/parts", get(of_metric::parts)),
        ("metrics/{id}/series", get(of_metric::series)),
        ("metrics/{id}/compare", get(of_metric::compare)),
        ("metrics/{id}/rows", get(rows::list)),
    ];
    tables.into_iter().fold(router, |router, (path, handler)| {
        router
            .route(&format!("/api/v1/{path}"), handler.clone())
            .route(&format!("/api/v1/{path}.csv"), handler.clone())
            .route(&format!("/api/v1/{path}.xlsx"), handler)
    })
}

pub fn of_program() -> Router<Arc<Site>> {
    Router::new()
        .route("/api/v1/health", get(sources::health))
        .route("/api/v1/openapi.json", get(document::openapi))
}
