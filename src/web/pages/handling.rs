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
    domain::decimal::{FixedDecimal, format_thousands},
    view::AnswerWording,
    warehouse::query::{
        AgencyName, DurationSpread, HandlingAsked, HandlingSteps, ProcedureTimes, StepTimes,
    },
};

/// The metric whose events are a dossier each, and the days it took.
pub const DAYS_METRIC: &str = "average_processing_days";

#[derive(Template)]
#[template(path = "handling.html")]
struct HandlingPage {
    frame: PageLayout,
    agency: Option<AgencyName>,
    /// How the days are counted.
    rule: String,
    all: Option<SpreadCells>,
    procedures: Vec<ProcedureLine>,
    steps: Vec<StepLine>,
    waiting: Option<String>,
    /// Steps of dossiers that no export tells of.
    unknown_steps: Option<String>,
    api: String,
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

struct StepLine {
    office: String,
    status: String,
    steps: String,
    median: String,
    ninetieth: String,
    share: String,
    overdue: String,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(handling_view)
}

fn handling_view(context: &PageContext) -> Result<HandlingPage, WebError> {
    let (words, period) = (context.words(), context.view.period);
    let agency = context.query.find_agency(context.warehouse, period)?;
    let metric = context.catalog.find_metric(DAYS_METRIC)?;
    let code = agency.as_ref().map(|agency| agency.code.as_str());
    let asked = HandlingAsked { metric, period, agency: code };
    let times = context.warehouse.dossiers.read_dossier_times(&asked)?;
    let found = context.warehouse.dossiers.read_handling_steps(&asked)?;
    let whole: i64 = found.steps.iter().map(|step| step.total_minutes).sum();
    let named = |procedure: &ProcedureTimes| ProcedureLine {
        name: (procedure.name.clone().or_else(|| procedure.code.clone()))
            .unwrap_or_else(|| words.fill_phrase("value.unknown", &[])),
        days: spread_cells(procedure.days),
    };
    Ok(HandlingPage {
        frame: context.metric_layout("metrics", metric)?,
        rule: metric.rule_name.clone(),
        all: times.all.map(spread_cells),
        procedures: times.procedures.iter().map(named).collect(),
        steps: found.steps.iter().map(|step| step_line(context, step, whole)).collect(),
        waiting: waiting_sentence(words, &found),
        unknown_steps: unknown_steps_sentence(words, &found),
        api: context
            .query
            .with_path("/api/v1/handling-times.csv")
            .address_with(&[("period", Some(&period.to_string()))]),
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

fn step_line(context: &PageContext, step: &StepTimes, whole: i64) -> StepLine {
    let words = context.words();
    let unknown = || words.fill_phrase("value.unknown", &[]);
    let time = |pick: fn(&DurationSpread) -> i64| {
        step.minutes.as_ref().map_or_else(unknown, |it| words.format_minutes(pick(it)))
    };
    // Of steps nobody knows the time of the share is not known either.
    let share =
        step.minutes.and_then(|_| FixedDecimal::of_fraction(step.total_minutes, whole, 100));
    StepLine {
        office: step.office.clone().unwrap_or_else(unknown),
        status: context.catalog.vocabulary.display_name("status", &step.status).to_owned(),
        steps: format_thousands(step.steps),
        median: time(|minutes| minutes.median),
        ninetieth: time(|minutes| minutes.ninetieth),
        share: share.map_or_else(unknown, |share| format!("{}%", share.to_vietnamese())),
        overdue: if step.due == 0 {
            unknown()
        } else {
            format!("{}/{}", format_thousands(step.overdue), format_thousands(step.due))
        },
    }
}

fn waiting_sentence(words: AnswerWording, found: &HandlingSteps) -> Option<String> {
    let waiting = found.waiting?.minutes;
    let said = [
        ("count", format_thousands(waiting.counted)),
        ("median", words.format_minutes(waiting.median)),
        ("ninetieth", words.format_minutes(waiting.ninetieth)),
    ];
    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
    Some(words.fill_phrase("report.steps.waiting", &said))
}

fn unknown_steps_sentence(words: AnswerWording, found: &HandlingSteps) -> Option<String> {
    let count = format_thousands(found.unknown_steps);
    let said = || words.fill_phrase("report.steps.unknown", &[("count", &count)]);
    (found.unknown_steps > 0).then(said)
}
