//! What of an error a page shows, and the page. It is written anew with the navigation once it is known who asks.

use std::sync::Arc;

use askama::Template;
use axum::{
    body::Body,
    http::{Uri, header},
    response::Response,
};

use super::query::RequestQuery;
use crate::web::{ServedSite, auth::visitor::RequestPrincipal, navigation::SiteNavigation};

/// Says what of an error a page shows.
#[derive(Debug, Clone, Default)]
pub struct ErrorDetails {
    pub status: u16,
    /// What of several errors of one status it is.
    pub kind: &'static str,
    /// Until something may be tried again.
    pub minutes: u64,
    pub detail: String,
    pub choice: Option<ChoiceDetails>,
}

/// Says what can be chosen among, and how.
#[derive(Debug, Clone, Default)]
pub struct ChoiceDetails {
    /// Name and address of each; or name and value of the field, where a form goes on.
    pub choices: Vec<(String, String)>,
    /// How many more there are.
    pub unlisted: usize,
    pub form: Option<ChoiceForm>,
}

/// A form that is sent again with one of the choices.
#[derive(Debug, Clone, Default)]
pub struct ChoiceForm {
    pub action: String,
    /// The field that is chosen.
    pub field: String,
    /// What else was filled in.
    pub fields: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    error: &'a ErrorDetails,
    nav: Option<&'a SiteNavigation>,
    /// The period and the rule one looked at.
    view: &'a str,
    /// Nobody is known, for there are no users.
    is_open: bool,
}

/// Writes the page of an error, whoever asked.
pub fn render_error(error: &ErrorDetails) -> String {
    ErrorPage { error, nav: None, view: "", is_open: false }.render().unwrap_or_default()
}

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
    let (nav, view) = (site.navigation(&query, ""), query.carried_view());
    let page = ErrorPage { error: &error, nav: Some(&nav), view: &view, is_open };
    let Ok(page) = page.render() else {
        return response;
    };
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(page);
    response
}
