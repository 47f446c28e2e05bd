//! Nạp tệp và dựng lại: begun from Dữ liệu, seen while it goes on.

use std::{path::Path, sync::Arc};

use askama::Template;
use axum::{
    extract::{
        Multipart, State,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use tokio::io::AsyncWriteExt;

use super::super::{
    ServedSite,
    auth::{
        form::{CheckedForm, TOKEN, is_of},
        visitor::RequestPrincipal,
    },
    http::{client::ClientAddress, error::WebError, query::RequestQuery},
    jobs::{
        job_runner::{UploadJob, UploadOutcome, UploadRequest},
        upload_dir,
    },
};
use crate::{
    domain::{decimal::format_unsigned, progress::BuildProgress},
    state::audit::AuditAction,
};

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
    form_token: String,
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
    let page = WorkPage { is_still, ..job_view(&site, site.board.shown(), &session.form_token) };
    let mut response =
        ([(header::CACHE_CONTROL, "no-store")], Html(page.render()?)).into_response();
    if page.is_going_on && !page.is_still {
        response.headers_mut().insert("refresh", header::HeaderValue::from_static(PAUSE));
    }
    Ok(response)
}

fn job_view(site: &ServedSite, work: Option<UploadJob>, form_token: &str) -> WorkPage {
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
        told: work.and_then(|work| work.ended).unwrap_or_default(),
        form_token: form_token.to_owned(),
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
    begin_job(&site, &query.visitor, names, move |works, tell| {
        let told = works.take_in(&order, tell);
        drop(folder);
        told
    })
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

/// Writes what is sent into the folder, as it comes. The form's token comes first: without it nothing is read.
async fn receive_upload(
    visitor: &RequestPrincipal,
    folder: &Path,
    mut parts: Multipart,
) -> Result<UploadRequest, WebError> {
    let mut order = UploadRequest::default();
    let mut is_own = false;
    while let Some(mut part) = parts.next_field().await.map_err(upload_error)? {
        match part.name().unwrap_or_default() {
            TOKEN => is_own = is_of(visitor, &read_field(&mut part).await?),
            _ if !is_own => return Err(WebError::OutdatedForm),
            "connector" => {
                order.connector =
                    Some(read_field(&mut part).await?).filter(|text| !text.is_empty());
            }
            "snapshot_on" => {
                let text = read_field(&mut part).await?;
                let read = || text.parse().map_err(|_| WebError::BadForm { problem: text.clone() });
                order.snapshot_on = if text.is_empty() { None } else { Some(read()?) };
            }
            "files" => {
                let named = part.file_name().unwrap_or_default().to_owned();
                let Some(name) = own_name(&named) else {
                    continue;
                };
                // One folder each: two exports of one name are two exports.
                let place = folder.join(order.files.len().to_string());
                let path = place.join(name);
                let io = |error: std::io::Error| internal_error(&error);
                tokio::fs::create_dir(&place).await.map_err(io)?;
                let mut file = tokio::fs::File::create(&path).await.map_err(io)?;
                while let Some(bytes) = part.chunk().await.map_err(upload_error)? {
                    file.write_all(&bytes).await.map_err(io)?;
                }
                file.flush().await.map_err(io)?;
                order.files.push(path);
            }
            _ => {}
        }
    }
    Ok(order)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn upload_error(error: MultipartError) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadForm { problem: error.body_text() },
    }
}

/// The text of a field that is no file.
async fn read_field(part: &mut Field<'_>) -> Result<String, WebError> {
    const LONGEST: usize = 4096;
    let mut text = Vec::new();
    while let Some(bytes) = part.chunk().await.map_err(upload_error)? {
        text.extend_from_slice(&bytes);
        if text.len() > LONGEST {
            return Err(WebError::BadForm { problem: part.name().unwrap_or_default().to_owned() });
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The last part of what a browser calls a file; none of what has none.
fn own_name(named: &str) -> Option<&str> {
    let name = named.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_name = !name.trim_matches('.').is_empty() && !name.contains('\0');
    is_name.then_some(name)
}

async fn note_action(
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
fn begin_job(
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
            vec![UploadOutcome { file: None, text, is_done: false }]
        }));
    });
    Ok(Redirect::to("/work").into_response())
}

fn busy_error(site: &ServedSite) -> WebError {
    WebError::Conflict { problem: site.catalog.phrases.format_phrase("work.busy", &[]) }
}

fn internal_error(error: &std::io::Error) -> WebError {
    WebError::Internal { cause: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_name("so-2023-12-31.xlsx", Some("so-2023-12-31.xlsx"))]
    #[case::with_a_folder("C:\\Users\\lan\\so.xlsx", Some("so.xlsx"))]
    #[case::out_of_the_folder("../../etc/passwd", Some("passwd"))]
    #[case::the_folder_above("..", None)]
    #[case::nothing_chosen("", None)]
    fn a_file_is_called_by_its_last_name(#[case] named: &str, #[case] name: Option<&str>) {
        assert_eq!(own_name(named), name);
    }
}
