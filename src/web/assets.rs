//! Style and type, from the content folder.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{Site, error::WebError};

pub async fn asset(
    State(site): State<Arc<Site>>,
    Path(path): Path<String>,
) -> Result<Response, WebError> {
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => return Err(WebError::NotFound { what: path }),
    };
    let file = site.catalog.content.get(&format!("dashboards/assets/{path}"));
    let Some(file) = file else {
        return Err(WebError::NotFound { what: path });
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=3600")];
    Ok((headers, file.bytes.to_vec()).into_response())
}
