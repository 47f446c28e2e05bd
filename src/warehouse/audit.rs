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

/// Runs every check of builds; a blocking one that finds anything is an error.
pub fn audit(connection: &Connection, checks: &[Check]) -> Result<Vec<Finding>, WarehouseError> {
    let mut findings = Vec::new();
    for check in checks.iter().filter(|check| check.audit) {
        let (found, first) = count(connection, check)?;
        if found == 0 {
            continue;
        }
        if check.severity == Severity::Block {
            return Err(WarehouseError::Audit { id: check.id.clone(), found, first });
        }
        findings.push(Finding {
            check_id: check.id.clone(),
            name: check.name.clone(),
            found,
            first,
        });
    }
    Ok(findings)
}

/// How many rows a check finds, and the first as "subject: detail".
pub fn count(connection: &Connection, check: &Check) -> Result<(usize, String), WarehouseError> {
    // Counted in the engine: what is wrong with one export is often wrong with each of its rows.
    let sql = format!(
        "select count(*), coalesce(min(subject_id || ': ' || coalesce(detail, '')), '') from ({})",
        rows_of(check)
    );
    let failed = WarehouseError::engine(format!("`{}` failed", check.path));
    (connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))).map_err(failed)
}

/// What a check found, under the names every check gives.
pub fn rows_of(check: &Check) -> String {
    format!("select agency_code, subject_id, detail from (\n{}\n)", check.sql)
}
