//! Sức khỏe: whether the installation is in order, as `motcua doctor` says it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};

use crate::{
    health::{HealthLine, HealthState},
    web::{
        ServedSite,
        http::{error::WebError, query::RequestQuery},
        navigation::SiteNavigation,
        pages::parts::coded_text::html_of_sentence,
    },
};

/// Shows a line for each thing that was looked at.
#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage {
    checked_at: String,
    lines: Vec<ShownLine>,
    summary: String,
    nav: SiteNavigation,
}

/// One thing that was looked at; its sentences are HTML.
struct ShownLine {
    state: HealthState,
    name: String,
    state_name: String,
    said: String,
    todo: Option<String>,
}

/// Looks the installation through and shows what was found; never kept, by nobody.
pub async fn health_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let report = Arc::clone(&site).examine().await?;
    let count = |state| report.count_lines(state).to_string();
    let (attention, broken) = (count(HealthState::Attention), count(HealthState::Broken));
    let values = [("attention", attention.as_str()), ("broken", broken.as_str())];
    let summary = format!("health.summary.{}", report.state.id());
    let summary = site.catalog.phrases.format_phrase(&summary, &values);
    let line = |line: HealthLine| ShownLine {
        state: line.state,
        said: html_of_sentence(&line.said),
        todo: line.todo.as_deref().map(html_of_sentence),
        name: line.name,
        state_name: line.state_name,
    };
    let page = HealthPage {
        checked_at: report.checked_at,
        lines: report.lines.into_iter().map(line).collect(),
        summary,
        nav: site.navigation(&query, "health"),
    };
    let page = page.render()?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}
