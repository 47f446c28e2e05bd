//! The script: everything that is worked out of what is staged, as one text for `spark-sql -f`.

use std::{
    collections::BTreeSet,
    fmt::Write,
    path::{Path, PathBuf},
};

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        audit::found_rows,
        build::build_note::build_note,
        build_plan::BuildPlan,
        empty_warehouse::EmptyWarehouse,
        engine::{open_confined, run_file},
        increment::content_statement::{ContentStatement, StatementTarget, split_statements},
        metrics::{EVENT, day_sums},
        rollup::{self, SliceWords},
        used_columns::UnreadableColumns,
    },
    event_numbers::check_whole_numbers,
    spark_statement::{spark_ident, spark_literal, write_statement},
    staged_tables::{list_staged, staged_file},
};
use crate::catalog::{
    content::{ContentFile, ContentSet},
    metric::Metric,
};

/// The name of the table in which the script says how many rows every table has; it is the last that is written.
pub const ROW_COUNTS: &str = "rows_written";

/// Begins the name of a metric's table of sums by slice.
pub const SLICE_SUMS: &str = "slice_sum_";

/// Tables that statements of the build itself add to, besides those that the models do.
const FILLED: [&str; 4] = ["build", "check_row", "metric_day", "metric_once"];

/// What a session must be besides what the dialect sets: days of long ago stay as they are, and no text of the content is filled in.
const SESSION: &str = "\
set spark.sql.variable.substitute = false;
set spark.sql.ansi.enforceReservedKeywords = false;
set spark.sql.caseSensitive = false;
set spark.sql.storeAssignmentPolicy = ANSI;
set spark.sql.parquet.inferTimestampNTZ.enabled = true;
set spark.sql.parquet.datetimeRebaseModeInRead = CORRECTED;
set spark.sql.parquet.datetimeRebaseModeInWrite = CORRECTED;
set spark.sql.legacy.allowNonEmptyLocationInCTAS = false;
set spark.sql.files.ignoreMissingFiles = false;
set spark.sql.files.ignoreCorruptFiles = false;
set spark.sql.parser.escapedStringLiterals = false;
set spark.sql.legacy.setopsPrecedence.enabled = false;
set spark.sql.decimalOperations.allowPrecisionLoss = true;
select assert_true(hex('\u{1EEF}') = 'E1BBAF');
";

/// What Spark works out. Of an office's own files there nobody has compared what both engines make of them, and Spark would run what ADR 20 keeps from files.
const WORKED_OUT: [&str; 5] = ["dialect", "schema", "models", "metrics", "checks"];

/// Holds the script of a build, and which tables it writes.
pub struct SparkScript {
    pub text: String,
    /// Each is a folder of `out`.
    pub written: BTreeSet<String>,
    /// The metrics that are summed by slice.
    pub sliced: BTreeSet<String>,
    into: PathBuf,
    out: PathBuf,
    /// The views of the models, made again where `dossier` means something else.
    views: Vec<String>,
}

impl SparkScript {
    /// Writes the script of a planned build that reads what is staged in `into` and writes into `out`. Fails where SQL of the content is such
    /// that nobody here knows how Spark would have it.
    pub fn compose(plan: &BuildPlan, into: &Path, out: &Path) -> Result<Self, WarehouseError> {
        refuse_own_sql(&plan.content)?;
        let names = plan.scratch.join("spark-names.duckdb");
        EmptyWarehouse::of(&plan.content, plan.scratch)?.copy(&names)?;
        let connection = open_confined(&names, plan.scratch, 0, &[])?;
        let mut script = Self {
            text: String::new(),
            written: BTreeSet::new(),
            sliced: BTreeSet::new(),
            into: into.to_owned(),
            out: out.to_owned(),
            views: Vec::new(),
        };
        script.open_session(plan);
        let staged = list_staged(&connection)?;
        for file in plan.content.list_files("queries/models/", ".sql") {
            run_file(&connection, &file.path, &text_of(file))?;
        }
        script.open_staged(plan, staged)?;
        script.fill_models(plan)?;
        script.add(&build_note(plan, &plan.data_version()), "build")?;
        script.sum_metrics(plan, &connection)?;
        for check in &plan.catalog.checks {
            script.add(&found_rows(check), &check.path)?;
        }
        script.count_rows();
        Ok(script)
    }

    /// Writes what a session must be, and the functions of the dialect: the folder's own file sets the session, so it comes first.
    fn open_session(&mut self, plan: &BuildPlan) {
        self.text.push_str(SESSION);
        let mut files: Vec<&ContentFile> =
            plan.content.list_files("queries/dialect/", "/spark.sql").collect();
        files.sort_by_key(|file| (file.path.matches('/').count(), file.path.clone()));
        for file in files {
            self.comment(&file.path);
            let text = text_of(file);
            let code = text.lines().filter(|line| !line.trim_start().starts_with("--"));
            for line in code.filter(|line| !line.trim().is_empty()) {
                let _ = writeln!(self.text, "{line}");
            }
        }
    }

    /// Writes what is staged: a view each, and a table of what more is added to.
    fn open_staged(
        &mut self,
        plan: &BuildPlan,
        staged: BTreeSet<String>,
    ) -> Result<(), WarehouseError> {
        self.comment("staged");
        let mut filled: BTreeSet<String> = FILLED.map(str::to_owned).into();
        for file in plan.content.list_files("queries/models/", ".sql") {
            for statement in split(&text_of(file), &file.path)? {
                if let Some(StatementTarget::Rows(name)) = statement.target() {
                    filled.insert(name);
                }
            }
        }
        for table in staged {
            let file = staged_file(&self.into, &table);
            let name = spark_ident(&table);
            let rows = format!("select * from parquet.{}", spark_ident(&file.to_string_lossy()));
            if filled.contains(&table) {
                let folder = spark_literal(&self.out.join(&table).to_string_lossy());
                self.push(&format!(
                    "create table {name} using parquet location {folder} as {rows}"
                ));
                self.written.insert(table);
            } else {
                self.push(&format!("create or replace temporary view {name} as {rows}"));
            }
        }
        let metrics = plan.catalog.metrics.iter().map(|metric| {
            format!("({}, {})", spark_literal(&metric.id), spark_literal(metric.unit.id()))
        });
        let metrics: Vec<String> = metrics.collect();
        if !metrics.is_empty() {
            self.push(&format!(
                "create or replace temporary view metric as select * from values {} as metric(id, unit)",
                metrics.join(", ")
            ));
        }
        Ok(())
    }

    /// Writes the views of the schema, and all models.
    fn fill_models(&mut self, plan: &BuildPlan) -> Result<(), WarehouseError> {
        for file in plan.content.list_files("queries/schema/", ".sql") {
            for statement in split(&text_of(file), &file.path)? {
                if matches!(statement.target(), Some(StatementTarget::View(_))) {
                    let written = write_statement(&statement, &self.out);
                    self.push(&written.unwrap_or_default());
                }
            }
        }
        for file in plan.content.list_files("queries/models/", ".sql") {
            self.add(&text_of(file), &file.path)?;
        }
        Ok(())
    }

    /// Writes the sums of all metrics, by day and by slice.
    fn sum_metrics(
        &mut self,
        plan: &BuildPlan,
        connection: &Connection,
    ) -> Result<(), WarehouseError> {
        let unreadable = UnreadableColumns::assume_unreadable(connection, &plan.content)?;
        let mut metrics = Vec::new();
        for metric in &plan.catalog.metrics {
            check_whole_numbers(connection, metric)?;
            let sql = unreadable.exclude_unreadable(connection, &metric.sql, EVENT)?.sql;
            let metric = Metric { sql, ..metric.clone() };
            for sums in day_sums(&metric, &format!("(\n{}\n)", metric.sql)) {
                self.add(&sums, &metric.path)?;
            }
            metrics.push(metric);
        }
        rollup::number_slices(connection, "dossier")?;
        rollup::prepare_slices(connection, plan.catalog)?;
        let words = SliceWords::of_spark();
        self.add(&words.hash_slices("dossier")?, "slices")?;
        let columns = slice_columns(connection, &words.code)?;
        self.add(&words.call_by_slice("dossier", &columns, "default.dossier")?, "slices")?;
        self.open_views();
        for metric in &metrics {
            if rollup::can_be_summed(connection, metric)? {
                let table = format!("table {SLICE_SUMS}{}", metric.id);
                self.add(&words.sum_events(&table, &metric.sql)?, &metric.path)?;
                self.sliced.insert(metric.id.clone());
            }
        }
        self.push("drop view dossier");
        self.open_views();
        Ok(())
    }

    /// Writes how many rows every table has: what is read of them afterwards is held against it.
    fn count_rows(&mut self) {
        let count = |table: &String| {
            let (said, name) = (spark_literal(table), spark_ident(table));
            format!("select {said} as relation, count(*) as row_count from {name}")
        };
        let counts: Vec<String> = self.written.iter().map(count).collect();
        let folder = spark_literal(&self.out.join(ROW_COUNTS).to_string_lossy());
        self.comment(ROW_COUNTS);
        self.push(&format!(
            "create table {ROW_COUNTS} using parquet location {folder} as\n{}",
            counts.join("\nunion all ")
        ));
    }

    /// Adds the statements of a text of SQL, each in Spark's dress.
    fn add(&mut self, sql: &str, path: &str) -> Result<(), WarehouseError> {
        self.comment(path);
        for statement in split(sql, path)? {
            let Some(written) = write_statement(&statement, &self.out) else {
                return Err(WarehouseError::SparkUnknown { path: path.to_owned() });
            };
            match statement.target() {
                Some(StatementTarget::Table(name)) => drop(self.written.insert(name)),
                Some(StatementTarget::View(name)) if name != "dossier" => {
                    self.views.push(written.clone());
                }
                _ => {}
            }
            self.push(&written);
        }
        Ok(())
    }

    fn open_views(&mut self) {
        for view in self.views.clone() {
            self.push(&view);
        }
    }

    fn comment(&mut self, path: &str) {
        let _ = writeln!(self.text, "\n-- {path}");
    }

    fn push(&mut self, statement: &str) {
        let _ = writeln!(self.text, "{statement};");
    }
}

/// The columns of the dossiers in their order, of which one is what they are called by.
fn slice_columns(connection: &Connection, code: &str) -> Result<String, WarehouseError> {
    let read = || -> duckdb::Result<Vec<String>> {
        let mut query = connection.prepare(
            "select column_name from duckdb_columns() where table_name = 'dossier' and schema_name = 'main' order by column_index",
        )?;
        query.query_map([], |row| row.get(0))?.collect()
    };
    let columns = read().map_err(WarehouseError::wrap_engine("cannot list the columns"))?;
    let columns = columns.iter().map(|column| match column.as_str() {
        "dossier_code" => format!("{code} as dossier_code"),
        other => other.to_owned(),
    });
    Ok(columns.collect::<Vec<_>>().join(", "))
}

fn refuse_own_sql(content: &ContentSet) -> Result<(), WarehouseError> {
    let is_of_spark = |file: &&ContentFile| {
        WORKED_OUT.iter().any(|of| file.path.starts_with(&format!("queries/{of}/")))
    };
    let mut files = content.list_files("queries/", ".sql").filter(is_of_spark);
    match files.find(|file| file.is_own) {
        Some(own) => Err(WarehouseError::SparkOwn { path: own.path.clone() }),
        None => Ok(()),
    }
}

fn split(sql: &str, path: &str) -> Result<Vec<ContentStatement>, WarehouseError> {
    split_statements(sql).ok_or_else(|| WarehouseError::SparkUnknown { path: path.to_owned() })
}

fn text_of(file: &ContentFile) -> String {
    String::from_utf8_lossy(&file.bytes).into_owned()
}
