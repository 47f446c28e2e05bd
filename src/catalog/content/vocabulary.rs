//! The values coded columns may take, with their Vietnamese names.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{super::CatalogError, ContentSet};
use crate::domain::name::text_key;

const PATH: &str = "queries/reference/vocabulary.csv";

#[derive(Debug, Deserialize)]
struct VocabularyRow {
    column: String,
    value: String,
    name: String,
    /// Other writings of it, of every connector that does not say otherwise.
    #[serde(default)]
    also: String,
    /// Marks of it that mean no beside a tick.
    #[serde(default)]
    cross: String,
    /// Marks of it that mean it wherever they stand.
    #[serde(default)]
    tick: String,
}

/// A mark that is put into a cell for yes, where no is often left blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YesMark {
    Cross,
    Tick,
}

/// column → value → Vietnamese name
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    names: BTreeMap<String, BTreeMap<String, String>>,
    /// column → writing → value
    also: BTreeMap<String, BTreeMap<String, String>>,
    /// column → key of a mark → what it is
    marks: BTreeMap<String, BTreeMap<String, YesMark>>,
}

impl Vocabulary {
    /// Loads `queries/reference/vocabulary.csv`; fails at the row that does not parse.
    pub fn load_vocabulary(content: &ContentSet) -> Result<Self, CatalogError> {
        let text = content.file_text(PATH)?;
        let mut it = Self::default();
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            let row: VocabularyRow = row.map_err(|error| {
                let at = error
                    .position()
                    .map(|place| usize::try_from(place.byte()).unwrap_or(0))
                    .map(|at| at..at);
                CatalogError::at_place(PATH, text, at, format!("`{PATH}`: {error}"))
            })?;
            let also = it.also.entry(row.column.clone()).or_default();
            for writing in
                [&row.also, &row.cross, &row.tick].into_iter().flat_map(|cell| listed(cell))
            {
                also.insert(writing.to_owned(), row.value.clone());
            }
            for (marks, mark) in [(&row.cross, YesMark::Cross), (&row.tick, YesMark::Tick)] {
                let marks = listed(marks).map(|writing| (text_key(writing), mark));
                it.marks.entry(row.column.clone()).or_default().extend(marks);
            }
            it.names.entry(row.column).or_default().insert(row.value, row.name);
        }
        Ok(it)
    }

    /// Whether only listed values may stand in the column.
    pub fn is_coded(&self, column: &str) -> bool {
        self.names.contains_key(column)
    }

    /// Lists the values of a coded column; yields nothing for a column that is not coded.
    pub fn coded_values<'a>(&'a self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.names.get(column).into_iter().flat_map(|values| values.keys().map(String::as_str))
    }

    /// How a column's values are written besides, and which is meant.
    pub fn value_aliases(&self, column: &str) -> impl Iterator<Item = (&str, &str)> {
        let also = self.also.get(column).into_iter().flatten();
        also.map(|(writing, value)| (writing.as_str(), value.as_str()))
    }

    /// Which mark a text is in a column; `None` where it is a word, or means nothing there.
    pub fn find_mark(&self, column: &str, text: &str) -> Option<YesMark> {
        self.marks.get(column)?.get(&text_key(text)).copied()
    }

    /// The Vietnamese name; the value itself where there is none.
    pub fn display_name<'a>(&'a self, column: &str, value: &'a str) -> &'a str {
        self.names.get(column).and_then(|values| values.get(value)).map_or(value, String::as_str)
    }
}

/// What stands between the bars of a cell.
fn listed(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|writing| !writing.is_empty())
}
