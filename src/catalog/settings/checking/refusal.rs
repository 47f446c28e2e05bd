//! Refuses what a settings file says.

use std::ops::Range;

use crate::catalog::{CatalogError, phrases::PhraseBook, settings::ProgramSettings};

impl ProgramSettings {
    /// The place of a key of a table, or of its heading.
    pub(in crate::catalog::settings) fn place_in_table(
        &self,
        table: &str,
        key: Option<&str>,
    ) -> Option<Range<usize>> {
        let text = &self.file.1;
        let heading = format!("[{table}]");
        text.find(&heading).map(|table| match key {
            None => table..table + heading.len(),
            Some(key) => {
                let at = text[table..].find(&format!("\n{key}"));
                at.map_or(table..table + heading.len(), |at| {
                    table + at + 1..table + at + 1 + key.len()
                })
            }
        })
    }

    /// Refuses what the file says, in the words of the content: the sentence, with its place where it has one, and its hint.
    pub fn refuse(
        &self,
        id: &str,
        values: &[(&str, &str)],
        place: Option<Range<usize>>,
    ) -> CatalogError {
        let phrases = PhraseBook::built_in();
        let error = self.error_at(place, &phrases.format_phrase(id, values));
        let hint = format!("{id}.hint");
        if phrases.has_phrase(&hint) {
            return error.with_hint(phrases.format_phrase(&hint, values));
        }
        error
    }

    /// An error at a place of the file.
    pub fn error_at(&self, place: Option<Range<usize>>, told: &str) -> CatalogError {
        let (path, text) = &self.file;
        let phrases = PhraseBook::built_in();
        let message = match &place {
            Some(place) => {
                let line = 1 + text[..place.start].matches('\n').count();
                let said = [("path", &**path), ("line", &line.to_string()), ("told", told)];
                phrases.format_phrase("settings.in_line", &said)
            }
            None => phrases.format_phrase("settings.in_file", &[("path", path), ("told", told)]),
        };
        CatalogError::at_place(path, text, place, message)
    }
}
