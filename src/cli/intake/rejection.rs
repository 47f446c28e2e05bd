//! How a problem of an export is said: what, where, what to do.

use crate::{
    catalog::{connector::Connector, phrases::PhraseBook},
    view::rejected,
    warehouse::query::CellRejection,
};

/// One sentence and what to do, in the words of the content.
pub fn describe(
    phrases: &PhraseBook,
    connector: &Connector,
    shown: &str,
    rejection: &CellRejection,
) -> String {
    let say = |id: &str| phrases.say(id, &[]).to_lowercase();
    let sheet = (rejection.first_sheet.as_ref())
        .map_or(String::new(), |sheet| format!(", {} `{sheet}`", say("rejected.sheet")));
    let column = rejection.column.as_ref().map_or(String::new(), |columns| {
        let headings = rejected::headings(Some(connector), columns);
        format!(", {} `{headings}`", say("rejected.column"))
    });
    let value = rejection.value.as_ref().map_or(String::new(), |value| format!(": `{value}`"));
    let rows = match rejection.rows {
        1 => String::new(),
        rows => format!(" ({rows} {})", say("rejected.row")),
    };
    let id = rejected::phrase(&rejection.reason, rejection.column.as_deref());
    let found = [("names", rejection.hint.as_deref().unwrap_or_default())];
    let reason = if phrases.has(&id) { phrases.say(&id, &found) } else { rejection.reason.clone() };
    let (names, hint) = (format!("{id}.names"), format!("{id}.hint"));
    let hint = match &rejection.hint {
        Some(_) if phrases.has(&names) => phrases.say(&names, &found),
        _ if phrases.has(&hint) => phrases.say(&hint, &found),
        _ => phrases.say("rejection.hint", &[]),
    };
    let row = match rejection.first_row {
        0 => String::new(),
        row => format!(", {} {row}", say("rejected.row")),
    };
    let kept = rejected::kept(phrases, rejection.is_kept);
    format!("  {shown}{sheet}{row}{column}{value}{rows}: {reason}{kept}. {hint}.")
}
