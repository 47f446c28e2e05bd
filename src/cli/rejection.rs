//! How a rejected row is said: what, where, what to do.

use crate::{
    catalog::{connector::Connector, phrases::Phrases},
    view::rejected,
    warehouse::read::Rejection,
};

pub fn describe(
    phrases: &Phrases,
    connector: &Connector,
    shown: &str,
    rejection: &Rejection,
) -> String {
    let found = rejection.hint.as_deref().unwrap_or_default();
    let (problem, hint) = match rejection.reason.as_str() {
        "bad_date" => {
            ("not a date", "write 31/12/2023, 31/12/2023 16:30:00 or 2023-12-31".to_owned())
        }
        "bad_number" => {
            ("not a number", "write 1250000, 1.250.000 or 79,03, without a sign or a unit".into())
        }
        "bad_period" => {
            ("not a period", "write 2026, 2026-08, 2026-Q3, 2026-H1 or 2026-W34".into())
        }
        "empty_record" => (
            "a record without any of the connector's names",
            "see whether it is of another kind".into(),
        ),
        "unknown_agency" if found.is_empty() => {
            ("an agency nobody knows on that day", "see `--snapshot-on`, or add an alias".into())
        }
        "unknown_agency" => ("an agency nobody knows on that day", format!("nearest: {found}")),
        "several_agencies" => (
            "the name of several agencies",
            format!("could be {found}; name the agency above it, or set `scope`"),
        ),
        "divided_agency" => (
            "an agency that was divided before that day",
            format!("name the one it is now: {found}"),
        ),
        "unknown_value" => (
            "a text nobody knows",
            format!(
                "add it to [values.{}] of the connector `{}`",
                rejection.column.as_deref().unwrap_or_default(),
                connector.id
            ),
        ),
        "too_many_columns" => {
            ("longer than the heading", "look for a delimiter inside a cell".into())
        }
        "open_quote" => {
            ("begun with a quote that nobody closes", "remove the quote, or double it".into())
        }
        "not_utf8" => ("not UTF-8", "save the file again as CSV UTF-8".into()),
        "not_staged" => {
            ("not staged", format!("mend staging.sql of the connector `{}`: {found}", connector.id))
        }
        _ => return in_words(phrases, connector, shown, rejection),
    };
    let sheet =
        rejection.first_sheet.as_ref().map_or(String::new(), |sheet| format!(", sheet `{sheet}`"));
    let column = rejection.column.as_ref().map_or(String::new(), |column| {
        format!(", column `{}`", connector.heading_of(column).unwrap_or(column))
    });
    let value = rejection.value.as_ref().map_or(String::new(), |value| format!(": `{value}`"));
    let more =
        if rejection.rows > 1 { format!(" ({} rows)", rejection.rows) } else { String::new() };
    format!(
        "  {shown}{sheet}, row {}{column}{value} is {problem}{more}\n  hint: {hint}",
        rejection.first_row,
    )
}

/// A reason that is said in the words of the content.
fn in_words(
    phrases: &Phrases,
    connector: &Connector,
    shown: &str,
    rejection: &Rejection,
) -> String {
    let say = |id: &str| phrases.say(id, &[]).to_lowercase();
    let sheet = (rejection.first_sheet.as_ref())
        .map_or(String::new(), |sheet| format!(", {} `{sheet}`", say("rejected.sheet")));
    let column = rejection.column.as_ref().map_or(String::new(), |column| {
        let heading = connector.heading_of(column).unwrap_or(column);
        format!(", {} `{heading}`", say("rejected.column"))
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
    format!(
        "  {shown}{sheet}, {} {}{column}{value}{rows}: {reason}. {hint}.",
        say("rejected.row"),
        rejection.first_row,
    )
}
