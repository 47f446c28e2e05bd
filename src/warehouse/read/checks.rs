//! What the checks find in a published warehouse.

use std::collections::HashMap;

use duckdb::params;

use super::{super::WarehouseError, warehouse::Warehouse};
use crate::{
    catalog::check::{Check, Severity},
    domain::sight::Sight,
};

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct CheckResult {
    pub check: String,
    pub name: String,
    #[schema(value_type = String, example = "warn")]
    pub severity: Severity,
    pub found: u64,
    /// Those of them that were asked for.
    pub rows: Vec<CheckRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct CheckRow {
    /// `None` for what is of no agency.
    pub agency_code: Option<String>,
    pub subject_id: String,
    pub detail: String,
}

impl Warehouse {
    /// How many rows each check found at an agency and those below it, by the check's id; none of what found nothing.
    pub fn found_at(&self, agency: &str) -> Result<HashMap<String, u64>, WarehouseError> {
        self.with_rows()?;
        let sql = include_str!("found_at.sql");
        self.ask("cannot read what the checks found", |connection| {
            let mut query = connection.prepare(sql)?;
            query.query_map([agency], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// What a check found, at all agencies or at one and those below it; lists so many rows after the first so many.
    pub fn check(
        &self,
        check: &Check,
        agency: Option<&str>,
        (skip, at_most): (u64, u64),
    ) -> Result<CheckResult, WarehouseError> {
        self.with_rows()?;
        // What is of no agency is the office's. What is of others is overlaid already.
        let has_all = *self.sight() == Sight::All;
        let found = format!(
            "with recursive below as (select cast($1 as varchar) as code union \
             select agency.code from agency join below on agency.parent_code = below.code) \
             select {{}} from check_row where check_id = $2 \
             and (cast($1 as varchar) is null or agency_code in (select code from below)) \
             and ({has_all} or agency_code is not null)"
        );
        let counted = found.replace("{}", "count(*)");
        let listed = found.replace("{}", "agency_code, subject_id, detail")
            + " order by agency_code, subject_id, detail limit $3 offset $4";
        let (found, rows) = self.ask("cannot read what the check found", |connection| {
            let asked = params![agency, check.id];
            let found = connection.query_row(&counted, asked, |row| row.get(0))?;
            let mut query = connection.prepare(&listed)?;
            let rows = query.query_map(params![agency, check.id, at_most, skip], |row| {
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
