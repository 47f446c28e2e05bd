//! What stands in several archived files.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::super::{
    WarehouseError,
    engine::{open_builder, quote_ident, quote_literal},
};

/// Lists the texts of a column that stand in more than one of some archived files.
pub fn list_shared_texts(
    files: &[PathBuf],
    heading: &str,
    scratch: &Path,
) -> Result<BTreeSet<String>, WarehouseError> {
    if files.len() < 2 {
        return Ok(BTreeSet::new());
    }
    let paths: Vec<String> =
        files.iter().map(|path| quote_literal(&path.to_string_lossy())).collect();
    // No heading has such a name.
    let file = quote_ident("motcua.path");
    let sql = format!(
        "select {text} from read_parquet([{}], union_by_name = true, filename = {file}) where {text} is not null group by {text} \
         having count(distinct {file}) > 1",
        paths.join(", "),
        text = quote_ident(heading),
    );
    let engine = open_builder(None, scratch, 0)?;
    let read = || -> duckdb::Result<BTreeSet<String>> {
        engine.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
    };
    read().map_err(WarehouseError::wrap_engine("cannot look for what stands on two pages"))
}
