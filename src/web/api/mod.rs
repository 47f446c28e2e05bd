//! `/api/v1`: what the pages show, for machines.

mod agencies;
mod answer;
mod checks;
mod document;
mod dossiers;
mod metric_columns;
mod metric_values;
mod metrics;
mod paging;
mod problem;
mod question;
pub(super) mod schema;
mod scorecards;
mod simulation;
mod sources;
mod urgings;

use std::sync::Arc;

use axum::{
    Router,
    routing::{MethodRouter, get},
};

pub use document::reference_page;
pub use problem::ApiProblem;

use super::ServedSite;

/// Builds the routes that answer with numbers of agencies.
pub fn number_routes() -> Router<Arc<ServedSite>> {
    let router = Router::new()
        .route("/api/v1/metrics/{id}", get(metrics::one))
        // As a table by its ending too: see `ResponseFormat::stem`.
        .route("/api/v1/scorecards/{id}", get(scorecards::one));
    add_table_routes(
        router,
        [
            ("agencies", get(agencies::list)),
            ("metrics", get(metrics::list)),
            ("scorecards", get(scorecards::list)),
            ("metrics/{id}/values", get(metric_values::values)),
            ("metrics/{id}/parts", get(metric_values::parts)),
            ("metrics/{id}/series", get(metric_values::series)),
            ("metrics/{id}/compare", get(metric_values::compare)),
        ],
    )
}

/// Builds the routes that answer with single dossiers and the cases of checks.
pub fn dossier_routes() -> Router<Arc<ServedSite>> {
    let router = Router::new().route("/api/v1/checks/{id}", get(checks::one));
    add_table_routes(
        router,
        [
            ("checks", get(checks::list)),
            ("handling-steps", get(dossiers::handling_steps::list)),
            ("handling-times", get(dossiers::handling::list)),
            ("metrics/{id}/rows", get(dossiers::rows::list)),
            ("scorecards/{id}/simulation", get(simulation::one)),
        ],
    )
}

/// Builds the routes that answer with single dossiers by the hour.
pub fn clocked_routes() -> Router<Arc<ServedSite>> {
    add_table_routes(Router::new(), [("due-dossiers", get(dossiers::due::list))])
}

/// Builds the routes that answer with what is the office's alone.
pub fn office_routes() -> Router<Arc<ServedSite>> {
    add_table_routes(Router::new(), [("sources", get(sources::list))])
}

/// Builds the routes of the office's registers, which hang on more than the data.
pub fn register_routes() -> Router<Arc<ServedSite>> {
    add_table_routes(Router::new(), [("urgings", get(urgings::list::list))])
}

/// Builds the routes that answer administrators alone.
pub fn admin_routes() -> Router<Arc<ServedSite>> {
    Router::new().route("/api/v1/admin/health", get(sources::installation))
}

/// The document that describes it, and how it is.
pub fn program_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/api/v1/health", get(sources::health))
        .route("/api/v1/openapi.json", get(document::openapi_document))
}

/// Each as JSON, and by its ending as a table.
fn add_table_routes<const COUNT: usize>(
    router: Router<Arc<ServedSite>>,
    tables: [(&str, MethodRouter<Arc<ServedSite>>); COUNT],
) -> Router<Arc<ServedSite>> {
    tables.into_iter().fold(router, |router, (path, handler)| {
        router
            .route(&format!("/api/v1/{path}"), handler.clone())
            .route(&format!("/api/v1/{path}.csv"), handler.clone())
            .route(&format!("/api/v1/{path}.xlsx"), handler)
    })
}
