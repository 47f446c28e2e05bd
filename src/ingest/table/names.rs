//! What stands above each column of a heading of several rows.

use std::{cell::OnceCell, collections::HashMap};

use super::{header::dress::strip_decoration, row::HeaderCells};
use crate::domain::name::text_key;

/// What stands above a column: its own heading, and the same with the groups above it.
pub struct ColumnName {
    pub own: String,
    pub path: String,
    pub own_key: String,
    pub path_key: String,
    /// Every connector asks for it, of most names in vain.
    bare_key: OnceCell<Option<String>>,
}

impl ColumnName {
    /// The key of its own heading without a number before it or the mark of a note behind; `None` where it has neither.
    pub fn bare_key(&self) -> Option<&str> {
        let key = || strip_decoration(&self.own).map(|bare| text_key(&bare));
        self.bare_key.get_or_init(key).as_deref()
    }
}

/// The names of the columns under these rows. Texts of the rows beside come again and again: `keys` holds those of before.
pub fn keyed_names(rows: &[HeaderCells], keys: &mut HashMap<String, String>) -> Vec<ColumnName> {
    let mut key_of = |text: &str| {
        if let Some(key) = keys.get(text) {
            return key.clone();
        }
        let key = text_key(text);
        keys.insert(text.to_owned(), key.clone());
        key
    };
    let keyed = |(own, path): (String, String)| ColumnName {
        own_key: key_of(&own),
        path_key: key_of(&path),
        bare_key: OnceCell::new(),
        own,
        path,
    };
    column_names(rows).into_iter().map(keyed).collect()
}

/// Per column: its own heading, and the same with the groups above it.
fn column_names(rows: &[HeaderCells]) -> Vec<(String, String)> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &HeaderCells, column: usize| {
        row.get(column).and_then(Option::as_deref).unwrap_or("").trim().to_owned()
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

/// A row such as "(1) (2) (3)" or "1 2 3" right below a heading numbers the columns.
pub fn is_numbering(row: &[Option<String>]) -> bool {
    // "(3)=(4)+(5)+(6)" is the third.
    let own = |cell: &str| cell.split('=').next().unwrap_or(cell).trim().to_owned();
    let numbers: Vec<Option<u32>> =
        row.iter().flatten().map(|cell| own(cell).trim_matches(['(', ')']).parse().ok()).collect();
    numbers.len() > 2
        && numbers
            .windows(2)
            .all(|pair| matches!(pair, [Some(one), Some(next)] if *next == one + 1))
}

#[cfg(test)]
mod tests;
