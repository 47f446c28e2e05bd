//! The parts of a query as the engine parses it: what its columns are called.

use std::collections::BTreeSet;

use serde_json::Value;

/// Whether anything in a part of a query is called so.
pub fn names_column(value: &Value, names: &BTreeSet<String>) -> bool {
    match value {
        Value::Array(list) => list.iter().any(|one| names_column(one, names)),
        Value::Object(object) => {
            column_name(value).is_some_and(|name| names.contains(&name))
                || object.values().any(|one| names_column(one, names))
        }
        _ => false,
    }
}

/// The last name of a column, in small letters.
pub fn column_name(item: &Value) -> Option<String> {
    if item["class"] != "COLUMN_REF" {
        return None;
    }
    to_lower(item["column_names"].as_array()?.last()?)
}

/// Whether an item is all columns of what is selected from, as they are.
pub fn is_plain_star(item: &Value) -> bool {
    let is_empty = |part: &str| item[part].as_array().is_none_or(Vec::is_empty);
    item["class"] == "STAR"
        && item["columns"] == false
        && item["expr"].is_null()
        && ["exclude_list", "replace_list", "rename_list", "qualified_exclude_list"]
            .iter()
            .all(|part| is_empty(part))
}

/// What a query calls a column it yields; `None` where the engine makes a name up.
pub fn output_name(item: &Value) -> Option<String> {
    to_lower(&item["alias"]).filter(|alias| !alias.is_empty()).or_else(|| column_name(item))
}

/// Adds names that must not be there yet.
pub fn add_once(
    names: &mut BTreeSet<String>,
    more: impl IntoIterator<Item = String>,
) -> Option<()> {
    more.into_iter().all(|name| names.insert(name)).then_some(())
}

/// A name in small letters; `None` where it is none.
pub fn to_lower(name: &Value) -> Option<String> {
    name.as_str().map(str::to_lowercase)
}
