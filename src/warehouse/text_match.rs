//! Turns the texts of coded columns into codes: each distinct text is looked at once, then joined.

use std::collections::HashMap;

use duckdb::{Connection, params};

use super::{
    WarehouseError,
    agency_match::Known,
    engine::{ident, literal},
};
use crate::{
    catalog::{connector::Connector, vocabulary::Vocabulary},
    domain::name::text_key,
};

/// A coded column with more distinct texts than this was mapped to the wrong heading; the rest stays unmatched.
const MOST_TEXTS: usize = 100_000;

/// How the texts of a column become values.
pub enum Coding<'a> {
    Agency(&'a Known<'a>),
    Vocabulary(&'a Vocabulary),
}

/// The table that holds text → value for a canonical column.
pub fn table(column: &str) -> String {
    ident(&format!("match_{column}"))
}

/// Fills the match table of a column from the texts that stand in `canonical`.
pub fn fill(
    connection: &Connection,
    connector: &Connector,
    column: &str,
    canonical: &str,
    coding: &Coding,
) -> Result<(), WarehouseError> {
    let table = table(column);
    let failed = || WarehouseError::engine(format!("cannot match the texts of `{column}`"));
    let create =
        format!("create or replace temp table {table} (text varchar, value varchar, hint varchar)");
    connection.execute_batch(&create).map_err(failed())?;
    let constant = connector.constant.get(column).map(|value| literal(value));
    let text = constant.unwrap_or_else(|| ident(column));
    let sql = format!(
        "{canonical} select distinct {text} from canonical where {text} is not null limit {MOST_TEXTS}"
    );
    let texts: Vec<String> = {
        let mut query = connection.prepare(&sql).map_err(failed())?;
        let rows = query.query_map([], |row| row.get(0)).map_err(failed())?;
        rows.collect::<Result<_, _>>().map_err(failed())?
    };
    let names = match coding {
        Coding::Agency(..) => HashMap::new(),
        Coding::Vocabulary(vocabulary) => names(connector, column, vocabulary),
    };
    let mut insert = connection
        .prepare(&format!("insert into {table} values (?, ?, ?)"))
        .map_err(failed())?;
    for text in texts {
        let (value, hint) = match coding {
            Coding::Agency(known) => match known.find(&text) {
                Ok(code) => (Some(code), None),
                Err(hint) => (None, Some(hint)),
            },
            Coding::Vocabulary(_) => match names.get(&text_key(&text)) {
                Some(value) => (Some(value.clone()), None),
                None => (
                    None,
                    Some(format!(
                        "add it to [values.{column}] of the connector `{}`",
                        connector.id
                    )),
                ),
            },
        };
        insert
            .execute(params![text, value, hint])
            .map_err(failed())?;
    }
    Ok(())
}

/// What the connector maps, else the vocabulary's own names and values.
fn names(connector: &Connector, column: &str, vocabulary: &Vocabulary) -> HashMap<String, String> {
    let own = vocabulary.values(column).flat_map(|value| {
        [value, vocabulary.name(column, value)].map(|text| (text_key(text), value.to_owned()))
    });
    let mapped = connector.values.get(column).into_iter().flatten();
    own.chain(mapped.map(|(text, value)| (text_key(text), value.clone())))
        .collect()
}
