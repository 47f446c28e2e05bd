//! The dossiers of a list as files to take away.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::request::{DossierRequest, find_dossiers, name_in_period, parse_request};
use crate::{
    domain::decimal::format_unsigned,
    view::{ExportCell, ExportMark, ExportTable, file_stem},
    warehouse::query::DossierRow,
    web::{
        ServedSite,
        http::{
            error::WebError,
            export::{ExportFormat, file_response},
            page_context::PageContext,
            query::RequestQuery,
        },
    },
};

/// Nobody reads more; a last row says how many are missing.
const EXPORTED: u64 = 200_000;

const HEADS: [&str; 9] = [
    "dossier_code",
    "agency",
    "procedure_name",
    "status",
    "received_at",
    "due_at",
    "ended_at",
    "lateness",
    "working_days_overdue",
];

/// Answers with the dossiers behind a number as a CSV file, at most 200,000 of them.
pub async fn dossiers_csv(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| dossier_file(context, ExportFormat::Csv)).await
}

/// Answers with the dossiers behind a number as an XLSX file, at most 200,000 of them.
pub async fn dossiers_xlsx(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| dossier_file(context, ExportFormat::Xlsx)).await
}

fn dossier_file(context: &PageContext, format: ExportFormat) -> Result<Response, WebError> {
    let asked = parse_request(context)?;
    let whose = match &asked.agency {
        Some(agency) => agency.name.clone(),
        None => context.whose(asked.metric)?,
    };
    let stem = file_stem(&[&asked.title, &whose, &context.view.period.to_string()]);
    let mark = ExportMark::of_build(context.words(), context.warehouse);
    file_response(&dossier_table(context, &asked)?, format, &stem, &mark)
}

fn dossier_table(context: &PageContext, asked: &DossierRequest) -> Result<ExportTable, WebError> {
    let found = find_dossiers(context, asked, 0, EXPORTED)?;
    let words = context.words();
    let extras = context.catalog.extra_columns();
    let heads = HEADS.iter().map(|id| words.fill_phrase(&format!("column.{id}"), &[]));
    let heads: Vec<String> = heads.chain(extras.iter().map(|it| it.label.clone())).collect();
    let mut sheet = ExportTable::new(&asked.title, heads);
    for row in &found.rows {
        let own = extras.iter().map(|it| ExportCell::from(row.extra_text(&it.name)));
        sheet.push_row(dossier_cells(context, row).into_iter().chain(own));
    }
    // An empty list is not to be taken for one of nobody.
    if let Some(gap) = context.describe_gap(asked.metric) {
        sheet.push_row([gap]);
    }
    let missing = found.total - found.rows.len() as u64;
    if missing > 0 {
        let count = format_unsigned(missing);
        sheet.push_row([words.fill_phrase("dossiers.missing", &[("count", &count)])]);
    }
    Ok(sheet)
}

fn dossier_cells(context: &PageContext, row: &DossierRow) -> [ExportCell; HEADS.len()] {
    let status = context.catalog.vocabulary.display_name("status", &row.status);
    [
        row.dossier_code.as_str().into(),
        name_in_period(context, &row.agency_code).into(),
        row.procedure_name.clone().unwrap_or_default().into(),
        status.into(),
        ExportCell::from_time(row.received_at),
        ExportCell::from_time(row.due_at),
        ExportCell::from_time(row.ended_at),
        context.words().describe_lateness(&row.lateness).into(),
        ExportCell::from_count(row.lateness.working_days_overdue),
    ]
}
