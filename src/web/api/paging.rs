//! Long answers a page at a time: where a page begins, and where the next one is.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};

use crate::web::http::{error::WebError, page_context::PageContext, query::RequestQuery};

/// How many there are in all, and where the next page is: a table has no place for them.
pub fn paged(
    mut response: Response,
    asked: &RequestQuery,
    total: u64,
    next_cursor: Option<&str>,
) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-total-count", total.into());
    if let Some(cursor) = next_cursor {
        let link = format!("<{}>; rel=\"next\"", asked.with(&[("cursor", Some(cursor))]));
        headers.extend(HeaderValue::from_str(&link).ok().map(|link| (header::LINK, link)));
    }
    response
}

/// Asks for what comes after the first `end`, if there is more.
pub fn next_cursor(desk: &PageContext, end: u64, total: u64) -> Option<String> {
    (end < total).then(|| format!("{}-{end}", desk.warehouse.data_version))
}

/// How many rows the pages before held. Rows of another build may stand in another order.
pub fn skipped(desk: &PageContext) -> Result<u64, WebError> {
    let Some(cursor) = desk.query.get("cursor") else {
        return Ok(0);
    };
    let of_this = cursor.strip_prefix(&format!("{}-", desk.warehouse.data_version));
    // The engine counts rows in signed numbers.
    let skip = of_this.and_then(|skip| skip.parse::<u32>().ok());
    skip.map(u64::from).ok_or_else(|| WebError::Conflict { problem: format!("cursor={cursor}") })
}
