//! Where the numbers come from, and whether they can be asked for.

use std::sync::Arc;

use axum::{extract::State, http::header, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{TableAnswer, json_response},
    problem::{ApiProblem, ApiRefusal},
    question::ApiQuestion,
};
use crate::{
    warehouse::query::ConnectorTotal,
    web::{
        ServedSite,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
};

/// Lists what each connector's exports gave together, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourcesAnswer {
    pub data_version: String,
    pub rows: Vec<ConnectorTotal>,
}

/// Tells whether data is published, and of which version, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthAnswer {
    /// `ready`, or `no_warehouse` before anything was taken in.
    pub status: &'static str,
    pub version: &'static str,
    pub data_version: Option<String>,
    /// The day until which dossiers are known.
    pub known_until: Option<String>,
}

impl TableAnswer for SourcesAnswer {
    type Row = ConnectorTotal;

    const COLUMNS: &[&str] = &[
        "connector",
        "newest_on",
        "files",
        "rows_read",
        "rows_kept",
        "rows_layout",
        "rows_rejected",
    ];

    fn rows(&self) -> &[ConnectorTotal] {
        &self.rows
    }
}

/// What each connector's exports gave
#[utoipa::path(
    get, path = "/api/v1/sources", tag = "sources",
    responses(
        (status = 200, body = SourcesAnswer),
        ApiRefusal,
    )
)]
pub async fn list(question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer("sources", total_sources).await
}

fn total_sources(context: &PageContext) -> Result<SourcesAnswer, WebError> {
    let rows = context.warehouse.provenance.sum_by_connector()?;
    Ok(SourcesAnswer { data_version: context.warehouse.data_version.clone(), rows })
}

/// Whether there is something to ask
#[utoipa::path(get, path = "/api/v1/health", tag = "health", responses((status = 200, body = HealthAnswer)))]
pub async fn health(State(site): State<Arc<ServedSite>>) -> Result<Response, ApiProblem> {
    let facts = |context: &PageContext| {
        let known_until = context.warehouse.known_until.map(|day| day.to_string());
        Ok((context.warehouse.data_version.clone(), known_until))
    };
    let facts = site.run_query(RequestQuery::default(), facts).await;
    let (data_version, known_until) = facts.ok().unzip();
    json_response(&HealthAnswer {
        status: if data_version.is_some() { "ready" } else { "no_warehouse" },
        version: env!("CARGO_PKG_VERSION"),
        data_version,
        known_until: known_until.flatten(),
    })
}

/// Whether the installation is in order, and what to do where it is not. It is for administrators who came in by the pages, and
/// for no key: the document of the API leaves it out.
pub async fn installation(State(site): State<Arc<ServedSite>>) -> Result<Response, ApiProblem> {
    let mut response = json_response(&site.examine().await?)?;
    let never_kept = header::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never_kept);
    Ok(response)
}
