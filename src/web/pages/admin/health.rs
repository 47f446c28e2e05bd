//! Sức khỏe: whether the installation is in order, as `motcua doctor` says it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};

use crate::{
    health::{HealthReport, HealthState},
    web::{
        ServedSite,
        http::{error::WebError, query::RequestQuery},
        navigation::SiteNavigation,
    },
};

/// Shows a line for each thing that was looked at.
#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage {
    report: HealthReport,
    summary: String,
    nav: SiteNavigation,
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
    let page = HealthPage { report, summary, nav: site.navigation(&query, "health") }.render()?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}
