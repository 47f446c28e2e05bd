//! Dữ liệu: which exports came in, of which day, and which of their rows could not be used.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response, routing::MethodRouter};

use super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            export::{ExportFormat, file_response},
            page_context::{PageContext, page_route},
            query::RequestQuery,
        },
    },
    parts::frame::PageLayout,
};
use crate::{
    domain::decimal::format_unsigned,
    domain::vietnamese_date::format_day,
    view::{ExportTable, rejected},
    warehouse::query::SourceFacts,
};

/// Rejected rows listed on the page.
const LISTED: usize = 200;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    frame: PageLayout,
    connectors: Vec<SourceLine>,
    files: Vec<SourceLine>,
    /// The one file whose rejected rows are listed; of all files without one.
    file: Option<String>,
    heads: Vec<String>,
    rejected: Vec<Vec<String>>,
    rejected_count: String,
    is_cut: bool,
    export: String,
}

struct SourceLine {
    name: String,
    file: String,
    day: String,
    files: String,
    kept: String,
    rejected: String,
    is_rejected: bool,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(sources_view)
}

/// Answers with the rejected rows as a CSV file, of all exports or of the one named by `file`.
pub async fn rejected_csv(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |desk| rejected_sheet(desk, ExportFormat::Csv)).await
}

/// Answers with the rejected rows as an XLSX file, of all exports or of the one named by `file`.
pub async fn rejected_xlsx(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |desk| rejected_sheet(desk, ExportFormat::Xlsx)).await
}

fn rejected_sheet(desk: &PageContext, format: ExportFormat) -> Result<Response, WebError> {
    let rows = desk.warehouse.provenance.list_rejected_rows(desk.query.get_option("file"))?;
    file_response(&rejected::rejected_table(desk.catalog, &rows), format, "dong-khong-tinh")
}

fn sources_view(desk: &PageContext) -> Result<SourcesPage, WebError> {
    let shown = desk.query.get_option("file");
    let rows = desk.warehouse.provenance.list_rejected_rows(shown)?;
    let ExportTable { heads, rows, .. } = rejected::rejected_table(desk.catalog, &rows);
    Ok(SourcesPage {
        frame: desk.page_layout("sources")?,
        connectors: connector_lines(desk)?,
        files: desk
            .warehouse
            .provenance
            .list_sources()?
            .iter()
            .map(|source| source_line(desk, source))
            .collect(),
        file: shown.map(str::to_owned),
        heads,
        is_cut: rows.len() > LISTED,
        rejected_count: format_unsigned(rows.len() as u64),
        rejected: rows.into_iter().take(LISTED).collect(),
        export: desk.query.with_path("").address_with(&[]),
    })
}

fn connector_lines(desk: &PageContext) -> Result<Vec<SourceLine>, WebError> {
    let totals = desk.warehouse.provenance.sum_by_connector()?;
    let line = |total: crate::warehouse::query::ConnectorTotal| SourceLine {
        name: connector_name(desk, &total.connector),
        file: String::new(),
        day: format_day(total.newest_on),
        files: format_unsigned(total.files),
        kept: format_unsigned(total.rows_kept),
        rejected: with_erased(desk, total.rows_rejected, total.rows_erased),
        is_rejected: total.rows_rejected > 0,
    };
    Ok(totals.into_iter().map(line).collect())
}

fn source_line(desk: &PageContext, source: &SourceFacts) -> SourceLine {
    SourceLine {
        name: connector_name(desk, &source.connector),
        file: source.file_name.clone(),
        day: format_day(source.snapshot_on),
        files: String::new(),
        kept: format_unsigned(source.rows_kept),
        rejected: with_erased(desk, source.rows_rejected, source.rows_erased),
        is_rejected: source.rows_rejected > 0,
    }
}

/// How many rows were rejected, and behind it how many were erased, where any were.
fn with_erased(desk: &PageContext, rejected: u64, erased: u64) -> String {
    let rejected = format_unsigned(rejected);
    if erased == 0 {
        return rejected;
    }
    let count = format_unsigned(erased);
    let erased = desk.catalog.phrases.format_phrase("sources.erased", &[("count", &count)]);
    format!("{rejected} ({erased})")
}

fn connector_name(desk: &PageContext, connector: &str) -> String {
    let found = desk.catalog.find_connector(connector);
    found.map_or_else(|_| connector.to_owned(), |connector| connector.name.clone())
}
