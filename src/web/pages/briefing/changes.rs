//! What changed against the period before, agency by agency, with the procedures it came through.

use std::sync::Arc;

use askama::Template;
use axum::routing::MethodRouter;

use super::super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            page_context::{PageContext, page_route},
        },
    },
    parts::frame::PageLayout,
};
use crate::{
    domain::decimal::FixedDecimal,
    view::{AgencyChange, BriefingRequest, list_changes},
};

/// Agencies at either end whose procedures are looked for.
const EXPLAINED: usize = 10;
/// Procedures named of each.
const CAUSES: usize = 3;

#[derive(Template)]
#[template(path = "changes.html")]
struct ChangesPage {
    frame: PageLayout,
    metric: String,
    rule: String,
    /// The two periods.
    now: String,
    before: String,
    rows: Vec<ChangeRow>,
}

struct ChangeRow {
    code: String,
    name: String,
    before: String,
    now: String,
    difference: String,
    is_worse: bool,
    causes: Vec<String>,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(changes_view)
}

fn changes_view(context: &PageContext) -> Result<ChangesPage, WebError> {
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    let request = context.briefing_request(context.warehouse, agency.as_ref())?;
    let over = context.view.period;
    let changes = list_changes(&request, over)?;
    let is_explained = |at: usize| at < EXPLAINED || at + EXPLAINED >= changes.len();
    let rows = changes.iter().enumerate().map(|(at, change)| {
        let causes = if is_explained(at) { CAUSES } else { 0 };
        change_row(&request, change, causes)
    });
    let rows = rows.collect::<Result<_, WebError>>()?;
    Ok(ChangesPage {
        frame: context.page_layout("overview")?,
        metric: request.ranking.name.clone(),
        rule: request.ranking.rule_name.clone(),
        now: request.known_name(over),
        before: request.known_name(over.previous_period()),
        rows,
    })
}

fn change_row(
    request: &BriefingRequest,
    change: &AgencyChange,
    causes: usize,
) -> Result<ChangeRow, WebError> {
    let words = crate::view::AnswerWording::new(request.catalog);
    let metric = request.ranking;
    let found = if causes == 0 {
        Vec::new()
    } else {
        request.find_causes(change, request.period, causes)?
    };
    let signed = |difference: FixedDecimal| {
        let sign = if difference > FixedDecimal::from_whole(0) { "+" } else { "" };
        format!("{sign}{}", difference.to_vietnamese())
    };
    Ok(ChangeRow {
        code: change.code.clone(),
        name: change.name.clone(),
        before: words.format_value(metric, change.before),
        now: words.format_value(metric, change.now),
        difference: signed(change.difference),
        is_worse: request.is_worse(change),
        causes: (found.iter())
            .map(|cause| format!("{} {}", cause.name, signed(cause.difference)))
            .collect(),
    })
}
