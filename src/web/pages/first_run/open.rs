//! Whether the page is there, and for whom.

use std::{fs, io, path::Path, sync::Arc};

use axum::http::HeaderMap;

use crate::web::{
    ServedSite,
    auth::first_run_key::FIRST_RUN,
    http::{client::ClientAddress, error::WebError},
};

/// The file beside the data that holds the link to the page, where it is shown to nobody without its key.
pub const LINK_FILE: &str = "first-run.txt";

/// Lets nobody in but whoever sits at the machine, for as long as there is nobody to log in as. To all others the page is not there.
pub async fn ensure_open(site: &Arc<ServedSite>, client: &ClientAddress) -> Result<(), WebError> {
    let has_users = Arc::clone(site).with_state(|state, _| Ok(state.has_users()?)).await?;
    if client.is_at_home() && site.awaits_first_run(has_users) { Ok(()) } else { Err(no_page()) }
}

/// Says that the page is not there.
pub fn no_page() -> WebError {
    WebError::NotFound { what: FIRST_RUN.to_owned() }
}

/// Lets a form in that a page of this server sent, with the server's key.
pub async fn ensure_own_form(
    site: &Arc<ServedSite>,
    (client, headers): (&ClientAddress, &HeaderMap),
    key: &str,
) -> Result<(), WebError> {
    ensure_open(site, client).await?;
    if !client.is_own_origin(headers) {
        return Err(WebError::Forbidden);
    }
    if site.first_run.is_it(key) { Ok(()) } else { Err(WebError::OutdatedForm) }
}

/// The folder exports are dropped into where nobody says another: beside the data, as originals hold personal data.
pub fn usual_inbox(data: &Path) -> String {
    const NAME: &str = "hop-thu";
    let whole = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    whole.with_file_name(NAME).display().to_string()
}

/// A path as somebody finds it who stands elsewhere than the server.
pub fn whole_path(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// Writes the link to the page, with its key, where only those read it who may read the data; `address` ends with a slash. What was written
/// for an earlier run opens nothing any more.
pub fn write_link(data: &Path, address: &str, key: &str) -> io::Result<()> {
    let page = FIRST_RUN.trim_start_matches('/');
    fs::write(data.join(LINK_FILE), format!("{address}{page}?key={key}\r\n"))
}

/// Removes the link once it opens nothing.
pub fn forget_link(data: &Path) {
    let _ = fs::remove_file(data.join(LINK_FILE));
}
