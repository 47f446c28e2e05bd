//! Thời gian giải quyết: how long dossiers took by procedure, and where the time goes step by step.

use std::sync::Arc;

use askama::Template;
use axum::routing::MethodRouter;

use super::{
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
    domain::decimal::format_thousands,
    view::{CurrentStepText, LevelText, StepText},
    warehouse::query::{AgencyName, DurationSpread, HandlingAsked, ProcedureTimes},
};

#[derive(Template)]
#[template(path = "handling.html")]
struct HandlingPage {
    frame: PageLayout,
    agency: Option<AgencyName>,
    /// How the days are counted.
    rule: String,
    all: Option<SpreadCells>,
    procedures: Vec<ProcedureLine>,
    steps: Vec<StepText>,
    waiting: Option<String>,
    /// Steps of dossiers that no export tells of.
    unknown_steps: Option<String>,
    /// Where open dossiers lie, as the newest exports tell.
    current: Vec<CurrentStepText>,
    /// Open dossiers of which nobody knows the step.
    unknown_current: Option<String>,
    automation: Option<String>,
    levels: Vec<LevelText>,
    api: String,
    steps_api: String,
}

/// How long so many took, as numbers are shown.
struct SpreadCells {
    counted: String,
    median: String,
    ninetieth: String,
    longest: String,
}

struct ProcedureLine {
    name: String,
    days: SpreadCells,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(handling_view)
}

fn handling_view(context: &PageContext) -> Result<HandlingPage, WebError> {
    let (words, period) = (context.words(), context.view.period);
    let agency = context.query.find_agency(context.warehouse, period)?;
    let metric = context.handling_metric()?;
    let code = agency.as_ref().map(|agency| agency.code.as_str());
    let asked = HandlingAsked { metric, period, agency: code };
    let times = context.warehouse.dossiers.read_dossier_times(&asked)?;
    let found = context.warehouse.dossiers.read_handling_steps(&asked)?;
    let current = context.warehouse.dossiers.read_current_steps(code, context.today)?;
    let named = |procedure: &ProcedureTimes| ProcedureLine {
        name: (procedure.name.clone().or_else(|| procedure.code.clone()))
            .unwrap_or_else(|| words.fill_phrase("value.unknown", &[])),
        days: spread_cells(procedure.days),
    };
    let period_id = period.to_string();
    let table_of =
        |path| context.query.with_path(path).address_with(&[("period", Some(&period_id))]);
    Ok(HandlingPage {
        frame: context.metric_layout("metrics", metric)?,
        rule: metric.rule_name.clone(),
        all: times.all.map(spread_cells),
        procedures: times.procedures.iter().map(named).collect(),
        steps: words.list_step_texts(&found),
        waiting: words.waiting_sentence(&found),
        unknown_steps: words.unknown_steps_sentence(&found),
        current: words.list_current_texts(&current),
        unknown_current: words.unknown_current_sentence(&current),
        automation: words
            .automation_sentence(&context.warehouse.dossiers.read_step_automation(&asked)?),
        levels: words.list_level_texts(&context.warehouse.dossiers.read_proactive_levels(&asked)?),
        api: table_of("/api/v1/handling-times.csv"),
        steps_api: table_of("/api/v1/handling-steps.csv"),
        agency,
    })
}

fn spread_cells(days: DurationSpread) -> SpreadCells {
    SpreadCells {
        counted: format_thousands(days.counted),
        median: format_thousands(days.median),
        ninetieth: format_thousands(days.ninetieth),
        longest: format_thousands(days.longest),
    }
}
