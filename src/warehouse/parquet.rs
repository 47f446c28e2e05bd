//! The archive writer: an extract as text rows in Parquet. A text that lies where it was is read by the engine alone, the rows of a
//! decoder are handed to it.

mod decoded_rows;
mod shared_texts;

use std::path::Path;

use duckdb::Connection;

pub use shared_texts::list_shared_texts;

use super::{
    WarehouseError,
    engine::{is_for_one_thread, open_builder, quote_ident, quote_literal},
};
use crate::domain::extract::{BLANKS, RowNumbers, TextExtract};

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

/// Writes the archive's files. The engine that it opened for a small export it keeps for the next one: opening and closing costs ten times
/// what copying the rows of a page does.
pub struct ParquetWriter<'s> {
    scratch: &'s Path,
    engine: Option<Connection>,
}

impl<'s> ParquetWriter<'s> {
    /// Makes a writer, which opens no engine before it has something to write.
    pub fn new(scratch: &'s Path) -> Self {
        Self { scratch, engine: None }
    }

    /// Copies an extract to a Parquet file of text columns. Returns `WriteOutcome::Broken` where lines
    /// cannot be split; fails where rows of our own decoders cannot be written.
    pub fn write_extract(
        &mut self,
        extract: &TextExtract,
        required: &[&str],
        to: &Path,
    ) -> Result<WriteOutcome, WarehouseError> {
        let (RowNumbers::Lines { count, .. } | RowNumbers::Columns { count }) = extract.rows;
        if extract.is_decoded() {
            // The rows come one behind the other: a second thread of the engine would only look for work.
            let connection = self.connect_engine(0)?;
            let written = write_decoded(&connection, extract, count, to);
            self.forget_failed(written)
        } else {
            let connection = self.connect_engine(count)?;
            let written = write_text(&connection, extract, (required, count), to);
            self.forget_failed(written)
        }
    }

    /// A connection for one export, to which what the engine notes of broken lines is its own.
    fn connect_engine(&mut self, rows: u64) -> Result<Connection, WarehouseError> {
        if !is_for_one_thread(rows) {
            return open_builder(None, self.scratch, rows);
        }
        let failed = || WarehouseError::wrap_engine("cannot open the engine");
        let engine = match &mut self.engine {
            Some(engine) => engine,
            none => {
                let engine = open_builder(None, self.scratch, 0)?;
                decoded_rows::register_reader(&engine).map_err(failed())?;
                none.insert(engine)
            }
        };
        engine.try_clone().map_err(failed())
    }

    /// Whatever an engine failed with, the next export gets another one.
    fn forget_failed(
        &mut self,
        written: Result<WriteOutcome, WarehouseError>,
    ) -> Result<WriteOutcome, WarehouseError> {
        if !matches!(written, Ok(WriteOutcome::Whole { .. })) {
            self.engine = None;
        }
        written
    }
}

/// Copies a text that lies where it was.
fn write_text(
    connection: &Connection,
    extract: &TextExtract,
    (required, count): (&[&str], u64),
    to: &Path,
) -> Result<WriteOutcome, WarehouseError> {
    match connection.execute(&copy_sql(extract, to), []) {
        Ok(rows) => {
            let broken: i64 = connection
                .query_row("select count(*) from reject_errors", [], |row| row.get(0))
                .map_err(WarehouseError::wrap_engine("cannot count the broken lines"))?;
            let rows = rows as u64;
            if broken > 0 || rows != count {
                return Ok(WriteOutcome::Broken);
            }
            let has_odd_rows = has_odd_rows(connection, extract, required, to)?;
            Ok(WriteOutcome::Whole { rows, has_odd_rows })
        }
        // What the in-place reader cannot split, the careful one may.
        Err(_) => Ok(WriteOutcome::Broken),
    }
}

/// Copies the rows a decoder wrote, which were looked at one by one already.
fn write_decoded(
    connection: &Connection,
    extract: &TextExtract,
    count: u64,
    to: &Path,
) -> Result<WriteOutcome, WarehouseError> {
    let copied = connection.execute(&copy_sql(extract, to), []);
    let rows = copied.map_err(WarehouseError::wrap_engine(format!(
        "cannot archive `{}`",
        extract.path.display()
    )))? as u64;
    let is_whole = rows == count;
    Ok(if is_whole {
        WriteOutcome::Whole { rows, has_odd_rows: false }
    } else {
        WriteOutcome::Broken
    })
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

/// A column's text without blanks at its ends; null where nothing is left. Asking whether there is anything to trim costs a quarter of
/// trimming.
fn cell_sql(column: &str, is_trimmed: bool) -> String {
    if is_trimmed {
        return format!("nullif({column}, '')");
    }
    let blanks = BLANKS.map(|blank| format!("chr({})", u32::from(blank)));
    let ends_in = blanks.iter().map(|blank| format!("suffix({column}, {blank})"));
    // What comes before '!' begins with a blank, or is empty; of the others one blank alone is left to begin with.
    format!(
        "case when {column} < '!' or starts_with({column}, chr(160)) or {} then nullif(trim({column}, {}), '') else {column} end",
        ends_in.collect::<Vec<_>>().join(" or "),
        blanks.join(" || "),
    )
}

fn copy_sql(extract: &TextExtract, to: &Path) -> String {
    let fields = extract.fields.iter().map(|field| {
        let column = format!("c{}", field.position);
        // What a decoder wrote is trimmed, and null where nothing is left.
        let cell =
            if extract.is_decoded() { column } else { cell_sql(&column, extract.is_trimmed) };
        format!("{cell} as {}", quote_ident(&field.name))
    });
    let path = quote_literal(&extract.path.to_string_lossy());
    let (mut kept, from) = if extract.is_decoded() {
        let place = ["c0 as source_sheet", "cast(c1 as bigint) as source_row"].map(str::to_owned);
        (place.to_vec(), format!("{}({path}, {})", decoded_rows::READER, extract.width))
    } else {
        (Vec::new(), csv_sql(extract, &path))
    };
    kept.extend(fields);
    let (kept, to) = (kept.join(", "), quote_literal(&to.to_string_lossy()));
    format!("copy (select {kept} from {from}) to {to} (format parquet, compression zstd)")
}

fn csv_sql(extract: &TextExtract, path: &str) -> String {
    let columns: Vec<String> =
        (0..extract.width).map(|position| format!("'c{position}': 'varchar'")).collect();
    format!(
        "read_csv({path}, auto_detect = false, header = false, delim = {delimiter}, quote = '\"', \
         escape = '\"', skip = {skip}, columns = {{{columns}}}, null_padding = true, store_rejects = true)",
        delimiter = quote_literal(&extract.delimiter.to_string()),
        skip = extract.skipped_lines,
        columns = columns.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extract::ExtractField;
    use rstest::rstest;

    #[rstest]
    #[case::nothing_to_trim("Xã An\tSơn", Some("Xã An\tSơn"))]
    #[case::before("  Xã An Sơn", Some("Xã An Sơn"))]
    #[case::behind("Xã An Sơn ", Some("Xã An Sơn"))]
    #[case::a_tab("\tXã An Sơn\t", Some("Xã An Sơn"))]
    #[case::the_blank_that_does_not_break_before("\u{A0}Xã An Sơn", Some("Xã An Sơn"))]
    #[case::the_blank_that_does_not_break_behind("Xã An Sơn\u{A0}", Some("Xã An Sơn"))]
    #[case::several_kinds(" \u{A0}\tXã An Sơn\t \u{A0}", Some("Xã An Sơn"))]
    #[case::letters_that_end_like_it("à", Some("à"))]
    #[case::a_sign_behind_all_blanks("!", Some("!"))]
    #[case::blanks_alone(" \t\u{A0}", None)]
    #[case::nothing("", None)]
    fn a_cell_is_archived_without_the_blanks_at_its_ends(
        #[case] cell: &str,
        #[case] archived: Option<&str>,
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let extract = given_text(folder.path(), "given.csv", &[&format!("A1234;{cell}")]);
        let to = folder.path().join("archived.parquet");
        let mut writer = ParquetWriter::new(folder.path());
        let told = writer.write_extract(&extract, &["a"], &to).expect("read");
        assert_eq!(told, WriteOutcome::Whole { rows: 1, has_odd_rows: false });
        let engine = Connection::open_in_memory().expect("opened");
        let sql = format!("select b from read_parquet('{}')", to.display());
        let kept: Option<String> = engine.query_row(&sql, [], |row| row.get(0)).expect("kept");
        assert_eq!(kept.as_deref(), archived);
    }

    /// A text of two columns, of which the engine reads a line a row.
    fn given_text(folder: &Path, name: &str, rows: &[&str]) -> TextExtract {
        let path = folder.join(name);
        std::fs::write(&path, format!("a;b\n{}\n", rows.join("\n"))).expect("written");
        let field = |position, name: &str| ExtractField { position, name: name.into() };
        TextExtract {
            path,
            delimiter: ';',
            skipped_lines: 1,
            width: 2,
            fields: vec![field(0, "a"), field(1, "b")],
            is_trimmed: false,
            rows: RowNumbers::Lines { first: 2, count: rows.len() as u64 },
        }
    }

    #[test]
    fn broken_lines_of_one_export_are_not_told_of_the_next() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut writer = ParquetWriter::new(folder.path());
        let mut write = |name: &str, rows: &[&str]| {
            let extract = given_text(folder.path(), name, rows);
            let to = folder.path().join(format!("{name}.parquet"));
            writer.write_extract(&extract, &["a"], &to).expect("read")
        };
        let whole = |rows| WriteOutcome::Whole { rows, has_odd_rows: false };
        assert_eq!(write("1", &["A1001;x", "A1002;y"]), whole(2));
        assert_eq!(write("2", &["A1001;x;more than there are columns"]), WriteOutcome::Broken);
        assert_eq!(write("3", &["A1001;x"]), whole(1));
        assert_eq!(write("4", &["A1001;x", "A1002;y", "A1003;z"]), whole(3));
    }
}
