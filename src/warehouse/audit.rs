//! What the checks (queries/checks/*.sql) find in a build, kept with it; a blocking one that finds anything keeps it from
//! being published.

use std::collections::BTreeSet;

use duckdb::Connection;

use super::{WarehouseError, engine::quote_literal};
use crate::catalog::check::{CheckDefinition, CheckSeverity};

/// What a check of every build found that does not keep it from being published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFinding {
    pub check_id: String,
    pub name: String,
    pub found: usize,
    /// The first row found, as "subject: detail".
    pub first: String,
    /// The exports its rows stand in, where the check says so.
    pub sources: Vec<String>,
}

/// Runs every check whose rows are not kept already, and keeps its rows; returns what those of builds found.
pub fn run_checks(
    connection: &Connection,
    checks: &[CheckDefinition],
    kept: &BTreeSet<String>,
) -> Result<Vec<AuditFinding>, WarehouseError> {
    let mut findings = Vec::new();
    for check in checks {
        if !kept.contains(&check.id) {
            keep_found(connection, check, "true")?;
        }
        if !check.audit {
            continue;
        }
        let (found, first) = count_found(connection, check)?;
        if found == 0 {
            continue;
        }
        if check.severity == CheckSeverity::Block {
            return Err(WarehouseError::Audit { id: check.id.clone(), found, first });
        }
        findings.push(AuditFinding {
            check_id: check.id.clone(),
            name: check.name.clone(),
            found,
            first,
            sources: if check.by_source {
                list_finding_sources(connection, check)?
            } else {
                Vec::new()
            },
        });
    }
    Ok(findings)
}

/// Keeps the rows that a check finds, of those that `wanted` holds of; returns how many.
pub fn keep_found(
    connection: &Connection,
    check: &CheckDefinition,
    wanted: &str,
) -> Result<usize, WarehouseError> {
    let keep = format!("{} where {wanted} {CHECK_ORDER}", found_rows(check));
    let kept = connection.execute(&keep, []);
    kept.map_err(WarehouseError::wrap_engine(format!("`{}` failed", check.path)))
}

/// What lies together is read together: pages list a check by agency.
pub const CHECK_ORDER: &str = "order by agency_code, subject_id, detail";

/// Writes the statement that keeps what a check finds, in the words that all engines know.
pub fn found_rows(check: &CheckDefinition) -> String {
    format!(
        "insert into check_row select {} as check_id, agency_code, coalesce(subject_id, '') as subject_id, coalesce(detail, '') as detail, \
         {} as source_id from (\n{}\n)",
        quote_literal(&check.id),
        if check.by_source { "source_id" } else { "null" },
        check.sql
    )
}

/// Counts the rows of a check that are kept. Looked for in the engine: what is wrong with one export is often wrong with each of its rows.
fn count_found(
    connection: &Connection,
    check: &CheckDefinition,
) -> Result<(usize, String), WarehouseError> {
    let sql = "select count(*), coalesce(min(subject_id || ': ' || detail), '') from check_row where check_id = $1";
    connection
        .query_row(sql, [&check.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", check.path)))
}

/// The exports that a check's rows stand in.
fn list_finding_sources(
    connection: &Connection,
    check: &CheckDefinition,
) -> Result<Vec<String>, WarehouseError> {
    let read = || -> duckdb::Result<Vec<String>> {
        let mut query = connection.prepare(
            "select distinct source_id from check_row where check_id = $1 and source_id is not null order by source_id",
        )?;
        query.query_map([&check.id], |row| row.get(0))?.collect()
    };
    read().map_err(WarehouseError::wrap_engine(format!("`{}` failed", check.path)))
}
