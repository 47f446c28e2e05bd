//! Finds the heading of a table among the rows above it.

pub(super) mod dress;

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::{
    super::IngestError,
    kind::{TableShape, is_of_data},
    names::{ColumnName, is_numbering, keyed_names},
    row::HeaderCells,
};
use crate::{
    catalog::connector::Connector,
    domain::{
        extract::ExtractField,
        name::{private_text, text_key},
    },
};

/// Rows in which a heading is looked for. Title, office and nation's motto rarely take more than ten.
pub const SEARCHED_ROWS: usize = 40;
/// A heading has at most so many rows: a group, a column, a unit.
const DEEPEST: usize = 3;

/// Where a connector's columns are in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableHeading {
    /// Index among the searched rows of its first row, and of the first row below it.
    pub from: usize,
    pub data_from: usize,
    /// Columns of its widest row, kept or not.
    pub width: usize,
    pub fields: Vec<ExtractField>,
    pub ignored: Vec<String>,
    /// Everything written above the heading.
    pub title: String,
    /// Where the columns without which there is no row are; the first says which row it is.
    pub required: Vec<usize>,
    /// What the columns hold in the first rows below.
    pub shape: TableShape,
    /// Keys of all its cells: what is printed again on the next page.
    pub keys: Vec<String>,
}

/// How near a connector comes to a table it does not fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NearMatch {
    pub found: usize,
    /// Required headings that are not there.
    pub missing: Vec<String>,
    /// Headings that mean nothing to it.
    pub unknown: Vec<String>,
}

/// The first rows of a table, with every heading that could stand in them.
pub struct HeadingSearch {
    rows: Vec<HeaderCells>,
    candidates: Vec<HeadingCandidate>,
}

/// So many rows from one on, read as a heading.
struct HeadingCandidate {
    first: usize,
    depth: usize,
    names: Vec<ColumnName>,
}

impl HeadingCandidate {
    /// Columns with something above them.
    fn headed_names(&self) -> impl Iterator<Item = &ColumnName> {
        self.names.iter().filter(|name| !name.own_key.is_empty())
    }
}

impl HeadingSearch {
    /// Prepares every heading that the first rows could hold; only `SEARCHED_ROWS` of them are read.
    pub fn new(rows: &[HeaderCells]) -> Self {
        let composed = |cell: &Option<String>| cell.as_ref().map(|text| text.nfc().collect());
        let rows = rows.iter().take(SEARCHED_ROWS);
        let rows: Vec<HeaderCells> = rows.map(|row| row.iter().map(composed).collect()).collect();
        let mut candidates = Vec::new();
        let mut keys = HashMap::new();
        for first in 0..rows.len() {
            // No heading has a row of data in it, nor reaches over one to the next heading.
            let is_data = |row: &HeaderCells| row.iter().flatten().any(|text| is_of_data(text));
            let clear = rows[first..].iter().take(DEEPEST).take_while(|row| !is_data(row)).count();
            for depth in 1..=clear.max(1) {
                candidates.push(HeadingCandidate {
                    first,
                    depth,
                    names: keyed_names(&rows[first..first + depth], &mut keys),
                });
            }
        }
        Self { rows, candidates }
    }

    /// The headings of the rows in which most are known, then of those that hold no data, of the fewest rows, the widest,
    /// the highest; with how many are known. A text that may be somebody's is no heading.
    pub fn most_known(&self, is_known: &dyn Fn(&str) -> bool) -> (usize, Vec<String>) {
        let is_meant = |name: &ColumnName| is_known(&name.own_key) || is_known(&name.path_key);
        let rank = |candidate: &&HeadingCandidate| {
            let known = candidate.names.iter().filter(|name| is_meant(name)).count();
            let is_of_data =
                |name: &&ColumnName| !is_meant(name) && private_text::is_data(&name.own);
            (
                known,
                std::cmp::Reverse(candidate.headed_names().filter(is_of_data).count()),
                std::cmp::Reverse(candidate.depth),
                candidate.headed_names().count(),
            )
        };
        let Some(best) = self.candidates.iter().rev().max_by_key(rank) else {
            return (0, Vec::new());
        };
        let (known, std::cmp::Reverse(data), ..) = rank(&best);
        if data > known {
            // A row of data, in a table nobody headed.
            return (0, Vec::new());
        }
        let is_heading = |name: &&ColumnName| is_meant(name) || !private_text::is_data(&name.own);
        let names = best.headed_names().filter(is_heading).map(|name| self.own_heading(best, name));
        (known, names.collect())
    }

    /// A column's own heading, with its groups where another column has the same.
    fn own_heading(&self, candidate: &HeadingCandidate, name: &ColumnName) -> String {
        let alike = candidate.names.iter().filter(|other| other.own_key == name.own_key);
        if alike.count() > 1 { name.path.clone() } else { name.own.clone() }
    }

    /// The first heading for a connector; of those that share rows with it the one with the most columns found, then of the
    /// fewest rows, then the highest. Rows above it are title, not part of it.
    pub fn find_heading(
        &self,
        connector: &Connector,
        place: &str,
    ) -> Result<Option<TableHeading>, IngestError> {
        let mut best: Option<(&HeadingCandidate, Vec<ExtractField>, Vec<String>)> = None;
        let mut end = usize::MAX;
        for candidate in &self.candidates {
            if candidate.first >= end {
                break;
            }
            let Some((fields, ignored)) = match_columns(&candidate.names, connector, place)? else {
                continue;
            };
            end = end.min(candidate.first + candidate.depth);
            let is_better = best.as_ref().is_none_or(|(found, most, _)| {
                fields.len() > most.len()
                    || (fields.len() == most.len() && candidate.depth < found.depth)
            });
            if is_better {
                best = Some((candidate, fields, ignored));
            }
        }
        Ok(best.map(|(candidate, fields, ignored)| {
            self.build_heading(candidate, connector, fields, ignored)
        }))
    }

    fn build_heading(
        &self,
        candidate: &HeadingCandidate,
        connector: &Connector,
        fields: Vec<ExtractField>,
        ignored: Vec<String>,
    ) -> TableHeading {
        let below = candidate.first + candidate.depth;
        let is_numbered = self.rows.get(below).is_some_and(|row| is_numbering(row));
        let data_from = below + usize::from(is_numbered);
        let above = self.rows[..candidate.first].iter().flatten().flatten();
        let own = self.rows[candidate.first..below].iter().flatten().flatten();
        let needed = connector.columns.iter().filter(|column| column.required);
        let position = |name: &String| fields.iter().find(|field| field.name == *name);
        let required: Vec<usize> =
            needed.filter_map(|column| Some(position(&column.heading)?.position)).collect();
        let rows = self.rows.get(data_from..).unwrap_or_default();
        TableHeading {
            from: candidate.first,
            data_from,
            width: candidate.names.len(),
            shape: TableShape::from_rows(&fields, &required, rows),
            required,
            keys: own.map(|text| text_key(text)).filter(|key| !key.is_empty()).collect(),
            fields,
            ignored,
            title: above.cloned().collect::<Vec<_>>().join("\n"),
        }
    }

    /// How near a connector comes, in the rows in which it finds most.
    pub fn nearest_match(&self, connector: &Connector) -> NearMatch {
        let near = |candidate: &HeadingCandidate| {
            let (fields, unknown, _) = claim_columns(&candidate.names, connector);
            let has = |heading: &String| fields.iter().any(|field| field.name == *heading);
            let needed = connector.columns.iter().filter(|column| column.required);
            let missing = needed.map(|column| &column.heading).filter(|heading| !has(heading));
            NearMatch { found: fields.len(), missing: missing.cloned().collect(), unknown }
        };
        let nears = self.candidates.iter().rev().map(|candidate| (near(candidate), candidate));
        let best = nears.max_by_key(|(near, candidate)| {
            let is_heading = !near.unknown.iter().any(|text| private_text::is_data(text));
            (near.found, is_heading, near.unknown.len(), std::cmp::Reverse(candidate.depth))
        });
        best.map(|(near, _)| near).unwrap_or_default()
    }
}

type ColumnMatches = Option<(Vec<ExtractField>, Vec<String>)>;

/// The connector's columns among the names, the names nobody claims, and those that claim a column once more: column, name, name before.
type ClaimedColumns = (Vec<ExtractField>, Vec<String>, Vec<[String; 3]>);

fn claim_columns(names: &[ColumnName], connector: &Connector) -> ClaimedColumns {
    let meant_by = |key: &str| connector.columns.iter().find(|column| column.is_meant_by(key));
    let column_of = |key: &str| meant_by(key).map(|column| &column.heading);
    let stands_in = |key: &str| meant_by(key).is_some_and(|column| column.is_stand_in(key));
    let headings: Vec<(usize, &ColumnName)> =
        (names.iter().enumerate()).filter(|(_, name)| !name.own_key.is_empty()).collect();
    // A heading named with its groups is surer than one named alone.
    let by_path =
        |name: &ColumnName| (name.path_key != name.own_key).then(|| column_of(&name.path_key))?;
    let sure: Vec<&String> = headings.iter().filter_map(|(_, name)| by_path(name)).collect();
    let claimed =
        |name: &ColumnName| column_of(&name.own_key).filter(|column| !sure.contains(column));
    // What may mean something else gives way to what means nothing else.
    let surer: Vec<&String> = (headings.iter().filter(|(_, name)| !stands_in(&name.own_key)))
        .filter_map(|(_, name)| by_path(name).or_else(|| claimed(name)))
        .collect();
    let own = |name: &ColumnName| {
        claimed(name).filter(|column| !stands_in(&name.own_key) || !surer.contains(column))
    };
    // One in dress is meant where no other is that column.
    let bare = |name: &ColumnName| column_of(name.bare_key()?);
    let plain: Vec<&String> =
        headings.iter().filter_map(|(_, name)| by_path(name).or_else(|| own(name))).collect();
    let dressed = |name: &ColumnName| {
        let column = bare(name).filter(|column| !plain.contains(column))?;
        let alike = headings.iter().filter(|(_, other)| bare(other) == Some(column));
        (alike.count() == 1).then_some(column)
    };
    let (mut fields, mut ignored, mut twice) = (Vec::<ExtractField>::new(), Vec::new(), Vec::new());
    for (position, name) in &headings {
        let position = *position;
        match by_path(name).or_else(|| own(name)).or_else(|| dressed(name)) {
            Some(column) if let Some(first) = fields.iter().find(|it| it.name == *column) => {
                let before = names[first.position].path.clone();
                twice.push([column.clone(), name.path.clone(), before]);
            }
            Some(column) => fields.push(ExtractField { position, name: column.clone() }),
            None => ignored.push(name.path.clone()),
        }
    }
    (fields, ignored, twice)
}

/// What a connector finds among the names; `None` when a required column is missing, or too little is known of them.
fn match_columns(
    names: &[ColumnName],
    connector: &Connector,
    place: &str,
) -> Result<ColumnMatches, IngestError> {
    let (fields, ignored, twice) = claim_columns(names, connector);
    let complete = connector
        .columns
        .iter()
        .filter(|column| column.required)
        .all(|column| fields.iter().any(|field| field.name == column.heading));
    if !complete || !is_evident(fields.len(), fields.len() + ignored.len(), connector) {
        return Ok(None);
    }
    // A table beside the first has all its headings again.
    if twice.len() > 1 && twice.len() * 2 > fields.len() {
        return Err(IngestError::SideBySide { place: place.to_owned() });
    }
    if let Some([column, heading, before]) = twice.into_iter().next() {
        let place = place.to_owned();
        return Err(IngestError::AmbiguousHeading { place, column, before, heading });
    }
    Ok(Some((fields, ignored)))
}

/// Whether so many known headings of so many tell the kind of an export: one of eight does not.
fn is_evident(known: usize, headings: usize, connector: &Connector) -> bool {
    let is_whole = known == connector.columns.len();
    headings <= 2 || known >= 4 || (known >= 2 && (is_whole || known * 4 >= headings))
}
