//! What a machine is told when something is wrong: RFC 9457.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::web::http::error::WebError;

/// Wraps an error of the web layer, to be answered as `application/problem+json`.
pub struct ApiProblem(WebError);

impl<E: Into<WebError>> From<E> for ApiProblem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// RFC 9457, `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// The status in words.
    title: &'static str,
    status: u16,
    /// What of the request it is about.
    detail: String,
}

/// How every question that is asked of the data may be refused.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the document is made from the shapes alone")]
pub enum ApiRefusal {
    /// What of the request cannot be read, or is missing
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemDetails),
    /// Nobody known asks: bring a key, or come in
    #[response(status = 401, content_type = "application/problem+json")]
    Unknown(ProblemDetails),
    /// Who asks may not see this
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemDetails),
    /// What there is none of
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemDetails),
    /// Nothing was taken in yet
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemDetails),
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        self.0.log_cause();
        let status = self.0.status_code();
        let details = ProblemDetails {
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: self.0.public_detail().to_owned(),
        };
        let body = serde_json::to_string(&details).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
