//! Mô tả loại tệp: an export that no connector takes is described by whoever sent it, tried, and taken in by the connector it becomes.

mod choices;
mod masking;
mod page;
mod recognised;
mod saving;
mod trial;
mod tried_choices;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::header,
    response::{Html, IntoResponse, Redirect, Response},
};

use self::{
    choices::DescribedChoices,
    page::{DescribePage, DescribedExport, DescribedView},
    recognised::{bad_export, read_single, refuse_recognised, run_aside},
    saving::{save_draft, take_in_described},
    tried_choices::{TriedChoices, try_choices},
};
use super::work::{ensure_idle, internal_error, note_action, receive_upload};
use crate::{
    catalog::{ConnectorProposal, connector::draft::ConnectorDraft},
    ingest::UndescribedExport,
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
        refuse_recognised((&site, catalog), &pending.path, scratch.path())?;
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
        // Whoever need choose nothing sees at once what would come of it; of a large export when they ask.
        if !is_small(&pending) {
            return DescribedView::new(described, None);
        }
        match try_choices(&site, described) {
            Ok(tried) => DescribedView::new(described, tried.ok().map(|tried| Ok(tried.trial))),
            Err(error) => {
                error.log_cause();
                DescribedView::new(described, None)
            }
        }
    });
    answer_page(&site, &query.visitor, token, Some(view.await?))
}

/// So many bytes are tried in a moment.
const SMALL: u64 = 2 << 20;

/// Whether an export is taken in in a moment.
fn is_small(pending: &PendingExport) -> bool {
    std::fs::metadata(&pending.path).is_ok_and(|file| file.len() <= SMALL)
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
        refuse_recognised((&site, site.catalog.current()), &path, folder.path())?;
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
    // Whoever goes away meanwhile leaves nothing half done: a connector without its export.
    let chosen = tokio::spawn(choose_and_answer(site, client, form)).await;
    chosen.unwrap_or_else(|error| Err(WebError::Internal { cause: error.to_string() }))
}

async fn choose_and_answer(
    site: Arc<ServedSite>,
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
    let looked_at = pending.clone();
    let chosen =
        run_aside(Arc::clone(&site), move |site| choose_aside(&site, &looked_at, &form, is_saved));
    match chosen.await? {
        ChosenOutcome::Shown(view) => answer_page(&site, &visitor, token, Some(*view)),
        ChosenOutcome::Saved { draft, order } => {
            take_in_described(&site, (visitor, client), (*draft, order), pending).await
        }
    }
}

/// What came of a form.
enum ChosenOutcome {
    Shown(Box<DescribedView>),
    Saved { draft: Box<ConnectorDraft>, order: UploadRequest },
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
    let tried = match try_choices(site, described)? {
        Ok(tried) if tried.trial.has_rows && is_saved => tried,
        tried => {
            let trial = tried.map(|tried| tried.trial);
            let view = DescribedView::new(described, Some(trial))?;
            return Ok(ChosenOutcome::Shown(Box::new(view)));
        }
    };
    let TriedChoices { draft, snapshot_on, .. } = tried;
    save_draft(site, pending, &draft)?;
    let order = UploadRequest {
        files: vec![pending.path.clone()],
        connector: Some(draft.id.clone()),
        snapshot_on,
    };
    Ok(ChosenOutcome::Saved { draft: Box::new(draft), order })
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
    let nav = site.mark_invented(nav);
    let page = DescribePage { nav, form_token, described, waiting };
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page.render()?)).into_response())
}
