//! Style and type, from the content folder.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use headers::{CacheControl, HeaderMapExt};

use super::{
    super::{ServedSite, cache::response_tag::ResponseTag},
    error::WebError,
};

/// Asked again every time, so that a newer program never looks like the older one; an unchanged file is not sent again.
pub async fn serve_asset(
    State(site): State<Arc<ServedSite>>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => return Err(WebError::NotFound { what: path }),
    };
    let file = (site.catalog.content).find_file(&format!("dashboards/assets/{path}"));
    let Some(file) = file else {
        return Err(WebError::NotFound { what: path });
    };
    let tag = ResponseTag::new(&site.content_version(), &path);
    let mut cached = HeaderMap::new();
    cached.typed_insert(tag.etag());
    cached.typed_insert(CacheControl::new().with_no_cache());
    if tag.is_held(&headers) {
        return Ok((StatusCode::NOT_MODIFIED, cached).into_response());
    }
    Ok((cached, [(header::CONTENT_TYPE, kind)], file.bytes.to_vec()).into_response())
}
