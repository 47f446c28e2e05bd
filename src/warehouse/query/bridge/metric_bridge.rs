//! From one metric's number to another's of the same dossiers: which dossiers make the difference, and why.

use duckdb::{Connection, Row, params};

use super::super::{
    dossier::{
        lateness::verdict_column,
        list::{DossierRow, read_dossier},
        queries::DossierQueries,
    },
    metric::event_query::EventFilter,
};
use crate::{
    catalog::metric::{Metric, bridge::BridgeDefinition},
    domain::period::Period,
    warehouse::{WarehouseError, engine::render_sql, metrics::event_view},
};

/// Which two numbers are held side by side.
#[derive(Debug, Clone, Copy)]
pub struct BridgeAsked<'a> {
    pub first: &'a Metric,
    pub second: &'a Metric,
    /// Says why a dossier differs; without it only how it does is told.
    pub reasons: Option<&'a BridgeDefinition>,
    pub period: Period,
    /// Of this agency and those below it; of all without one.
    pub agency: Option<&'a str>,
}

/// Numerator and denominator of one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BridgeSide {
    pub numerator: i64,
    pub denominator: i64,
}

/// The way from the first number to the second: `first` and the steps add up to `second`, in numerator and denominator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MetricBridge {
    pub first: BridgeSide,
    pub second: BridgeSide,
    /// By how many dossiers, most first.
    pub steps: Vec<BridgeStep>,
}

/// The dossiers that differ for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeStep {
    /// A reason of the content; `only_first`, `only_second` or `both` where it says none.
    pub reason: String,
    pub dossiers: u64,
    /// What they add to the numerator and the denominator of the first number.
    pub change: BridgeSide,
}

/// A dossier that two metrics do not count or judge alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeRow {
    pub reason: String,
    pub first: BridgeSide,
    pub second: BridgeSide,
    pub dossier: DossierRow,
}

/// How dossiers differ that the content gives no reason of.
pub const UNEXPLAINED: [&str; 3] = ["only_first", "only_second", "both"];

/// The reason, or how it differs where the content says none.
const REASON: &str = "coalesce(reason, counted_by)";

impl DossierQueries {
    /// Adds up what differs, by reason; `None` where either number is not known of the period.
    pub fn bridge_metrics(
        &self,
        asked: &BridgeAsked,
    ) -> Result<Option<MetricBridge>, WarehouseError> {
        let Some(sides) = self.sides_sql(asked)? else { return Ok(None) };
        let summed = |column: &str| format!("cast(coalesce(sum({column}), 0) as bigint)");
        let totals =
            ["first_numerator", "first_denominator", "second_numerator", "second_denominator"]
                .map(summed);
        let totals = format!("{sides} select {} from sides", totals.join(", "));
        let steps = format!(
            "{sides} select {REASON}, count(*), {}, {} from explained group by 1 order by 2 desc, 1",
            summed("second_numerator - first_numerator"),
            summed("second_denominator - first_denominator"),
        );
        let (start, end) = (asked.period.start().to_string(), asked.period.end().to_string());
        self.reader.with_connection("cannot hold two metrics side by side", |connection| {
            let (first, second) = connection.query_row(&totals, params![start, end], |row| {
                Ok((read_side(row, 0)?, read_side(row, 2)?))
            })?;
            let mut query = connection.prepare(&steps)?;
            let steps = query.query_map(params![start, end], |row| {
                Ok(BridgeStep {
                    reason: row.get(0)?,
                    dossiers: row.get(1)?,
                    change: read_side(row, 2)?,
                })
            })?;
            Ok(Some(MetricBridge { first, second, steps: steps.collect::<duckdb::Result<_>>()? }))
        })
    }

    /// Lists the dossiers that differ, by reason and code, at most so many of a reason; of one reason, or of all.
    pub fn list_bridge(
        &self,
        asked: &BridgeAsked,
        reason: Option<&str>,
        at_most: u64,
    ) -> Result<Vec<BridgeRow>, WarehouseError> {
        let Some(sides) = self.sides_sql(asked)? else { return Ok(Vec::new()) };
        let listed = &[("reason", REASON), ("verdict", verdict_column(asked.first.rule))];
        let sql = sides + &render_sql(include_str!("bridge_rows.sql"), listed)?;
        let (start, end) = (asked.period.start().to_string(), asked.period.end().to_string());
        let listed = self.reader.with_connection("cannot list what differs", |connection| {
            let mut query = connection.prepare(&sql)?;
            let rows = query.query_map(params![start, end, reason, at_most], |row| {
                Ok(BridgeRow {
                    dossier: read_dossier(row)?,
                    reason: row.get(10)?,
                    first: read_side(row, 16)?,
                    second: read_side(row, 18)?,
                })
            })?;
            rows.collect::<duckdb::Result<Vec<_>>>()
        })?;
        let told = |mut row: BridgeRow| {
            row.dossier.agency_code =
                self.reader.memory.code_told_in(&row.dossier.agency_code, asked.period);
            row
        };
        Ok(listed.into_iter().map(told).collect())
    }

    /// `explained`, and what it is made of; `None` where either number is not known of the period.
    fn sides_sql(&self, asked: &BridgeAsked) -> Result<Option<String>, WarehouseError> {
        self.reader.require_rows()?;
        let is_known =
            |metric| self.reader.memory.known_span(metric).find_gap(asked.period).is_none();
        if ![asked.first, asked.second].into_iter().all(is_known) {
            return Ok(None);
        }
        let among = self.reader.agency_filter(asked.agency, asked.period);
        let counted = |metric| {
            EventFilter { metric, is_flow: false, among: &among, of: None }
                .counted_sql(&self.reader)
        };
        bridge_sql(&counted(asked.first)?, &counted(asked.second)?, asked.reasons).map(Some)
    }
}

/// Checks that the SQL of a bridge can be prepared over the events of its metrics.
pub fn check_bridge(
    connection: &Connection,
    bridge: &BridgeDefinition,
) -> Result<(), WarehouseError> {
    let counted = |metric: &str| {
        let events = event_view(metric);
        format!("with counted as (select subject_id, numerator, denominator from {events}),")
    };
    let sql = bridge_sql(&counted(&bridge.first), &counted(&bridge.second), Some(bridge))?;
    connection
        .prepare(&format!("{sql} select * from explained"))
        .map(drop)
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", bridge.path)))
}

/// Writes two metrics' `counted` side by side.
fn bridge_sql(
    first: &str,
    second: &str,
    reasons: Option<&BridgeDefinition>,
) -> Result<String, WarehouseError> {
    let none = "select subject_id, cast(null as varchar) as reason from differing";
    let reasons = reasons.map_or(none, |bridge| &bridge.sql);
    // The content's SQL begins with comments, and may end with one.
    let reasons = format!("\n{reasons}\n");
    render_sql(
        include_str!("metric_bridge.sql"),
        &[("first", first), ("second", second), ("reasons", &reasons)],
    )
}

fn read_side(row: &Row, at: usize) -> duckdb::Result<BridgeSide> {
    Ok(BridgeSide { numerator: row.get(at)?, denominator: row.get(at + 1)? })
}
