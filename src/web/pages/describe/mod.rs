//! Mô tả loại tệp: an export that no connector takes is described by whoever sent it, tried, and taken in by the connector it becomes.

mod choices;
mod masking;
mod page;
mod trial;

use std::{path::Path, sync::Arc};

use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::header,
    response::{Html, IntoResponse, Redirect, Response},
};

use self::{
    choices::DescribedChoices,
    page::{DescribePage, DescribedExport, DescribedView, describe_problem},
    trial::try_connector,
};
use super::work::{begin_job, ensure_idle, internal_error, note_action, receive_upload};
use crate::{
    catalog::{
        Catalog, CatalogError, ConnectorProposal, OWN_CONTENT, connector::draft::ConnectorDraft,
    },
    ingest::{IngestError, UndescribedExport, read_single_export, recognise_export},
    state::audit::AuditAction,
    web::{
        ServedSite, UploadRequest,
        auth::{form::CheckedForm, visitor::RequestPrincipal},
        http::{client::ClientAddress, error::WebError, query::RequestQuery},
        jobs::{pending_exports::PendingExport, upload_dir},
        navigation::SiteNavigation,
    },
};

/// Shows the export that the address names, as it is proposed; without one asks for it.
pub async fn describe_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let token = form_token(&query.visitor)?;
    let Some(id) = query.parse_option::<u64>("file")? else {
        return answer_page(&site, &query.visitor, token, None);
    };
    let pending = find_pending(&site, &query.visitor, id)?;
    let view = run_aside(Arc::clone(&site), move |site| {
        let catalog = site.catalog.current();
        let scratch = upload_dir::folder(&site.data).map_err(|error| internal_error(&error))?;
        refuse_recognised(&site, &pending.path, scratch.path())?;
        let (export, proposal) = read_pending(&site, &pending)?;
        let choices =
            DescribedChoices::from_proposal(catalog, &export, &proposal, &pending.file_name);
        let described = DescribedExport {
            catalog,
            pending: &pending,
            export: &export,
            proposal: &proposal,
            choices: &choices,
        };
        DescribedView::new(described, None)
    });
    answer_page(&site, &query.visitor, token, Some(view.await?))
}

/// Receives an export to be described. Fails where it is no export, or some connector takes it.
pub async fn receive_export(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    query: RequestQuery,
    parts: Multipart,
) -> Result<Redirect, WebError> {
    let folder = upload_dir::folder(&site.data).map_err(|error| internal_error(&error))?;
    let order = receive_upload(&query.visitor, folder.path(), parts).await?;
    let Some(path) = order.files.into_iter().next() else {
        return Err(WebError::BadForm { problem: site.say("work.no_file", &[]) });
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    note_action(&site, &query.visitor, &client, AuditAction::Upload, name).await?;
    let owner = query.visitor.name().unwrap_or_default().to_owned();
    let id = run_aside(Arc::clone(&site), move |site| {
        refuse_recognised(&site, &path, folder.path())?;
        let now = (site.clock)();
        site.pending
            .keep_file(&site.data, &owner, &path, now)
            .map_err(|error| internal_error(&error))
    });
    Ok(Redirect::to(&format!("/sources/describe?file={}", id.await?)))
}

/// Tries what was chosen and shows what would come of it; saves it and takes the export in where the form says so.
pub async fn choose_meanings(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let token = form_token(&form.visitor)?;
    let id = form.field_value("file").parse().unwrap_or_default();
    let pending = find_pending(&site, &form.visitor, id)?;
    let visitor = Arc::clone(&form.visitor);
    let is_saved = form.field_value("act") == "save";
    if is_saved {
        ensure_idle(&site)?;
    }
    let chosen =
        run_aside(Arc::clone(&site), move |site| choose_aside(&site, &pending, &form, is_saved));
    match chosen.await? {
        ChosenOutcome::Shown(view) => answer_page(&site, &visitor, token, Some(*view)),
        ChosenOutcome::Saved { draft, order, file_name } => {
            let detail = site.say("audit.connector_added", &[("name", &draft.name)]);
            note_action(&site, &visitor, &client, AuditAction::Change, detail).await?;
            let pending = Arc::clone(&site);
            begin_job(&site, &visitor, vec![file_name], move |works, tell| {
                let told = works.take_in(&order, tell);
                pending.pending.forget_export(id);
                told
            })
        }
    }
}

/// What came of a form.
enum ChosenOutcome {
    Shown(Box<DescribedView>),
    Saved { draft: Box<ConnectorDraft>, order: UploadRequest, file_name: String },
}

fn choose_aside(
    site: &Arc<ServedSite>,
    pending: &PendingExport,
    form: &CheckedForm,
    is_saved: bool,
) -> Result<ChosenOutcome, WebError> {
    let catalog = site.catalog.current();
    let (export, proposal) = read_pending(site, pending)?;
    let choices = DescribedChoices::from_form(form, export.headings.names.len());
    let described = DescribedExport {
        catalog,
        pending,
        export: &export,
        proposal: &proposal,
        choices: &choices,
    };
    let shown = |trial| {
        let view = DescribedView::new(described, Some(trial))?;
        Ok(ChosenOutcome::Shown(Box::new(view)))
    };
    let made = choices
        .parse_day()
        .and_then(|day| choices.to_draft(catalog, &export, &proposal).map(|draft| (draft, day)));
    let (draft, snapshot_on) = match made {
        Ok(made) => made,
        Err(problem) => return shown(Err(describe_problem(catalog, &problem))),
    };
    let tried = match catalog.with_connector(&draft) {
        Ok(tried) => tried,
        Err(error) => return shown(Err(error.to_string())),
    };
    let works = site.works.as_deref().ok_or(WebError::Forbidden)?;
    let trial = match try_connector(site, works, (&tried, &draft.id), (pending, snapshot_on))? {
        Ok(trial) if trial.has_rows && is_saved => trial,
        trial => return shown(trial),
    };
    drop(trial);
    // Somebody else may have described the same kind meanwhile: two that are alike could not be told apart.
    let scratch = upload_dir::folder(&site.data).map_err(|error| internal_error(&error))?;
    refuse_recognised(site, &pending.path, scratch.path())?;
    save_draft(site, &draft)?;
    let order = UploadRequest {
        files: vec![pending.path.clone()],
        connector: Some(draft.id.clone()),
        snapshot_on,
    };
    let file_name = pending.file_name.clone();
    Ok(ChosenOutcome::Saved { draft: Box::new(draft), order, file_name })
}

/// Writes the connector into the office's own folder; from then on the server knows it.
fn save_draft(site: &ServedSite, draft: &ConnectorDraft) -> Result<(), WebError> {
    let saved = site.catalog.advance(|catalog| {
        let own = catalog.content.own_folder();
        let folder = own.map_or_else(|| site.data.join(OWN_CONTENT), Path::to_path_buf);
        let mut made = catalog.with_connector(draft)?;
        made.save_connector(&draft.id, &folder)?;
        made.content = made.content.with_own_folder(&folder);
        Ok::<Catalog, CatalogError>(made)
    });
    match saved {
        Ok(_) => Ok(()),
        // Somebody put one of that name there meanwhile.
        Err(CatalogError::Unwritable { source, .. })
            if source.kind() == std::io::ErrorKind::AlreadyExists =>
        {
            let problem = site.say("describe.taken", &[("name", &draft.name)]);
            Err(WebError::Conflict { problem })
        }
        Err(CatalogError::Unwritable { source, .. }) => Err(internal_error(&source)),
        Err(other) => Err(other.into()),
    }
}

/// Reads an export that waits, and proposes what its headings mean. Fails where its kind is described otherwise.
fn read_pending(
    site: &ServedSite,
    pending: &PendingExport,
) -> Result<(UndescribedExport, ConnectorProposal), WebError> {
    let catalog = site.catalog.current();
    let scratch = upload_dir::folder(&site.data).map_err(|error| internal_error(&error))?;
    let (export, kind) = read_single(site, &pending.path)?;
    let export = UndescribedExport::read_export(catalog, (&export, kind), scratch.path())
        .map_err(|error| bad_export(site, &error))?;
    let proposal = catalog.propose_connector("", &export.as_sample())?;
    if !catalog.phrases.has_phrase(&format!("describe.kind.{}", proposal.yields)) {
        return Err(WebError::BadForm { problem: site.say("describe.other_kind", &[]) });
    }
    Ok((export, proposal))
}

/// What some connector takes needs no other.
fn refuse_recognised(site: &ServedSite, path: &Path, scratch: &Path) -> Result<(), WebError> {
    let catalog = site.catalog.current();
    let (export, kind) = read_single(site, path)?;
    match recognise_export(catalog, (&export, kind), scratch) {
        Err(IngestError::Unrecognised { .. }) => Ok(()),
        Err(error) => Err(bad_export(site, &error)),
        Ok(id) => {
            let name = &catalog.find_connector(&id)?.name;
            Err(WebError::BadForm { problem: site.say("describe.known", &[("name", name)]) })
        }
    }
}

fn read_single(
    site: &ServedSite,
    path: &Path,
) -> Result<(crate::ingest::Export, crate::ingest::export::FileKind), WebError> {
    let read = read_single_export(path).map_err(|error| bad_export(site, &error))?;
    read.ok_or_else(|| WebError::BadForm { problem: site.say("describe.several", &[]) })
}

/// Says what is wrong with an export, without the folder it lies in meanwhile.
fn bad_export(site: &ServedSite, error: &IngestError) -> WebError {
    let told = site.catalog.phrases.tell_error(error);
    let folder = std::env::temp_dir().display().to_string();
    let problem = told
        .split('`')
        .map(|part| match part.rsplit_once('/') {
            Some((place, name)) if place.starts_with(&folder) => name,
            _ => part,
        })
        .collect::<Vec<_>>();
    WebError::BadForm { problem: problem.join("`") }
}

fn find_pending(
    site: &ServedSite,
    visitor: &RequestPrincipal,
    id: u64,
) -> Result<PendingExport, WebError> {
    let owner = visitor.name().unwrap_or_default();
    let found = site.pending.find_export(owner, id, (site.clock)());
    found.ok_or_else(|| WebError::Nothing { said: site.say("describe.gone", &[]) })
}

fn form_token(visitor: &RequestPrincipal) -> Result<String, WebError> {
    Ok(visitor.session().ok_or(WebError::Unknown)?.form_token.clone())
}

fn answer_page(
    site: &ServedSite,
    visitor: &RequestPrincipal,
    form_token: String,
    described: Option<DescribedView>,
) -> Result<Response, WebError> {
    let waiting = site.pending.list_exports(visitor.name().unwrap_or_default(), (site.clock)());
    let waiting = waiting.into_iter().map(|export| (export.id, export.file_name)).collect();
    let nav = SiteNavigation::new(&site.catalog.phrases, visitor, ("", false), "sources");
    let page = DescribePage { nav, form_token, described, waiting };
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page.render()?)).into_response())
}

/// Does work off the async threads: a file is read, an export is tried.
async fn run_aside<T: Send + 'static>(
    site: Arc<ServedSite>,
    work: impl FnOnce(Arc<ServedSite>) -> Result<T, WebError> + Send + 'static,
) -> Result<T, WebError> {
    let waiting = Arc::clone(&site);
    let _turn = waiting.describing.acquire().await;
    let done = tokio::task::spawn_blocking(move || work(site)).await;
    done.unwrap_or_else(|error| Err(WebError::Internal { cause: error.to_string() }))
}
