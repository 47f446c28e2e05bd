//! What an export tells of something that another row of its day tells too: said when it is taken in.

use std::collections::HashMap;

use duckdb::Connection;

/// Places named per export.
const NAMED: usize = 5;

/// Rows of an export beside other rows that tell of the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldAgain {
    /// Rows that are another row of the export once more.
    pub alike: u64,
    /// Pairs of rows that tell of one thing in two ways.
    pub differing: u64,
    /// The first of them.
    pub first: Vec<RowDifference>,
}

/// Two rows that tell of one thing in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDifference {
    pub subject_id: String,
    /// In what, in Vietnamese.
    pub differs: String,
    pub told: RowPlace,
    /// The one that counts.
    pub held: RowPlace,
}

/// A row of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPlace {
    /// Where it is another export's.
    pub file_name: Option<String>,
    pub sheet: Option<String>,
    pub row: u64,
}

/// Reads what the models found, by the id of the export; one without such rows is not among them.
pub fn read_told_again(connection: &Connection) -> duckdb::Result<HashMap<String, ToldAgain>> {
    let mut by_export: HashMap<String, ToldAgain> = HashMap::new();
    let mut query = connection.prepare(
        "with pair as ( \
            select source_id as id, told_again.* from told_again \
            union all select held_source_id, told_again.* from told_again where held_source_id <> source_id) \
         select pair.id, count(*) filter (where differs = '') over of_export, count(*) filter (where differs <> '') over of_export, \
            subject_id, differs, nullif(told.file_name, own.file_name), source_sheet, source_row, \
            nullif(held.file_name, own.file_name), held_sheet, held_row \
         from pair join source as own on own.id = pair.id \
         join source as told on told.id = source_id join source as held on held.id = held_source_id \
         window of_export as (partition by pair.id) \
         qualify row_number() over (partition by pair.id order by differs = '', source_sheet, source_row, source_id, held_source_id, held_sheet, held_row, subject_id) <= $1 \
         order by pair.id, differs = '', source_sheet, source_row, source_id, held_source_id, held_sheet, held_row, subject_id",
    )?;
    let mut rows = query.query([NAMED])?;
    while let Some(row) = rows.next()? {
        let told = by_export.entry(row.get(0)?).or_default();
        (told.alike, told.differing) = (row.get(1)?, row.get(2)?);
        let differs: String = row.get(4)?;
        if differs.is_empty() {
            continue;
        }
        let place = |from: usize| -> duckdb::Result<RowPlace> {
            Ok(RowPlace {
                file_name: row.get(from)?,
                sheet: row.get(from + 1)?,
                row: row.get(from + 2)?,
            })
        };
        let (told_at, held) = (place(5)?, place(8)?);
        told.first.push(RowDifference { subject_id: row.get(3)?, differs, told: told_at, held });
    }
    Ok(by_export)
}
