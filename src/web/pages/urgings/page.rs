//! The register of urging: what is overdue now, who was urged in the period, and what became of it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    domain::{decimal::format_unsigned, vietnamese_date::format_day},
    state::urging::urging_record::{UrgingChannel, UrgingRecord, UrgingSubject},
    view::dossier::urging::{UrgedResult, UrgingEffect, UrgingFollower, UrgingOutcome},
    warehouse::query::AgencyName,
    web::{
        ServedSite,
        auth::visitor::RoutePermission,
        http::{
            error::WebError,
            page_context::{PageContext, render_page},
            query::RequestQuery,
        },
        pages::parts::{frame::PageLayout, paper_links::PaperLink},
    },
};

/// What the page can be told to say.
const SAID: [&str; 10] = [
    "noted",
    "removed",
    "no_subject",
    "bad_day",
    "bad_channel",
    "bad_template",
    "long_note",
    "mail_address",
    "phone_number",
    "identity_number",
];

/// Texts an agency, or who solves a dossier, can be sent.
pub const TEMPLATES: [&str; 3] = ["ask", "explain", "remind"];

#[derive(Template)]
#[template(path = "urgings.html")]
struct UrgingsPage {
    frame: PageLayout,
    said: Option<String>,
    /// Of who may note; none of who only looks.
    form_token: Option<String>,
    /// "Hồ sơ quá hạn chưa xong, tính đến 31/12/2023"
    as_of: String,
    /// The dossier that is to be urged, where the address names one.
    dossier: Option<String>,
    /// Code, name and how many are overdue.
    overdue: Vec<(String, String, String)>,
    channels: Vec<(&'static str, String)>,
    templates: Vec<(&'static str, String)>,
    today: String,
    lines: Vec<UrgingLine>,
    effect: Option<String>,
    export: String,
    /// To be sent to who is urged.
    papers: Vec<PaperLink>,
}

/// One urging and what became of it.
struct UrgingLine {
    id: i64,
    day: String,
    who: String,
    dossier: Option<String>,
    means: String,
    by: String,
    message: String,
    note: String,
    dossiers: String,
    after: Vec<String>,
}

/// Shows the register for the period.
pub async fn urgings_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let records = Arc::clone(&site).with_state(|state, _| Ok(state.list_urgings()?)).await?;
    let page = site
        .run_query(query, move |context| render_page(&urgings_view(context, &records)?))
        .await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
}

/// What became of a form; what it cannot say is told with what it can.
fn describe_told(context: &PageContext, id: &str) -> String {
    let words = context.words();
    let choices: Vec<String> = match id {
        "bad_channel" => UrgingChannel::ALL.map(|it| format!("means.{}", it.id())).into(),
        "bad_template" => TEMPLATES.map(|id| format!("urging.template.{id}")).into(),
        _ => Vec::new(),
    };
    let choices: Vec<String> = choices.iter().map(|id| words.fill_phrase(id, &[])).collect();
    let choices = choices.join(", ");
    let values = [("choices", choices.as_str())];
    let values = if choices.is_empty() { &values[..0] } else { &values };
    words.fill_phrase(&format!("urging.{id}"), values)
}

fn urgings_view(context: &PageContext, records: &[UrgingRecord]) -> Result<UrgingsPage, WebError> {
    let words = context.words();
    let told = context.query.get_option("said").filter(|id| SAID.contains(id));
    let visitor = &context.query.visitor;
    let session = visitor.session().filter(|_| visitor.has_permission(RoutePermission::Work));
    let until = context.warehouse.known_until.map_or_else(String::new, format_day);
    let mut page = UrgingsPage {
        frame: context.page_layout("urgings")?,
        said: told.map(|id| describe_told(context, id)),
        form_token: session.map(|session| session.form_token.clone()),
        as_of: words.fill_phrase("urging.as_of", &[("day", &until)]),
        dossier: context.query.get_option("dossier").map(str::to_owned),
        overdue: Vec::new(),
        channels: (UrgingChannel::ALL.into_iter())
            .map(|channel| {
                (channel.id(), words.fill_phrase(&format!("means.{}", channel.id()), &[]))
            })
            .collect(),
        templates: (TEMPLATES.into_iter())
            .map(|id| (id, words.fill_phrase(&format!("urging.template.{id}"), &[])))
            .collect(),
        today: context.today.to_string(),
        lines: Vec::new(),
        effect: None,
        export: export_query(context),
        papers: Vec::new(),
    };
    let Some(urged) = context.catalog.overview.urged_list() else { return Ok(page) };
    page.papers = context.paper_links(&urged.papers, None)?;
    let metric = context.catalog.find_metric(&urged.metric)?;
    let mut follower = UrgingFollower::new(context.warehouse, metric, records);
    let of_period = keep_period(context, records);
    let outcomes = follower.follow(&of_period)?;
    page.effect = describe_effect(context, follower.measure_effect(&outcomes)?);
    page.lines = outcomes.iter().map(|outcome| urging_line(context, outcome)).collect();
    let named = |(code, count): (String, u64)| {
        let name = agency_name(context, &code);
        (code, name, format_unsigned(count))
    };
    page.overdue = follower.count_overdue()?.into_iter().map(named).collect();
    Ok(page)
}

/// Those of the period shown.
pub fn keep_period(context: &PageContext, records: &[UrgingRecord]) -> Vec<UrgingRecord> {
    let period = context.view.period;
    let days = period.start()..=period.end();
    records.iter().filter(|record| days.contains(&record.urged_on)).cloned().collect()
}

/// Names an agency as it is called today, else by its code.
pub fn agency_name(context: &PageContext, code: &str) -> String {
    let found = context.warehouse.agencies.find_name(code, context.view.period).map(str::to_owned);
    let at = || context.warehouse.agencies.at(code, context.view.period);
    found.or_else(|| at().map(|agency: AgencyName| agency.name)).unwrap_or_else(|| code.to_owned())
}

fn export_query(context: &PageContext) -> String {
    format!("?period={}", context.view.period)
}

fn urging_line(context: &PageContext, outcome: &UrgingOutcome) -> UrgingLine {
    let record = &outcome.record;
    let is_dossier = record.subject == UrgingSubject::Dossier;
    let words = context.words();
    UrgingLine {
        id: record.id,
        day: format_day(record.urged_on),
        who: agency_name(context, &record.agency_code),
        dossier: is_dossier.then(|| record.subject_code.clone()),
        means: words.fill_phrase(&format!("means.{}", record.channel.id()), &[]),
        by: record.noted_by.clone().unwrap_or_default(),
        message: record.message.clone(),
        note: record.note.clone(),
        dossiers: outcome.dossiers.map_or_else(|| "–".into(), format_unsigned),
        after: (outcome.after.iter())
            .map(|result| describe_result(context, result, outcome.dossiers))
            .collect(),
    }
}

/// `5 / 12`, or from which day on it can be told.
fn describe_result(context: &PageContext, result: &UrgedResult, all: Option<u64>) -> String {
    match (result.done, all, result.by) {
        (Some(done), Some(all), _) => {
            format!("{} / {}", format_unsigned(done), format_unsigned(all))
        }
        (_, _, Some(by)) => {
            context.words().fill_phrase("urging.not_yet", &[("day", &format_day(by))])
        }
        _ => "–".to_owned(),
    }
}

/// How much was done within the last look of what was urged, and of what was not; nothing before that is known.
pub fn describe_effect(context: &PageContext, effect: UrgingEffect) -> Option<String> {
    let UrgingEffect { urged, others } = effect;
    let numbers = [urged.0, urged.1, others.0, others.1].map(format_unsigned);
    let [done, all, others_done, others_all] = numbers.each_ref().map(String::as_str);
    let said =
        [("done", done), ("all", all), ("others_done", others_done), ("others_all", others_all)];
    match (urged.1, others.1) {
        (0, _) => None,
        (_, 0) => Some(context.words().fill_phrase("urging.effect_alone", &said[..2])),
        _ => Some(context.words().fill_phrase("urging.effect", &said)),
    }
}
