//! Whether some connector takes an export already; what is wrong with one that cannot be read.

use std::{
    path::{MAIN_SEPARATOR, Path},
    sync::Arc,
};

use crate::{
    catalog::Catalog,
    ingest::{Export, IngestError, export::FileKind, read_single_export, recognise_export},
    web::{ServedSite, http::error::WebError},
};

/// What some connector takes needs no other.
pub fn refuse_recognised(
    (site, catalog): (&ServedSite, &Catalog),
    path: &Path,
    scratch: &Path,
) -> Result<(), WebError> {
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

/// Reads the one export that a file is. Fails where it is several, or none.
pub fn read_single(site: &ServedSite, path: &Path) -> Result<(Export, FileKind), WebError> {
    let read = read_single_export(path).map_err(|error| bad_export(site, &error))?;
    read.ok_or_else(|| WebError::BadForm { problem: site.say("describe.several", &[]) })
}

/// Says what is wrong with an export, without the folder it lies in meanwhile.
pub fn bad_export(site: &ServedSite, error: &IngestError) -> WebError {
    let told = site.catalog.phrases.tell_error(error);
    let folder = std::env::temp_dir().display().to_string();
    let problem = told
        .split('`')
        .map(|part| match part.rsplit_once(['/', MAIN_SEPARATOR]) {
            Some((place, name)) if place.starts_with(&folder) => name,
            _ => part,
        })
        .collect::<Vec<_>>();
    WebError::BadForm { problem: problem.join("`") }
}

/// Does work off the async threads: a file is read, an export is tried.
pub async fn run_aside<T: Send + 'static>(
    site: Arc<ServedSite>,
    work: impl FnOnce(Arc<ServedSite>) -> Result<T, WebError> + Send + 'static,
) -> Result<T, WebError> {
    let waiting = Arc::clone(&site);
    let _turn = waiting.describing.acquire().await;
    let done = tokio::task::spawn_blocking(move || work(site)).await;
    done.unwrap_or_else(|error| Err(WebError::Internal { cause: error.to_string() }))
}
