//! How a problem of an export is said: what, where, what to do.

use crate::{
    catalog::{connector::Connector, phrases::PhraseBook},
    view::rejected,
    warehouse::query::CellRejection,
};

/// One sentence and what to do, in the words of the content.
pub fn describe_rejection(
    phrases: &PhraseBook,
    connector: &Connector,
    shown: &str,
    rejection: &CellRejection,
) -> String {
    let say = |id: &str| phrases.format_phrase(id, &[]).to_lowercase();
    let sheet = (rejection.first_sheet.as_ref())
        .map_or(String::new(), |sheet| format!(", {} `{sheet}`", say("rejected.sheet")));
    let column = rejection.column.as_ref().map_or(String::new(), |columns| {
        let headings = rejected::join_headings(Some(connector), columns);
        format!(", {} `{headings}`", say("rejected.column"))
    });
    let value = rejection.value.as_ref().map_or(String::new(), |value| format!(": `{value}`"));
    let rows = match rejection.rows {
        1 => String::new(),
        rows => format!(" ({rows} {})", say("rejected.row")),
    };
    let id = rejected::reason_phrase(&rejection.reason, rejection.column.as_deref());
    let found = [("names", rejection.hint.as_deref().unwrap_or_default())];
    let reason = if phrases.has_phrase(&id) {
        phrases.format_phrase(&id, &found)
    } else {
        rejection.reason.clone()
    };
    let (names, hint) = (format!("{id}.names"), format!("{id}.hint"));
    let hint = match &rejection.hint {
        Some(_) if phrases.has_phrase(&names) => phrases.format_phrase(&names, &found),
        _ if phrases.has_phrase(&hint) => phrases.format_phrase(&hint, &found),
        _ => phrases.format_phrase("rejection.hint", &[]),
    };
    let row = match rejection.first_row {
        0 => String::new(),
        row => format!(", {} {row}", say("rejected.row")),
    };
    let kept = rejected::kept_note(phrases, rejection.is_kept);
    format!("  {shown}{sheet}{row}{column}{value}{rows}: {reason}{kept}. {hint}.")
}
