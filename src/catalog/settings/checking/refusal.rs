//! Refuses what a settings file says.

use std::ops::Range;

use super::error_place::in_file;
use crate::catalog::{
    CatalogError, PlaceMessage,
    phrases::{
        PhraseBook,
        wording::{ErrorWording, WordingValue},
    },
    settings::ProgramSettings,
};

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
        id: &'static str,
        values: &[(&'static str, &str)],
        place: Option<Range<usize>>,
    ) -> CatalogError {
        let told = ErrorWording::filled_with(id, values);
        let error = self.error_at(place, told.clone());
        if PhraseBook::built_in().has_phrase(&format!("{id}.hint")) {
            return error.with_hint(PlaceMessage::HintOf(Box::new(told)));
        }
        error
    }

    /// An error at a place of the file.
    pub fn error_at(
        &self,
        place: Option<Range<usize>>,
        told: impl Into<WordingValue>,
    ) -> CatalogError {
        let (path, text) = &self.file;
        let line = place.as_ref().map(|place| 1 + text[..place.start].matches('\n').count());
        CatalogError::at_place(path, text, place, in_file(path, line, told))
    }
}
