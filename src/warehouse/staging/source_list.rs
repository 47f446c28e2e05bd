//! The list of exports a build is made of, with the rows of each that are not in its archive.

use duckdb::{Connection, params};

use super::{super::WarehouseError, staging_run::StagingOutcome};
use crate::{
    catalog::connector::Connector,
    domain::source::{SnapshotFrom, Source},
};

/// Lists the export and the rows its decoder could not read.
pub fn list_source(
    connection: &Connection,
    connector: &Connector,
    source: &Source,
    scope_code: Option<&str>,
    rows_read: u64,
    staged: StagingOutcome,
) -> Result<(), WarehouseError> {
    let failed = || WarehouseError::wrap_engine(format!("cannot list `{}`", source.file_name));
    list_unread(connection, source).map_err(failed())?;
    connection
        .execute(
            "insert into source values ($1, $2, $3, $4, cast($5 as date), $13, cast($6 as timestamp), $7, $8, $9, $10, $11, $12, $14)",
            params![
                source.id, source.connector, source.file_name, connector.yields, source.snapshot_on.to_string(),
                source.ingested_at.to_string(), source.period, scope_code, rows_read, staged.kept, staged.layout, staged.rejected,
                source.snapshot_from != SnapshotFrom::IngestDay, staged.erased
            ],
        )
        .map_err(failed())
        .map(drop)
}

/// Lists the rows that are not in the archive.
fn list_unread(connection: &Connection, source: &Source) -> duckdb::Result<()> {
    let mut rejected = connection.prepare(
        "insert into rejected_row (source_id, source_sheet, source_row, column_name, reason, hint) values ($1, $2, $3, $4, $5, $6)",
    )?;
    for row in &source.unreadable {
        rejected
            .execute(params![source.id, row.sheet, row.row, row.column, row.reason, row.hint])?;
    }
    let mut ranges = connection.prepare(
        "insert into rejected_row (source_id, source_sheet, source_row, reason, hint) select $1, $2, unnest(range($3, $4)), $5, $6",
    )?;
    for passed in source.passed.iter().filter(|passed| passed.is_lost()) {
        let (first, end) = (passed.first.cast_signed(), passed.last.cast_signed() + 1);
        ranges.execute(params![source.id, passed.sheet, first, end, passed.reason, passed.hint])?;
    }
    let mut layout =
        connection.prepare("insert into layout_row select $1, $2, unnest(range($3, $4))")?;
    for passed in source.passed.iter().filter(|passed| !passed.is_lost()) {
        let (first, end) = (passed.first.cast_signed(), passed.last.cast_signed() + 1);
        layout.execute(params![source.id, passed.sheet, first, end])?;
    }
    Ok(())
}
