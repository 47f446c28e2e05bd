//! What the checks find in a published warehouse.

use std::collections::HashMap;

use duckdb::params;

use super::{super::connection::in_list, queries::ProvenanceQueries};
use crate::{
    catalog::check::{CheckDefinition, CheckSeverity},
    domain::sight::DataScope,
    warehouse::WarehouseError,
};

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct CheckResult {
    pub check: String,
    pub name: String,
    #[schema(value_type = String, example = "warn")]
    pub severity: CheckSeverity,
    pub found: u64,
    /// Those of them that were asked for.
    pub rows: Vec<CheckRow>,
}

/// Holds one row a check found: the agency, the subject, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct CheckRow {
    /// `None` for what is of no agency.
    pub agency_code: Option<String>,
    pub subject_id: String,
    pub detail: String,
}

impl ProvenanceQueries {
    /// Counts the rows each check found, at all agencies or at one and those below it, by the check's id; none of what found
    /// nothing.
    pub fn count_found(
        &self,
        agency: Option<&str>,
    ) -> Result<HashMap<String, u64>, WarehouseError> {
        self.reader.require_rows()?;
        let at = self.agency_filter(agency)?;
        let sql = format!("select check_id, count(*) from check_row where {at} group by check_id");
        self.reader.with_connection("cannot read what the checks found", |connection| {
            let mut query = connection.prepare(&sql)?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// A condition on the rows of checks: at an agency, what went into it and those ever below it; at all without one.
    fn agency_filter(&self, agency: Option<&str>) -> Result<String, WarehouseError> {
        // What is of no agency is the office's. What is of others is overlaid already.
        let all =
            if *self.reader.scope() == DataScope::All { "true" } else { "agency_code is not null" };
        Ok(match agency {
            Some(code) => {
                let codes = self.reader.memory.codes_within(code)?;
                format!("{all} {}", in_list("agency_code", codes.iter().map(String::as_str)))
            }
            None => all.to_owned(),
        })
    }

    /// Reads what a check found, at all agencies or at one and those below it; lists so many rows after the first so many.
    pub fn read_check(
        &self,
        check: &CheckDefinition,
        agency: Option<&str>,
        (skip, at_most): (u64, u64),
    ) -> Result<CheckResult, WarehouseError> {
        self.reader.require_rows()?;
        let at = self.agency_filter(agency)?;
        let found = format!("from check_row where check_id = $1 and {at}");
        let counted = format!("select count(*) {found}");
        let listed = format!(
            "select agency_code, subject_id, detail {found} \
             order by agency_code, subject_id, detail limit $2 offset $3"
        );
        let (found, rows) =
            self.reader.with_connection("cannot read what the check found", |connection| {
                let asked = params![check.id];
                let found = connection.query_row(&counted, asked, |row| row.get(0))?;
                let mut query = connection.prepare(&listed)?;
                let rows = query.query_map(params![check.id, at_most, skip], |row| {
                    Ok(CheckRow {
                        agency_code: row.get(0)?,
                        subject_id: row.get(1)?,
                        detail: row.get(2)?,
                    })
                })?;
                Ok((found, rows.collect::<duckdb::Result<_>>()?))
            })?;
        Ok(CheckResult {
            check: check.id.clone(),
            name: check.name.clone(),
            severity: check.severity,
            found,
            rows,
        })
    }
}
