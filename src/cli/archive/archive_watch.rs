//! What a running server does with the store its archive lies in too: what other machines took in is built.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::super::{
    help::spoken::say,
    options::local_now,
    output::say::{print_error, print_message},
};
use crate::{
    catalog::CatalogVersions,
    pipeline::{PipelineError, PipelineRun},
    warehouse::WarehouseError,
};

/// Between two looks at the store.
const PAUSE: Duration = Duration::from_mins(1);

/// Asks the store for as long as the server runs, from the minute on in which its folder joins one.
pub fn watch_archive(catalog: CatalogVersions, data: PathBuf) {
    thread::spawn(move || {
        loop {
            // What broke off once must not end all.
            if catch_unwind(AssertUnwindSafe(|| look(&catalog, &data))).is_err() {
                tracing::error!("a look at the archive's store broke off");
            }
            thread::sleep(PAUSE);
        }
    });
}

fn look(catalog: &CatalogVersions, data: &Path) {
    let catalog = catalog.current();
    let mut run = PipelineRun { catalog, data, now: local_now(), progress: &mut |_| {} };
    match run.refresh_archive() {
        // Whoever builds asks the store too.
        Ok(None) | Err(PipelineError::Warehouse(WarehouseError::Locked { .. })) => {}
        Ok(Some(_)) => print_message(say("archive.built", &[])),
        Err(error) => print_error(&error.into()),
    }
}
