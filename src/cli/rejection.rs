//! How a problem of an export is said: what, where, what to do.

use crate::{
    catalog::{Catalog, connector::Connector},
    view::rejected,
    warehouse::read::Rejection,
};

/// Two lines; the words are the content's.
pub fn describe(
    catalog: &Catalog,
    connector: &Connector,
    shown: &str,
    rejection: &Rejection,
) -> String {
    let say = |id: &str, text: &str| catalog.phrases.say(id, &[("text", text)]);
    let mut place = vec![shown.to_owned()];
    place.extend(rejection.first_sheet.as_ref().map(|sheet| say("rejected.at_sheet", sheet)));
    let row = Some(rejection.first_row).filter(|row| *row > 0);
    place.extend(row.map(|row| say("rejected.at_row", &row.to_string())));
    place.extend(
        rejection.column.as_ref().map(|column| {
            say("rejected.at_column", connector.heading_of(column).unwrap_or(column))
        }),
    );
    let value = rejection.value.as_ref().map_or(String::new(), |value| format!(" `{value}`"));
    let rows = match rejection.rows {
        1 => String::new(),
        rows => format!(" ({})", say("rejected.rows", &rows.to_string())),
    };
    let effect = if rejection.is_kept { rejected::effect(catalog, true) } else { String::new() };
    let effect = if effect.is_empty() { effect } else { format!(". {effect}") };
    format!(
        "  {}:{value} {}{rows}{effect}\n  {} {}",
        place.join(", "),
        lower_first(&rejected::reason(catalog, &rejection.reason)),
        catalog.phrases.say("rejected.what_to_do", &[]),
        rejected::hint(catalog, &rejection.reason, rejection.hint.as_deref()),
    )
}

/// A sentence that goes on behind a colon.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
