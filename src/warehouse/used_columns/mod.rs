//! Dossiers with a value nobody could read are left out of what uses that value, and of nothing else.
//!
//! Which columns a metric uses is not said by it: the engine tells, from the plan it makes of the metric's SQL.

mod plan;

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;

use self::plan::used_columns;
use super::{
    WarehouseError,
    engine::{quote_ident, quote_literal},
    staging::column::column_names::UNREADABLE,
};
use crate::catalog::content::ContentSet;

/// A query over rows whose values that it uses can all be read.
pub struct ReadableEvents {
    pub sql: String,
    /// How many rows it leaves out.
    pub left_out: u64,
}

impl ReadableEvents {
    fn without_losses(sql: &str) -> Self {
        Self { sql: sql.to_owned(), left_out: 0 }
    }
}

/// Per table of the models, the columns in which some row has a value that cannot be read.
pub struct UnreadableColumns {
    columns: BTreeMap<String, BTreeSet<String>>,
    /// Name and query of each view of the models, in their order.
    views: Vec<(String, String)>,
    /// The words between the name of a query and the query.
    named: &'static str,
}

impl UnreadableColumns {
    /// Finds the columns in which some row has an unreadable value, and the views of the models that
    /// may use them.
    pub fn find_unreadable(
        connection: &Connection,
        content: &ContentSet,
    ) -> Result<Self, WarehouseError> {
        let columns = unreadable_columns(connection)
            .map_err(WarehouseError::wrap_engine("cannot look for unreadable values"))?;
        Ok(Self { columns, views: list_model_views(content), named: "as not materialized" })
    }

    /// Takes it that in every column some row may have an unreadable value, for SQL that is written before there are rows, and for whichever
    /// engine: what it leaves out is the same.
    pub fn assume_unreadable(
        connection: &Connection,
        content: &ContentSet,
    ) -> Result<Self, WarehouseError> {
        let read = || -> duckdb::Result<BTreeMap<String, BTreeSet<String>>> {
            let mut all = BTreeMap::new();
            for table in list_judged_tables(connection)? {
                let mut columns = connection
                    .prepare("select column_name from duckdb_columns() where table_name = $1 and schema_name = 'main' and column_name <> $2")?;
                let columns = columns.query_map([&*table, UNREADABLE], |row| row.get(0))?;
                all.insert(table, columns.collect::<duckdb::Result<_>>()?);
            }
            Ok(all)
        };
        let columns =
            read().map_err(WarehouseError::wrap_engine("cannot look for unreadable values"))?;
        Ok(Self { columns, views: list_model_views(content), named: "as" })
    }

    /// The same query over rows whose values that it uses can all be read. `wanted` are the columns asked of it.
    pub fn exclude_unreadable(
        &self,
        connection: &Connection,
        sql: &str,
        wanted: &str,
    ) -> Result<ReadableEvents, WarehouseError> {
        if self.columns.is_empty() {
            return Ok(ReadableEvents::without_losses(sql));
        }
        let used = used_columns(connection, &format!("select {wanted} from (\n{sql}\n)"))?;
        let mut names = Vec::new();
        let mut parts = Vec::new();
        let mut left_out = 0;
        for (table, unreadable) in &self.columns {
            let both: Vec<&str> = unreadable
                .iter()
                .filter(|column| used.contains(&(table.clone(), (*column).clone())))
                .map(String::as_str)
                .collect();
            if !both.is_empty() {
                let name = quote_ident(table);
                let lists = both.iter().map(|it| {
                    format!("contains({UNREADABLE}, {})", quote_literal(&format!(",{it},")))
                });
                let is_left_out = format!("({})", lists.collect::<Vec<_>>().join(" or "));
                left_out += count_rows(connection, &format!("{name} where {is_left_out}"))
                    .map_err(WarehouseError::wrap_engine("cannot count unreadable values"))?;
                parts.push(format!(
                    "{name} {} (select * from {name} \
                     where {UNREADABLE} is null or not {is_left_out})",
                    self.named
                ));
                names.push(table.as_str());
            }
        }
        if parts.is_empty() {
            return Ok(ReadableEvents::without_losses(sql));
        }
        // A view does not see what is named here: its query is put here too.
        for (name, query) in &self.views {
            if names.iter().any(|name| has_word(query, name)) {
                parts.push(format!("{} {} (\n{query}\n)", quote_ident(name), self.named));
                names.push(name);
            }
        }
        let sql = format!("with {}\nselect * from (\n{sql}\n)", parts.join(",\n"));
        Ok(ReadableEvents { sql, left_out })
    }
}

/// Lists the views of the models, each by its name and query, in their order.
pub fn list_model_views(content: &ContentSet) -> Vec<(String, String)> {
    let files = content.list_files("queries/models/", ".sql");
    files.filter_map(|file| parse_view(&String::from_utf8_lossy(&file.bytes))).collect()
}

fn count_rows(connection: &Connection, rows: &str) -> duckdb::Result<u64> {
    connection.query_row(&format!("select count(*) from {rows}"), [], |row| row.get(0))
}

/// The tables of the models whose rows say which of their values cannot be read.
fn list_judged_tables(connection: &Connection) -> duckdb::Result<Vec<String>> {
    let mut tables = connection.prepare(
        "select table_name from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name) \
         where column_name = $1 and database_name = current_database() and table_name not like '%\\_version' escape '\\'",
    )?;
    tables.query_map([UNREADABLE], |row| row.get(0))?.collect()
}

fn unreadable_columns(
    connection: &Connection,
) -> duckdb::Result<BTreeMap<String, BTreeSet<String>>> {
    let mut found = BTreeMap::new();
    for table in list_judged_tables(connection)? {
        let mut lists = connection.prepare(&format!(
            "select distinct {UNREADABLE} from {} where {UNREADABLE} is not null",
            quote_ident(&table)
        ))?;
        let lists: Vec<String> =
            lists.query_map([], |row| row.get(0))?.collect::<duckdb::Result<_>>()?;
        let columns: BTreeSet<String> = (lists.iter().flat_map(|list| list.split(',')))
            .filter(|column| !column.is_empty())
            .map(str::to_owned)
            .collect();
        if !columns.is_empty() {
            found.insert(table, columns);
        }
    }
    Ok(found)
}

/// Name and query of a file that makes a view.
fn parse_view(text: &str) -> Option<(String, String)> {
    let code = text.lines().position(|line| !line.trim_start().starts_with("--"))?;
    let code: Vec<&str> = text.lines().skip(code).collect();
    let code = code.join("\n");
    let (name, query) = code.strip_prefix("create view ")?.split_once(" as\n")?;
    Some((name.trim().to_owned(), query.trim_end().trim_end_matches(';').to_owned()))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|other| other == word)
}
