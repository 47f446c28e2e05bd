//! One dossier: what every export said of it, and what changed.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};
use jiff::civil::DateTime;

use super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            page_context::{PageContext, render_page},
            query::RequestQuery,
        },
    },
    parts::{dossier_line::format_instant, frame::PageLayout},
};
use crate::{
    domain::{period::Period, vietnamese_date::format_day},
    warehouse::query::{DossierVersion, LatenessState},
};

#[derive(Template)]
#[template(path = "dossier.html")]
struct DossierPage {
    frame: PageLayout,
    code: String,
    /// "Quá hạn 6 ngày làm việc", and as of which day.
    lateness: String,
    measured: Option<String>,
    is_overdue: bool,
    /// What it is: heading and text, as the newest export says.
    facts: Vec<(String, String)>,
    versions: Vec<ExportVersion>,
}

/// One export, and what it says otherwise than the one before.
struct ExportVersion {
    day: String,
    source: String,
    file: String,
    /// Heading, before, now.
    changes: Vec<(String, String, String)>,
}

/// Shows what every export said of one dossier; not found where none knows its code.
pub async fn dossier_page(
    State(site): State<Arc<ServedSite>>,
    Path(code): Path<String>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.run_query(query, move |context| render_page(&dossier_view(context, code)?)).await
}

fn dossier_view(context: &PageContext, code: String) -> Result<DossierPage, WebError> {
    let history = context.warehouse.dossiers.read_history(&code)?;
    let mut told = Vec::new();
    for version in &history {
        told.push(version_facts(context, version)?);
    }
    let Some(newest) = told.last().cloned() else {
        return Err(WebError::NotFound { what: code });
    };
    let changes = |index: usize| {
        let Some(before) = index.checked_sub(1).map(|before| &told[before]) else {
            return Vec::new();
        };
        let pairs = before.iter().zip(&told[index]);
        let changed = pairs.filter(|(before, now)| before.1 != now.1);
        changed.map(|(before, now)| (now.0.clone(), before.1.clone(), now.1.clone())).collect()
    };
    let version = |(index, version): (usize, &DossierVersion)| ExportVersion {
        day: format_instant(Some(version.snapshot_at)),
        source: (context.catalog.find_connector(&version.connector))
            .map_or_else(|_| version.connector.clone(), |connector| connector.name.clone()),
        file: version.file_name.clone(),
        changes: changes(index),
    };
    let lateness = context.warehouse.dossiers.find_lateness(&code, context.view.rule)?;
    let lateness = lateness.unwrap_or_default();
    let words = context.words();
    let measured = lateness
        .measured_on
        .map(|day| words.fill_phrase("lateness.as_of", &[("day", &format_day(day))]));
    Ok(DossierPage {
        frame: PageLayout {
            rules: context.rule_choices(&context.ranking()?.id)?,
            ..context.page_layout("dossiers")?
        },
        code,
        lateness: words.describe_lateness(&lateness),
        measured,
        is_overdue: lateness.state == Some(LatenessState::Overdue),
        facts: newest.into_iter().filter(|(_, text)| text != "–").collect(),
        versions: history.iter().enumerate().map(version).collect(),
    })
}

/// Everything an export says of it, always in the same order.
fn version_facts(
    context: &PageContext,
    version: &DossierVersion,
) -> Result<Vec<(String, String)>, WebError> {
    // An agency is the one of the dossier's own days, whenever the export was made.
    let day = version.first_at().date();
    let agency = |code: Option<&String>| -> Result<Option<String>, WebError> {
        let Some(code) = code else {
            return Ok(None);
        };
        let known = context.warehouse.agencies.at(code, Period::month_of(day));
        Ok(Some(known.map_or_else(|| code.clone(), |known| known.name)))
    };
    let coded = |column: &str, value: Option<&String>| {
        value.map(|value| context.catalog.vocabulary.display_name(column, value).to_owned())
    };
    let time = |time: Option<DateTime>| time.map(|time| format_instant(Some(time)));
    let yes = |said: Option<bool>| {
        said.map(|said| {
            context.words().fill_phrase(if said { "value.yes" } else { "value.no" }, &[])
        })
    };
    let facts = [
        ("procedure_name", version.procedure_name.clone()),
        ("procedure_code", version.procedure_code.clone()),
        ("sector", version.sector.clone()),
        ("status", coded("status", Some(&version.status))),
        ("receiving_agency", agency(version.receiving_agency.as_ref())?),
        ("solving_agency", agency(Some(&version.solving_agency))?),
        ("channel", coded("channel", version.channel.as_ref())),
        ("service_level", coded("service_level", version.service_level.as_ref())),
        ("submitted_at", time(version.submitted_at)),
        ("received_at", time(version.received_at)),
        ("due_at", time(version.due_at)),
        ("supplement_requested_at", time(version.supplement_requested_at)),
        ("supplement_completed_at", time(version.supplement_completed_at)),
        ("ended_at", time(version.ended_at)),
        ("returned_at", time(version.returned_at)),
        ("fee_amount", version.fee_amount.as_deref().map(format_fee)),
        ("paid_online", yes(version.paid_online)),
        ("apology_sent_at", time(version.apology_sent_at)),
        ("current_step", version.current_step.clone()),
        ("step_office", version.step_office.clone()),
        ("step_started_at", time(version.step_started_at)),
    ];
    let said = |(id, text): (&str, Option<String>)| {
        let head = context.words().fill_phrase(&format!("column.{id}"), &[]);
        (head, text.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".into()))
    };
    let own = context.catalog.extra_columns().into_iter().map(|column| {
        let text = version.extra.get(&column.name).cloned();
        (column.label, text.unwrap_or_else(|| "–".into()))
    });
    Ok(facts.map(said).into_iter().chain(own).collect())
}

/// `15000.0000` as `15.000`
fn format_fee(text: &str) -> String {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let rest = rest.trim_end_matches('0');
    match whole.parse() {
        Ok(whole) if rest.is_empty() => crate::domain::decimal::format_thousands(whole),
        _ => text.replace('.', ","),
    }
}
