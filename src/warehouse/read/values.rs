//! A metric's value per agency for a period, computed or as published.

use std::{
    str::FromStr,
    sync::{Arc, PoisonError},
};

use duckdb::{Row, ToSql};

use super::{super::WarehouseError, warehouse::Warehouse};
use crate::{
    catalog::metric::Metric,
    domain::{measure::Measure, period::Period},
};

/// Which agencies a list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// A level of the vocabulary: `commune`, `district`, `province`, …
    Named(String),
    /// Every agency that has data of its own.
    All,
}

impl FromStr for Level {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(if text == "all" { Self::All } else { Self::Named(text.to_owned()) })
    }
}

/// What is asked of a metric.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    pub metric: &'a Metric,
    pub period: Period,
    /// The portal's figures instead of ours.
    pub published: bool,
}

/// One agency's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub agency_code: String,
    pub agency_name: String,
    pub level: String,
    pub parent_code: Option<String>,
    /// Whether the agency has data of its own, not only through those below it.
    pub is_reporting: bool,
    pub measure: Measure,
    /// Of too few to be ranked.
    pub is_few: bool,
}

/// A question already answered: metric, period, published.
pub(super) type Asked = (String, String, bool);

/// Answers kept at a time; past that all are forgotten and asked anew.
const KEPT: usize = 4096;

impl Warehouse {
    /// Values of all agencies, lowest first, then those of too few, then those without a value.
    pub fn values(&self, selection: &Selection) -> Result<Arc<Vec<Value>>, WarehouseError> {
        let asked =
            (selection.metric.id.clone(), selection.period.to_string(), selection.published);
        let known =
            self.answered.lock().unwrap_or_else(PoisonError::into_inner).get(&asked).cloned();
        if let Some(values) = known {
            return Ok(values);
        }
        let values = Arc::new(self.ask_values(selection)?);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if answered.len() >= KEPT {
            answered.clear();
        }
        answered.insert(asked, Arc::clone(&values));
        Ok(values)
    }

    fn ask_values(&self, selection: &Selection) -> Result<Vec<Value>, WarehouseError> {
        let (start, end) =
            (selection.period.start().to_string(), selection.period.end().to_string());
        let period = selection.period.to_string();
        let own = if selection.published {
            include_str!("figures.sql")
        } else {
            include_str!("values.sql")
        };
        // A published parent speaks for its children; a computed one is their sum and its own.
        let tree =
            include_str!("tree.sql").replace("{published}", &selection.published.to_string());
        let sql = [own, &tree].concat();
        let mut asked: Vec<&dyn ToSql> = vec![&selection.metric.id, &start, &end];
        if selection.published {
            asked.push(&period);
        }
        let mut values = self.ask("cannot read the values", |connection| {
            let mut query = connection.prepare_cached(&sql)?;
            query
                .query_map(asked.as_slice(), |row| value(row, selection.metric))?
                .collect::<duckdb::Result<Vec<_>>>()
        })?;
        for value in &mut values {
            value.is_few = selection.metric.subject.is_sampled() && value.measure.is_few(self.few);
        }
        values.sort_by(|a, b| {
            (a.measure.is_empty().cmp(&b.measure.is_empty()))
                .then(a.is_few.cmp(&b.is_few))
                .then_with(|| a.measure.compare(b.measure))
                .then_with(|| a.agency_code.cmp(&b.agency_code))
        });
        Ok(values)
    }
}

impl Value {
    pub fn is_at(&self, level: &Level) -> bool {
        match level {
            Level::Named(level) => self.level == *level,
            Level::All => self.is_reporting,
        }
    }
}

fn value(row: &Row, metric: &Metric) -> duckdb::Result<Value> {
    let denominator: i64 = row.get(6)?;
    Ok(Value {
        agency_code: row.get(0)?,
        agency_name: row.get(1)?,
        level: row.get(2)?,
        parent_code: row.get(3)?,
        is_reporting: row.get(4)?,
        measure: Measure {
            numerator: row.get(5)?,
            denominator: metric.denominator.is_some().then_some(denominator),
        },
        is_few: false,
    })
}
