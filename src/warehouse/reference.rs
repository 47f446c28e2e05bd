//! Loads the reference files into their tables: `reference/<table>.csv`.

use duckdb::{Connection, params_from_iter};

use super::{
    WarehouseError,
    engine::{ident, literal},
};
use crate::catalog::content::Content;

pub fn load(connection: &Connection, content: &Content) -> Result<(), WarehouseError> {
    for file in content.list("queries/reference/", ".csv") {
        load_table(connection, file.stem(), &file.path, &file.bytes)?;
    }
    Ok(())
}

fn load_table(
    connection: &Connection,
    table: &str,
    path: &str,
    bytes: &[u8],
) -> Result<(), WarehouseError> {
    let problem = |line: u64, problem: String| WarehouseError::Reference {
        path: path.to_owned(),
        line,
        problem,
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let headings = reader
        .headers()
        .map_err(|error| problem(1, error.to_string()))?
        .clone();
    let columns: Vec<String> = headings.iter().map(ident).collect();
    let holes = vec!["nullif(?, '')"; columns.len()].join(", ");
    let sql = format!(
        "insert into {} ({}) select {holes}",
        ident(table),
        columns.join(", ")
    );
    connection
        .execute_batch("begin")
        .map_err(WarehouseError::engine("cannot begin"))?;
    let mut insert = connection
        .prepare(&sql)
        .map_err(|error| problem(1, error.to_string()))?;
    for record in reader.records() {
        let record = record.map_err(|error| {
            problem(
                error.position().map_or(0, csv::Position::line),
                error.to_string(),
            )
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        insert
            .execute(params_from_iter(record.iter()))
            .map_err(|error| problem(line, error.to_string()))?;
    }
    connection
        .execute_batch("commit")
        .map_err(WarehouseError::engine(format!(
            "cannot load {}",
            literal(path)
        )))
}
