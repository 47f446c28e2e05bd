//! A number by what its subjects have in common: procedure, sector, channel.

use std::{cmp::Reverse, collections::HashMap};

use super::{
    super::metric::event_query::EventFilter, dimension::BreakdownDimension,
    period_sums::period_sums_sql, queries::BreakdownQueries,
};
use crate::{
    catalog::metric::Metric,
    domain::{
        measure::{BetterDirection, Measure},
        period::Period,
    },
    warehouse::{
        WarehouseError,
        engine::{quote_literal, render_sql},
    },
};

/// Sums by what their subjects have in common.
type PartSums = HashMap<Option<String>, PartSum>;

/// What is summed up of one part.
#[derive(Debug, Clone, Default)]
struct PartSum {
    name: Option<String>,
    numerator: i64,
    denominator: Option<i64>,
}

impl PartSum {
    /// Of several names the last one is told. It has a denominator if any of it has.
    fn add_sums(&mut self, name: Option<String>, numerator: i64, denominator: Option<i64>) {
        self.name = self.name.take().max(name);
        self.numerator += numerator;
        if let Some(more) = denominator {
            *self.denominator.get_or_insert(0) += more;
        }
    }
}

/// The part of a number that one procedure, sector, … has in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakdownPart {
    /// `None` for subjects that do not say.
    pub code: Option<String>,
    pub name: Option<String>,
    pub measure: Measure,
}

impl BreakdownQueries {
    /// A metric's number for an agency and those below it (or for all), cut up; what pulls it down most comes first.
    pub fn by_dimension(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        by: BreakdownDimension,
    ) -> Result<Vec<BreakdownPart>, WarehouseError> {
        Ok(self.by_dimensions(metric, period, agency, &[by])?.pop().unwrap_or_default())
    }

    /// The same in several ways, for the cost of little more than one.
    pub fn by_dimensions(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        ways: &[BreakdownDimension],
    ) -> Result<Vec<Vec<BreakdownPart>>, WarehouseError> {
        if ways.is_empty() {
            return Ok(Vec::new());
        }
        if self.reader.memory.known_span(metric).find_gap(period).is_some() {
            return Ok(vec![Vec::new(); ways.len()]);
        }
        let columns = ways.iter().enumerate().map(|(way, by)| {
            let (code, name) = by.sql_columns();
            format!("{code} as code_{way}, {name} as name_{way}")
        });
        let coded = (0..ways.len()).map(|way| format!("code_{way}, name_{way}"));
        let (columns, coded) =
            (columns.collect::<Vec<_>>().join(", "), coded.collect::<Vec<_>>().join(", "));
        let among = self.reader.agency_filter(agency, period);
        let told = self.told_sql((metric, period), ways, &among, &columns)?;
        let sql = told + &render_sql(include_str!("sliced.sql"), &[("coded", &coded)])?;
        let mut parts: Vec<PartSums> = vec![PartSums::new(); ways.len()];
        self.reader.with_connection("cannot cut the number up", |connection| {
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let (numerator, denominator) = (row.get(0)?, row.get(1)?);
                for (way, parts) in parts.iter_mut().enumerate() {
                    let (code, name) = (row.get(2 * way + 2)?, row.get(2 * way + 3)?);
                    parts.entry(code).or_default().add_sums(name, numerator, denominator);
                }
            }
            Ok(())
        })?;
        Ok(parts.into_iter().map(|parts| self.order_parts(metric, parts)).collect())
    }

    /// What pulls the number down most comes first.
    fn order_parts(&self, metric: &Metric, parts: PartSums) -> Vec<BreakdownPart> {
        let pull = |part: &PartSum| match (metric.better, part.denominator) {
            (BetterDirection::Higher, Some(denominator)) => denominator - part.numerator,
            _ => part.numerator,
        };
        let mut parts: Vec<(Option<String>, PartSum)> = parts.into_iter().collect();
        parts.sort_by_cached_key(|(code, part)| {
            let size = (pull(part), part.denominator.unwrap_or(0));
            (Reverse(size), code.is_none(), code.clone())
        });
        let has_rows = self.reader.scope().has_rows();
        let slice = |(code, part): (Option<String>, PartSum)| {
            let measure = Measure::new(part.numerator, part.denominator);
            let measure = if has_rows { measure } else { measure.suppress_small(metric.subject) };
            BreakdownPart { code, name: part.name, measure }
        };
        parts.into_iter().map(slice).collect()
    }

    /// From the sums kept, if they are; else the subjects are gone through.
    fn told_sql(
        &self,
        (metric, period): (&Metric, Period),
        ways: &[BreakdownDimension],
        among: &str,
        columns: &str,
    ) -> Result<String, WarehouseError> {
        let (counted, told) = if self.is_sliced(metric, ways) {
            (self.counted_slices(metric, period, among), include_str!("slice_sums.sql"))
        } else {
            (self.counted_subjects(metric, period, among)?, include_str!("slices.sql"))
        };
        Ok(counted + &render_sql(told, &[("columns", columns)])?)
    }

    /// Whether the sums of a metric are kept by all of these.
    pub(super) fn is_sliced(&self, metric: &Metric, ways: &[BreakdownDimension]) -> bool {
        self.reader.memory.sliced_metric(metric).is_some()
            && !ways.contains(&BreakdownDimension::Factor)
    }

    /// `counted`: what is kept of a metric whose sums are, in a period; `among` is a condition more.
    pub(in crate::warehouse::query) fn counted_slices(
        &self,
        metric: &Metric,
        period: Period,
        among: &str,
    ) -> String {
        let is_flow = self.reader.memory.sliced_metric(metric).is_some_and(|sliced| sliced.is_flow);
        period_sums_sql(
            &metric.id,
            is_flow,
            period,
            self.reader.memory.known_span(metric).until,
            among,
        )
    }

    /// `counted`: every subject behind a number in a period; `among` is a condition more.
    pub(super) fn counted_subjects(
        &self,
        metric: &Metric,
        period: Period,
        among: &str,
    ) -> Result<String, WarehouseError> {
        let day = |day: jiff::civil::Date| quote_literal(&day.to_string());
        let events = EventFilter { metric, is_flow: false, among, of: None };
        events.counted_between(&self.reader, (&day(period.start()), &day(period.end())))
    }
}
