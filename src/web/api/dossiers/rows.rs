//! The dossiers behind a number, a page at a time.

use std::borrow::Cow;

use axum::{extract::Path, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    answer::{AnswerPage, TableAnswer},
    paging::{next_cursor, rows_to_skip},
    problem::{ApiProblem, ApiRefusal, ProblemDetails},
    question::{ApiQuestion, AskedMetric},
    schema::{PageCursor, PeriodId},
};
use crate::{
    catalog::connector::extra,
    domain::{basis::MetricBasis, known::DataGap, reason::ReasonCode},
    view::answers::MetricEnvelope,
    warehouse::query::{DossierRow, MetricRequest, RowsAsked},
    web::http::{error::WebError, page_context::PageContext},
};

const USUAL: u64 = 100;
const MOST: u64 = 1000;

type RowsAnswer = MetricEnvelope<RowsBody>;

/// Lists dossiers behind a number.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RowsAnswer)]
pub struct RowsBody {
    /// Of all pages.
    pub total: u64,
    /// Why there are none, where nobody knows: `nothing_known`, `before_first_day`, `after_last_day`.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// Whether the period goes on after the last known day, or began before the first one: they are those of the days known; left out
    /// where it does not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_unfinished: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub misses_beginning: bool,
    /// In the order asked for.
    pub rows: Vec<DossierRow>,
    /// Names of the columns of the office's own, which a table has after the others.
    #[serde(skip)]
    pub extras: Vec<String>,
    /// Asks for the page after this one; null at the end.
    pub next_cursor: Option<String>,
}

impl TableAnswer for RowsBody {
    type Row = DossierRow;

    const COLUMNS: &[&str] = &[
        "dossier_code",
        "agency_code",
        "procedure_code",
        "procedure_name",
        "status",
        "received_at",
        "due_at",
        "ended_at",
        "numerator",
        "denominator",
        "lateness",
        "working_days_overdue",
        "measured_on",
    ];

    fn columns(&self) -> Vec<Cow<'static, str>> {
        let own = self.extras.iter().map(|name| Cow::Owned(format!("{}{name}", extra::PREFIX)));
        Self::COLUMNS.iter().copied().map(Cow::Borrowed).chain(own).collect()
    }

    fn rows(&self) -> &[DossierRow] {
        &self.rows
    }

    fn page(&self) -> Option<AnswerPage<'_>> {
        Some(AnswerPage { total: self.total, next_cursor: self.next_cursor.as_deref() })
    }
}

/// The dossiers behind a number
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}/rows", tag = "metrics",
    params(
        ("id" = String, Path, description = "Id of the metric", example = "on_time_rate"),
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("agency" = Option<String>, Query, description = "Of this agency and those below it; of all without one", example = "06283"),
        ("failing" = Option<bool>, Query, description = "Only those that pull the metric down"),
        ("procedure" = Option<String>, Query, description = "Only of this procedure"),
        ("code" = Option<String>, Query, description = "Only those whose code holds this text"),
        ("lateness" = Option<String>, Query, description = "Only those of a state of lateness (`overdue`, `on_time`, `running`, `paused`, `not_counted`, `due_unknown`, `end_unknown`, `request_unknown`), and so many working days late, early or left: `overdue:1..5`, `running:0..2`, `overdue:11..`", example = "overdue:1..5"),
        ("due_from" = Option<String>, Query, description = "Only those due on this day or later", example = "2023-12-01"),
        ("due_to" = Option<String>, Query, description = "Only those due on this day or before", example = "2023-12-31"),
        ("extra.NAME" = Option<String>, Query, description = "Only those in whose column of the office's own (`extra.NAME` of a connector; `extra` of a row) this text stands, in any case of letters"),
        ("sort" = Option<String>, Query, description = "Column to sort by, after `-` the other way round: `lateness`, `due_at`, `received_at`, `ended_at`, `dossier_code`, `agency`, `procedure_name`, `status`; equal ones go by agency, due day and code. Without it the worst come first: `-lateness`", example = "-lateness"),
        ("excel" = Option<bool>, Query, description = "Of a CSV: as a Vietnamese spreadsheet opens it, with a byte order mark, semicolons and Vietnamese headings"),
        ("limit" = Option<u64>, Query, description = "Rows of a page: 100 without one, 1000 at most", minimum = 1, maximum = 1000),
        ("cursor" = Option<PageCursor>, Query, description = "`next_cursor` of the page before; of another data version it is refused"),
    ),
    responses(
        (status = 200, body = RowsAnswer),
        (status = 409, body = ProblemDetails, content_type = "application/problem+json"),
        ApiRefusal,
    )
)]
pub async fn list(Path(id): Path<String>, question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer_of_metric(id, find_rows).await
}

fn find_rows(context: &PageContext, asked: AskedMetric) -> Result<RowsAnswer, WebError> {
    let AskedMetric { metric, period } = asked;
    let agency = context.query.find_agency(context.warehouse, period)?;
    let limit = context.query.parse_limit(USUAL, MOST)?;
    let skip = rows_to_skip(context)?;
    let extras = context.query.parse_extras(context.catalog)?;
    let rows = context.query.narrow_rows(RowsAsked {
        extras: &extras,
        agency: agency.as_ref().map(|agency| agency.code.as_str()),
        failing: context.query.parse_flag("failing")?,
        skip,
        at_most: limit,
        ..RowsAsked::new(metric, period)
    })?;
    let found = context.warehouse.dossiers.list(&rows)?;
    // Of a code that nobody knows 0 would be a lie.
    if let Some(code) = rows.procedure.filter(|_| found.total == 0)
        && context.warehouse.dossiers.list_procedures()?.iter().all(|(known, _)| known != code)
    {
        return Err(WebError::NotFound { what: code.to_owned() });
    }
    let end = skip + found.rows.len() as u64;
    let asked = MetricRequest { metric, period, basis: MetricBasis::Computed };
    let part = context.warehouse.metrics.known_part(&asked);
    let body = RowsBody {
        total: found.total,
        reason: context.warehouse.metrics.known_span(metric).find_gap(period).map(DataGap::reason),
        is_unfinished: part.until.is_some(),
        misses_beginning: part.from.is_some(),
        next_cursor: next_cursor(context, end, found.total),
        rows: found.rows,
        extras: context.catalog.extra_columns().into_iter().map(|column| column.name).collect(),
    };
    Ok(RowsAnswer::new(metric, period, &context.warehouse.data_version, body))
}
