//! Tables and lists of a TOML document, changed where they stand.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

/// Says why a change cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditProblem {
    /// The file says it in a form that only a hand can change.
    ByHand,
    /// What was to be changed is not there any more.
    Gone,
}

/// Sets a key where it stands, with the comment behind it; takes it out for `None`. What it says already stays as it is written.
pub fn set_value(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key) {
        Some(Item::Value(held)) => {
            if !is_same(held, &value) {
                *value.decor_mut() = held.decor().clone();
                *held = value;
            }
        }
        _ => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Whether two values say the same, however they are written.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.value() == other.value(),
        (Value::Integer(one), Value::Integer(other)) => one.value() == other.value(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        _ => false,
    }
}

/// The tables of a name, `[[name]]`; none yet where there are none.
pub fn tables<'d>(
    document: &'d mut DocumentMut,
    name: &str,
) -> Result<&'d mut ArrayOfTables, EditProblem> {
    let list = document.entry(name).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    list.as_array_of_tables_mut().ok_or(EditProblem::ByHand)
}

/// The place of the schedule of an id.
pub fn find_schedule(document: &mut DocumentMut, id: &str) -> Result<usize, EditProblem> {
    let is_it = |table: &Table| table.get("id").and_then(Item::as_str) == Some(id);
    tables(document, "schedule")?.iter().position(is_it).ok_or(EditProblem::Gone)
}

/// Takes a table out; the comment above it goes to the end of the file, for nobody knows that it was about this table alone.
pub fn remove_table(document: &mut DocumentMut, name: &str, at: usize) -> Result<(), EditProblem> {
    let list = tables(document, name)?;
    let table = list.get(at).ok_or(EditProblem::Gone)?;
    let above = comments_of(table);
    list.remove(at);
    if list.is_empty() {
        document.remove(name);
    }
    keep_comments(document, &above);
    Ok(())
}

/// The comments above a table.
pub fn comments_of(table: &Table) -> Vec<String> {
    let above = table.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default();
    comment_lines(above)
}

/// The comments in a text, a line each.
pub fn comment_lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// Puts comments at the end of the file.
pub fn keep_comments(document: &mut DocumentMut, comments: &[String]) {
    if !comments.is_empty() {
        let rest = document.trailing().as_str().unwrap_or_default().trim_end().to_owned();
        document.set_trailing(format!("{rest}\n{}\n", comments.join("\n")));
    }
}

/// Makes a table of names and texts.
pub fn make_table(pairs: &[(&str, &str)]) -> Table {
    let mut table = Table::new();
    for (name, text) in pairs {
        table.insert(name, Item::Value((*text).into()));
    }
    table
}
