//! A connector that was chosen on a page: saved for everybody, and taken back where nothing came in by it.

use std::sync::Arc;

use axum::response::Response;

use super::{
    super::work::{begin_job, internal_error, note_action},
    recognised::{refuse_recognised, run_aside},
};
use crate::{
    catalog::{Catalog, CatalogError, OWN_CONTENT, connector::draft::ConnectorDraft},
    ingest::archive::Archive,
    state::audit::AuditAction,
    warehouse::BuildLock,
    web::{
        ServedSite, UploadOutcome, UploadRequest,
        auth::visitor::RequestPrincipal,
        http::{client::ClientAddress, error::WebError},
        jobs::{pending_exports::PendingExport, upload_dir},
    },
};

/// Writes the connector into the content of the data folder; from then on the server knows it. Fails where some connector takes the export
/// by now: whoever saves looks and writes while nobody else does, so that of two who describe one kind at the same moment one is refused.
pub fn save_draft(
    site: &ServedSite,
    pending: &PendingExport,
    draft: &ConnectorDraft,
) -> Result<(), WebError> {
    let scratch = upload_dir::folder(&site.data).map_err(|error| internal_error(&error))?;
    let saved = site.catalog.advance(|catalog| {
        refuse_recognised((site, catalog), &pending.path, scratch.path())?;
        let folder = site.data.join(OWN_CONTENT);
        let mut made = catalog.with_connector(draft)?;
        made.save_connector(&draft.id, &folder).map_err(|error| unsaved(site, draft, error))?;
        made.content = made.content.with_data_folder(&folder);
        Ok::<Catalog, WebError>(made)
    });
    saved.map(drop)
}

fn unsaved(site: &ServedSite, draft: &ConnectorDraft, error: CatalogError) -> WebError {
    match error {
        // Somebody put one of that name there meanwhile.
        CatalogError::Unwritable { source, .. }
            if source.kind() == std::io::ErrorKind::AlreadyExists =>
        {
            WebError::Conflict { problem: site.say("describe.taken", &[("name", &draft.name)]) }
        }
        CatalogError::Unwritable { source, .. } => internal_error(&source),
        other => other.into(),
    }
}

/// Takes in the export that a connector was saved for. Where it does not come in, the connector goes again.
pub async fn take_in_described(
    site: &Arc<ServedSite>,
    (visitor, client): (Arc<RequestPrincipal>, ClientAddress),
    (draft, order): (ConnectorDraft, UploadRequest),
    pending: PendingExport,
) -> Result<Response, WebError> {
    let begun = async {
        let detail = site.say("audit.connector_added", &[("name", &draft.name)]);
        note_action(site, &visitor, &client, AuditAction::Change, detail).await?;
        let (aside, by) = (Arc::clone(site), (Arc::clone(&visitor), client.clone()));
        let described = draft.clone();
        begin_job(site, &visitor, vec![pending.file_name.clone()], move |works, tell| {
            let mut told = works.take_in(&order, tell);
            if told.iter().any(|one| one.is_done) {
                aside.pending.forget_export(pending.id);
            } else {
                let (visitor, client) = (&*by.0, &by.1);
                told.push(take_back(&aside, &DescribedBy { visitor, client, draft: &described }));
            }
            // Until here the file is held, however long the work waited for its turn.
            drop(pending);
            told
        })
    };
    let begun = begun.await;
    if begun.is_err() {
        let site = Arc::clone(site);
        let undone = run_aside(site, move |site| {
            take_back(&site, &DescribedBy { visitor: &visitor, client: &client, draft: &draft });
            Ok(())
        });
        undone.await?;
    }
    begun
}

/// Who described a kind of export, from where, and what it is called.
struct DescribedBy<'v> {
    visitor: &'v RequestPrincipal,
    client: &'v ClientAddress,
    draft: &'v ConnectorDraft,
}

/// Takes a connector back whose first export was not taken in: it would stand in the way of describing the kind anew. It stays where an
/// export lies in the archive by it, or where that cannot be told. Says which.
fn take_back(site: &ServedSite, of: &DescribedBy) -> UploadOutcome {
    let name = [("name", &*of.draft.name)];
    let is_gone = remove_unused(site, &of.draft.id).unwrap_or_else(|problem| {
        tracing::error!(problem, "a connector that took nothing in could not be taken back");
        false
    });
    let id = if is_gone { "describe.taken_back" } else { "describe.stays" };
    if is_gone {
        let detail = site.say("audit.connector_taken_back", &name);
        site.note_aside(of.visitor.name(), &of.client.address, AuditAction::Change, &detail);
    }
    UploadOutcome { file: None, source_id: None, text: site.say(id, &name), is_done: false }
}

/// Removes a connector that nothing came in by; says whether it did. The problem is for the log.
fn remove_unused(site: &ServedSite, id: &str) -> Result<bool, String> {
    // Who takes something in meanwhile could do so by it.
    let lock = BuildLock::acquire_lock(&site.data, (site.clock)());
    let _lock = lock.map_err(|error| error.to_string())?;
    let archive = Archive::open_in(&site.data).and_then(|archive| archive.list_contents());
    let archive = archive.map_err(|error| error.to_string())?;
    if !archive.damaged.is_empty() || archive.sources.iter().any(|it| it.connector == id) {
        return Ok(false);
    }
    let folder = site.data.join(OWN_CONTENT);
    let removed = site.catalog.advance(|catalog| catalog.remove_connector(id, &folder));
    removed.map(|_| true).map_err(|error| error.to_string())
}
