//! The rows a decoder wrote, read by the engine as a table of texts: `decoded_rows(path, columns)`.

use std::{error::Error, fs::File, io::BufReader, path::PathBuf};

use duckdb::{
    Connection,
    core::{DataChunkHandle, FlatVector, Inserter, LogicalTypeHandle, LogicalTypeId},
    vtab::{BindInfo, InitInfo, TableFunctionInfo, VTab},
};
use parking_lot::Mutex;

use crate::disk::RowReader;

/// Names the reader in SQL.
pub const READER: &str = "decoded_rows";

/// What the engine takes for a row of a text at most; a longer one is none, whatever it came in.
const LONGEST_ROW: usize = 2_000_000;

/// Lets SQL on this connection read what decoders wrote.
pub fn register_reader(connection: &Connection) -> duckdb::Result<()> {
    connection.register_table_function::<DecodedRows>(READER)
}

struct DecodedRows;

struct RowSource {
    path: PathBuf,
    columns: usize,
}

type OpenRows = Mutex<Option<RowReader<BufReader<File>>>>;

impl VTab for DecodedRows {
    type InitData = OpenRows;
    type BindData = RowSource;

    fn bind(bind: &BindInfo) -> Result<RowSource, Box<dyn Error>> {
        let path = PathBuf::from(bind.get_parameter(0).to_string());
        let columns = usize::try_from(bind.get_parameter(1).to_int64())?;
        for column in 0..columns {
            bind.add_result_column(&format!("c{column}"), LogicalTypeId::Varchar.into());
        }
        Ok(RowSource { path, columns })
    }

    fn init(_: &InitInfo) -> Result<OpenRows, Box<dyn Error>> {
        Ok(Mutex::new(None))
    }

    fn func(
        info: &TableFunctionInfo<Self>,
        output: &mut DataChunkHandle,
    ) -> Result<(), Box<dyn Error>> {
        let RowSource { path, columns } = info.get_bind_data();
        let mut open = info.get_init_data().lock();
        let rows = match &mut *open {
            Some(rows) => rows,
            none => {
                none.insert(RowReader::new(BufReader::with_capacity(1 << 16, File::open(path)?)))
            }
        };
        let mut vectors: Vec<FlatVector> =
            (0..*columns).map(|column| output.flat_vector(column)).collect();
        let most = vectors.first().map_or(0, FlatVector::capacity);
        let mut filled = 0;
        while filled < most
            && let Some(mut cells) = rows.next_row()?
        {
            if cells.bytes_left() > LONGEST_ROW {
                continue;
            }
            for vector in &mut vectors {
                match cells.next().ok_or("a row has too few cells")? {
                    [] => vector.set_null(filled),
                    cell => vector.insert(filled, cell),
                }
            }
            if cells.bytes_left() > 0 {
                return Err("a row has too many cells".into());
            }
            filled += 1;
        }
        output.set_len(filled);
        Ok(())
    }

    fn parameters() -> Option<Vec<LogicalTypeHandle>> {
        Some(vec![LogicalTypeId::Varchar.into(), LogicalTypeId::Bigint.into()])
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{
        super::{ParquetWriter, WriteOutcome},
        *,
    };
    use crate::{
        disk::RowWriter,
        domain::extract::{ExtractField, RowNumbers, TextExtract},
    };

    fn archive(rows: &[&[&str]], count: u64) -> Result<(WriteOutcome, Vec<Archived>), String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("mười'.rows");
        let mut writer = RowWriter::new(File::create(&path).expect("made"));
        for row in rows {
            row.iter().for_each(|cell| writer.push_cell(cell).expect("short"));
            writer.end_row().expect("written");
        }
        let extract = TextExtract {
            path,
            delimiter: ',',
            skipped_lines: 0,
            width: 4,
            fields: vec![ExtractField { position: 3, name: "Mã hồ sơ".into() }],
            is_trimmed: true,
            rows: RowNumbers::Columns { count },
        };
        let to = folder.path().join("archived.parquet");
        let told = ParquetWriter::new(folder.path())
            .write_extract(&extract, &["Mã hồ sơ"], &to)
            .map_err(|error| format!("{error:?}"))?;
        let engine = Connection::open_in_memory().expect("opened");
        let sql = format!("select * from read_parquet('{}')", to.display());
        let mut statement = engine.prepare(&sql).expect("sound");
        let read = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        Ok((told, read.expect("read").collect::<Result<_, _>>().expect("rows")))
    }

    type Archived = (Option<String>, i64, Option<String>);

    #[test]
    fn cells_are_archived_as_they_were_written() {
        let texts = ["A1", "", "Xã \"An\",\n'Sơn'", &"ộ".repeat(1000), "a\0b"];
        let rows = texts.map(|text| ["Sổ", "12", "nobody reads it", text]);
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 4]>::as_slice).collect();
        // More than the engine takes at once.
        let many: Vec<&[&str]> = rows.iter().copied().cycle().take(5_000).collect();
        let (told, read) = archive(&many, 5_000).expect("archived");
        assert_eq!(told, WriteOutcome::Whole { rows: 5_000, has_odd_rows: false });
        for (text, row) in texts.iter().cycle().zip(read) {
            let text = Some((*text).to_owned()).filter(|text| !text.is_empty());
            assert_eq!(row, (Some("Sổ".to_owned()), 12, text));
        }
    }

    #[rstest]
    #[case::one_is_missing(&["", "2", "", "A1"], 2)]
    #[case::one_is_too_long(&["", "2", "", &"A".repeat(2_000_001)], 1)]
    fn rows_that_are_not_all_there_are_no_extract(#[case] row: &[&str], #[case] count: u64) {
        assert_eq!(archive(&[row], count).map(|(told, _)| told), Ok(WriteOutcome::Broken));
    }

    #[rstest]
    #[case::few(&["", "2", "A1"])]
    #[case::many(&["", "2", "", "A1", "A2"])]
    fn a_row_of_another_width_stops_the_archive(#[case] row: &[&str]) {
        let told = archive(&[row], 1).expect_err("no such row");
        assert!(told.contains("a row has too"), "{told}");
    }
}
