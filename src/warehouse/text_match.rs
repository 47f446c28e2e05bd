//! Turns the texts of coded columns into codes: each distinct text is looked at once, then joined.

use std::collections::HashMap;

use duckdb::{Connection, params};

use super::{
    agency_match::{Known, Unmatched},
    lost_zero::Zeros,
};
use crate::{
    catalog::{connector::Connector, vocabulary::Vocabulary},
    domain::{name::text_key, period::Period},
};

/// A coded column with more distinct texts than this was mapped to the wrong heading; the rest stays unmatched.
const MOST_TEXTS: usize = 100_000;

/// Holds column, text → value, or why there is none.
pub const TABLE: &str = "text_match";

/// A column whose texts mean codes.
pub struct CodedColumn<'a> {
    pub name: &'a str,
    /// The text, as SQL over `canonical`.
    pub text: &'a str,
    pub coding: Coding<'a>,
}

/// How the texts of a column become values.
pub enum Coding<'a> {
    Agency(&'a Known<'a>),
    /// Key of a text → value.
    Vocabulary(HashMap<String, String>),
    Period,
}

impl Coding<'_> {
    /// What became of the zeros before the codes of a column.
    fn zeros<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Zeros {
        match self {
            Self::Agency(known) => Zeros::of(texts, &|text| known.find(text)),
            _ => Zeros::Kept,
        }
    }

    /// What the connector maps, else the vocabulary's own names and values.
    pub fn vocabulary(connector: &Connector, column: &str, vocabulary: &Vocabulary) -> Self {
        let own = vocabulary.values(column).flat_map(|value| {
            [value, vocabulary.name(column, value)].map(|text| (text_key(text), value.to_owned()))
        });
        let mapped = connector.values.get(column).into_iter().flatten();
        let mapped = mapped.map(|(text, value)| (text_key(text), value.clone()));
        Self::Vocabulary(own.chain(mapped).collect())
    }

    fn value(&self, text: &str, zeros: Zeros) -> Result<String, Unmatched> {
        match self {
            Self::Agency(known) => zeros.find(text, &|text| known.find(text)),
            Self::Period => {
                let period = text.parse::<Period>().map(|period| period.to_string());
                period.map_err(|_| Unmatched { reason: "bad_period", names: String::new() })
            }
            Self::Vocabulary(values) => {
                let value = values.get(&text_key(text)).cloned();
                value.ok_or(Unmatched { reason: "unknown_value", names: String::new() })
            }
        }
    }
}

/// Fills the match table from the texts that stand in `canonical`, which are read once for all columns.
pub fn fill(
    connection: &Connection,
    canonical: &str,
    columns: &[CodedColumn],
) -> duckdb::Result<()> {
    connection.execute_batch(&format!(
        "create or replace temp table {TABLE} (column_name varchar, text varchar, value varchar, reason varchar, hint varchar)"
    ))?;
    let mut insert =
        connection.prepare(&format!("insert into {TABLE} values (?, ?, ?, ?, nullif(?, ''))"))?;
    let texts = texts(connection, canonical, columns)?;
    let of_column = |number: usize| {
        texts.iter().filter(move |(of, _)| *of == number).map(|(_, text)| text.as_str())
    };
    let zeros: Vec<Zeros> = (columns.iter().enumerate())
        .map(|(number, column)| column.coding.zeros(of_column(number)))
        .collect();
    for (number, text) in &texts {
        let column = &columns[*number];
        let (value, why) = match column.coding.value(text, zeros[*number]) {
            Ok(value) => (Some(value), None),
            Err(why) => (None, Some(why)),
        };
        let (reason, names) = why.map(|why| (why.reason, why.names)).unzip();
        insert.execute(params![column.name, text, value, reason, names])?;
    }
    Ok(())
}

/// The distinct texts, each with the number of its column.
fn texts(
    connection: &Connection,
    canonical: &str,
    columns: &[CodedColumn],
) -> duckdb::Result<Vec<(usize, String)>> {
    let coded: Vec<String> = (columns.iter().enumerate())
        .map(|(number, column)| format!("{} as text_{number}", column.text))
        .collect();
    let distinct: Vec<String> = (0..columns.len())
        .map(|number| {
            format!(
                "(select distinct {number} as number, text_{number} as text from coded \
                 where text_{number} is not null limit {MOST_TEXTS})"
            )
        })
        .collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{canonical}, coded as materialized (select {} from canonical) {}",
        coded.join(", "),
        distinct.join(" union all ")
    );
    let mut query = connection.prepare(&sql)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
