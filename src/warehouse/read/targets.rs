//! Limits in force: floors not to fall under, goals to reach.

use duckdb::params;
use jiff::civil::Date;

use super::{super::WarehouseError, value::Value, warehouse::Warehouse};
use crate::domain::threshold::Threshold;

/// A limit in force: a floor not to fall under, or a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub is_floor: bool,
    pub value: Threshold,
    pub source: String,
    /// The one agency it binds.
    agency_code: Option<String>,
    /// The level whose agencies it binds.
    level: Option<String>,
}

impl Target {
    /// The agency it binds alone, the level it binds alone.
    pub fn binds(&self) -> (Option<&str>, Option<&str>) {
        (self.agency_code.as_deref(), self.level.as_deref())
    }
}

/// The limits of one metric on one day, floors before goals, those of an agency before those of a level before those of all.
#[derive(Debug, Clone, Default)]
pub struct Targets(Vec<Target>);

impl Targets {
    pub fn all(&self) -> &[Target] {
        &self.0
    }

    /// The one for all.
    pub fn general(&self) -> Option<&Target> {
        let mut all = self.0.iter();
        all.find(|target| target.agency_code.is_none() && target.level.is_none())
    }

    /// The one that binds an agency.
    pub fn of(&self, code: &str, level: &str) -> Option<&Target> {
        let binds = |target: &&Target| {
            (target.agency_code.as_deref()).is_none_or(|own| own == code)
                && (target.level.as_deref()).is_none_or(|own| own == level)
        };
        self.0.iter().find(binds)
    }

    pub fn of_value(&self, value: &Value) -> Option<&Target> {
        self.of(&value.agency_code, &value.level)
    }

    /// The one for all at a level: what a chart of them draws.
    pub fn of_level(&self, level: &str) -> Option<&Target> {
        self.of("", level)
    }
}

/// kind, value, source, agency, level
type Row = (String, String, String, Option<String>, Option<String>);

impl Warehouse {
    pub fn targets(&self, metric_id: &str, on: Date) -> Result<Targets, WarehouseError> {
        let sql = "select kind, cast(value as varchar), source, agency_code, level from target where metric_id = $1 \
            and cast($2 as date) between valid_from and coalesce(valid_to, date '9999-12-31') \
            order by kind, agency_code nulls last, level nulls last, valid_from desc";
        let rows: Vec<Row> = self.ask("cannot read the targets", |connection| {
            let mut query = connection.prepare_cached(sql)?;
            let rows = query.query_map(params![metric_id, on.to_string()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })?;
            rows.collect()
        })?;
        let read = |(kind, value, source, agency_code, level): Row| {
            Some(Target {
                is_floor: kind == "floor",
                value: value.parse().ok()?,
                source,
                agency_code,
                level,
            })
        };
        Ok(Targets(rows.into_iter().filter_map(read).collect()))
    }
}
