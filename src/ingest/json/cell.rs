//! What a record says under a column: a text, nothing, or something that is there and no plain value.

use serde_json::Value;

use super::{
    key::is_same,
    moment,
    node::{Found, Node},
};
use crate::{catalog::connector::Column, ingest::digits};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    Unreadable(Trouble),
}

/// Why a value that is there cannot be read: a reason of `rejection.*`, and the names it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub reason: &'static str,
    pub hint: Option<String>,
}

/// A column, and where the records of one place hold it.
pub struct Picker<'c> {
    column: &'c Column,
    /// The outermost names, as the records write them: more than one where they do not agree on it.
    roots: Vec<String>,
    before: Vec<&'c str>,
    /// What is asked of each item of the list there.
    of_each: Option<Vec<&'c str>>,
}

/// The outermost name a column is under.
pub fn root(column: &Column) -> &str {
    let path = column.path.as_deref().unwrap_or(&column.heading);
    if column.path.is_none() { path } else { path.split(['.', '[']).next().unwrap_or(path) }
}

/// Whether a name in a record is the outermost one of a column.
pub fn is_root(column: &Column, name: &str) -> bool {
    let names_it = |alias: &String| is_same(alias, name);
    is_same(root(column), name) || (column.path.is_none() && column.aliases.iter().any(names_it))
}

impl<'c> Picker<'c> {
    pub fn new(column: &'c Column, names: &[String]) -> Self {
        let roots = names.iter().filter(|name| is_root(column, name)).cloned().collect();
        let inner = column.path.as_deref().unwrap_or_default();
        let (before, of_each) = match inner.split_once("[*].") {
            Some((list, key)) => (list, Some(key.split('.').collect())),
            None => (inner, None),
        };
        Self { column, roots, before: before.split('.').skip(1).collect(), of_each }
    }

    pub fn pick(&self, record: &Node) -> Cell {
        let mut said = (self.roots.iter()).filter_map(|name| match record.own(name) {
            Found::Nothing => None,
            Found::One(node) if node.is_empty() && self.roots.len() > 1 => None,
            found => Some(found),
        });
        let is_one = |node: &Node, other: Found| other == Found::One(node);
        match said.next() {
            None => Cell::Empty,
            Some(Found::One(node)) if said.all(|other| is_one(node, other)) => {
                self.at(node, &self.before)
            }
            Some(_) => trouble("json_twice", Some(self.roots.join(", "))),
        }
    }

    fn at(&self, node: &Node, names: &[&str]) -> Cell {
        let Some((name, inner)) = names.split_first() else {
            return match &self.of_each {
                None => self.plain(node),
                Some(key) => self.each(node, key),
            };
        };
        match node {
            node if node.is_empty() => Cell::Empty,
            Node::Object(_) => match node.get(name) {
                Found::Nothing => Cell::Empty,
                Found::One(node) => self.at(node, inner),
                Found::Several => trouble("json_twice", Some((*name).to_owned())),
            },
            Node::Text(text) => match Node::inside_text(text) {
                Some(node) => self.at(&node, names),
                None => self.no_object(),
            },
            _ => self.no_object(),
        }
    }

    /// What is under `[*]` as a JSON array of texts, with null where an item lacks it. One item may stand without its list.
    fn each(&self, node: &Node, key: &[&str]) -> Cell {
        let items = match node {
            Node::List(items) => items.as_slice(),
            node if node.is_empty() => return Cell::Empty,
            Node::Object(_) => std::slice::from_ref(node),
            Node::Text(text) => match Node::inside_text(text) {
                Some(node) => return self.each(&node, key),
                None => return self.no_object(),
            },
            _ => return self.no_object(),
        };
        let of_item =
            Self { column: self.column, roots: Vec::new(), before: Vec::new(), of_each: None };
        let mut texts = Vec::new();
        for item in items {
            match of_item.at(item, key) {
                Cell::Empty => texts.push(Value::Null),
                Cell::Text(text) => texts.push(Value::String(text)),
                unreadable @ Cell::Unreadable(_) => return unreadable,
            }
        }
        Cell::Text(Value::Array(texts).to_string())
    }

    fn plain(&self, node: &Node) -> Cell {
        match node {
            node if node.is_empty() => Cell::Empty,
            Node::Text(text) => match (moment::of_text(text), Node::inside_text(text)) {
                (Some(instant), _) => filled(instant),
                (None, Some(node)) => self.plain(&node),
                (None, None) => filled(text.clone()),
            },
            Node::Number(number) => filled(digits::of_program(number)),
            Node::Bool(yes) => filled(yes.to_string()),
            Node::List(items) => match (moment::of_list(items), items.as_slice()) {
                (Some(day), _) => filled(day),
                (None, [only]) if !only.is_list() && !only.is_object() => self.plain(only),
                _ => trouble("json_list", None),
            },
            Node::Object(members) => match moment::of_object(members) {
                Some(node) => self.plain(&node),
                None => trouble("json_object", self.inner_paths(node)),
            },
            Node::Empty => Cell::Empty,
        }
    }

    /// The paths that could be asked for instead: `DonViXuLy.Ma`, `DonViXuLy.Ten`.
    fn inner_paths(&self, node: &Node) -> Option<String> {
        let path = self.column.path.as_deref().unwrap_or(&self.column.heading);
        let paths: Vec<String> =
            moment::names(node).iter().map(|name| format!("{path}.{name}")).collect();
        if paths.is_empty() { None } else { Some(paths.join(", ")) }
    }

    fn no_object(&self) -> Cell {
        trouble("json_no_object", self.column.path.clone())
    }
}

fn filled(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn trouble(reason: &'static str, hint: Option<String>) -> Cell {
    Cell::Unreadable(Trouble { reason, hint })
}
