//! A metric's SQL taken apart: what of it is a sum over single dossiers, and what is not.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;
use serde_json::{Value, json};

use super::{
    super::content_statement::{ContentStatement, split_statements},
    linear_query::{DOSSIER, LinearReader, QueryScope, RelationClass},
    parsed_items::{is_plain_star, names_column, output_name},
};
use crate::warehouse::WarehouseError;

/// A metric's events in two lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinearEvents {
    /// Yields the events that single dossiers have each by themselves.
    pub linear: String,
    /// Yields those that are made of many, and name no dossier.
    pub rest: Option<String>,
    /// Every relation they are made of beside the dossiers.
    pub reads: BTreeSet<String>,
}

/// Takes SQL of the content apart.
pub struct EventSplitter<'c> {
    connection: &'c Connection,
    aggregates: BTreeSet<String>,
    views: BTreeMap<String, Value>,
}

/// The columns of an event, in small letters.
const SUBJECT: &str = "subject_id";
const DENOMINATOR: &str = "denominator";

impl<'c> EventSplitter<'c> {
    /// Parses the views of the models, each by its name and query.
    pub fn prepare(
        connection: &'c Connection,
        views: &[(String, String)],
    ) -> Result<Self, WarehouseError> {
        let failed = || WarehouseError::wrap_engine("cannot list the functions");
        let sql = "select distinct lower(function_name) from duckdb_functions() where function_type = 'aggregate'";
        let list = || -> duckdb::Result<BTreeSet<String>> {
            connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        let aggregates = list().map_err(failed())?;
        let mut parsed = BTreeMap::new();
        for (name, query) in views {
            // One that is not known for a plain query is not read through.
            let node = parse_query(connection, query)?.unwrap_or(Value::Null);
            parsed.insert(name.to_lowercase(), node);
        }
        Ok(Self { connection, aggregates, views: parsed })
    }

    /// Takes the SQL of a metric's events apart; `None` where it is not known for a sum over single dossiers.
    pub fn split_events(&self, sql: &str) -> Result<Option<LinearEvents>, WarehouseError> {
        let Some(node) = parse_query(self.connection, sql)? else { return Ok(None) };
        let mut reader = LinearReader {
            aggregates: &self.aggregates,
            views: &self.views,
            reads: BTreeSet::new(),
        };
        let Some(parts) = split_parts(&node, &mut reader) else { return Ok(None) };
        let reads = reader.reads;
        if parts.linear.is_empty() {
            return Ok(None);
        }
        if parts.rest.is_empty() {
            return Ok(Some(LinearEvents { linear: sql.to_owned(), rest: None, reads }));
        }
        // Written anew 1e-1 is 0.1, a decimal, which is rounded otherwise: findings/duckdb_numbers_through_json.sh.
        if has_double(&node) {
            return Ok(None);
        }
        let linear = self.write_query(&parts.named, &parts.linear)?;
        let rest = Some(self.write_query(&parts.named, &parts.rest)?);
        Ok(Some(LinearEvents { linear, rest, reads }))
    }

    /// Writes parts of a union as SQL.
    fn write_query(&self, named: &[Value], parts: &[Value]) -> Result<String, WarehouseError> {
        let laid = parts.iter().cloned().reduce(|one, other| {
            json!({
                "type": "SET_OPERATION_NODE", "modifiers": [], "cte_map": {"map": []},
                "setop_type": "UNION", "setop_all": true, "left": one, "right": other,
            })
        });
        let mut node = laid.unwrap_or(Value::Null);
        node["cte_map"] = json!({ "map": named });
        let whole =
            json!({ "error": false, "statements": [{ "node": node, "named_param_map": [] }] });
        let sql = "select json_deserialize_sql(cast($1 as json))";
        self.connection
            .query_row(sql, [whole.to_string()], |row| row.get(0))
            .map_err(WarehouseError::wrap_engine("cannot write a query"))
    }
}

/// Parses one query; `None` where it may say something else tomorrow, or is something else.
fn parse_query(connection: &Connection, sql: &str) -> Result<Option<Value>, WarehouseError> {
    let statements = split_statements(sql);
    if !statements.is_some_and(|it| it.iter().all(ContentStatement::is_plain)) {
        return Ok(None);
    }
    let parse = "select json_serialize_sql(cast($1 as varchar))";
    let parsed: String = connection
        .query_row(parse, [sql], |row| row.get(0))
        .map_err(WarehouseError::wrap_engine("cannot parse a query"))?;
    let mut parsed: Value = serde_json::from_str(&parsed).unwrap_or(Value::Null);
    let is_one = parsed["statements"].as_array().is_some_and(|list| list.len() == 1);
    Ok(is_one.then(|| parsed["statements"][0]["node"].take()))
}

/// The parts of a union, and what they name together.
#[derive(Default)]
struct UnionParts {
    named: Vec<Value>,
    linear: Vec<Value>,
    rest: Vec<Value>,
}

/// Tells the parts of a union apart; `None` where nothing is known of one.
fn split_parts(node: &Value, reader: &mut LinearReader) -> Option<UnionParts> {
    let mut parts = UnionParts::default();
    let mut leaves = Vec::new();
    collect_leaves(node, false, &mut parts.named, &mut leaves)?;
    let scope =
        reader.extend_scope(&json!({ "cte_map": { "map": parts.named } }), &QueryScope::new())?;
    let names: Vec<String> = leaves.first()?["select_list"]
        .as_array()?
        .iter()
        .map(output_name)
        .collect::<Option<_>>()?;
    let place = |name: &str| names.iter().position(|it| it == name);
    let (subject, denominator) = (place(SUBJECT)?, place(DENOMINATOR)?);
    let mut is_null = BTreeSet::new();
    for leaf in leaves {
        let items = leaf["select_list"].as_array()?;
        if items.len() != names.len() {
            return None;
        }
        // Nothing and something in one sum: whether it is nothing when one is taken out, its numbers do not tell.
        is_null.insert(is_constant_null(&items[denominator])?);
        let is_linear = match reader.read_query(leaf, &scope) {
            Some(RelationClass::Linear(columns)) => {
                let places = columns.places?;
                places.iter().enumerate().all(|(at, is_code)| *is_code == (at == subject))
            }
            _ => false,
        };
        let mut leaf = leaf.clone();
        for (item, name) in leaf["select_list"].as_array_mut()?.iter_mut().zip(&names) {
            item["alias"] = json!(name);
        }
        if is_linear {
            parts.linear.push(leaf);
        } else if is_made_of_many(&leaf, &scope, reader)? {
            parts.rest.push(leaf);
        } else {
            return None;
        }
    }
    (is_null.len() == 1).then_some(parts)
}

/// Collects the queries that a union lays upon each other, also where it is wrapped in a query for all of it. What a branch of it names
/// would be seen by the others.
fn collect_leaves<'n>(
    node: &'n Value,
    is_branch: bool,
    named: &mut Vec<Value>,
    leaves: &mut Vec<&'n Value>,
) -> Option<()> {
    for one in node["cte_map"]["map"].as_array()? {
        // Of two of one name nobody knows which is meant.
        if is_branch || named.iter().any(|it| it["key"] == one["key"]) {
            return None;
        }
        named.push(one.clone());
    }
    if !node["modifiers"].as_array()?.is_empty() {
        return None;
    }
    if node["type"] == "SET_OPERATION_NODE" {
        let is_laid = node["setop_type"] == "UNION" && node["setop_all"] == true;
        if !is_laid {
            return None;
        }
        collect_leaves(&node["left"], true, named, leaves)?;
        return collect_leaves(&node["right"], true, named, leaves);
    }
    let from = &node["from_table"];
    let is_wrapped = node["select_list"].as_array()?.iter().all(is_plain_star)
        && from["type"] == "SUBQUERY"
        && from["column_name_alias"].as_array().is_some_and(Vec::is_empty)
        && ["where_clause", "having", "qualify", "sample"].iter().all(|part| node[*part].is_null())
        && node["aggregate_handling"] == "STANDARD_HANDLING"
        && ["group_expressions", "group_sets"]
            .iter()
            .all(|part| node[*part].as_array().is_some_and(Vec::is_empty))
        && from["sample"].is_null();
    if is_wrapped {
        return collect_leaves(&from["subquery"]["node"], is_branch, named, leaves);
    }
    leaves.push(node);
    Some(())
}

/// Whether a query is made of dossiers and what stays the same, and hands no code of a dossier on: then it yields the same of dossiers
/// whatever they are called.
fn is_made_of_many(leaf: &Value, scope: &QueryScope, reader: &mut LinearReader) -> Option<bool> {
    let mut hidden =
        BTreeSet::from(["dossier_code".to_owned(), "rowid".to_owned(), DOSSIER.to_owned()]);
    for class in scope.values() {
        let RelationClass::Linear(columns) = class.as_ref()? else { continue };
        hidden.extend(columns.codes.iter().cloned());
    }
    hidden.extend(scope.keys().cloned());
    let is_starless = leaf["select_list"].as_array()?.iter().all(|item| item["class"] != "STAR");
    let from = &leaf["from_table"];
    hidden.extend(from["alias"].as_str().map(str::to_lowercase));
    // Of joins nothing is known here; a question within must be of what is fixed.
    let is_single = from["type"] == "BASE_TABLE" && leaf["cte_map"]["map"].as_array()?.is_empty();
    if !is_single || !is_starless || names_column(leaf, &hidden) {
        return Some(false);
    }
    let row = json!({
        "type": "SELECT_NODE", "modifiers": [], "cte_map": {"map": []}, "group_expressions": [], "group_sets": [],
        "aggregate_handling": "STANDARD_HANDLING", "having": null, "qualify": null, "sample": null,
        "select_list": [], "where_clause": leaf["where_clause"], "from_table": from,
    });
    let is_of_dossiers = matches!(reader.read_query(&row, scope), Some(RelationClass::Linear(_)));
    Some(is_of_dossiers && !has_question(leaf) && is_of_any_order(leaf, reader.aggregates))
}

/// What makes one value of many rows, whatever their order: of parts of a number the order of adding tells.
const OF_ANY_ORDER: [&str; 6] = ["bool_and", "bool_or", "count", "count_star", "max", "min"];

/// Whether a query yields the same in whatever order rows come: those that changed lie behind all others.
fn is_of_any_order(value: &Value, aggregates: &BTreeSet<String>) -> bool {
    match value {
        Value::Array(list) => list.iter().all(|one| is_of_any_order(one, aggregates)),
        Value::Object(object) => {
            let is_known = match value["class"].as_str() {
                Some("WINDOW") => false,
                Some("FUNCTION") => value["function_name"].as_str().is_some_and(|name| {
                    OF_ANY_ORDER.contains(&name) || !aggregates.contains(&name.to_lowercase())
                }),
                _ => true,
            };
            is_known
                && value["sample"].is_null()
                && object.values().all(|one| is_of_any_order(one, aggregates))
        }
        _ => true,
    }
}

/// Whether a query asks another one within an expression.
fn has_question(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().any(has_question),
        Value::Object(object) => value["class"] == "SUBQUERY" || object.values().any(has_question),
        _ => false,
    }
}

/// Whether a query holds a number with an exponent.
fn has_double(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().any(has_double),
        Value::Object(object) => {
            let is_double =
                value["class"] == "CONSTANT" && value["value"]["type"]["id"] == "DOUBLE";
            is_double || object.values().any(has_double)
        }
        _ => false,
    }
}

/// Whether an expression is nothing, or a number, in every row; `None` where that hangs on the row.
fn is_constant_null(value: &Value) -> Option<bool> {
    match value["class"].as_str()? {
        "CONSTANT" => Some(value["value"]["is_null"] == true),
        "CAST" if value["try_cast"] != true => is_constant_null(&value["child"]),
        "FUNCTION" if value["function_name"] == "-" => {
            let [number] = value["children"].as_array()?.as_slice() else { return None };
            is_constant_null(number)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
