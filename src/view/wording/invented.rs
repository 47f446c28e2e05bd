//! How it is said that dossiers are nobody's.

use super::AnswerWording;
use crate::warehouse::query::Warehouse;

impl AnswerWording<'_> {
    /// Says that the dossiers of a build were invented, to be tried out; `None` where it is an office's.
    pub fn invented_notice(self, warehouse: &Warehouse) -> Option<String> {
        warehouse.is_invented().then(|| self.fill_phrase("notice.invented", &[]))
    }

    /// Puts that before a text; an office's stays as it is.
    pub fn mark_invented(self, warehouse: &Warehouse, text: String) -> String {
        match self.invented_notice(warehouse) {
            Some(notice) => format!("{notice} · {text}"),
            None => text,
        }
    }
}
