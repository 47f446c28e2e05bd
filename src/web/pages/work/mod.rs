//! Nạp tệp và tính lại số liệu: begun from Dữ liệu, seen while it goes on.

mod told_groups;
mod unused_rows;
mod upload_form;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::header,
    response::{Html, IntoResponse, Redirect, Response},
};

pub(super) use self::upload_form::{internal_error, receive_upload};
use self::{told_groups::group_outcomes, unused_rows::list_unused_rows};
use super::{
    super::{
        ServedSite,
        auth::{form::CheckedForm, visitor::RequestPrincipal},
        http::{client::ClientAddress, error::WebError, query::RequestQuery},
        jobs::{
            job_runner::{UploadJob, UploadOutcome, UploadRequest},
            upload_dir,
        },
        navigation::SiteNavigation,
    },
    parts::rejected_list::RejectedList,
};
use crate::{
    domain::{decimal::format_unsigned, progress::BuildProgress},
    ingest::is_undescribed,
    state::audit::AuditAction,
};

/// Its script shows how far files are sent; the page works without.
const OWN_POLICY: &str = "script-src 'self'; connect-src 'self'";

/// Seconds between two looks.
const PAUSE: &str = "5";

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage {
    /// Nothing was begun since the server started.
    is_idle: bool,
    is_going_on: bool,
    /// Who reads slowly, or has it read out, stops it from asking for itself.
    is_still: bool,
    files: String,
    by: String,
    step: String,
    seconds: String,
    told: Vec<UploadOutcome>,
    /// Of the files that were taken in.
    rejected: RejectedList,
    nav: SiteNavigation,
    form_token: String,
    /// Number and name of what the visitor sent and no connector takes.
    waiting: Vec<(u64, String)>,
    /// Id and name of whatever can be read.
    readable: Vec<(String, String)>,
}

/// How it goes; asks for itself again while it goes on.
pub async fn job_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let session = query.visitor.session().ok_or(WebError::Unknown)?;
    let is_still = query.parse_flag("still")?;
    let nav = site.navigation(&query, "sources");
    let told = (site.board.shown(), nav);
    let waiting = site.pending.list_exports(&session.user.name, (site.clock)());
    let waiting = waiting.into_iter().map(|export| (export.id, export.file_name)).collect();
    let form_token = session.form_token.clone();
    let rejected = list_unused_rows(Arc::clone(&site), query, told.0.as_ref()).await;
    let page = WorkPage { is_still, rejected, waiting, ..job_view(&site, told, &form_token) };
    let headers =
        [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, OWN_POLICY)];
    let mut response = (headers, Html(page.render()?)).into_response();
    if page.is_going_on && !page.is_still {
        response.headers_mut().insert("refresh", header::HeaderValue::from_static(PAUSE));
    }
    Ok(response)
}

fn job_view(
    site: &ServedSite,
    (work, nav): (Option<UploadJob>, SiteNavigation),
    form_token: &str,
) -> WorkPage {
    let took =
        work.as_ref().map_or(0, |work| (site.clock)().duration_since(work.began_at).as_secs());
    let of = |told: fn(&UploadJob) -> String| work.as_ref().map_or_else(String::new, told);
    WorkPage {
        is_idle: work.is_none(),
        is_still: false,
        is_going_on: work.as_ref().is_some_and(|work| work.ended.is_none()),
        files: of(|work| work.files.join(", ")),
        by: of(|work| work.by.clone()),
        step: work
            .as_ref()
            .map_or_else(String::new, |work| describe_step(site, work.step.as_ref())),
        seconds: format_unsigned(u64::try_from(took).unwrap_or(0)),
        told: group_outcomes(
            &site.catalog.phrases,
            work.and_then(|work| work.ended).unwrap_or_default(),
        ),
        rejected: RejectedList::default(),
        nav,
        form_token: form_token.to_owned(),
        waiting: Vec::new(),
        readable: (site.catalog.connectors.iter())
            .map(|connector| (connector.id.clone(), connector.name.clone()))
            .collect(),
    }
}

/// Says what is being done as the office calls it.
fn describe_step(site: &ServedSite, step: Option<&BuildProgress>) -> String {
    let phrases = &site.catalog.phrases;
    let read = |what: &str| phrases.format_phrase("work.reading", &[("what", what)]);
    match step {
        None => phrases.format_phrase("work.begun", &[]),
        Some(BuildProgress::SumMetric { id }) => match site.catalog.find_metric(id) {
            Ok(metric) => phrases.format_phrase("work.metric", &[("metric", &metric.name)]),
            Err(_) => read(id),
        },
        Some(BuildProgress::ShareArchive) => phrases.format_phrase("work.share", &[]),
        Some(BuildProgress::Audit) => phrases.format_phrase("work.audit", &[]),
        Some(BuildProgress::Publish) => phrases.format_phrase("work.publish", &[]),
        Some(step) => read(&step.to_string()),
    }
}

/// Receives uploaded exports and begins to ingest them. Fails while a job runs, where no file was
/// sent, or where the form is of another session.
pub async fn upload_exports(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    query: RequestQuery,
    parts: Multipart,
) -> Result<Response, WebError> {
    ensure_idle(&site)?;
    // Originals hold personal data: they are kept only while they are read, and not in the data folder.
    let folder = upload_dir::folder(&site.data).map_err(|error| internal_error(&error))?;
    let order = receive_upload(&query.visitor, folder.path(), parts).await?;
    if order.files.is_empty() {
        let problem = site.catalog.phrases.format_phrase("work.no_file", &[]);
        return Err(WebError::BadForm { problem });
    }
    let names: Vec<String> = (order.files.iter())
        .filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()))
        .collect();
    note_action(&site, &query.visitor, &client, AuditAction::Upload, names.join(", ")).await?;
    let (aside, owner) = (Arc::clone(&site), query.visitor.name().unwrap_or_default().to_owned());
    begin_job(&site, &query.visitor, names, move |works, tell| {
        let told = works.take_in(&order, tell);
        keep_undescribed(&aside, &owner, (&order, &told), folder.path());
        drop(folder);
        told
    })
}

/// Keeps those of the files that no connector takes, for whoever sent them to describe.
fn keep_undescribed(
    site: &ServedSite,
    owner: &str,
    (order, told): (&UploadRequest, &[UploadOutcome]),
    scratch: &Path,
) {
    for file in told.iter().filter(|one| one.is_done).filter_map(|one| one.file.as_deref()) {
        site.pending.forget_named(owner, file);
    }
    let failed: Vec<&str> =
        told.iter().filter(|one| !one.is_done).filter_map(|one| one.file.as_deref()).collect();
    let is_failed = |path: &&PathBuf| {
        path.file_name().is_some_and(|name| failed.contains(&&*name.to_string_lossy()))
    };
    // What was sent as a kind that is known is not of an unknown one.
    let sent = order.files.iter().filter(|_| order.connector.is_none());
    for path in sent.filter(is_failed) {
        if is_undescribed(site.catalog.current(), path, scratch)
            && let Err(error) = site.pending.keep_file(&site.data, owner, path, (site.clock)())
        {
            tracing::error!(error = %error, "an export could not be kept to be described");
        }
    }
}

/// Begins a rebuild and notes it in the audit log. Fails while a job runs.
pub async fn rebuild_warehouse(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    note_action(&site, &form.visitor, &client, AuditAction::Rebuild, String::new()).await?;
    begin_build(&site, &form.visitor)
}

/// Begins to build anew what is not of the newest content and archive.
pub fn begin_build(
    site: &Arc<ServedSite>,
    visitor: &RequestPrincipal,
) -> Result<Response, WebError> {
    begin_job(site, visitor, Vec::new(), |works, tell| works.build(tell))
}

/// Refuses while a work goes on.
pub fn ensure_idle(site: &ServedSite) -> Result<(), WebError> {
    let goes_on = site.board.shown().is_some_and(|work| work.ended.is_none());
    if goes_on { Err(busy_error(site)) } else { Ok(()) }
}

/// Notes in the audit log what a visitor does.
pub(super) async fn note_action(
    site: &Arc<ServedSite>,
    visitor: &Arc<RequestPrincipal>,
    client: &ClientAddress,
    action: AuditAction,
    detail: String,
) -> Result<(), WebError> {
    let (visitor, address) = (Arc::clone(visitor), client.address.clone());
    let noted = Arc::clone(site).with_state(move |state, now| {
        Ok(state.append_audit(now, visitor.name(), &address, action, &detail)?)
    });
    noted.await
}

/// Begins the work off the async threads and leads to where it is seen.
pub(super) fn begin_job(
    site: &Arc<ServedSite>,
    visitor: &RequestPrincipal,
    files: Vec<String>,
    work: impl FnOnce(
        &dyn super::super::JobRunner,
        &mut dyn FnMut(&BuildProgress),
    ) -> Vec<UploadOutcome>
    + Send
    + 'static,
) -> Result<Response, WebError> {
    let Some(works) = site.works.clone() else {
        return Err(WebError::Forbidden);
    };
    let begun = UploadJob {
        by: visitor.name().unwrap_or_default().to_owned(),
        files,
        began_at: (site.clock)(),
        step: None,
        steps: 0,
        ended: None,
    };
    if !site.board.begin(begun) {
        return Err(busy_error(site));
    }
    let (board, site) = (site.board.clone(), Arc::clone(site));
    tokio::spawn(async move {
        let told = board.clone();
        let done = tokio::task::spawn_blocking(move || work(&*works, &mut |step| told.tell(step)));
        // Whatever happens to the worker, the next one may begin.
        board.end(done.await.unwrap_or_else(|error| {
            tracing::error!(error = %error, "work begun from a page broke off");
            let text = site.catalog.phrases.format_phrase("work.broke_off", &[]);
            vec![UploadOutcome { file: None, source_id: None, text, is_done: false }]
        }));
    });
    Ok(Redirect::to("/work").into_response())
}

fn busy_error(site: &ServedSite) -> WebError {
    WebError::Conflict { problem: site.catalog.phrases.format_phrase("work.busy", &[]) }
}
