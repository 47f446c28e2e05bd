//! The archive writer: an extract as text rows in Parquet, without a row passing through Rust.

use std::path::Path;

use duckdb::Connection;

use super::{
    WarehouseError,
    engine::{open_builder, quote_ident, quote_literal},
};
use crate::domain::extract::{RowNumbers, TextExtract};

/// What became of an extract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOutcome {
    Whole {
        rows: u64,
        /// Whether rows stand in it that may be no data, or the heading of others: they must be looked at one by one.
        has_odd_rows: bool,
    },
    /// Lines that cannot be split, or rows that are not one a line; they must be read one by one.
    Broken,
}

/// Copies an extract to a Parquet file of text columns. Returns `WriteOutcome::Broken` where lines
/// cannot be split; fails where rows of our own decoders cannot be written.
pub fn write_parquet(
    extract: &TextExtract,
    required: &[&str],
    to: &Path,
    scratch: &Path,
) -> Result<WriteOutcome, WarehouseError> {
    let (RowNumbers::Lines { count, .. } | RowNumbers::Columns { count }) = extract.rows;
    let connection = open_builder(None, scratch, count)?;
    let sql = copy_sql(extract, to);
    match connection.execute(&sql, []) {
        Ok(rows) => {
            let broken: i64 = connection
                .query_row("select count(*) from reject_errors", [], |row| row.get(0))
                .map_err(WarehouseError::wrap_engine("cannot count the broken lines"))?;
            let rows = rows as u64;
            if broken > 0 || rows != count {
                return Ok(WriteOutcome::Broken);
            }
            Ok(WriteOutcome::Whole {
                rows,
                has_odd_rows: !is_decoded(extract)
                    && has_odd_rows(&connection, extract, required, to)?,
            })
        }
        // What the in-place reader cannot split, the careful one may; what that one wrote is never broken.
        Err(_) if !is_decoded(extract) => Ok(WriteOutcome::Broken),
        Err(error) => Err(WarehouseError::wrap_engine(format!(
            "cannot archive `{}`",
            extract.path.display()
        ))(error)),
    }
}

/// Whether a decoder of ours wrote it.
fn is_decoded(extract: &TextExtract) -> bool {
    matches!(extract.rows, RowNumbers::Columns { .. })
}

/// Whether any row says nothing, words alone or a count where others say which row they are, or lacks most of what rows
/// need.
fn has_odd_rows(
    connection: &Connection,
    extract: &TextExtract,
    required: &[&str],
    archived: &Path,
) -> Result<bool, WarehouseError> {
    let kept = |heading: &&&str| extract.fields.iter().any(|field| field.name == **heading);
    let required: Vec<String> =
        required.iter().filter(kept).map(|name| quote_ident(name)).collect();
    let Some(key) = required.first() else { return Ok(false) };
    let lacks: Vec<String> =
        required.iter().map(|name| format!("cast({name} is null as integer)")).collect();
    let sql = format!(
        "select exists (select 1 from read_parquet({}) where {key} is null or not regexp_matches({key}, '[0-9]') \
         or length({key}) < 4 or ({}) * 2 > {})",
        quote_literal(&archived.to_string_lossy()),
        lacks.join(" + "),
        required.len(),
    );
    connection
        .query_row(&sql, [], |row| row.get(0))
        .map_err(WarehouseError::wrap_engine("cannot look for rows that are no data"))
}

/// What is no part of a cell's text at its ends: blanks, tabs, line ends, the blank that does not break.
const BLANKS: &str = "' ' || chr(9) || chr(10) || chr(13) || chr(160)";

fn copy_sql(extract: &TextExtract, to: &Path) -> String {
    let text = |position: usize| format!("nullif(trim(c{position}, {BLANKS}), '')");
    let mut kept: Vec<String> = Vec::new();
    if is_decoded(extract) {
        kept.push("nullif(c0, '') as source_sheet".into());
        kept.push("cast(c1 as bigint) as source_row".into());
    }
    kept.extend(
        extract
            .fields
            .iter()
            .map(|field| format!("{} as {}", text(field.position), quote_ident(&field.name))),
    );
    let columns: Vec<String> =
        (0..extract.width).map(|position| format!("'c{position}': 'varchar'")).collect();
    format!(
        "copy (select {kept} from read_csv({path}, auto_detect = false, header = false, delim = {delimiter}, \
         quote = '\"', escape = '\"', skip = {skip}, columns = {{{columns}}}, null_padding = {padding}, \
         store_rejects = true)) to {to} (format parquet, compression zstd)",
        kept = kept.join(", "),
        path = quote_literal(&extract.path.to_string_lossy()),
        delimiter = quote_literal(&extract.delimiter.to_string()),
        skip = extract.skipped_lines,
        columns = columns.join(", "),
        padding = !is_decoded(extract),
        to = quote_literal(&to.to_string_lossy()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extract::ExtractField;
    use rstest::rstest;

    #[rstest]
    #[case::all("", 2, WriteOutcome::Whole { rows: 2, has_odd_rows: false })]
    #[case::one_is_missing("", 3, WriteOutcome::Broken)]
    #[case::one_cannot_be_split(",4,A3,too,much\n", 3, WriteOutcome::Broken)]
    fn what_a_decoder_wrote_is_what_is_archived(
        #[case] more: &str,
        #[case] count: u64,
        #[case] told: WriteOutcome,
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decoded.csv");
        std::fs::write(&path, format!(",2,A1\n,3,A2\n{more}")).expect("written");
        let extract = TextExtract {
            path,
            delimiter: ',',
            skipped_lines: 0,
            width: 3,
            fields: vec![ExtractField { position: 2, name: "Mã hồ sơ".into() }],
            rows: RowNumbers::Columns { count },
        };
        let to = folder.path().join("archived.parquet");
        assert_eq!(write_parquet(&extract, &["Mã hồ sơ"], &to, folder.path()).expect("read"), told);
    }
}
