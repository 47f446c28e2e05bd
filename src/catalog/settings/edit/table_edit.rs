//! Tables and lists of a TOML document, changed where they stand.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

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
    let above = table.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default();
    let above = above.contains('#').then(|| above.trim().to_owned());
    list.remove(at);
    if list.is_empty() {
        document.remove(name);
    }
    if let Some(above) = above {
        let rest = document.trailing().as_str().unwrap_or_default().trim_end().to_owned();
        document.set_trailing(format!("{rest}\n{above}\n"));
    }
    Ok(())
}

/// Makes a table of names and texts.
pub fn make_table(pairs: &[(&str, &str)]) -> Table {
    let mut table = Table::new();
    for (name, text) in pairs {
        table.insert(name, Item::Value((*text).into()));
    }
    table
}

/// The recipients of a schedule, in either form a file may have them.
pub enum RecipientList<'d> {
    Inline(&'d mut Array),
    Tables(&'d mut ArrayOfTables),
}

impl<'d> RecipientList<'d> {
    /// Finds them; makes an empty list where there is none.
    pub fn of(schedule: &'d mut Table) -> Result<Self, EditProblem> {
        match schedule.entry("to").or_insert_with(|| Item::Value(Value::Array(Array::new()))) {
            Item::Value(Value::Array(list)) => Ok(Self::Inline(list)),
            Item::ArrayOfTables(list) => Ok(Self::Tables(list)),
            _ => Err(EditProblem::ByHand),
        }
    }

    /// Puts one behind the others, on a line of its own where the others have one.
    pub fn push(self, recipient: &[(&str, &str)]) {
        match self {
            Self::Tables(list) => list.push(make_table(recipient)),
            Self::Inline(list) => {
                let mut value = Value::InlineTable(
                    recipient
                        .iter()
                        .map(|(name, text)| (*name, Value::from(*text)))
                        .collect::<InlineTable>(),
                );
                let before = list.iter().last().and_then(|last| last.decor().prefix());
                let before = before.and_then(|text| text.as_str()).unwrap_or_default();
                // A comment above the last one is not about the next.
                let line = before.rsplit_once('\n').map(|(_, indent)| format!("\n{indent}"));
                let usual = if list.is_empty() { "" } else { " " };
                value.decor_mut().set_prefix(line.unwrap_or_else(|| usual.to_owned()));
                list.push_formatted(value);
            }
        }
    }

    /// Takes one out by its place.
    pub fn remove(self, place: usize) -> Result<(), EditProblem> {
        match self {
            Self::Inline(list) if place < list.len() => {
                let removed = list.remove(place);
                // The first has no blank before it.
                if let (0, Some(first)) = (place, list.get_mut(0)) {
                    let before = removed.decor().prefix().and_then(|text| text.as_str());
                    first.decor_mut().set_prefix(before.unwrap_or_default().to_owned());
                }
                Ok(())
            }
            Self::Tables(list) if place < list.len() => {
                list.remove(place);
                Ok(())
            }
            Self::Inline(_) | Self::Tables(_) => Err(EditProblem::Gone),
        }
    }
}
