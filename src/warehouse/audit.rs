//! Checks a build is put to before it is published: queries/checks/*.sql.

use duckdb::Connection;

use super::WarehouseError;
use crate::catalog::check::{Check, Severity};

/// What a check of severity `warn` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check_id: String,
    pub name: String,
    pub found: usize,
    /// The first row found, as "subject: detail".
    pub first: String,
}

/// Runs every check; a blocking one that finds anything is an error.
pub fn audit(connection: &Connection, checks: &[Check]) -> Result<Vec<Finding>, WarehouseError> {
    let mut findings = Vec::new();
    for check in checks {
        let rows = rows(connection, check)?;
        let Some(first) = rows.first().cloned() else {
            continue;
        };
        if check.severity == Severity::Block {
            return Err(WarehouseError::Audit {
                id: check.id.clone(),
                found: rows.len(),
                first,
            });
        }
        findings.push(Finding {
            check_id: check.id.clone(),
            name: check.name.clone(),
            found: rows.len(),
            first,
        });
    }
    Ok(findings)
}

fn rows(connection: &Connection, check: &Check) -> Result<Vec<String>, WarehouseError> {
    let failed = || WarehouseError::engine(format!("`{}` failed", check.path));
    let sql = format!(
        "select subject_id || ': ' || detail from (\n{}\n) order by 1",
        check.sql
    );
    let mut query = connection.prepare(&sql).map_err(failed())?;
    let rows = query.query_map([], |row| row.get(0)).map_err(failed())?;
    rows.collect::<Result<_, _>>().map_err(failed())
}
