//! The rows of several exports in one table. Which export a row is of stands in the upper bits of its number, so that everything between
//! reading and keeping it treats it as a row of one export.

use duckdb::Connection;

use super::export_group::ExportGroup;
use crate::warehouse::{
    engine::{quote_ident, quote_literal},
    staging::raw::raw_rows_sql::GATHERED,
};

/// Place, path, and what each kept row says of its export.
pub const EXPORTS: &str = "gathered_export";
/// No sheet has so many rows.
const ROW_BITS: u32 = 40;
/// No heading is called so.
const PATH: &str = "motcua.path";

/// Writes the place of the export that a row is of.
pub fn export_place(row: &str) -> String {
    format!("({row} >> {ROW_BITS})")
}

/// Writes the number of a row in its own export.
pub fn own_row(row: &str) -> String {
    format!("({row} & {})", (1_u64 << ROW_BITS) - 1)
}

/// Reads the texts of all exports of a group, with the columns they have.
pub fn gather_rows(
    connection: &Connection,
    group: &ExportGroup,
    headings: &[&str],
) -> duckdb::Result<()> {
    let listed: Vec<String> = (group.exports.iter().enumerate())
        .map(|(place, (source, path))| {
            format!(
                "({place}, {}, {}, {}, {}, timestamp '{} 00:00:00')",
                quote_literal(&path.to_string_lossy()),
                source.first_row.map_or("null".to_owned(), |row| row.to_string()),
                quote_literal(&source.id),
                source.number,
                source.snapshot_on,
            )
        })
        .collect();
    let paths = group.exports.iter().map(|(_, path)| quote_literal(&path.to_string_lossy()));
    let paths: Vec<String> = paths.collect();
    let is_numbered = group.exports.iter().all(|(source, _)| source.first_row.is_none());
    let (sheet, row) = if is_numbered {
        ("rows.source_sheet", "rows.source_row")
    } else {
        ("cast(null as varchar)", "rows.file_row_number + export.first_row")
    };
    let columns: Vec<String> =
        headings.iter().map(|heading| format!("rows.{}", quote_ident(heading))).collect();
    connection.execute_batch(&format!(
        "create or replace temp table {EXPORTS} (place bigint, path varchar, first_row bigint, source_id varchar, source_number bigint, \
         snapshot_at timestamp); \
         insert into {EXPORTS} values {listed}; \
         create or replace temp table {GATHERED} as select {sheet} as source_sheet, \
         (export.place << {ROW_BITS}) | cast({row} as bigint) as source_row, {columns} \
         from read_parquet([{paths}], file_row_number = true, union_by_name = true, filename = {path}) as rows \
         join {EXPORTS} as export on export.path = rows.{name}",
        listed = listed.join(", "),
        columns = columns.join(", "),
        paths = paths.join(", "),
        path = quote_literal(PATH),
        name = quote_ident(PATH),
    ))
}
