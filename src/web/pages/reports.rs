//! Báo cáo: papers made on the spot, and what goes out by itself: runs, deliveries, alerts.

mod actions;
mod lines;

pub use actions::{acknowledge_alert, resend_dead, resend_delivery, retry_run, send_test};

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::super::{
    ServedSite,
    auth::{private_page::show_private_page, visitor::RoutePermission},
    finding::{agency_finder::offer_name, period_choices::PeriodChoices},
    http::{error::WebError, page_context::PageContext, query::RequestQuery},
    navigation::SiteNavigation,
};
use crate::{
    catalog::report::SectionKind,
    domain::{period::Period, sight::DataScope},
    report::{RenderedFile, ReportContext, ReportFormat, ReportRequest, find_signing_day, make},
    state::{StateDatabase as Kept, delivery::DeliveryRecord, delivery_state::DeliveryState},
};

use lines::{AlertLine, DeliveryLine, ReportLines, RunLine};

/// Lines of each list.
const LISTED: u32 = 50;

/// Of what somebody should look at.
const LISTED_WRONG: u32 = 300;

/// What the page can be told to say.
const SAID: [&str; 9] = [
    "resent",
    "not_resent",
    "not_named",
    "all_resent",
    "made_anew",
    "not_made_anew",
    "seen",
    "tried",
    "not_tried",
];

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    /// Headings, and id and name of each under them.
    papers: Vec<(String, Vec<(String, String)>)>,
    period: String,
    /// The code of the agency, and how it is named; empty for all.
    agency: String,
    agency_name: String,
    formats: Vec<&'static str>,
    said: Option<String>,
    nav: SiteNavigation,
    /// None before anything is published.
    periods: Option<PeriodChoices>,
    agencies: Vec<String>,
    /// Of whoever may send; without it nothing of what goes out is shown.
    form_token: Option<String>,
    /// Whether who asks may set schedules.
    is_admin: bool,
    schedules: Vec<(String, String, String)>,
    runs: Vec<RunLine>,
    deliveries: Vec<DeliveryLine>,
    /// How many more did not arrive, or may not have, than are listed.
    unlisted: usize,
    /// How many did not arrive and can be sent once more.
    resendable: usize,
    alerts: Vec<AlertLine>,
    /// How many more there are.
    unlisted_alerts: usize,
}

/// Shows the reports that can be made and, to who may send, the runs, deliveries and alerts.
pub async fn reports_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    show_private_page(site, move |site, state| reports_view(site, state, &query)).await
}

/// One report as a file, as who asks may see it; several papers are one document.
pub async fn report_file(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let format: ReportFormat = query.parse_option("format")?.unwrap_or(ReportFormat::Docx);
    let own = Arc::clone(&site);
    let made =
        site.run_query(query, move |context| make_document(&own, context, &id, format)).await?;
    let headers = [
        (header::CONTENT_TYPE, made.format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", made.file_name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, made.bytes).into_response())
}

fn make_document(
    site: &ServedSite,
    context: &PageContext,
    id: &str,
    format: ReportFormat,
) -> Result<RenderedFile, WebError> {
    let report = context.catalog.find_report(id)?;
    let period = context.view.period;
    let agency = context.query.find_agency(context.warehouse, period)?.map(|agency| agency.code);
    let asked_on = context.query.parse_option("on")?;
    let is_own =
        agency.is_none() && asked_on.is_none() && *context.warehouse.scope() == DataScope::All;
    if is_own
        && !context.query.parse_flag("now")?
        && let Some(locked) = find_locked(context, id, format)?
    {
        return Ok(locked);
    }
    // The register of urgings is no part of a version: a paper without it would say that nobody was urged.
    let has_register = report.sections.iter().any(|section| section.kind == SectionKind::Urgings);
    if has_register && let Some(refused) = site.refuse_office_work() {
        return Err(refused);
    }
    let on = match asked_on {
        Some(on) => on,
        None => find_signing_day(context.warehouse, period)?,
    };
    let report_context =
        ReportContext::new(context.catalog, &site.settings.office, context.warehouse, on)
            .of_scope(site.sending.current().scope.clone())
            .with_public_url(site.settings.serve.public_url.clone())
            .with_lock(context.lock.locked.as_deref())
            .marked(site.describe_behind())
            .with_backups(site.backup_sentence()?)
            .with_urgings(site.list_urgings()?);
    let asked = ReportRequest { report, period, agency: agency.as_deref() };
    let documents = make(&report_context, asked, &[format])?;
    // The last one holds them all.
    documents
        .into_iter()
        .next_back()
        .ok_or_else(|| WebError::NotFound { what: report.name.clone() })
}

/// The paper of a locked period as it was locked; `None` where it was not. Fails where the lock is damaged.
fn find_locked(
    context: &PageContext,
    report: &str,
    format: ReportFormat,
) -> Result<Option<RenderedFile>, WebError> {
    let phrases = &context.catalog.phrases;
    if let Some(problem) = &context.lock.problem {
        return Err(WebError::Conflict { problem: problem.clone() });
    }
    let Some(lock) = &context.lock.locked else { return Ok(None) };
    let mut papers = lock.papers_of(report).into_iter();
    // The last one holds them all.
    let Some(paper) = papers.rfind(|paper| paper.format == format.file_extension()) else {
        return Ok(None);
    };
    let bytes = lock
        .read_paper(paper)
        .map_err(|error| WebError::Conflict { problem: phrases.tell_on_page(&error) + "." })?;
    Ok(Some(RenderedFile { file_name: paper.file_name.clone(), format, bytes }))
}

/// What a paper is asked for of, as the form of the page says it.
#[derive(Default)]
struct AskedPaper {
    period: String,
    agency: String,
    agency_name: String,
    periods: Option<PeriodChoices>,
}

/// The period and the agency of the address; without a period the newest week.
fn asked_paper(context: &PageContext) -> Result<AskedPaper, WebError> {
    let newest = context.warehouse.known_until.map(Period::week_of);
    let period = match context.query.parse_period()? {
        Some(period) => period,
        None => newest.unwrap_or(context.view.period),
    };
    let agency = context.query.find_agency(context.warehouse, period)?;
    let back = context.query.address_with(&[("said", None)]);
    Ok(AskedPaper {
        period: period.to_string(),
        agency_name: (agency.as_ref())
            .map_or_else(String::new, |agency| offer_name(&agency.name, &agency.code)),
        agency: agency.map_or_else(String::new, |agency| agency.code),
        periods: Some(context.period_choices(period, back.trim_end_matches('?'))?),
    })
}

fn reports_view(
    site: &ServedSite,
    state: &Kept,
    query: &RequestQuery,
) -> Result<ReportsPage, WebError> {
    let visitor = &query.visitor;
    let phrases = &site.catalog.phrases;
    let session = visitor.session().filter(|_| visitor.has_permission(RoutePermission::Work));
    let told = query.get_option("said").filter(|id| SAID.contains(id));
    let is_sending = session.is_some();
    let lines = ReportLines { site };
    // What did not arrive comes first: it must not fall off behind what did.
    let (wrong, wrong_in_all) =
        if is_sending { state.wrong_deliveries(LISTED_WRONG)? } else { (Vec::new(), 0) };
    let unlisted = (wrong_in_all as usize).saturating_sub(wrong.len());
    let is_resendable = |one: &&DeliveryRecord| one.state == DeliveryState::Dead && one.is_kept();
    let resendable = wrong.iter().filter(is_resendable).count();
    let others = if is_sending { state.other_deliveries(LISTED)? } else { Vec::new() };
    let mut alerts =
        lines.make_lines(is_sending, || state.list_alerts(false), ReportLines::alert_line)?;
    let unlisted_alerts = alerts.len().saturating_sub(LISTED_WRONG as usize);
    alerts.truncate(LISTED_WRONG as usize);
    let asked = match site.ask_build(query, asked_paper) {
        // What is due goes out of nothing too: the page is there before any number is.
        Err(WebError::Unavailable | WebError::Damaged { .. }) => AskedPaper::default(),
        asked => asked?,
    };
    Ok(ReportsPage {
        papers: (site.catalog.listed_reports().into_iter())
            .map(|(heading, reports)| {
                let named = reports.iter().map(|report| (report.id.clone(), report.name.clone()));
                (heading, named.collect())
            })
            .collect(),
        period: asked.period,
        agency: asked.agency,
        agency_name: asked.agency_name,
        formats: ReportFormat::ALL.map(ReportFormat::file_extension).into(),
        said: told.map(|id| phrases.format_phrase(&format!("reports.{id}"), &[])),
        nav: site.navigation(query, "reports"),
        periods: asked.periods,
        agencies: site.offered_agencies(query),
        is_admin: visitor.has_permission(RoutePermission::Admin),
        form_token: session.map(|session| session.form_token.clone()),
        schedules: (site.sending.current().schedules.iter())
            .map(|it| {
                let id = it.id.get_ref();
                (id.clone(), lines.report_name(it.report.get_ref()), it.cron.get_ref().clone())
            })
            .collect(),
        runs: lines.make_lines(is_sending, || state.runs(LISTED), ReportLines::run_line)?,
        deliveries: wrong.into_iter().chain(others).map(|one| lines.delivery_line(one)).collect(),
        unlisted,
        resendable,
        alerts,
        unlisted_alerts,
    })
}
