//! What an export tells twice, as a clerk is told.

use crate::{
    catalog::phrases::PhraseBook,
    warehouse::{RowPlace, ToldAgain},
};

/// A sentence per line; none where nothing is told twice.
pub fn repeat_sentences(phrases: &PhraseBook, told: &ToldAgain) -> Vec<String> {
    let mut lines = Vec::new();
    if told.alike > 0 {
        lines.push(phrases.format_phrase("again.alike", &[("rows", &told.alike.to_string())]));
    }
    for one in &told.first {
        let (place, held) =
            (describe_place(phrases, &one.told), describe_place(phrases, &one.held));
        let values = [
            ("subject", &*one.subject_id),
            ("place", &place),
            ("held", &held),
            ("differs", &one.differs),
        ];
        lines.push(phrases.format_phrase("again.differs", &values));
    }
    let more = told.differing.saturating_sub(told.first.len() as u64);
    if more > 0 {
        lines.push(phrases.format_phrase("again.more", &[("count", &more.to_string())]));
    }
    lines
}

fn describe_place(phrases: &PhraseBook, place: &RowPlace) -> String {
    let part = |id: &str, value: &str| phrases.format_phrase(id, &[("value", value)]);
    let file = place.file_name.as_ref().map(|name| part("again.file", name));
    let sheet = place.sheet.as_ref().map(|name| part("again.sheet", name));
    let row = Some(part("again.row", &place.row.to_string()));
    [file, sheet, row].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
