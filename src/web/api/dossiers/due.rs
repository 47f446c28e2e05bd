//! What is due within 24 hours and three working days.

use axum::response::Response;

use super::super::{
    answer::TableAnswer,
    problem::{ApiProblem, ApiRefusal},
    question::ApiQuestion,
};
use crate::{
    view::{DueAnswer, DueRow},
    web::{
        http::{error::WebError, page_context::PageContext},
        pages::due::{DueRequest, find_due},
    },
};

impl TableAnswer for DueAnswer {
    type Row = DueRow;

    const COLUMNS: &[&str] = &[
        "dossier_code",
        "agency_code",
        "procedure_code",
        "procedure_name",
        "status",
        "due_at",
        "window",
        "office_minutes_left",
        "known_at",
        "counted_from",
        "is_by_clock",
    ];

    fn rows(&self) -> &[DueRow] {
        &self.rows
    }
}

/// Open dossiers that are due within 24 hours or three working days of the office's time
#[utoipa::path(
    get, path = "/api/v1/due-dossiers", tag = "metrics",
    params(
        ("agency" = Option<String>, Query, description = "Of this agency and those below it", example = "06283"),
        ("window" = Option<String>, Query, description = "Of this window alone: passed, within_24h or within_3d", example = "within_24h"),
    ),
    responses(
        (status = 200, body = DueAnswer),
        ApiRefusal,
    )
)]
pub async fn list(question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer("due-dossiers", read_due).await
}

fn read_due(context: &PageContext) -> Result<DueAnswer, WebError> {
    let DueRequest { window, list, .. } = find_due(context)?;
    Ok(DueAnswer::new(&context.warehouse.data_version, list.as_ref(), window))
}
