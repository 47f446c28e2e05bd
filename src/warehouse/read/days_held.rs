//! The days of the metrics that were asked for, read from the engine and held.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, PoisonError},
};

use duckdb::{
    Connection,
    arrow::{
        array::AsArray,
        datatypes::{Date32Type, Int64Type},
        record_batch::RecordBatch,
    },
};

use super::{
    super::{WarehouseError, engine::literal},
    days::{Days, Kind},
    warehouse::{Shared, Warehouse},
};
use crate::catalog::metric::Metric;

/// Sums held at a time, of 20 bytes each; past that all are let go and read anew. A province of 163 communes has 1.5 million of
/// them a year.
const HELD: usize = 16 << 20;

/// By the metric's id.
pub(super) type ByMetric = HashMap<String, Arc<Days>>;

impl Warehouse {
    /// The days of each of the metrics, in their order: of all agencies, whoever asks.
    pub(super) fn days(&self, metrics: &[&Metric]) -> Result<Vec<Arc<Days>>, WarehouseError> {
        let mut found = self.shared.held(metrics);
        let is_new = |id: &&str| !found.contains_key(*id);
        let new: Vec<&str> = metrics.iter().map(|it| it.id.as_str()).filter(is_new).collect();
        if !new.is_empty() {
            let read = self.shared.fresh().and_then(|connection| read(&connection, &new));
            let read = read.map_err(WarehouseError::engine("cannot read the days"))?;
            self.shared.hold(&read);
            found.extend(read);
        }
        Ok(metrics.iter().map(|metric| Arc::clone(&found[&metric.id])).collect())
    }
}

impl Shared {
    fn held(&self, metrics: &[&Metric]) -> ByMetric {
        let held = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let known = metrics.iter().filter_map(|metric| held.get_key_value(&metric.id));
        known.map(|(id, days)| (id.clone(), Arc::clone(days))).collect()
    }

    fn hold(&self, read: &ByMetric) {
        let mut held = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let length = |days: &ByMetric| days.values().map(|days| days.length()).sum::<usize>();
        if length(&held) + length(read) > HELD {
            held.clear();
        }
        held.extend(read.iter().map(|(id, days)| (id.clone(), Arc::clone(days))));
    }
}

/// Of a metric without events there is nothing, and that is known then.
fn read(connection: &Connection, metrics: &[&str]) -> duckdb::Result<ByMetric> {
    let mut all: HashMap<String, Days> =
        metrics.iter().map(|id| ((*id).to_owned(), Days::default())).collect();
    let ids: Vec<String> = metrics.iter().map(|id| literal(id)).collect();
    let mut query =
        connection.prepare(&include_str!("days.sql").replace("{metrics}", &ids.join(", ")))?;
    for batch in query.query_arrow([])? {
        push(&batch, &mut all);
    }
    all.values_mut().for_each(Days::close);
    Ok(all.into_iter().map(|(id, days)| (id, Arc::new(days))).collect())
}

fn push(batch: &RecordBatch, all: &mut HashMap<String, Days>) {
    let text = |column: usize| batch.column(column).as_string::<i32>();
    let [metrics, agencies, kinds, subjects] = [0, 1, 2, 3].map(text);
    let days = batch.column(4).as_primitive::<Date32Type>().values();
    let [numerators, denominators] =
        [5, 6].map(|column| batch.column(column).as_primitive::<Int64Type>().values());
    let is_same = |one: usize, other: usize| {
        [metrics, agencies, kinds, subjects].iter().all(|it| it.value(one) == it.value(other))
    };
    for rows in runs(batch.num_rows(), is_same) {
        let subject = subjects.value(rows.start);
        let kind = match kinds.value(rows.start) {
            "flow" => Kind::Flow,
            "once" => Kind::Once { subject },
            _ => Kind::Stock,
        };
        let Some(of_metric) = all.get_mut(metrics.value(rows.start)) else { continue };
        let line = of_metric.line(agencies.value(rows.start), kind);
        for row in rows {
            line.push(days[row], (numerators[row], denominators[row]));
        }
    }
}

/// Stretches of rows that are the same: those of one agency come one after the other, mostly.
fn runs(rows: usize, is_same: impl Fn(usize, usize) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let first = next;
        next = (first + 1..rows).find(|row| !is_same(first, *row)).unwrap_or(rows);
        (first < rows).then_some(first..next)
    })
}
