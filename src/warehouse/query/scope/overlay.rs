//! Temporary views that lie over a build's relations and show the rows of some agencies alone.
//!
//! Invariant: a question within a narrower scope is asked on a connection where every relation of agencies is overlaid. A
//! query cannot forget to filter; a new one is filtered before it is written.

use std::collections::{BTreeSet, HashMap};

use duckdb::Connection;

use crate::warehouse::engine::{quote_ident, quote_literal};

/// Writes the views over every relation of agencies of a build.
pub fn overlay_sql(connection: &Connection, codes: &BTreeSet<String>) -> duckdb::Result<String> {
    let codes: Vec<String> = codes.iter().map(|code| quote_literal(code)).collect();
    let codes = codes.join(", ");
    let database: String =
        connection.query_row("select current_database()", [], |row| row.get(0))?;
    let database = quote_ident(&database);
    let view = |(relation, columns): (String, Vec<String>)| {
        // A dossier is of whoever received it and of whoever solves it. What is of no agency is of all: a target, for one.
        let one = columns.iter().map(|column| match column.as_str() {
            "dossier_code" => format!(
                "dossier_code in (select dossier_code from {database}.main.dossier \
                 where solving_agency in ({codes}) or receiving_agency in ({codes}))"
            ),
            agency => format!("{} in ({codes})", quote_ident(agency)),
        });
        let none = columns.iter().map(|column| format!("{} is null", quote_ident(column)));
        let none = none.collect::<Vec<_>>().join(" and ");
        let is_visible: Vec<String> = one.chain([format!("({none})")]).collect();
        let (name, is_visible) = (quote_ident(&relation), is_visible.join(" or "));
        format!(
            "create temp view {name} as select * from {database}.main.{name} where {is_visible};\n"
        )
    };
    Ok(relations(connection)?.into_iter().map(view).collect())
}

/// The relations whose rows are of agencies, each with the columns that say of which.
fn relations(connection: &Connection) -> duckdb::Result<HashMap<String, Vec<String>>> {
    let mut relations: HashMap<String, Vec<String>> = HashMap::new();
    let mut query = connection.prepare(include_str!("of_agencies.sql"))?;
    for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (relation, column): (String, String) = row?;
        relations.entry(relation).or_default().push(column);
    }
    Ok(relations)
}
