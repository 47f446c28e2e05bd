//! Sums of a metric's events by what its dossiers are told apart by: procedure, sector, channel, level, status.
//!
//! A metric's SQL hands `dossier_code` through as it finds it. So the same SQL, asked of dossiers whose code is the number
//! of their slice, sums by slice at once; joining each event with its dossier by the code takes three times as long.
//! What comes out is held against the sums by day: a metric that does more with the code than to hand it through is
//! answered from its events, as are those of other subjects.

mod slice_words;

use duckdb::Connection;

pub use self::slice_words::SliceWords;
use super::{
    WarehouseError,
    engine::{quote_literal, render_sql, run_file},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::measure::MetricSubject,
};

/// Forgets all slices: they are numbered anew.
pub fn forget_slices(connection: &Connection) -> Result<(), WarehouseError> {
    run_file(connection, "slices", "delete from slice")
}

/// Numbers the slices of `dossiers` that have no number yet.
pub fn number_slices(connection: &Connection, dossiers: &str) -> Result<(), WarehouseError> {
    run_file(connection, "slices.sql", &SliceWords::of_duckdb().hash_slices(dossiers)?)?;
    keep_new_slices(connection)
}

/// Keeps the slices that `slice_hash` holds and that have no number yet.
pub fn keep_new_slices(connection: &Connection) -> Result<(), WarehouseError> {
    run_file(connection, "new_slices.sql", include_str!("new_slices.sql"))
}

/// Makes the dossiers that are called by the number of their slice.
pub fn prepare_slices(connection: &Connection, catalog: &Catalog) -> Result<(), WarehouseError> {
    let words = SliceWords::of_duckdb();
    let columns = format!("* replace ({} as dossier_code)", words.code);
    let dossiers = words.call_by_slice("by_slice.dossier", &columns, "main.dossier")?;
    run_file(connection, "slices", &format!("create schema by_slice; {dossiers}"))?;
    with_slice_schema(connection, || create_model_views(connection, catalog))
}

/// Makes the views of the models again, on what is called as what they are made of where a name is looked up first.
pub fn create_model_views(
    connection: &Connection,
    catalog: &Catalog,
) -> Result<(), WarehouseError> {
    for file in catalog.content.list_files("queries/models/", ".sql") {
        let text = String::from_utf8_lossy(&file.bytes);
        let is_code = |line: &&str| !line.trim_start().starts_with("--");
        if text.lines().find(is_code).is_some_and(|line| line.starts_with("create view")) {
            run_file(connection, &file.path, &text)?;
        }
    }
    Ok(())
}

/// Keeps a metric's sums by slice, if they can be had, and notes whether they are kept.
pub fn sum_by_slice(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    if can_be_summed(connection, metric)? {
        keep_sums(connection, metric)?;
    }
    Ok(())
}

/// Tells whether a metric's events can be summed by slice, and leaves what they come to in `slice_sum`.
pub fn can_be_summed(connection: &Connection, metric: &Metric) -> Result<bool, WarehouseError> {
    // What counts once in a period does not add up.
    if metric.subject != MetricSubject::Dossier || metric.counts_once() {
        return Ok(false);
    }
    let summed =
        SliceWords::of_duckdb().sum_events("or replace temp table slice_sum", &metric.sql)?;
    with_slice_schema(connection, || Ok(connection.execute_batch(&summed).is_ok()))
}

/// Keeps the sums by slice that stand in `slice_sum`, and notes whether they are kept.
pub fn keep_sums(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    let id = quote_literal(&metric.id);
    let keep = render_sql(include_str!("keep.sql"), &[("metric", &id)])?;
    run_file(connection, &metric.path, &keep)
}

/// Nothing of it is published.
pub fn drop_slices(connection: &Connection) -> Result<(), WarehouseError> {
    run_file(connection, "slices", "drop schema if exists by_slice cascade; drop table slice_hash")
}

/// Names are looked up among the dossiers called by their slice first.
fn with_slice_schema<T>(
    connection: &Connection,
    run: impl FnOnce() -> Result<T, WarehouseError>,
) -> Result<T, WarehouseError> {
    run_file(connection, "slices", "set search_path = 'by_slice,main'")?;
    let done = run();
    run_file(connection, "slices", "set search_path = 'main'")?;
    done
}
