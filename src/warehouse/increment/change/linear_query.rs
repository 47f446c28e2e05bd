//! Whether a query is a sum over single dossiers, as the engine's reading of it says it.
//!
//! A query is linear in `dossier` if what it yields of two lots of dossiers together is what it yields of the one and what it yields of the
//! other: it selects, narrows, joins what stays the same, and lays such queries one upon the other. Nothing is known of any other shape.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::parsed_items::{
    add_once, column_name, is_plain_star, names_column, output_name, to_lower,
};
use crate::warehouse::metrics::is_derived_view;

/// The relation queries are linear in, and the column by which dossiers are told apart.
pub const DOSSIER: &str = "dossier";
const CODE: &str = "dossier_code";

/// What a relation is to the dossiers.
#[derive(Debug, Clone)]
pub enum RelationClass {
    /// It is made of none.
    Fixed,
    /// It is linear in them.
    Linear(LinearColumns),
}

/// The columns of a linear relation that hand a dossier's code through as it is.
#[derive(Debug, Clone)]
pub struct LinearColumns {
    /// Their names.
    pub codes: BTreeSet<String>,
    /// Of each column in its place, whether it is one; `None` where not all are named.
    pub places: Option<Vec<bool>>,
}

/// Relations that a query names itself; `None` for what nothing is known of.
pub type QueryScope = BTreeMap<String, Option<RelationClass>>;

/// Reads queries as the engine parses them.
pub struct LinearReader<'a> {
    /// Functions that make one value of many rows.
    pub aggregates: &'a BTreeSet<String>,
    /// The parsed query of each view of the models.
    pub views: &'a BTreeMap<String, Value>,
    /// Every relation that was read beside the dossiers.
    pub reads: BTreeSet<String>,
}

impl LinearReader<'_> {
    /// Adds what a query names itself to a scope.
    pub fn extend_scope(&mut self, node: &Value, scope: &QueryScope) -> Option<QueryScope> {
        let mut scope = scope.clone();
        for named in node["cte_map"]["map"].as_array()? {
            let query = &named["value"]["query"]["node"];
            let is_renamed = !named["value"]["aliases"].as_array()?.is_empty();
            let class = if is_renamed { None } else { self.read_query(query, &scope) };
            scope.insert(to_lower(&named["key"])?, class);
        }
        Some(scope)
    }

    /// Tells what a query is to the dossiers; `None` where it may be neither.
    pub fn read_query(&mut self, node: &Value, scope: &QueryScope) -> Option<RelationClass> {
        let scope = self.extend_scope(node, scope)?;
        let class = match node["type"].as_str()? {
            "SELECT_NODE" => self.read_select(node, &scope)?,
            "SET_OPERATION_NODE" => {
                let left = self.read_query(&node["left"], &scope)?;
                let right = self.read_query(&node["right"], &scope)?;
                let is_laid = node["setop_type"] == "UNION" && node["setop_all"] == true;
                lay_together(left, right, is_laid)?
            }
            _ => return None,
        };
        let is_whole = node["modifiers"].as_array()?.is_empty();
        self.read_expression(&node["modifiers"], &scope, &BTreeSet::new(), false)?;
        (is_whole || matches!(class, RelationClass::Fixed)).then_some(class)
    }

    fn read_select(&mut self, node: &Value, scope: &QueryScope) -> Option<RelationClass> {
        let mut aliases = BTreeSet::new();
        let from = self.read_table(&node["from_table"], scope, &mut aliases)?;
        let RelationClass::Linear(from) = from else {
            self.read_expression(node, scope, &BTreeSet::new(), false)?;
            return Some(RelationClass::Fixed);
        };
        let is_empty = |part: &str| node[part].as_array().is_none_or(Vec::is_empty);
        let is_plain = is_empty("group_expressions")
            && is_empty("group_sets")
            && node["aggregate_handling"] == "STANDARD_HANDLING"
            && ["having", "qualify", "sample"].iter().all(|part| node[*part].is_null());
        if !is_plain {
            return None;
        }
        let items = node["select_list"].as_array()?;
        let mut columns = LinearColumns { codes: BTreeSet::new(), places: Some(Vec::new()) };
        // What is not to be seen but in a place of its own: a code, whatever it is called, a row as a whole, and its place in the table.
        let mut hidden: BTreeSet<String> = from.codes.clone();
        hidden.extend(aliases);
        hidden.insert("rowid".to_owned());
        let mut others = vec![&node["where_clause"]];
        for item in items {
            if is_plain_star(item) {
                // Of several relations the columns of the linear one.
                let of = to_lower(&item["relation_name"])?;
                if node["from_table"]["type"] == "JOIN" && !hidden.contains(&of) {
                    return None;
                }
                columns.places = None;
                // Of two columns of one name the engine calls the second one otherwise.
                add_once(&mut columns.codes, from.codes.iter().cloned())?;
                continue;
            }
            let is_code = column_name(item).is_some_and(|name| from.codes.contains(&name));
            columns.places.iter_mut().for_each(|places| places.push(is_code));
            if is_code {
                let name = output_name(item)?;
                hidden.insert(name.clone());
                add_once(&mut columns.codes, [name])?;
            } else {
                others.push(item);
            }
        }
        let is_hiding =
            |item: &&&Value| output_name(item).is_some_and(|name| columns.codes.contains(&name));
        if others.iter().skip(1).find(is_hiding).is_some() {
            return None;
        }
        for expression in others {
            self.read_expression(expression, scope, &hidden, true)?;
        }
        self.read_conditions(&node["from_table"], scope, &hidden)?;
        Some(RelationClass::Linear(columns))
    }

    /// Reads what a query selects from. `aliases` are the names of linear relations in it.
    fn read_table(
        &mut self,
        table: &Value,
        scope: &QueryScope,
        aliases: &mut BTreeSet<String>,
    ) -> Option<RelationClass> {
        let class = match table["type"].as_str()? {
            "EMPTY" => RelationClass::Fixed,
            "BASE_TABLE" => self.read_relation(table, scope)?,
            "SUBQUERY" => self.read_query(&table["subquery"]["node"], scope)?,
            "JOIN" => return self.read_join(table, scope, aliases),
            _ => return None,
        };
        if matches!(class, RelationClass::Linear(_)) {
            let is_renamed =
                table["column_name_alias"].as_array().is_some_and(|names| !names.is_empty());
            if is_renamed || !table["sample"].is_null() {
                return None;
            }
            aliases
                .extend(["alias", "table_name"].iter().filter_map(|name| to_lower(&table[*name])));
        }
        Some(class)
    }

    fn read_relation(&mut self, table: &Value, scope: &QueryScope) -> Option<RelationClass> {
        let name = to_lower(&table["table_name"])?;
        let is_elsewhere = table["schema_name"] != "" || table["catalog_name"] != "";
        // What another metric counts is of dossiers that changed, and nobody says here that it did.
        if !table["at_clause"].is_null() || is_derived_view(&name) {
            return None;
        }
        if let Some(class) = scope.get(&name).filter(|_| !is_elsewhere) {
            return class.clone();
        }
        let class = if name == DOSSIER {
            let codes = BTreeSet::from([CODE.to_owned()]);
            RelationClass::Linear(LinearColumns { codes, places: None })
        } else if let Some(view) = self.views.get(&name) {
            self.read_query(view, &QueryScope::new())?
        } else {
            RelationClass::Fixed
        };
        match class {
            // What is called by its place is not what is put in its place.
            RelationClass::Linear(_) if is_elsewhere => None,
            RelationClass::Linear(_) => Some(class),
            RelationClass::Fixed => {
                self.reads.insert(name);
                Some(class)
            }
        }
    }

    fn read_join(
        &mut self,
        join: &Value,
        scope: &QueryScope,
        aliases: &mut BTreeSet<String>,
    ) -> Option<RelationClass> {
        let left = self.read_table(&join["left"], scope, aliases)?;
        let right = self.read_table(&join["right"], scope, aliases)?;
        self.read_expression(&join["condition"], scope, &BTreeSet::new(), false)?;
        let is_known = matches!(join["ref_type"].as_str()?, "REGULAR" | "CROSS");
        match (left, right, join["join_type"].as_str()?) {
            (RelationClass::Fixed, RelationClass::Fixed, _) => Some(RelationClass::Fixed),
            (RelationClass::Linear(columns), RelationClass::Fixed, "INNER" | "LEFT")
            | (RelationClass::Fixed, RelationClass::Linear(columns), "INNER")
                if is_known =>
            {
                Some(RelationClass::Linear(LinearColumns { places: None, ..columns }))
            }
            _ => None,
        }
    }

    /// Looks at all that joined relations are held together by, and at what the fixed ones among them say of the others.
    fn read_conditions(
        &mut self,
        table: &Value,
        scope: &QueryScope,
        hidden: &BTreeSet<String>,
    ) -> Option<()> {
        if table["type"] != "JOIN" {
            return Some(());
        }
        let using = table["using_columns"].as_array()?;
        if using.iter().any(|name| to_lower(name).is_none_or(|name| hidden.contains(&name))) {
            return None;
        }
        self.read_expression(&table["condition"], scope, hidden, true)?;
        for side in ["left", "right"] {
            let side = &table[side];
            let class = self.read_table(side, scope, &mut BTreeSet::new())?;
            if matches!(class, RelationClass::Fixed) && names_column(side, hidden) {
                return None;
            }
            self.read_conditions(side, scope, hidden)?;
        }
        Some(())
    }

    /// Looks through an expression: questions in it must be of what is fixed. Where it is asked of each row, it makes nothing of many rows,
    /// and sees nothing that is hidden.
    fn read_expression(
        &mut self,
        value: &Value,
        scope: &QueryScope,
        hidden: &BTreeSet<String>,
        is_by_row: bool,
    ) -> Option<()> {
        if let Some(list) = value.as_array() {
            return list
                .iter()
                .try_for_each(|one| self.read_expression(one, scope, hidden, is_by_row));
        }
        let Some(object) = value.as_object() else { return Some(()) };
        match value["class"].as_str() {
            Some("SUBQUERY") => {
                let class = self.read_query(&value["subquery"]["node"], scope)?;
                let is_open = is_by_row && names_column(value, hidden);
                let RelationClass::Fixed = class else { return None };
                return (!is_open)
                    .then(|| self.read_expression(&value["child"], scope, hidden, is_by_row))?;
            }
            Some(
                "COLUMN_REF" | "CONSTANT" | "CAST" | "COMPARISON" | "CONJUNCTION" | "OPERATOR"
                | "CASE" | "BETWEEN",
            )
            | None => {}
            Some("FUNCTION") => {
                let name = to_lower(&value["function_name"])?;
                if is_by_row && (self.aggregates.contains(&name) || value["filter"].is_object()) {
                    return None;
                }
            }
            Some(_) if is_by_row => return None,
            Some(_) => {}
        }
        if is_by_row && column_name(value).is_some_and(|name| hidden.contains(&name)) {
            return None;
        }
        // What it is selected from was read already.
        let parts = object.iter().filter(|(key, _)| !["from_table", "cte_map"].contains(&&***key));
        parts
            .into_iter()
            .try_for_each(|(_, part)| self.read_expression(part, scope, hidden, is_by_row))
    }
}

/// Lays what two queries yield one upon the other.
fn lay_together(left: RelationClass, right: RelationClass, is_laid: bool) -> Option<RelationClass> {
    match (left, right) {
        (RelationClass::Fixed, RelationClass::Fixed) => Some(RelationClass::Fixed),
        (RelationClass::Linear(left), RelationClass::Linear(right)) if is_laid => {
            let is_alike = left.places.is_some() && left.places == right.places;
            is_alike.then_some(RelationClass::Linear(left))
        }
        _ => None,
    }
}
