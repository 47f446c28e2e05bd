//! Limits in force: floors not to fall under, goals to reach.

use std::collections::HashMap;

use duckdb::Connection;
use jiff::civil::Date;

use super::{super::warehouse::Warehouse, value::AgencyValue};
use crate::{
    catalog::metric::Metric,
    domain::{
        measure::Measure,
        threshold::Threshold,
        verdict::{TargetKind, Verdict, VerdictRule},
    },
    warehouse::{
        WarehouseError,
        staging::parsed::{parsed, parsed_or_none},
    },
};

/// A limit in force: a floor not to fall under, or a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveTarget {
    pub is_floor: bool,
    pub value: Threshold,
    pub source: String,
    /// The one agency it binds.
    agency_code: Option<String>,
    /// The level whose agencies it binds.
    level: Option<String>,
}

impl ActiveTarget {
    pub fn bound(&self) -> TargetKind {
        if self.is_floor { TargetKind::Floor(self.value) } else { TargetKind::Goal(self.value) }
    }

    /// The agency it binds alone, the level it binds alone.
    pub fn binds(&self) -> (Option<&str>, Option<&str>) {
        (self.agency_code.as_deref(), self.level.as_deref())
    }
}

/// The limits of one metric on one day, floors before goals, those of an agency before those of a level before those of all.
#[derive(Debug, Clone)]
pub struct ActiveTargets {
    all: Vec<ActiveTarget>,
    judge: VerdictRule,
}

impl ActiveTargets {
    pub fn all(&self) -> &[ActiveTarget] {
        &self.all
    }

    pub fn judge(&self) -> VerdictRule {
        self.judge
    }

    /// What a value is worth under the limit that binds its agency.
    pub fn verdict(&self, value: &AgencyValue) -> Verdict {
        self.verdict_under(self.of_value(value), value.measure)
    }

    /// The same under a limit of one's own choice.
    pub fn verdict_under(&self, target: Option<&ActiveTarget>, measure: Measure) -> Verdict {
        self.judge.verdict(measure, target.map(ActiveTarget::bound))
    }

    /// The one for all.
    pub fn general(&self) -> Option<&ActiveTarget> {
        let mut all = self.all.iter();
        all.find(|target| target.agency_code.is_none() && target.level.is_none())
    }

    /// The one that binds an agency.
    pub fn of(&self, code: &str, level: &str) -> Option<&ActiveTarget> {
        let binds = |target: &&ActiveTarget| {
            (target.agency_code.as_deref()).is_none_or(|own| own == code)
                && (target.level.as_deref()).is_none_or(|own| own == level)
        };
        self.all.iter().find(binds)
    }

    pub fn of_value(&self, value: &AgencyValue) -> Option<&ActiveTarget> {
        self.of(&value.agency_code, &value.level)
    }

    /// The one for all at a level: what a chart of them draws.
    pub fn of_level(&self, level: &str) -> Option<&ActiveTarget> {
        self.of("", level)
    }
}

/// A limit and the days it is in force; [`Date::MAX`] is for ever.
#[derive(Debug, Clone)]
pub struct DatedLimit {
    pub from: Date,
    pub to: Date,
    pub target: ActiveTarget,
}

/// The limits of every metric, in the order of [`ActiveTargets`]. A few rows that every page asks for many times.
fn limits(connection: &Connection) -> duckdb::Result<HashMap<String, Vec<DatedLimit>>> {
    let sql = "select metric_id, kind, cast(value as varchar), source, agency_code, level, \
        strftime(valid_from, '%Y-%m-%d'), strftime(valid_to, '%Y-%m-%d') \
        from target order by kind, agency_code nulls last, level nulls last, valid_from desc, number desc";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    let mut limits: HashMap<String, Vec<DatedLimit>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let target = ActiveTarget {
            is_floor: row.get::<_, String>(1)? == "floor",
            value: parsed(row, 2)?,
            source: row.get(3)?,
            agency_code: row.get(4)?,
            level: row.get(5)?,
        };
        let (from, to) = (parsed(row, 6)?, parsed_or_none(row, 7)?.unwrap_or(Date::MAX));
        limits.entry(row.get(0)?).or_default().push(DatedLimit { from, to, target });
    }
    Ok(limits)
}

impl Warehouse {
    pub fn targets(&self, metric: &Metric, on: Date) -> Result<ActiveTargets, WarehouseError> {
        let limits = self.limits(&metric.id)?.iter();
        let in_force = limits.filter(|limit| limit.from <= on && on <= limit.to);
        let all = in_force.map(|limit| limit.target.clone()).collect();
        Ok(ActiveTargets { all, judge: self.judge(metric) })
    }

    /// How the values of a metric are judged in this build.
    pub fn judge(&self, metric: &Metric) -> VerdictRule {
        let enough = if metric.subject.is_sampled() { self.few } else { 0 };
        VerdictRule { unit: metric.unit, better: metric.better, enough }
    }

    /// The limits of a metric on any day.
    pub fn limits(&self, metric_id: &str) -> Result<&[DatedLimit], WarehouseError> {
        let limits = if let Some(known) = self.seen.limits.get() {
            known
        } else {
            let read = self.ask("cannot read the targets", limits)?;
            self.seen.limits.get_or_init(|| read)
        };
        Ok(limits.get(metric_id).map_or(&[], Vec::as_slice))
    }
}
