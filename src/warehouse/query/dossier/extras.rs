//! Columns of an office's own beside a dossier: read, and looked for.

use std::collections::BTreeMap;

use duckdb::{Row, types::Type, types::Value};
use unicode_normalization::UnicodeNormalization as _;

use crate::warehouse::engine::quote_literal;

/// Holds the texts of one dossier, by the name of the column; a column in which nothing stands is not there.
pub type ExtraTexts = BTreeMap<String, String>;

/// Keeps dossiers in whose column of the office's own a text stands, in any case of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraFilter {
    name: String,
    text: String,
}

impl ExtraFilter {
    /// Looks for a text in the column of a name.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.nfc().collect() }
    }

    /// A condition on dossiers; begins with `and`.
    pub(super) fn condition(&self) -> String {
        format!(
            " and contains(lower(nfc_normalize(dossier.extra[{}])), lower({}))",
            quote_literal(&self.name),
            quote_literal(&self.text)
        )
    }
}

/// Reads the texts of a row; none where the row says nothing.
pub(super) fn read_extras(row: &Row, column: usize) -> duckdb::Result<ExtraTexts> {
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    match row.get::<_, Value>(column)? {
        Value::Null => Ok(ExtraTexts::new()),
        Value::Map(pairs) => {
            let pairs = pairs.iter().filter_map(|(name, value)| Some((text(name)?, text(value)?)));
            Ok(pairs.collect())
        }
        other => Err(duckdb::Error::InvalidColumnType(
            column,
            format!("extra: {other:?}"),
            Type::Map(Box::new(Type::Text), Box::new(Type::Text)),
        )),
    }
}
