//! For whoever watches the server.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};

use super::{super::ServedSite, error::WebError};

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// A warehouse is published and can be read.
pub async fn ready(State(site): State<Arc<ServedSite>>) -> (StatusCode, String) {
    match site.ask(|_, warehouse| Ok(warehouse.data_version.clone())).await {
        Ok(version) => (StatusCode::OK, format!("ready {version}\n")),
        Err(WebError::Unavailable) => {
            (StatusCode::SERVICE_UNAVAILABLE, "no warehouse yet\n".into())
        }
        Err(error) => (error.status(), "not ready\n".into()),
    }
}
