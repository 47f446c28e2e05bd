//! The page of an error is written anew with the navigation once it is known who asks.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Uri, header},
    response::Response,
};

use super::error_details::{ErrorDetails, ErrorSurroundings, render_error};
use crate::web::{ServedSite, auth::visitor::RequestPrincipal, http::query::RequestQuery};

/// Writes the page of an error anew, with all pages that whoever asked may see.
pub fn with_navigation(site: &ServedSite, asked: &Uri, mut response: Response) -> Response {
    let Some(error) = response.extensions_mut().remove::<ErrorDetails>() else {
        return response;
    };
    let Some(visitor) = response.extensions_mut().remove::<Arc<RequestPrincipal>>() else {
        return response;
    };
    let is_open = visitor.name().is_none();
    let query = RequestQuery::of_address(asked, visitor);
    let around = ErrorSurroundings {
        nav: site.navigation(&query, "").to_string(),
        view: query.carried_view(),
        is_open,
    };
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(render_error(&error, &around));
    response
}
