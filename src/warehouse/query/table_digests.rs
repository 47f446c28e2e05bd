//! What a build holds, in a number a table: two builds of the same have the same, however they came to be.

use duckdb::Connection;

use crate::warehouse::engine::{list_tables, quote_ident};

/// The tables whose rows two builds of the same may write otherwise, each with what they say.
const TOLD_OTHERWISE: [(&str, &str); 4] = [
    ("build_input", "select kind, name, digest from main.build_input where kind <> 'moved'"),
    ("metric_slice", include_str!("slices_told.sql")),
    ("metric_slice_month", include_str!("slices_told.sql")),
    // Numbers alone, and what the sums by slice are told by.
    ("slice", ""),
];

/// Digests what every table says, in whatever order its rows lie.
pub fn digest_tables(connection: &Connection) -> duckdb::Result<Vec<(String, String)>> {
    let mut digests = Vec::new();
    for table in list_tables(connection)? {
        let name = quote_ident(&table);
        let told = match TOLD_OTHERWISE.iter().find(|(told, _)| *told == table) {
            Some((_, "")) => continue,
            Some((_, sql)) => sql.replace("{table}", &name),
            None => format!("select * from main.{name}"),
        };
        let sql = format!(
            "select concat(count(*), ' ', sum(cast(hash(it) as hugeint))) from ({told}) as it"
        );
        let digest = connection.query_row(&sql, [], |row| row.get(0))?;
        digests.push((table, digest));
    }
    Ok(digests)
}
