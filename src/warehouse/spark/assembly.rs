//! The warehouse of what Spark wrote: its tables, in the relations that the models make.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        audit::CHECK_ORDER,
        engine::{quote_ident, quote_literal, run_file},
        increment::content_statement::{StatementTarget, split_statements},
        metrics::run_sums,
        rollup,
    },
    script::SLICE_SUMS,
    spark_output::SparkOutput,
};
use crate::catalog::{check::CheckDefinition, content::ContentSet, metric::Metric};

/// What Spark wrote, on its way into a warehouse.
pub struct SparkAssembly<'a> {
    pub connection: &'a Connection,
    pub output: &'a SparkOutput,
}

impl SparkAssembly<'_> {
    /// Makes what the models make, of the rows that Spark wrote of it.
    pub fn fill_models(&self, content: &ContentSet) -> Result<(), WarehouseError> {
        let mut filled = BTreeSet::new();
        for file in content.list_files("queries/models/", ".sql") {
            let text = String::from_utf8_lossy(&file.bytes);
            let unknown = || WarehouseError::SparkUnknown { path: file.path.clone() };
            for statement in split_statements(&text).ok_or_else(unknown)? {
                let sql = statement.to_sql();
                match statement.target().ok_or_else(unknown)? {
                    StatementTarget::Table(name) => {
                        run_file(self.connection, &file.path, &format!("{sql} with no data"))?;
                        self.put_in(&name)?;
                    }
                    StatementTarget::View(_) => run_file(self.connection, &file.path, &sql)?,
                    StatementTarget::Rows(name) => drop(filled.insert(name)),
                }
            }
        }
        for table in filled {
            let forget = format!("delete from {}", quote_ident(&table));
            run_file(self.connection, &table, &forget)?;
            self.put_in(&table)?;
        }
        Ok(())
    }

    /// Puts all rows of a table in that Spark wrote. Fails where a column is another than the engine's own would be.
    fn put_in(&self, table: &str) -> Result<(), WarehouseError> {
        self.check_columns(table)?;
        let rows = self.output.rows(table);
        let sql = format!("insert into {} by name select * from {rows}", quote_ident(table));
        run_file(self.connection, table, &sql)
    }

    fn check_columns(&self, table: &str) -> Result<(), WarehouseError> {
        let describe = |relation: &str| -> Result<BTreeMap<String, String>, WarehouseError> {
            let sql = format!("describe select * from {relation}");
            let read = || -> duckdb::Result<BTreeMap<String, String>> {
                let mut query = self.connection.prepare(&sql)?;
                query
                    .query_map([], |row| Ok((row.get("column_name")?, row.get("column_type")?)))?
                    .collect()
            };
            read().map_err(WarehouseError::wrap_engine("cannot read what Spark wrote"))
        };
        let (own, theirs) = (describe(&quote_ident(table))?, describe(&self.output.rows(table))?);
        let other = own
            .iter()
            .find(|(name, own)| !theirs.get(*name).is_some_and(|theirs| holds_type(own, theirs)));
        let other = other.map(|(name, _)| name);
        match other.or_else(|| theirs.keys().find(|name| !own.contains_key(*name))) {
            Some(column) => {
                let told = |types: &BTreeMap<String, String>| match types.get(column) {
                    Some(told) => told.clone(),
                    None => "-".into(),
                };
                Err(WarehouseError::SparkColumn {
                    column: format!("{table}.{column}"),
                    types: format!("{} ≠ {}", told(&theirs), told(&own)),
                })
            }
            None => Ok(()),
        }
    }

    /// Puts a metric's sums by day in.
    pub fn put_days(&self, metric: &Metric) -> Result<(), WarehouseError> {
        let put = |table: &str| {
            format!(
                "insert into {table} by name select * from {} where metric_id = {} order by agency_code, on_day",
                self.output.rows(table),
                quote_literal(&metric.id)
            )
        };
        let mut sums = put("metric_day");
        if metric.counts_once() {
            sums = format!("{sums}; {}", put("metric_once"));
        }
        run_sums(self.connection, metric, &sums)
    }

    /// Makes the slices of what Spark told apart, with the hashes it called them by.
    pub fn number_slices(&self) -> Result<(), WarehouseError> {
        let rows = self.output.rows("slice_hash");
        let sql = format!("create temp table slice_hash as select * from {rows}");
        run_file(self.connection, "slices", &sql)?;
        rollup::keep_new_slices(self.connection)
    }

    /// Keeps a metric's sums by slice, where these are what its sums by day are.
    pub fn put_slices(&self, metric: &Metric) -> Result<(), WarehouseError> {
        let rows = self.output.rows(&format!("{SLICE_SUMS}{}", metric.id));
        let sql = format!("create or replace temp table slice_sum as select * from {rows}");
        run_file(self.connection, &metric.path, &sql)?;
        rollup::keep_sums(self.connection, metric)
    }

    /// Keeps what a check found.
    pub fn put_findings(&self, check: &CheckDefinition) -> Result<(), WarehouseError> {
        let sql = format!(
            "insert into check_row by name select * from {} where check_id = {} {CHECK_ORDER}",
            self.output.rows("check_row"),
            quote_literal(&check.id)
        );
        run_file(self.connection, &check.path, &sql)
    }
}

/// Whether a column of the engine's own type holds all that one of Spark's says, and nothing is made another.
fn holds_type(own: &str, theirs: &str) -> bool {
    const WHOLE: [&str; 5] = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"];
    let rank = |name: &str| WHOLE.iter().position(|it| *it == name);
    own == theirs || matches!((rank(own), rank(theirs)), (Some(own), Some(theirs)) if own > theirs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::the_same("TIMESTAMP", "TIMESTAMP", true)]
    #[case::a_sum_of_whole_numbers("HUGEINT", "BIGINT", true)]
    #[case::a_number_of_rows("BIGINT", "INTEGER", true)]
    #[case::one_that_may_not_fit("INTEGER", "BIGINT", false)]
    #[case::a_zone_moves_it("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", false)]
    #[case::no_whole_number("BIGINT", "DOUBLE", false)]
    #[case::another_scale("DECIMAL(18,4)", "DECIMAL(18,2)", false)]
    fn a_type_holds_what_is_said(#[case] own: &str, #[case] theirs: &str, #[case] holds: bool) {
        assert_eq!(holds_type(own, theirs), holds);
    }
}
