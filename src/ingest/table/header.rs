//! Finds the heading of a table among the rows above it.

use unicode_normalization::UnicodeNormalization;

use crate::{catalog::connector::Connector, domain::extract::Field};

use super::{
    super::IngestError,
    names::{Name, is_numbering, names},
};

/// Rows in which a heading is looked for. Title, office and nation's motto rarely take more than ten.
pub const SEARCHED_ROWS: usize = 40;
/// A heading has at most so many rows: a group, a column, a unit.
const DEEPEST: usize = 3;

pub type Cells = Vec<Option<String>>;

/// Where a connector's columns are in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Index among the searched rows of the first row below the heading.
    pub data_from: usize,
    /// Columns of its widest row, kept or not.
    pub width: usize,
    pub fields: Vec<Field>,
    pub ignored: Vec<String>,
    /// Everything written above the heading.
    pub title: String,
}

/// The first rows of a table, with every heading that could stand in them.
pub struct Searched {
    rows: Vec<Cells>,
    candidates: Vec<Candidate>,
}

/// So many rows from one on, read as a heading.
struct Candidate {
    first: usize,
    depth: usize,
    names: Vec<Name>,
}

impl Searched {
    pub fn new(rows: &[Cells]) -> Self {
        let composed = |cell: &Option<String>| cell.as_ref().map(|text| text.nfc().collect());
        let rows = rows.iter().take(SEARCHED_ROWS);
        let rows: Vec<Cells> = rows.map(|row| row.iter().map(composed).collect()).collect();
        let mut candidates = Vec::new();
        for first in 0..rows.len() {
            for depth in 1..=DEEPEST.min(rows.len() - first) {
                candidates.push(Candidate {
                    first,
                    depth,
                    names: names(&rows[first..first + depth]),
                });
            }
        }
        Self { rows, candidates }
    }

    /// The headings of the rows in which most are known, then of the fewest rows; with how many are known.
    pub fn most_known(&self, is_known: &dyn Fn(&str) -> bool) -> (usize, Vec<String>) {
        let known = |candidate: &&Candidate| {
            let names = candidate.names.iter();
            let known = names.filter(|name| is_known(&name.own_key) || is_known(&name.path_key));
            let all = candidate.names.iter();
            (
                known.count(),
                all.filter(|name| !name.own_key.is_empty()).count(),
                std::cmp::Reverse(candidate.depth),
            )
        };
        let Some(best) = self.candidates.iter().rev().max_by_key(known) else {
            return (0, Vec::new());
        };
        let own = |name: &Name| self.own(best, name);
        let names = best.names.iter().filter(|name| !name.own_key.is_empty());
        (known(&best).0, names.map(own).collect())
    }

    /// A column's own heading, with its groups where another column has the same.
    fn own(&self, candidate: &Candidate, name: &Name) -> String {
        let alike = candidate.names.iter().filter(|other| other.own_key == name.own_key);
        if alike.count() > 1 { name.path.clone() } else { name.own.clone() }
    }

    /// The best heading for a connector: the most columns found, then the fewest rows, then the highest. Rows above a
    /// heading are title, not part of it.
    pub fn find(&self, connector: &Connector, place: &str) -> Result<Option<Heading>, IngestError> {
        let mut best: Option<(&Candidate, Vec<Field>, Vec<String>)> = None;
        for candidate in &self.candidates {
            let Some((fields, ignored)) = matched(&candidate.names, connector, place)? else {
                continue;
            };
            let is_better = best.as_ref().is_none_or(|(found, most, _)| {
                fields.len() > most.len()
                    || (fields.len() == most.len() && candidate.depth < found.depth)
            });
            if is_better {
                best = Some((candidate, fields, ignored));
            }
        }
        Ok(best.map(|(candidate, fields, ignored)| {
            let below = candidate.first + candidate.depth;
            let is_numbered = self.rows.get(below).is_some_and(is_numbering);
            let above = self.rows[..candidate.first].iter().flatten().flatten();
            Heading {
                data_from: below + usize::from(is_numbered),
                width: candidate.names.len(),
                fields,
                ignored,
                title: above.cloned().collect::<Vec<_>>().join("\n"),
            }
        }))
    }
}

type Matched = Option<(Vec<Field>, Vec<String>)>;

/// The connector's columns among the names, and the names nobody claims; `None` when a required one is missing.
fn matched(names: &[Name], connector: &Connector, place: &str) -> Result<Matched, IngestError> {
    let column_of = |key: &str| {
        let mut columns = connector.columns.iter();
        columns.find(|column| column.is_meant_by(key)).map(|column| &column.heading)
    };
    let headings: Vec<(usize, &Name)> =
        (names.iter().enumerate()).filter(|(_, name)| !name.own_key.is_empty()).collect();
    // A heading named with its groups is surer than one named alone.
    let by_path =
        |name: &Name| (name.path_key != name.own_key).then(|| column_of(&name.path_key))?;
    let sure: Vec<&String> = headings.iter().filter_map(|(_, name)| by_path(name)).collect();
    let (mut fields, mut ignored, mut twice) = (Vec::<Field>::new(), Vec::new(), None);
    for (position, name) in headings {
        let own = || column_of(&name.own_key).filter(|column| !sure.contains(column));
        match by_path(name).or_else(own) {
            Some(column) if fields.iter().any(|field| field.name == *column) => {
                twice.get_or_insert((name.path.clone(), column.clone()));
            }
            Some(column) => fields.push(Field { position, name: column.clone() }),
            None => ignored.push(name.path.clone()),
        }
    }
    let complete = connector
        .columns
        .iter()
        .filter(|column| column.required)
        .all(|column| fields.iter().any(|field| field.name == column.heading));
    if !complete {
        return Ok(None);
    }
    if let Some((heading, column)) = twice {
        return Err(IngestError::AmbiguousHeading { place: place.to_owned(), heading, column });
    }
    Ok(Some((fields, ignored)))
}
