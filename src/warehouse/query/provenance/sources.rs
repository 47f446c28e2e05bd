//! Where a warehouse's rows came from, and which could not be used.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};

use super::queries::ProvenanceQueries;
use crate::warehouse::{WarehouseError, dates::read_optional_date, staging::parsed::parse_column};

/// What one archived export gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFacts {
    pub connector: String,
    pub file_name: String,
    pub yields: String,
    pub snapshot_on: Date,
    pub rows_kept: u64,
    pub rows_rejected: u64,
    /// Of those rejected, how many a later export told right.
    pub rows_mended: u64,
    /// Values that cannot be read, of rows that are kept.
    pub values_unreadable: u64,
    /// Rows of dossiers that were erased.
    pub rows_erased: u64,
}

/// A cell's text that kept rows of a source out, or is not known of rows that were kept: how many, and where the first of them is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRejection {
    /// Canonical column.
    pub column: Option<String>,
    pub reason: String,
    pub value: Option<String>,
    pub rows: u64,
    pub first_sheet: Option<String>,
    /// 0 where it is about the whole file.
    pub first_row: u64,
    pub hint: Option<String>,
    /// Whether the rows were kept without it.
    pub is_kept: bool,
}

/// What all exports of a connector gave together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct ConnectorTotal {
    pub connector: String,
    /// The newest day any of them shows.
    #[schema(value_type = String)]
    pub newest_on: Date,
    pub files: u64,
    pub rows_read: u64,
    pub rows_kept: u64,
    pub rows_layout: u64,
    pub rows_rejected: u64,
    /// Rows of dossiers that were erased; left out where there are none.
    #[serde(skip_serializing_if = "is_none")]
    pub rows_erased: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_none(count: &u64) -> bool {
    *count == 0
}

/// One problem of one row of an export.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RejectedRow {
    pub file_name: String,
    pub connector: String,
    pub sheet: Option<String>,
    pub row: Option<u64>,
    /// Canonical column.
    pub column: Option<String>,
    pub value: Option<String>,
    pub reason: String,
    pub hint: Option<String>,
    /// Whether the row was kept without this value.
    pub is_kept: bool,
    /// The export that told it right, and when it was taken in; none of what is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mended_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mended_on: Option<Date>,
    /// Whether a later export has the same problem: it is that one's to mend.
    #[serde(skip)]
    pub is_told_again: bool,
}

impl ProvenanceQueries {
    /// Lists the sources, newest snapshots first.
    pub fn list_sources(&self) -> Result<Vec<SourceFacts>, WarehouseError> {
        self.reader.with_connection("cannot read the sources", |connection| {
            let mut query = connection.prepare(
                "select connector, file_name, yields, cast(snapshot_on as varchar), rows_kept, rows_rejected, \
                 (select count(*) from unreadable_value where source_id = source.id), rows_erased, \
                 (select count(*) from (select source_sheet, source_row from source_problem where source_id = source.id and not is_kept \
                 and source_row is not null group by source_sheet, source_row having count(mended_by_id) = count(*))) \
                 from source order by snapshot_on desc, connector, file_name, id",
            )?;
            let rows = query.query_map([], |row| {
                Ok(SourceFacts {
                    connector: row.get(0)?,
                    file_name: row.get(1)?,
                    yields: row.get(2)?,
                    snapshot_on: parse_column(row, 3)?,
                    rows_kept: row.get(4)?,
                    rows_rejected: row.get(5)?,
                    values_unreadable: row.get(6)?,
                    rows_erased: row.get(7)?,
                    rows_mended: row.get(8)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Counts the rows of each export, by its id: read, kept, of layout, rejected, erased.
    pub fn count_rows(&self) -> Result<HashMap<String, [u64; 5]>, WarehouseError> {
        self.reader.require_everything()?;
        let sql =
            "select id, rows_read, rows_kept, rows_layout, rows_rejected, rows_erased from source";
        self.reader.with_connection("cannot read the sources", |connection| {
            let mut query = connection.prepare(sql)?;
            let rows = query.query_map([], |row| {
                let counts = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
                Ok((row.get(0)?, counts))
            })?;
            rows.collect()
        })
    }

    /// Lists what kept rows of a source out, and what is not known of its rows, a cell's text at a time.
    pub fn list_rejections(&self, source_id: &str) -> Result<Vec<CellRejection>, WarehouseError> {
        self.reader.require_everything()?;
        self.reader.with_connection("cannot read the rejected rows", |connection| {
            let mut query = connection.prepare(
                "select column_name, reason, value, count(*), first(source_sheet order by source_row nulls first, source_sheet), coalesce(min(source_row), 0), \
                 min(hint), is_kept from source_problem where source_id = $1 \
                 group by column_name, reason, value, is_kept, case when column_name is null then source_sheet end order by min(source_row) nulls first, column_name, is_kept, reason, value",
            )?;
            let rows = query.query_map([source_id], |row| {
                Ok(CellRejection {
                    column: row.get(0)?,
                    reason: row.get(1)?,
                    value: row.get(2)?,
                    rows: row.get(3)?,
                    first_sheet: row.get(4)?,
                    first_row: row.get(5)?,
                    hint: row.get(6)?,
                    is_kept: row.get(7)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Tells whether an export of this name, or with this id, was taken in.
    pub fn has_export(&self, export: &str) -> Result<bool, WarehouseError> {
        self.reader.with_connection("cannot read the sources", |connection| {
            let sql = "select count(*) > 0 from source where file_name = $1 or id = $1";
            connection.query_row(sql, [export], |row| row.get(0))
        })
    }

    /// Sums what the exports of each connector gave.
    pub fn sum_by_connector(&self) -> Result<Vec<ConnectorTotal>, WarehouseError> {
        self.reader.with_connection("cannot read the sources", |connection| {
            let mut query = connection.prepare(
                "select connector, cast(max(snapshot_on) as varchar), count(*), cast(sum(rows_read) as bigint), \
                 cast(sum(rows_kept) as bigint), cast(sum(rows_layout) as bigint), cast(sum(rows_rejected) as bigint), cast(sum(rows_erased) as bigint) \
                 from source group by connector order by connector",
            )?;
            let rows = query.query_map([], |row| {
                Ok(ConnectorTotal {
                    connector: row.get(0)?,
                    newest_on: parse_column(row, 1)?,
                    files: row.get(2)?,
                    rows_read: row.get(3)?,
                    rows_kept: row.get(4)?,
                    rows_layout: row.get(5)?,
                    rows_rejected: row.get(6)?,
                    rows_erased: row.get(7)?,
                })
            })?;
            rows.collect()
        })
    }

    /// When the newest export was taken in, in local civil time; `None` where there is none.
    pub fn find_newest_ingest(&self) -> Result<Option<DateTime>, WarehouseError> {
        self.reader.with_connection("cannot read the sources", |connection| {
            let sql =
                "select cast(ingested_at as varchar) from source order by ingested_at desc limit 1";
            let mut query = connection.prepare(sql)?;
            query.query_map([], |row| parse_column(row, 0))?.next().transpose()
        })
    }

    /// Lists every rejected row and every value that cannot be read, those that a later export told right too, of all exports, of those with one file name, or of one source by its id.
    pub fn list_rejected_rows(
        &self,
        export: Option<&str>,
    ) -> Result<Vec<RejectedRow>, WarehouseError> {
        self.reader.require_everything()?;
        self.reader.with_connection("cannot read the rejected rows", |connection| {
            let mut query = connection.prepare(
                "select source.file_name, source.connector, source_sheet, source_row, column_name, value, reason, hint, is_kept, \
                 mended.file_name, cast(mended.ingested_at as date), problem.is_told_again \
                 from source_problem as problem join source on source.id = problem.source_id \
                 left join source as mended on mended.id = problem.mended_by_id \
                 where $1 is null or source.file_name = $1 or source.id = $1 \
                 order by source.file_name, source_id, source_sheet nulls first, source_row nulls first, column_name, is_kept, reason, value",
            )?;
            let rows = query.query_map([export], |row| {
                Ok(RejectedRow {
                    file_name: row.get(0)?,
                    connector: row.get(1)?,
                    sheet: row.get(2)?,
                    row: row.get(3)?,
                    column: row.get(4)?,
                    value: row.get(5)?,
                    reason: row.get(6)?,
                    hint: row.get(7)?,
                    is_kept: row.get(8)?,
                    mended_by: row.get(9)?,
                    mended_on: read_optional_date(row, 10)?,
                    is_told_again: row.get(11)?,
                })
            })?;
            rows.collect()
        })
    }
}
