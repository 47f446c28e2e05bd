//! The page of locks: the period shown first, then every lock there is.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    lock_list::{LockLine, list_locks},
    lock_paper::find_shown,
};
use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::{format_change, format_unsigned},
        name::upper_first,
        period::Period,
        vietnamese_date::format_day,
    },
    period_lock::{LockFolder, LockedPeriod, NumberChange, ReportedNumber},
    web::{
        ServedSite,
        auth::visitor::RoutePermission,
        http::{
            error::WebError,
            page_context::{PageContext, render_page},
            query::RequestQuery,
        },
        pages::parts::frame::PageLayout,
    },
};

/// What the page can be told to say.
const SAID: [&str; 2] = ["locked", "released"];

/// Dossiers listed of a metric; all of them are in the file of `motcua locked`.
const LISTED: u64 = 500;

#[derive(Template)]
#[template(path = "locks.html")]
struct LocksPage {
    frame: PageLayout,
    said: Option<String>,
    /// Of who may lock; none of who only looks.
    form_token: Option<String>,
    period_id: String,
    shown: Option<ShownLock>,
    /// Whether the period is over, and can be locked.
    is_over: bool,
    /// Id and name of every report.
    reports: Vec<(String, String)>,
    all: Vec<LockLine>,
}

/// The lock of the period shown.
struct ShownLock {
    heading: String,
    note: String,
    /// Who took it off and why; empty of the one in force.
    taken_off: String,
    /// What the address of its parts names it by; empty of the one in force.
    carried: String,
    summary: String,
    /// Which days were not known when it was locked; empty where all were.
    incomplete: String,
    changes: Vec<ChangeLine>,
    /// Of how many metrics the number is as it was reported.
    same: String,
    /// The dossiers of the metric asked for, by its name.
    listed: Option<(String, Vec<SubjectLine>)>,
    /// Name as it was locked, and where the same is made of the present numbers.
    papers: Vec<(String, String)>,
    erased_papers: Vec<String>,
    /// Of the office alone: connector, file, day, digest.
    sources: Vec<[String; 4]>,
}

/// A metric whose number is counted otherwise now.
struct ChangeLine {
    id: String,
    name: String,
    rule: String,
    then: String,
    now: String,
    /// What makes the difference: how many, why, and what they add to both counts.
    reasons: Vec<[String; 4]>,
    /// Units that differ: name, then, now.
    units: Vec<[String; 3]>,
}

/// A dossier that is counted otherwise.
struct SubjectLine {
    code: String,
    is_dossier: bool,
    agency: String,
    reason: String,
    then: String,
    now: String,
}

/// Shows the lock of the period, and all others.
pub async fn locks_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let data = site.data.clone();
    let page = site
        .run_query(query, move |context| {
            render_page(&locks_view(context, &LockFolder::of_data(&data))?)
        })
        .await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
}

fn locks_view(context: &PageContext, folder: &LockFolder) -> Result<LocksPage, WebError> {
    let visitor = &context.query.visitor;
    let session = visitor.session().filter(|_| visitor.has_permission(RoutePermission::Work));
    let said = context.query.get_option("said").filter(|id| SAID.contains(id));
    let shown = match find_shown(context, folder)? {
        Some(lock) => Some(shown_lock(context, &lock)?),
        None => None,
    };
    Ok(LocksPage {
        frame: context.page_layout("locks")?,
        said: said.map(|id| context.words().fill_phrase(&format!("locks.{id}"), &[])),
        form_token: session.map(|session| session.form_token.clone()),
        period_id: context.view.period.to_string(),
        shown,
        is_over: context.view.period.end() < context.today,
        reports: context
            .catalog
            .reports
            .iter()
            .map(|report| (report.id.clone(), report.name.clone()))
            .collect(),
        all: list_locks(context, folder)?,
    })
}

fn shown_lock(context: &PageContext, lock: &LockedPeriod) -> Result<ShownLock, WebError> {
    let (words, period) = (context.words(), context.view.period);
    let agency = context.query.find_agency(context.warehouse, period)?.map(|agency| agency.code);
    let agency = agency.as_deref();
    let metrics = &context.catalog.metrics;
    let summary = lock.summarize(metrics, (context.warehouse, period), agency)?;
    let mut changes = Vec::new();
    for metric in summary.differing.iter().chain(&summary.apart) {
        let explained = lock.explain_change(context.warehouse, (metric, period), agency)?;
        let held = lock.hold_metric(context.warehouse, (metric, period), agency)?;
        let units = held.map(|held| held.units).unwrap_or_default();
        changes.extend(explained.map(|change| change_line(context, metric, (&change, &units))));
    }
    let asked = context.query.get_option("metric").filter(|_| context.warehouse.scope().has_rows());
    let listed = match asked {
        None => None,
        Some(id) => {
            let metric = context.catalog.find_metric(id)?;
            let lines = subject_lines(context, lock, metric, agency)?;
            Some((metric.name.clone(), lines))
        }
    };
    let is_office = context.query.visitor.has_permission(RoutePermission::Office);
    let papers = lock.note.papers.iter().filter(|_| is_office).map(|paper| {
        let (view, report) = (context.view.query(), &paper.report);
        let present = format!("/reports/{report}/file{view}&format={}&now=1", paper.format);
        (paper.file_name.clone(), present)
    });
    let erased = lock.note.erased_papers.iter().filter(|_| is_office);
    let same = (summary.held - summary.differing.len() - summary.apart.len()).to_string();
    Ok(ShownLock {
        heading: words.lock_heading(&lock.note),
        note: lock.note.note.clone(),
        taken_off: words.lock_taken_off(&lock.note).unwrap_or_default(),
        carried: if lock.note.is_in_force() {
            String::new()
        } else {
            format!("&lock={}", lock.note.id)
        },
        summary: words.lock_summary(&lock.note, &summary),
        incomplete: words
            .lock_incomplete(&lock.note)
            .map(|said| upper_first(&said) + ".")
            .unwrap_or_default(),
        changes,
        same,
        listed,
        papers: papers.collect(),
        erased_papers: erased.map(|paper| paper.file_name.clone()).collect(),
        sources: (lock.note.sources.iter().filter(|_| is_office))
            .map(|source| {
                let day = format_day(source.snapshot_on);
                let connectors = &context.catalog.connectors;
                let known = connectors.iter().find(|it| it.id == source.connector);
                let name = known.map_or(&source.connector, |it| &it.name);
                [name.clone(), source.file_name.clone(), day, source.sha256.clone()]
            })
            .collect(),
    })
}

fn change_line(
    context: &PageContext,
    metric: &Metric,
    (change, units): (&NumberChange, &[(String, ReportedNumber)]),
) -> ChangeLine {
    let (words, period) = (context.words(), context.view.period);
    let shows_rows = context.warehouse.scope().has_rows();
    let reason = |one: &crate::warehouse::query::LockChange| {
        [
            format_unsigned(one.subjects),
            words.lock_reason(&one.reason),
            format_change(one.numerator),
            format_change(one.denominator),
        ]
    };
    ChangeLine {
        id: metric.id.clone(),
        name: metric.name.clone(),
        rule: metric.rule_name.clone(),
        then: words.lock_counts(metric, change.number.then),
        now: words.lock_counts(metric, change.number.now),
        reasons: change.changes.iter().filter(|_| shows_rows).map(reason).collect(),
        units: (units.iter())
            .map(|(code, number)| {
                let [then, now] = [number.then, number.now].map(|it| words.lock_counts(metric, it));
                [agency_name(context, code, period), then, now]
            })
            .collect(),
    }
}

fn agency_name(context: &PageContext, code: &str, period: Period) -> String {
    context.warehouse.agencies.at(code, period).map_or_else(|| code.to_owned(), |it| it.name)
}

fn subject_lines(
    context: &PageContext,
    lock: &LockedPeriod,
    metric: &Metric,
    agency: Option<&str>,
) -> Result<Vec<SubjectLine>, WebError> {
    let (words, period) = (context.words(), context.view.period);
    let listed = lock.list_changed(context.warehouse, (metric, period), agency, LISTED)?;
    let line = |one: crate::warehouse::query::ChangedSubject| SubjectLine {
        agency: agency_name(context, &one.agency_code, period),
        reason: words.lock_reason(&one.reason),
        then: words.lock_counting(metric, one.then),
        now: words.lock_counting(metric, one.now),
        is_dossier: metric.subject.id() == "dossier" && one.reason != "gone",
        code: one.subject_id,
    };
    Ok(listed.into_iter().map(line).collect())
}
