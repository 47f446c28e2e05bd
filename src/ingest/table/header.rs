//! Finds the heading of a table among the rows above it.

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
    pub fields: Vec<Field>,
    pub ignored: Vec<String>,
    /// Everything written above the heading.
    pub title: String,
}

/// The best heading for a connector: the most columns found, then the highest row, then the fewest rows.
pub fn find(
    rows: &[Cells],
    connector: &Connector,
    place: &str,
) -> Result<Option<Heading>, IngestError> {
    let mut best: Option<Heading> = None;
    for first in 0..rows.len().min(SEARCHED_ROWS) {
        for depth in 1..=DEEPEST.min(rows.len() - first) {
            let names = column_names(&rows[first..first + depth]);
            let Some((fields, ignored)) = matched(&names, connector, place)? else {
                continue;
            };
            if best
                .as_ref()
                .is_none_or(|found| fields.len() > found.fields.len())
            {
                let title = rows[..first]
                    .iter()
                    .flatten()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("\n");
                best = Some(Heading {
                    data_from: first + depth,
                    fields,
                    ignored,
                    title,
                });
            }
        }
    }
    if let Some(heading) = &mut best
        && rows.get(heading.data_from).is_some_and(is_numbering)
    {
        heading.data_from += 1;
    }
    Ok(best)
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
fn matched(
    names: &[(String, String)],
    connector: &Connector,
    place: &str,
) -> Result<Matched, IngestError> {
    let (mut fields, mut ignored) = (Vec::<Field>::new(), Vec::new());
    for (position, (own, path)) in names.iter().enumerate() {
        if own.is_empty() {
            continue;
        }
        let (own_key, path_key) = (text_key(own), text_key(path));
        let by = |key: &str| {
            connector
                .columns
                .iter()
                .find(|column| column.is_meant_by(key))
        };
        let column = match (by(&path_key), by(&own_key)) {
            (Some(one), _) => Some(one),
            (None, other) => other,
        };
        match column {
            Some(column) if fields.iter().any(|field| field.name == column.heading) => {
                ignored.push(path.clone());
            }
            Some(column) => fields.push(Field {
                position,
                name: column.heading.clone(),
            }),
            None => ignored.push(path.clone()),
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
    let numbers: Vec<Option<u32>> = row
        .iter()
        .flatten()
        .map(|cell| cell.trim().trim_matches(['(', ')']).parse().ok())
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
    #[case(&["1", "H44.100", "3"], false)]
    #[case(&["1", "2"], false)]
    #[case(&["5", "5", "5"], false)]
    fn numbering_rows_count_up(#[case] cells: &[&str], #[case] is: bool) {
        assert_eq!(is_numbering(&row(cells)), is);
    }
}
