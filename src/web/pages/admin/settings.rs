//! Thiết đặt: how the server is set.

use super::super::super::ServedSite;
use crate::{
    backup::describe_backups,
    state::{StateDatabase, StateError},
    view::AnswerWording,
};

/// What `motcua.toml` says of the server, without what is secret; and when it was last backed up, where it ever was or should be.
pub fn list_settings(
    site: &ServedSite,
    state: &StateDatabase,
) -> Result<Vec<(String, String)>, StateError> {
    let words = AnswerWording::new(&site.catalog);
    let yes_or_no = |is: bool| words.fill_phrase(if is { "value.yes" } else { "value.no" }, &[]);
    let now = site.sending.current();
    let inbox = now.inbox.as_ref().map(|inbox| inbox.folder.display().to_string());
    let told = [
        ("scope", now.scope.clone()),
        ("inbox", inbox),
        ("tls", Some(yes_or_no(site.settings.serve.has_tls()))),
        ("behind_proxy", Some(yes_or_no(site.settings.serve.behind_proxy))),
        ("login", site.settings.login.oidc.as_ref().map(|oidc| oidc.issuer.clone())),
        ("frame_ancestors", Some(site.settings.serve.frame_ancestors.join(" "))),
    ];
    let none = |text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .unwrap_or_else(|| words.fill_phrase("setting.none", &[]))
    };
    let mut lines = told
        .map(|(id, value)| (words.fill_phrase(&format!("setting.{id}"), &[]), none(value)))
        .to_vec();
    let is_set = site.settings.backup.is_some();
    if let Some(text) = describe_backups(&site.catalog.phrases, state, is_set)? {
        lines.push((words.fill_phrase("setting.backup", &[]), text));
    }
    Ok(lines)
}
