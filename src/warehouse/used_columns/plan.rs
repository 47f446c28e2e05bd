//! Which columns a query reads, as the engine's plan says it.

use std::collections::BTreeSet;

use duckdb::Connection;
use serde_json::Value;

use super::super::{WarehouseError, engine::without_optimizers};

/// Table and column of all that a query reads.
pub(super) fn used_columns(
    connection: &Connection,
    sql: &str,
) -> Result<BTreeSet<(String, String)>, WarehouseError> {
    // What happens to stand in the rows must not spare a look at a column.
    let plan: duckdb::Result<String> = without_optimizers(
        connection,
        "statistics_propagation,filter_pushdown,empty_result_pullup",
        || connection.query_row(&format!("explain (format json) {sql}"), [], |row| row.get(1)),
    );
    let plan = plan.map_err(WarehouseError::wrap_engine("cannot plan a query"))?;
    let plan: Value = serde_json::from_str(&plan).expect("the engine writes JSON");
    let mut used = BTreeSet::new();
    read_node(&plan, &mut used);
    Ok(used)
}

fn read_node(node: &Value, used: &mut BTreeSet<(String, String)>) {
    for child in node.as_array().into_iter().flatten() {
        read_node(child, used);
    }
    let Some(node) = node.as_object() else { return };
    if let Some(table) = node.get("extra_info").and_then(|info| info.get("Table")?.as_str()) {
        let table = table.rsplit('.').next().unwrap_or(table);
        for part in ["Projections", "Filters"] {
            let said = &node["extra_info"][part];
            let texts = said.as_array().map_or_else(|| vec![said], |list| list.iter().collect());
            let words = texts.into_iter().filter_map(Value::as_str).flat_map(|text| {
                text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            });
            used.extend(words.map(|word| (table.to_owned(), word.to_owned())));
        }
    }
    if let Some(children) = node.get("children") {
        read_node(children, used);
    }
}
