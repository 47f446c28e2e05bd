//! Errors in the form of the address: a page, or a problem for machines.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    super::{
        ServedSite, api::ApiProblem, auth::visitor::RequestPrincipal,
        error_page::error_surroundings::with_navigation,
    },
    error::WebError,
};

/// What a library refuses in words of its own is said as everything else is; pages of errors show where one can go on.
pub async fn normalize_errors(
    State(site): State<Arc<ServedSite>>,
    request: Request,
    next: Next,
) -> Response {
    let asked = request.uri().clone();
    let path = asked.path().to_owned();
    let mut response = next.run(request).await;
    let visitor = response.extensions_mut().get::<Arc<RequestPrincipal>>().cloned();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_ours = kind.starts_with("text/html") || kind == "application/problem+json";
    if is_ours || !response.status().is_client_error() {
        return with_navigation(&site, &asked, response);
    }
    let error = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => WebError::Method,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest { problem: path.clone() },
    };
    let mut response = error.answer(&path);
    if let Some(visitor) = visitor {
        response.extensions_mut().insert(visitor);
    }
    with_navigation(&site, &asked, response)
}

impl WebError {
    /// In the form of the address: a page, or a problem for machines.
    pub fn answer(self, path: &str) -> Response {
        let is_api = path == "/api/" || path.starts_with("/api/");
        if is_api { ApiProblem::from(self).into_response() } else { self.into_response() }
    }
}
