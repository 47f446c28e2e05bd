//! Blank cells that were read as no, as a clerk is told.

use super::rejected::join_headings;
use crate::{
    catalog::{connector::Connector, phrases::PhraseBook},
    warehouse::BlankColumn,
};

/// A sentence per column of an export whose blank cells were read as no.
pub fn blank_sentences(
    phrases: &PhraseBook,
    connector: Option<&Connector>,
    columns: &[BlankColumn],
) -> Vec<String> {
    let sentence = |blank: &BlankColumn| {
        let heading = join_headings(connector, &blank.column);
        let rows = blank.rows.to_string();
        let values = [("column", &*heading), ("mark", &blank.mark), ("rows", &rows)];
        phrases.format_phrase("blanks.are_no", &values)
    };
    columns.iter().map(sentence).collect()
}
