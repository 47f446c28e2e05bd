//! A number by what its subjects have in common: procedure, sector, channel.

use super::{
    super::{WarehouseError, engine::literal, metrics::view},
    slice_by::SliceBy,
    span_sums::counted,
    warehouse::Warehouse,
};
use crate::{
    catalog::metric::Metric,
    domain::{
        measure::{Better, Measure},
        period::Period,
    },
};

/// The subjects behind a number; what is asked of them follows.
pub(super) const COUNTED: &str = include_str!("counted.sql");

/// The part of a number that one procedure, sector, … has in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// `None` for subjects that do not say.
    pub code: Option<String>,
    pub name: Option<String>,
    pub measure: Measure,
}

impl Warehouse {
    /// A metric's number for an agency and those below it (or for all), cut up; what pulls it down most comes first.
    pub fn slices(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        by: SliceBy,
    ) -> Result<Vec<Slice>, WarehouseError> {
        Ok(self.slices_by(metric, period, agency, &[by])?.pop().unwrap_or_default())
    }

    /// The same in several ways, for the cost of little more than one.
    pub fn slices_by(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        ways: &[SliceBy],
    ) -> Result<Vec<Vec<Slice>>, WarehouseError> {
        let mut slices = vec![Vec::new(); ways.len()];
        if ways.is_empty() {
            return Ok(slices);
        }
        let order = match metric.better {
            Better::Higher => "coalesce(denominator - numerator, numerator)",
            Better::Lower => "numerator",
        };
        let columns = ways.iter().enumerate().map(|(way, by)| {
            let (code, name) = by.columns();
            format!("{code} as code_{way}, {name} as name_{way}")
        });
        let each = (0..ways.len()).map(|way| {
            format!(
                "select {way} as way, code_{way} as code, max(name_{way}) as name, \
                 sum(numerator) as numerator, sum(denominator) as denominator from told group by code_{way}"
            )
        });
        let sql = (self.told((metric, period), ways) + include_str!("sliced.sql"))
            .replace("{agencies}", &self.among(agency, period))
            .replace("{columns}", &columns.collect::<Vec<_>>().join(", "))
            .replace("{ways}", &each.collect::<Vec<_>>().join(" union all "))
            .replace("{order}", order);
        let has_rows = self.sight().has_rows();
        self.ask("cannot cut the number up", |connection| {
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let way: usize = row.get(0)?;
                let measure = Measure::new(row.get(3)?, row.get(4)?);
                let measure = if has_rows { measure } else { measure.told_of(metric.subject) };
                slices[way].push(Slice { code: row.get(1)?, name: row.get(2)?, measure });
            }
            Ok(slices)
        })
    }

    /// From the sums kept, if they are; else the subjects are gone through.
    fn told(&self, (metric, period): (&Metric, Period), ways: &[SliceBy]) -> String {
        if self.is_sliced(metric, ways) {
            self.counted_slices(metric, period) + include_str!("slice_sums.sql")
        } else {
            self.counted_subjects(metric, period) + include_str!("slices.sql")
        }
    }

    /// Whether the sums of a metric are kept by all of these.
    pub(super) fn is_sliced(&self, metric: &Metric, ways: &[SliceBy]) -> bool {
        self.shared.sliced.contains_key(&metric.id) && !ways.contains(&SliceBy::Factor)
    }

    /// `counted`: what is kept of a metric whose sums are, in a period.
    pub(super) fn counted_slices(&self, metric: &Metric, period: Period) -> String {
        let is_flow = self.shared.sliced.get(&metric.id).is_some_and(|is_flow| *is_flow);
        counted(&metric.id, is_flow, period, self.known_until)
    }

    /// `counted`: every subject behind a number in a period.
    pub(super) fn counted_subjects(&self, metric: &Metric, period: Period) -> String {
        let day = |day: jiff::civil::Date| literal(&day.to_string());
        COUNTED
            .replace("{view}", &view(&metric.id))
            .replace("$1", &day(period.start()))
            .replace("$2", &day(period.end()))
    }
}
