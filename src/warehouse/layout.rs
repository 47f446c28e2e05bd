//! Which relations a build has: what reads it asks for these, and of a build that has others it cannot.

/// Tells one set of relations, columns and macros of a build from another. A build notes it, and who opens one compares it.
pub const LAYOUT: &str = "2ba2e6a6a083";

#[cfg(test)]
mod tests {
    use duckdb::Connection;
    use sha2::{Digest, Sha256};

    use super::{
        super::engine::{create_schema, run_file},
        *,
    };
    use crate::{catalog::content::ContentSet, domain::hex::encode_hex};

    const RELATIONS: &str = "
        select concat_ws(' ', table_name, column_name, data_type) from duckdb_columns()
        where not internal and schema_name = 'main' order by table_name, column_index";
    const MACROS: &str = "
        select concat_ws(' ', function_name, array_to_string(parameters, ', ')) from duckdb_functions()
        where not internal and schema_name = 'main' order by 1";

    #[test]
    fn the_layout_is_another_when_a_relation_is() {
        let content = ContentSet::load_layers(None).expect("the content is well");
        let connection = Connection::open_in_memory().expect("opened");
        create_schema(&connection, &content).expect("made");
        for file in content.list_files("queries/models/", ".sql") {
            run_file(&connection, &file.path, &String::from_utf8_lossy(&file.bytes)).expect("run");
        }
        let mut digest = Sha256::new();
        for sql in [RELATIONS, MACROS] {
            let mut query = connection.prepare(sql).expect("prepared");
            let lines = query.query_map([], |row| row.get::<_, String>(0)).expect("asked");
            lines.for_each(|line| digest.update(line.expect("a line") + "\n"));
        }
        let layout = encode_hex(&digest.finalize()[..6]);
        assert_eq!(LAYOUT, layout, "the relations of a build changed: so must `LAYOUT`");
    }
}
