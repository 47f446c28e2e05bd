//! Kiểm tra: what is wrong in the data itself.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, Response},
    routing::MethodRouter,
};

use super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            export::{ExportFormat, file_response},
            page_context::{PageContext, page_route, render_page},
            query::RequestQuery,
        },
    },
    parts::frame::PageLayout,
};
use crate::{
    catalog::check::{CheckDefinition, CheckSeverity},
    domain::decimal::format_unsigned,
    view::{ExportMark, ExportTable},
    warehouse::query::{CheckResult, CheckRow},
};

/// Cases listed on the page of one check.
const LISTED: u64 = 200;
const EXPORTED: u64 = 100_000;

#[derive(Template)]
#[template(path = "checks.html")]
struct ChecksPage {
    frame: PageLayout,
    found: Vec<CheckSummary>,
    /// How many cases all checks found together.
    to_look_at: String,
    /// Names of checks that found nothing.
    clean: Vec<String>,
}

struct CheckSummary {
    id: String,
    name: String,
    count: String,
    first: String,
    is_blocking: bool,
}

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    frame: PageLayout,
    id: String,
    name: String,
    count: String,
    rows: Vec<CheckedCase>,
    is_cut: bool,
}

/// One case, with the agency it is of: code and name.
struct CheckedCase {
    agency: Option<(String, String)>,
    subject_id: String,
    detail: String,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(checks_view)
}

/// Shows the first cases one check finds; not found where no check has the id.
pub async fn check_page(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.run_query(query, move |context| render_page(&check_view(context, &id)?)).await
}

/// Answers with the cases of one check as a CSV file, at most 100,000 of them.
pub async fn cases_csv(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, move |context| {
        let (_, result) = run_check(context, &id, EXPORTED)?;
        let heads = ["agency", "subject", "detail"];
        let mut sheet = ExportTable::new(
            &result.name,
            heads.map(|head| context.words().fill_phrase(&format!("column.{head}"), &[])),
        );
        for row in result.rows {
            sheet.push_row([row.agency_code.unwrap_or_default(), row.subject_id, row.detail]);
        }
        let mark = ExportMark::of_build(context.words(), context.warehouse);
        file_response(&sheet, ExportFormat::Csv, &id, &mark)
    })
    .await
}

fn checks_view(context: &PageContext) -> Result<ChecksPage, WebError> {
    let counts = context.warehouse.provenance.count_found(None)?;
    let (found, clean): (Vec<&CheckDefinition>, Vec<&CheckDefinition>) =
        context.catalog.checks.iter().partition(|check| counts.contains_key(&check.id));
    let mut results = Vec::new();
    for check in found {
        results.push(context.warehouse.provenance.read_check(check, None, (0, 1))?);
    }
    results.sort_by_key(|result| std::cmp::Reverse(result.found));
    let summary = |result: CheckResult| CheckSummary {
        count: format_unsigned(result.found),
        first: result
            .rows
            .first()
            .map_or(String::new(), |row| format!("{}: {}", row.subject_id, row.detail)),
        is_blocking: result.severity == CheckSeverity::Block,
        id: result.check,
        name: result.name,
    };
    Ok(ChecksPage {
        frame: context.page_layout("checks")?,
        to_look_at: format_unsigned(results.iter().map(|result| result.found).sum()),
        found: results.into_iter().map(summary).collect(),
        clean: clean.into_iter().map(|check| check.name.clone()).collect(),
    })
}

fn check_view(context: &PageContext, id: &str) -> Result<CheckPage, WebError> {
    let (check, result) = run_check(context, id, LISTED)?;
    let case = |row: CheckRow| CheckedCase {
        agency: row.agency_code.map(|code| {
            let name = (context.warehouse.agencies.find_name(&code, context.view.period))
                .unwrap_or(&code)
                .to_owned();
            (code, name)
        }),
        subject_id: row.subject_id,
        detail: row.detail,
    };
    Ok(CheckPage {
        frame: context.page_layout("checks")?,
        id: check.id.clone(),
        name: check.name.clone(),
        count: format_unsigned(result.found),
        is_cut: result.found > LISTED,
        rows: result.rows.into_iter().map(case).collect(),
    })
}

fn run_check<'a>(
    context: &PageContext<'a>,
    id: &str,
    at_most: u64,
) -> Result<(&'a CheckDefinition, CheckResult), WebError> {
    let check = context.catalog.checks.iter().find(|check| check.id == id);
    let check = check.ok_or_else(|| WebError::NotFound { what: id.to_owned() })?;
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    let code = agency.as_ref().map(|agency| agency.code.as_str());
    Ok((check, context.warehouse.provenance.read_check(check, code, (0, at_most))?))
}
