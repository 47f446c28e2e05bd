//! Which texts are headings: the connector's, and those a table was headed with.

use std::collections::{HashMap, HashSet};

use super::{
    header::{TableHeading, dress::strip_decoration},
    kind::has_digit,
};
use crate::{catalog::connector::Connector, domain::name::text_key};

/// Texts whose answer is remembered; a table's own words come again and again.
const REMEMBERED: usize = 10_000;
/// No heading is longer.
const LONGEST: usize = 300;

/// Holds the texts that are known to be headings, and remembers what was asked before.
pub struct KnownHeadings {
    keys: HashSet<String>,
    seen: HashMap<String, bool>,
    /// Headings in a row that make it one of headings.
    needed: usize,
}

impl KnownHeadings {
    /// Begins with the headings of a connector.
    pub fn from_connector(connector: &Connector) -> Self {
        let required = connector.columns.iter().filter(|column| column.required);
        Self {
            keys: connector.heading_keys().map(str::to_owned).collect(),
            seen: HashMap::new(),
            needed: required.count().min(2),
        }
    }

    /// Adds the headings of a table that was found.
    pub fn learn_headings(&mut self, heading: &TableHeading) {
        self.keys.extend(heading.keys.iter().cloned());
        self.seen.clear();
    }

    /// Whether enough cells of a row are headings.
    pub fn are_in(&mut self, cells: &[Option<String>]) -> bool {
        let mut known = 0;
        cells.iter().flatten().any(|text| {
            known += usize::from(self.is_heading(text));
            known >= self.needed
        })
    }

    fn is_heading(&mut self, text: &str) -> bool {
        if text.len() > LONGEST || text.is_empty() {
            return false;
        }
        if let Some(known) = self.seen.get(text) {
            return *known;
        }
        let key = text_key(text);
        let is = self.keys.contains(&key)
            || strip_decoration(text).is_some_and(|bare| self.keys.contains(&text_key(&bare)));
        if self.seen.len() < REMEMBERED && !has_digit(text) {
            self.seen.insert(text.to_owned(), is);
        }
        is
    }
}
