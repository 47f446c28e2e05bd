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
    parts::{frame::PageLayout, rejected_list::RejectedList},
};
use crate::{
    domain::decimal::format_unsigned,
    domain::vietnamese_date::format_day,
    view::{ExportMark, rejected},
    warehouse::query::{RejectedRow, SourceFacts},
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
    rejected: RejectedList,
    /// Problems that a later export told right; shown where the address says so.
    mended_count: String,
    is_whole: bool,
    /// The same page with them, or without.
    other_choice: Option<String>,
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
    /// Whether any of them is not mended.
    is_open: bool,
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
    site.run_query(query, |context| rejected_sheet(context, ExportFormat::Csv)).await
}

/// Answers with the rejected rows as an XLSX file, of all exports or of the one named by `file`.
pub async fn rejected_xlsx(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| rejected_sheet(context, ExportFormat::Xlsx)).await
}

fn rejected_sheet(context: &PageContext, format: ExportFormat) -> Result<Response, WebError> {
    let (rows, _) = shown_problems(context)?;
    let table = rejected::rejected_table(context.catalog, &rows);
    let mark = ExportMark::of_build(context.words(), context.warehouse);
    file_response(&table, format, "dong-khong-tinh", &mark)
}

/// The problems that are open, those that were mended too where the address says so; and how many were.
fn shown_problems(context: &PageContext) -> Result<(Vec<RejectedRow>, usize), WebError> {
    let file = context.query.get_option("file");
    // An empty list would read as if nothing of the export were wrong.
    if let Some(file) = file
        && !context.warehouse.provenance.has_export(file)?
    {
        let said = context.words().fill_phrase("sources.no_export", &[("file", file)]);
        return Err(WebError::Nothing { said });
    }
    let mut rows = context.warehouse.provenance.list_rejected_rows(file)?;
    let mended = rows.iter().filter(|row| row.mended_by.is_some()).count();
    if !context.query.parse_flag("mended")? {
        rejected::keep_open(&mut rows);
    }
    Ok((rows, mended))
}

fn sources_view(context: &PageContext) -> Result<SourcesPage, WebError> {
    let shown = context.query.get_option("file");
    let (rows, mended) = shown_problems(context)?;
    let is_whole = context.query.parse_flag("mended")?;
    Ok(SourcesPage {
        frame: context.page_layout("sources")?,
        connectors: connector_lines(context)?,
        files: context
            .warehouse
            .provenance
            .list_sources()?
            .iter()
            .map(|source| source_line(context, source))
            .collect(),
        file: shown.map(str::to_owned),
        rejected: RejectedList::of_rows(context.catalog, &rows, LISTED),
        mended_count: format_unsigned(mended as u64),
        other_choice: (mended > 0).then(|| {
            let flag = (!is_whole).then_some("1");
            context.query.address_with(&[("mended", flag)]) + "#khong-tinh"
        }),
        is_whole,
        export: context.query.with_path("").address_with(&[]),
    })
}

fn connector_lines(context: &PageContext) -> Result<Vec<SourceLine>, WebError> {
    let totals = context.warehouse.provenance.sum_by_connector()?;
    let line = |total: crate::warehouse::query::ConnectorTotal| SourceLine {
        name: connector_name(context, &total.connector),
        file: String::new(),
        day: format_day(total.newest_on),
        files: format_unsigned(total.files),
        kept: format_unsigned(total.rows_kept),
        rejected: with_erased(context, total.rows_rejected, total.rows_erased),
        is_rejected: total.rows_rejected > 0,
        is_open: total.rows_rejected > 0,
    };
    Ok(totals.into_iter().map(line).collect())
}

fn source_line(context: &PageContext, source: &SourceFacts) -> SourceLine {
    SourceLine {
        name: connector_name(context, &source.connector),
        file: source.file_name.clone(),
        day: format_day(source.snapshot_on),
        files: String::new(),
        kept: format_unsigned(source.rows_kept),
        rejected: with_mended(context, source),
        is_rejected: source.rows_rejected > 0,
        is_open: source.rows_rejected > source.rows_mended,
    }
}

/// How many rows were rejected, how many of them were mended since, and how many were erased.
fn with_mended(context: &PageContext, source: &SourceFacts) -> String {
    let told = with_erased(context, source.rows_rejected, source.rows_erased);
    if source.rows_mended == 0 {
        return told;
    }
    let count = format_unsigned(source.rows_mended);
    format!("{told} ({})", context.words().fill_phrase("sources.mended", &[("count", &count)]))
}

/// How many rows were rejected, and behind it how many were erased, where any were.
fn with_erased(context: &PageContext, rejected: u64, erased: u64) -> String {
    let rejected = format_unsigned(rejected);
    if erased == 0 {
        return rejected;
    }
    let count = format_unsigned(erased);
    let erased = context.catalog.phrases.format_phrase("sources.erased", &[("count", &count)]);
    format!("{rejected} ({erased})")
}

fn connector_name(context: &PageContext, connector: &str) -> String {
    let found = context.catalog.find_connector(connector);
    found.map_or_else(|_| connector.to_owned(), |connector| connector.name.clone())
}
