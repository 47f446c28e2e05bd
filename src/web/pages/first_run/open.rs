//! Whether the page is there, and for whom.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
    sync::Arc,
};

use axum::http::HeaderMap;

use crate::{
    state::StateDatabase,
    warehouse::find_published,
    web::{
        ServedSite,
        auth::first_run_key::FIRST_RUN,
        http::{client::ClientAddress, error::WebError},
    },
};

/// The file beside the data that holds the link to the page, which is shown to nobody without its key.
pub const LINK_FILE: &str = "first-run.txt";

/// Lets nobody in but whoever sits at the machine, for as long as there is nobody to log in as. To all others the page is not there.
pub async fn ensure_open(site: &Arc<ServedSite>, client: &ClientAddress) -> Result<(), WebError> {
    let has_users = Arc::clone(site).with_state(|state, _| Ok(state.has_users()?)).await?;
    let is_open = client.is_of_this_machine() && site.awaits_first_run(has_users);
    if is_open { Ok(()) } else { Err(no_page()) }
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

/// Makes the link that opens the page; `address` ends with a slash.
pub fn make_link(address: &str, key: &str) -> String {
    format!("{address}{}?key={key}", FIRST_RUN.trim_start_matches('/'))
}

/// Writes the link where only those read it who may read the data. What was written for an earlier run opens nothing any more.
pub fn write_link(data: &Path, link: &str) -> io::Result<()> {
    forget_link(data);
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(data.join(LINK_FILE))?.write_all(format!("{link}\r\n").as_bytes())
}

/// Finds the link that the server of an address wrote, while the page may still be there; `None` where somebody has set it up.
pub fn find_link(data: &Path, address: &str) -> Option<String> {
    if data.join(StateDatabase::USERS_MARK).exists() || find_published(data).is_some() {
        return None;
    }
    let text = fs::read_to_string(data.join(LINK_FILE)).ok()?;
    Some(text.trim().to_owned()).filter(|link| link.starts_with(address))
}

/// Removes the link once it opens nothing.
pub fn forget_link(data: &Path) {
    let _ = fs::remove_file(data.join(LINK_FILE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_found_while_there_is_nobody_and_of_its_own_server_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, address) = (folder.path(), "http://127.0.0.1:8686/");
        assert_eq!(find_link(data, address), None);
        let link = make_link(address, "0123");
        assert_eq!(link, "http://127.0.0.1:8686/start?key=0123");
        fs::write(data.join(LINK_FILE), "of an earlier run").expect("written");
        write_link(data, &link).expect("written");
        assert_eq!(find_link(data, address), Some(link));
        assert_eq!(find_link(data, "http://127.0.0.1:8687/"), None);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(data.join(LINK_FILE)).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "nobody else of the machine reads it");
        }
        fs::write(data.join(StateDatabase::USERS_MARK), "").expect("written");
        assert_eq!(find_link(data, address), None);
    }
}
