//! Long answers a page at a time: where a page begins, and where the next one is.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};

use super::answer::AnswerPage;
use crate::web::http::{error::WebError, page_context::PageContext, query::RequestQuery};

/// Says in the headers how many there are in all, and where the next page is: a table has no place for them.
pub fn mark_page(response: &mut Response, asked: &RequestQuery, page: &AnswerPage) {
    let headers = response.headers_mut();
    headers.insert("x-total-count", page.total.into());
    if let Some(cursor) = page.next_cursor {
        let link = format!("<{}>; rel=\"next\"", asked.address_with(&[("cursor", Some(cursor))]));
        headers.extend(HeaderValue::from_str(&link).ok().map(|link| (header::LINK, link)));
    }
}

/// Asks for what comes after the first `end`, if there is more.
pub fn next_cursor(context: &PageContext, end: u64, total: u64) -> Option<String> {
    (end < total).then(|| format!("{}-{end}", context.warehouse.data_version))
}

/// How many rows the pages before held. Rows of another build may stand in another order.
pub fn rows_to_skip(context: &PageContext) -> Result<u64, WebError> {
    let Some(cursor) = context.query.get_option("cursor") else {
        return Ok(0);
    };
    let of_this = cursor.strip_prefix(&format!("{}-", context.warehouse.data_version));
    // The engine counts rows in signed numbers.
    let skip = of_this.and_then(|skip| skip.parse::<u32>().ok());
    skip.map(u64::from).ok_or_else(|| WebError::Conflict { problem: format!("cursor={cursor}") })
}
