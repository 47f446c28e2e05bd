//! The inbox of a running server, wherever the settings of now say it is.

use std::{path::Path, sync::Arc, thread, time::Duration};

use super::super::{
    command_error::CommandError, help::spoken::say, options::local_now, output::say::print_message,
};
use crate::{
    catalog::{
        CatalogVersions,
        settings::{InboxSettings, edit::LiveSettings},
    },
    pipeline::Inbox,
};

/// Between two looks at the inbox; a file is taken in when it is the same in both.
const PAUSE: Duration = Duration::from_secs(5);

/// Takes in what is dropped into the inbox, for as long as the server runs; an inbox that is set meanwhile is watched from then on.
pub fn watch_inbox(catalog: &CatalogVersions, data: &Path, settings: &LiveSettings) {
    let mut told = settings.current().inbox.clone();
    loop {
        let now = settings.current();
        let is_unchanged = || Arc::ptr_eq(&now, &settings.current());
        match &now.inbox {
            None => thread::sleep(PAUSE),
            Some(folder) => {
                if told.as_ref().is_none_or(|told| told.folder != folder.folder) {
                    say_watched(folder);
                    told = Some(folder.clone());
                }
                let mut inbox = Inbox::new(catalog.current(), data, folder, now.scope.clone());
                while is_unchanged() {
                    inbox.catalog = catalog.current();
                    if let Err(error) = inbox.ingest_settled(local_now()) {
                        tracing::error!(error = %error, "the inbox could not be emptied");
                    }
                    thread::sleep(PAUSE);
                }
            }
        }
    }
}

/// Says where exports are taken from.
pub fn say_watched(inbox: &InboxSettings) {
    let folder = inbox.folder.display().to_string();
    print_message(say("serve.inbox", &[("folder", &folder)]));
}

/// Fails where the inbox is inside of the data folder: originals hold personal data, and the data folder holds none.
pub fn ensure_outside(inbox: &Path, data: &Path) -> miette::Result<()> {
    // Both are made first, so that links and `..` can be followed.
    let whole = |path: &Path| {
        let made = std::fs::create_dir_all(path).and_then(|()| path.canonicalize());
        made.map_err(|error| CommandError::of_file(path, &error))
    };
    if whole(inbox)?.starts_with(whole(data)?) {
        return Err(CommandError::InboxInside { path: inbox.display().to_string() }.into());
    }
    Ok(())
}
