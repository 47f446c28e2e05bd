//! Holds the kinds of events a metric's header declares against those its SQL yields.

use std::collections::BTreeSet;

use duckdb::Connection;
use serde_json::Value;

use super::WarehouseError;
use crate::catalog::metric::Metric;

/// The column of a metric's events that says how each counts.
const KIND: &str = "kind";

/// Refuses a header that declares other kinds than the SQL yields, as far as the SQL says them by constants; what it works
/// out is seen when a build sums it.
pub fn check_written_kinds(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    let sql = "select json_serialize_sql(cast($1 as varchar))";
    let parsed: String = connection
        .query_row(sql, [&metric.sql], |row| row.get(0))
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", metric.path)))?;
    let parsed: Value = serde_json::from_str(&parsed).expect("the engine writes JSON");
    match written_kinds(&parsed["statements"][0]["node"]) {
        Some(kinds) if !metric.declares(&kinds) => Err(metric.other_events(&kinds).into()),
        _ => Ok(()),
    }
}

/// Refuses sums by day of a kind that the header does not declare.
pub fn check_summed_kinds(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    let read = || -> duckdb::Result<BTreeSet<String>> {
        let mut query =
            connection.prepare("select distinct kind from metric_day where metric_id = $1")?;
        query.query_map([&metric.id], |row| row.get(0))?.collect()
    };
    let kinds = read().map_err(WarehouseError::wrap_engine(format!("`{}` failed", metric.path)))?;
    let is_declared = |kind: &String| metric.events.iter().any(|event| event.id() == kind);
    if kinds.iter().all(is_declared) { Ok(()) } else { Err(metric.other_events(&kinds).into()) }
}

/// Collects the constants in the column of kinds, of every part of a union; `None` where a part works them out.
fn written_kinds(query: &Value) -> Option<BTreeSet<String>> {
    let mut parts = Vec::new();
    collect_parts(query, &mut parts)?;
    let is_kind = |column: &Value| column["alias"] == KIND;
    let at = parts.first()?.iter().position(is_kind)?;
    let mut kinds = BTreeSet::new();
    for part in parts {
        collect_constants(part.get(at)?, &mut kinds)?;
    }
    Some(kinds)
}

/// Collects the columns of each part of a union.
fn collect_parts<'q>(query: &'q Value, parts: &mut Vec<&'q [Value]>) -> Option<()> {
    if query["type"] == "SET_OPERATION_NODE" {
        collect_parts(&query["left"], parts)?;
        return collect_parts(&query["right"], parts);
    }
    parts.push(query["select_list"].as_array()?);
    Some(())
}

/// Collects the texts an expression may yield: a constant, or those a `case` chooses among.
fn collect_constants(expression: &Value, kinds: &mut BTreeSet<String>) -> Option<()> {
    match expression["class"].as_str()? {
        "CONSTANT" => {
            kinds.insert(expression["value"]["value"].as_str()?.to_owned());
            Some(())
        }
        "CASE" => {
            for check in expression["case_checks"].as_array()? {
                collect_constants(&check["then_expr"], kinds)?;
            }
            collect_constants(&expression["else_expr"], kinds)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::one("select 1 as agency_code, 'flow' as kind", Some(vec!["flow"]))]
    #[case::of_a_union(
        "with x as (select 'once' as kind) select 1, 'stock' as kind union all select 2, 'stock' union all select 3, 'flow'",
        Some(vec!["flow", "stock"])
    )]
    #[case::of_a_choice("select case when 1 = 2 then 'once' else 'flow' end as kind", Some(vec!["flow", "once"]))]
    #[case::worked_out("select 'o' || 'nce' as kind", None)]
    #[case::from_elsewhere("with x as (select 'once' as kind) select kind from x", None)]
    fn kinds_are_read_from_the_sql(#[case] sql: &str, #[case] kinds: Option<Vec<&str>>) {
        let connection = Connection::open_in_memory().expect("opened");
        let parsed: String = connection
            .query_row("select json_serialize_sql(cast($1 as varchar))", [sql], |row| row.get(0))
            .expect("parsed");
        let parsed: Value = serde_json::from_str(&parsed).expect("JSON");
        let expected =
            kinds.map(|kinds| kinds.into_iter().map(str::to_owned).collect::<BTreeSet<_>>());
        assert_eq!(written_kinds(&parsed["statements"][0]["node"]), expected);
    }
}
