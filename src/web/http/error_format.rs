//! Errors in the form of the address: a page, or a problem for machines.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{super::api::ApiProblem, error::WebError};

/// What a library refuses in words of its own is said as everything else is.
pub async fn normalize_errors(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_ours = kind.starts_with("text/html") || kind == "application/problem+json";
    if is_ours || !response.status().is_client_error() {
        return response;
    }
    let error = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => WebError::Method,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest { problem: path.clone() },
    };
    error.answer(&path)
}

impl WebError {
    /// In the form of the address: a page, or a problem for machines.
    pub fn answer(self, path: &str) -> Response {
        let is_api = path == "/api/" || path.starts_with("/api/");
        if is_api { ApiProblem::from(self).into_response() } else { self.into_response() }
    }
}
