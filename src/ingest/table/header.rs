//! Finds the heading of a table among the rows above it.

use unicode_normalization::UnicodeNormalization;

use crate::{
    catalog::connector::Connector,
    domain::{extract::Field, name::text_key},
};

use super::super::IngestError;

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

/// What stands above a column: its own heading, and the same with the groups above it.
struct Name {
    own: String,
    path: String,
    own_key: String,
    path_key: String,
}

impl Searched {
    pub fn new(rows: &[Cells]) -> Self {
        let composed = |cell: &Option<String>| cell.as_ref().map(|text| text.nfc().collect());
        let rows = rows.iter().take(SEARCHED_ROWS);
        let rows: Vec<Cells> = rows.map(|row| row.iter().map(composed).collect()).collect();
        let mut candidates = Vec::new();
        for first in 0..rows.len() {
            for depth in 1..=DEEPEST.min(rows.len() - first) {
                let names = column_names(&rows[first..first + depth]).into_iter();
                let keyed = |(own, path): (String, String)| Name {
                    own_key: text_key(&own),
                    path_key: text_key(&path),
                    own,
                    path,
                };
                candidates.push(Candidate {
                    first,
                    depth,
                    names: names.map(keyed).collect(),
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
        let alike = candidate
            .names
            .iter()
            .filter(|other| other.own_key == name.own_key);
        if alike.count() > 1 {
            name.path.clone()
        } else {
            name.own.clone()
        }
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

/// Per column: its own heading, and the same with the groups above it.
fn column_names(rows: &[Cells]) -> Vec<(String, String)> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Cells, column: usize| {
        row.get(column)
            .and_then(Option::as_deref)
            .unwrap_or("")
            .trim()
            .to_owned()
    };
    // A merged group is written in its first column only; it reaches as far as nothing stands beside it.
    let mut groups = vec![String::new(); rows.len()];
    (0..width)
        .map(|column| {
            let own: Vec<String> = rows.iter().map(|row| cell(row, column)).collect();
            let lowest = own.iter().rposition(|text| !text.is_empty());
            for (level, text) in own.iter().enumerate() {
                if !text.is_empty() {
                    groups[level].clone_from(text);
                    groups[level + 1..].iter_mut().for_each(String::clear);
                }
            }
            let Some(lowest) = lowest else {
                return (String::new(), String::new());
            };
            let above = groups[..lowest].iter().filter(|group| !group.is_empty());
            let path: Vec<&str> = above.chain([&own[lowest]]).map(String::as_str).collect();
            (own[lowest].clone(), path.join(" "))
        })
        .collect()
}

type Matched = Option<(Vec<Field>, Vec<String>)>;

/// The connector's columns among the names, and the names nobody claims; `None` when a required one is missing.
fn matched(names: &[Name], connector: &Connector, place: &str) -> Result<Matched, IngestError> {
    let (mut fields, mut ignored) = (Vec::<Field>::new(), Vec::new());
    let claimed = |key: &str| {
        connector
            .columns
            .iter()
            .find(|column| column.is_meant_by(key))
    };
    for (position, name) in names.iter().enumerate() {
        if name.own_key.is_empty() {
            continue;
        }
        match claimed(&name.path_key).or_else(|| claimed(&name.own_key)) {
            Some(column) if fields.iter().any(|field| field.name == column.heading) => {
                ignored.push(name.path.clone());
            }
            Some(column) => fields.push(Field {
                position,
                name: column.heading.clone(),
            }),
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
    for name in &ignored {
        if let Some(column) = connector
            .columns
            .iter()
            .find(|column| column.is_meant_by(&text_key(name)))
        {
            return Err(IngestError::AmbiguousHeading {
                place: place.to_owned(),
                heading: name.clone(),
                column: column.heading.clone(),
            });
        }
    }
    Ok(Some((fields, ignored)))
}

/// A row such as "(1) (2) (3)" or "1 2 3" right below a heading numbers the columns.
fn is_numbering(row: &Cells) -> bool {
    // "(3)=(4)+(5)+(6)" is the third.
    let own = |cell: &str| cell.split('=').next().unwrap_or(cell).trim().to_owned();
    let numbers: Vec<Option<u32>> = row
        .iter()
        .flatten()
        .map(|cell| own(cell).trim_matches(['(', ')']).parse().ok())
        .collect();
    numbers.len() > 2
        && numbers
            .windows(2)
            .all(|pair| matches!(pair, [Some(one), Some(next)] if *next == one + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn row(cells: &[&str]) -> Cells {
        cells
            .iter()
            .map(|cell| (!cell.is_empty()).then(|| (*cell).to_owned()))
            .collect()
    }

    #[test]
    fn a_group_reaches_over_the_columns_beside_it() {
        let names = column_names(&[
            row(&["Mã hồ sơ", "Ngày, tháng, năm", "", "Ghi chú"]),
            row(&["", "Nhận hồ sơ", "Hẹn trả", ""]),
        ]);
        let paths: Vec<&str> = names.iter().map(|(_, path)| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "Mã hồ sơ",
                "Ngày, tháng, năm Nhận hồ sơ",
                "Ngày, tháng, năm Hẹn trả",
                "Ghi chú"
            ]
        );
    }

    #[rstest]
    #[case(&["(1)", "(2)", "(3)"], true)]
    #[case(&["1", "2", "3", "4"], true)]
    #[case(&["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"], true)]
    #[case(&["1", "H44.100", "3"], false)]
    #[case(&["1", "2"], false)]
    #[case(&["5", "5", "5"], false)]
    fn numbering_rows_count_up(#[case] cells: &[&str], #[case] is: bool) {
        assert_eq!(is_numbering(&row(cells)), is);
    }
}
