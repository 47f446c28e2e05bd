//! Thiết đặt: how the server is set.

use super::super::super::ServedSite;
use crate::view::AnswerWording;

/// What `motcua.toml` says of the server, without what is secret.
pub fn list_settings(site: &ServedSite) -> Vec<(String, String)> {
    let words = AnswerWording::new(&site.catalog);
    let yes_or_no = |is: bool| words.fill_phrase(if is { "value.yes" } else { "value.no" }, &[]);
    let inbox = site.settings.inbox.as_ref().map(|inbox| inbox.folder.display().to_string());
    let told = [
        ("scope", site.settings.scope.clone()),
        ("inbox", inbox),
        ("tls", Some(yes_or_no(site.settings.serve.has_tls()))),
        ("behind_proxy", Some(yes_or_no(site.settings.serve.behind_proxy))),
        ("frame_ancestors", Some(site.settings.serve.frame_ancestors.join(" "))),
    ];
    let none = |text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .unwrap_or_else(|| words.fill_phrase("setting.none", &[]))
    };
    told.map(|(id, value)| (words.fill_phrase(&format!("setting.{id}"), &[]), none(value))).into()
}
