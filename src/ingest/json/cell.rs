//! What a record says under a column: a text, nothing, or something that is there and no plain value.

use serde_json::Value;

use super::{
    key::is_same,
    moment,
    node::{FoundNode, JsonNode},
};
use crate::{
    catalog::connector::{
        ConnectorColumn,
        column_path::{ColumnPath, ListReading, PathFilter, PathStep},
    },
    ingest::digits,
};

/// Is what a record holds for a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonCell {
    Empty,
    Text(String),
    Unreadable(CellTrouble),
}

/// Why a value that is there cannot be read: a reason of `rejection.*`, and the names it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellTrouble {
    pub reason: &'static str,
    pub hint: Option<String>,
}

/// A column, and where the records of one place hold it.
pub struct ColumnPicker<'c> {
    column: &'c ConnectorColumn,
    /// The outermost names, as the records write them: more than one where they do not agree on it.
    roots: Vec<String>,
    /// Which item is meant, where a list stands under that name.
    root_filter: Option<PathFilter<'c>>,
    before: Vec<PathStep<'c>>,
    /// What is asked of the items of the list there.
    of_items: Option<(ListReading, Vec<PathStep<'c>>)>,
}

/// The outermost name a column is under.
pub fn root_name(column: &ConnectorColumn) -> &str {
    let path = column.path.as_deref().unwrap_or(&column.heading);
    if column.path.is_none() { path } else { path.split(['.', '[']).next().unwrap_or(path) }
}

/// Whether a name in a record is the outermost one of a column.
pub fn is_root(column: &ConnectorColumn, name: &str) -> bool {
    let names_it = |alias: &String| is_same(alias, name);
    is_same(root_name(column), name)
        || (column.path.is_none() && column.aliases.iter().any(names_it))
        || is_stand_in(column, name)
}

/// Whether a name in a record is that of a column where no surer one is.
fn is_stand_in(column: &ConnectorColumn, name: &str) -> bool {
    column.path.is_none() && column.stand_ins.iter().any(|other| is_same(other, name))
}

impl<'c> ColumnPicker<'c> {
    /// Prepares a column for records whose outermost names are `names`.
    pub fn new(column: &'c ConnectorColumn, names: &[String]) -> Self {
        let mut roots: Vec<String> =
            names.iter().filter(|name| is_root(column, name)).cloned().collect();
        if roots.iter().any(|name| !is_stand_in(column, name)) {
            roots.retain(|name| !is_stand_in(column, name));
        }
        // What is no path is refused when the connector is loaded.
        let path = column.path.as_deref().and_then(ColumnPath::parse_path).unwrap_or_default();
        Self {
            column,
            roots,
            root_filter: path.steps.first().and_then(|root| root.filter),
            before: path.steps.into_iter().skip(1).collect(),
            of_items: path.of_items,
        }
    }

    /// Reads the value of the column from a record; two different values are unreadable.
    pub fn pick_cell(&self, record: &JsonNode) -> JsonCell {
        let mut said = (self.roots.iter()).filter_map(|name| match record.get_exact(name) {
            FoundNode::Nothing => None,
            FoundNode::One(node) if node.is_empty() && self.roots.len() > 1 => None,
            found => Some(found),
        });
        let is_one = |node: &JsonNode, other: FoundNode| other == FoundNode::One(node);
        match said.next() {
            None => JsonCell::Empty,
            Some(FoundNode::One(node)) if said.all(|other| is_one(node, other)) => {
                self.cell_of_item(node, (root_name(self.column), self.root_filter), &self.before)
            }
            Some(_) => trouble_cell("json_twice", Some(self.roots.join(", "))),
        }
    }

    fn cell_at(&self, node: &JsonNode, steps: &[PathStep]) -> JsonCell {
        let Some((step, inner)) = steps.split_first() else {
            return match &self.of_items {
                None => self.plain_cell(node),
                Some((ListReading::Each, key)) => self.collect_each(node, key),
                Some((ListReading::Alike, key)) => self.read_alike(node, key),
            };
        };
        match node {
            node if node.is_empty() => JsonCell::Empty,
            JsonNode::Object(_) => match node.get_similar(step.name) {
                FoundNode::Nothing => JsonCell::Empty,
                FoundNode::One(node) => self.cell_of_item(node, (step.name, step.filter), inner),
                FoundNode::Several => trouble_cell("json_twice", Some(step.name.to_owned())),
            },
            JsonNode::Text(text) => match JsonNode::inside_text(text) {
                Some(node) => self.cell_at(&node, steps),
                None => self.no_object(),
            },
            _ => self.no_object(),
        }
    }

    /// What the item that a filter names says; a list may be held as a text.
    fn cell_of_item(
        &self,
        node: &JsonNode,
        (name, filter): (&str, Option<PathFilter>),
        inner: &[PathStep],
    ) -> JsonCell {
        let Some(wanted) = filter else { return self.cell_at(node, inner) };
        match node {
            node if node.is_empty() => JsonCell::Empty,
            JsonNode::Text(text) => match JsonNode::inside_text(text) {
                Some(node) => self.cell_of_item(&node, (name, filter), inner),
                None => self.no_object(),
            },
            JsonNode::List(_) | JsonNode::Object(_) => match find_item(wanted, node) {
                Ok(None) => JsonCell::Empty,
                Ok(Some(node)) => self.cell_at(node, inner),
                Err(()) => trouble_cell("json_twice", Some(name.to_owned())),
            },
            _ => self.no_object(),
        }
    }

    /// What is under `[*]` as a JSON array of texts, with null where an item lacks it. One item may stand without its list.
    fn collect_each(&self, node: &JsonNode, key: &[PathStep]) -> JsonCell {
        let items = match node {
            JsonNode::List(items) => items.as_slice(),
            node if node.is_empty() => return JsonCell::Empty,
            JsonNode::Object(_) => std::slice::from_ref(node),
            JsonNode::Text(text) => match JsonNode::inside_text(text) {
                Some(node) => return self.collect_each(&node, key),
                None => return self.no_object(),
            },
            _ => return self.no_object(),
        };
        let of_item = self.of_item();
        let mut texts = Vec::new();
        for item in items {
            match of_item.cell_at(item, key) {
                JsonCell::Empty => texts.push(Value::Null),
                JsonCell::Text(text) => texts.push(Value::String(text)),
                unreadable @ JsonCell::Unreadable(_) => return unreadable,
            }
        }
        JsonCell::Text(Value::Array(texts).to_string())
    }

    /// What is under `[=]`: the text that all items say; nothing where they differ, or one says none. It is for what is told beside a record,
    /// and takes none with it, whatever stands there.
    fn read_alike(&self, node: &JsonNode, key: &[PathStep]) -> JsonCell {
        let items = match node {
            JsonNode::List(items) => items.as_slice(),
            JsonNode::Object(_) => std::slice::from_ref(node),
            JsonNode::Text(text) => match JsonNode::inside_text(text) {
                Some(node) => return self.read_alike(&node, key),
                None => return JsonCell::Empty,
            },
            _ => return JsonCell::Empty,
        };
        let of_item = self.of_item();
        let mut cells = items.iter().map(|item| of_item.cell_at(item, key));
        match cells.next() {
            Some(JsonCell::Text(text))
                if cells.all(|other| other == JsonCell::Text(text.clone())) =>
            {
                JsonCell::Text(text)
            }
            _ => JsonCell::Empty,
        }
    }

    /// Reads within an item of a list.
    fn of_item(&self) -> Self {
        Self {
            column: self.column,
            roots: Vec::new(),
            root_filter: None,
            before: Vec::new(),
            of_items: None,
        }
    }

    fn plain_cell(&self, node: &JsonNode) -> JsonCell {
        match node {
            node if node.is_empty() => JsonCell::Empty,
            JsonNode::Text(text) => {
                match (moment::moment_of_text(text), JsonNode::inside_text(text)) {
                    (Some(instant), _) => text_cell(instant),
                    (None, Some(node)) => self.plain_cell(&node),
                    (None, None) => text_cell(text.clone()),
                }
            }
            JsonNode::Number(number) => text_cell(digits::format_json_number(number)),
            JsonNode::Bool(yes) => text_cell(yes.to_string()),
            JsonNode::List(items) => match (moment::moment_of_list(items), items.as_slice()) {
                (Some(day), _) => text_cell(day),
                (None, [only]) if !only.is_list() && !only.is_object() => self.plain_cell(only),
                _ => trouble_cell("json_list", None),
            },
            JsonNode::Object(members) => match moment::moment_of_object(members) {
                Some(node) => self.plain_cell(&node),
                None => match named_text(members) {
                    Some(name) => self.plain_cell(name),
                    None => trouble_cell("json_object", self.inner_paths(node)),
                },
            },
            JsonNode::Empty => JsonCell::Empty,
        }
    }

    /// The paths that could be asked for instead: `DonViXuLy.Ma`, `DonViXuLy.Ten`.
    fn inner_paths(&self, node: &JsonNode) -> Option<String> {
        let path = self.column.path.as_deref().unwrap_or(&self.column.heading);
        let paths: Vec<String> =
            moment::plain_names(node).iter().map(|name| format!("{path}.{name}")).collect();
        if paths.is_empty() { None } else { Some(paths.join(", ")) }
    }

    fn no_object(&self) -> JsonCell {
        trouble_cell("json_no_object", self.column.path.clone())
    }
}

/// Finds the item that a filter names; one that stands without its list may leave out what all would say. Fails where several are it.
fn find_item<'n>(wanted: PathFilter, node: &'n JsonNode) -> Result<Option<&'n JsonNode>, ()> {
    let JsonNode::List(items) = node else {
        let says_other = matches!(node.get_similar(wanted.key), FoundNode::One(_));
        return Ok(Some(node).filter(|_| !says_other || is_item(wanted, node)));
    };
    let mut found = items.iter().filter(|item| is_item(wanted, item));
    let first = found.next();
    if found.next().is_some() { Err(()) } else { Ok(first) }
}

fn is_item(wanted: PathFilter, item: &JsonNode) -> bool {
    let said = if item.is_object() { item.get_similar(wanted.key) } else { FoundNode::Nothing };
    match said {
        FoundNode::One(JsonNode::Text(text)) => text.trim() == wanted.value,
        FoundNode::One(JsonNode::Number(number)) => {
            digits::format_json_number(number) == wanted.value
        }
        _ => false,
    }
}

/// The name of what has a number and a name and nothing else: `{"id": 9, "name": "Đã xử lý xong"}`. The number is the system's own.
fn named_text(members: &[(String, JsonNode)]) -> Option<&JsonNode> {
    let of = |name: &str| members.iter().find(|(key, _)| is_same(key, name)).map(|(_, node)| node);
    let name = of("name").filter(|_| members.len() == 2 && of("id").is_some())?;
    matches!(name, JsonNode::Text(text) if !text.trim().is_empty()).then_some(name)
}

fn text_cell(text: String) -> JsonCell {
    if text.is_empty() { JsonCell::Empty } else { JsonCell::Text(text) }
}

fn trouble_cell(reason: &'static str, hint: Option<String>) -> JsonCell {
    JsonCell::Unreadable(CellTrouble { reason, hint })
}

#[cfg(test)]
mod tests;
