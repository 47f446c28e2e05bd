//! For whoever watches the server.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};

use super::{super::ServedSite, error::WebError, page_context::PageContext, query::RequestQuery};

/// The process answers.
pub async fn report_alive() -> &'static str {
    "ok\n"
}

/// A warehouse is published and can be read.
pub async fn report_ready(State(site): State<Arc<ServedSite>>) -> (StatusCode, String) {
    let version = |context: &PageContext| Ok(context.warehouse.data_version.clone());
    match site.run_query(RequestQuery::default(), version).await {
        Ok(version) => (StatusCode::OK, format!("ready {version}\n")),
        Err(WebError::Unavailable) => {
            (StatusCode::SERVICE_UNAVAILABLE, "no warehouse yet\n".into())
        }
        Err(error) => (error.status_code(), "not ready\n".into()),
    }
}
