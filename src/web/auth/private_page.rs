//! Pages of the one who asks, made of the state: never kept, by nobody.

use std::sync::Arc;

use askama::Template;
use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};

use super::super::{ServedSite, http::error::WebError};
use crate::state::StateDatabase;

/// Shows a page that no cache may keep.
pub async fn show_private_page<T: Template>(
    site: Arc<ServedSite>,
    make: impl FnOnce(&ServedSite, &StateDatabase) -> Result<T, WebError> + Send + 'static,
) -> Result<Response, WebError> {
    let own = Arc::clone(&site);
    let page = site.with_state(move |state, _| Ok(make(&own, state)?.render()?)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}
