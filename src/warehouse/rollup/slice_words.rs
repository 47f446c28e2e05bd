//! The SQL of sums by slice, in the words of each engine.

use super::super::{WarehouseError, engine::render_sql};

/// What dossiers are told apart by.
const SLICE_COLUMNS: [&str; 6] =
    ["procedure_code", "procedure_name", "sector", "channel", "service_level", "status"];

/// Holds the words in which the engines differ where dossiers are called by their slice.
pub struct SliceWords {
    /// Stands before a table that no other connection sees.
    temp: &'static str,
    /// What a dossier is called by: its slice, in 64 bits.
    pub code: String,
    /// What a subject is called by, where it is a slice.
    subject: &'static str,
}

impl SliceWords {
    /// The words of the engine of the product.
    pub fn of_duckdb() -> Self {
        let code = format!("hash({})", SLICE_COLUMNS.join(", "));
        Self { temp: "temp", code, subject: "try_cast(subject_id as ubigint)" }
    }

    /// The words of Spark, which passes over what is null when it digests, and takes a number beside a text for one.
    pub fn of_spark() -> Self {
        let told = SLICE_COLUMNS.map(|column| format!("coalesce({column}, ''), {column} is null"));
        let code = format!("cast(xxhash64({}) as string)", told.join(", "));
        Self { temp: "", code, subject: "subject_id" }
    }

    /// Writes the statement that makes `slice_hash`, the slices of `dossiers` with their numbers.
    pub fn hash_slices(&self, dossiers: &str) -> Result<String, WarehouseError> {
        let values = [("temp", self.temp), ("code", &self.code), ("dossiers", dossiers)];
        render_sql(include_str!("slices.sql"), &values)
    }

    /// Writes the statement that makes the view of `dossiers` with these columns, of which one is what they are called by.
    pub fn call_by_slice(
        &self,
        view: &str,
        columns: &str,
        dossiers: &str,
    ) -> Result<String, WarehouseError> {
        let values = [("view", view), ("columns", columns), ("dossiers", dossiers)];
        render_sql(include_str!("sliced_dossiers.sql"), &values)
    }

    /// Writes the statement that makes `sums` of a metric's events.
    pub fn sum_events(&self, sums: &str, events: &str) -> Result<String, WarehouseError> {
        let values = [("sums", sums), ("hash", self.subject), ("events", events)];
        render_sql(include_str!("summed.sql"), &values)
    }
}
