//! The days of the metrics that were asked for, read from the engine and held.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
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
    super::connection::ReaderPool,
    daily_sums::{DailySums, EventKind},
};
use crate::warehouse::WarehouseError;

/// Sums held at a time, of 20 bytes each and what names them; past that others are let go and read anew. A province of 163
/// communes has 1.5 million a year.
const HELD: usize = 16 << 20;

/// Keeps the days of metrics, by the metric's id.
#[derive(Default)]
pub struct DailySumsCache(Mutex<HashMap<String, Arc<DailySums>>>);

impl DailySumsCache {
    /// The days of a metric, of all agencies; read from all of a build where they are not held.
    pub fn get_or_read(
        &self,
        pool: &ReaderPool,
        metric_id: &str,
    ) -> Result<Arc<DailySums>, WarehouseError> {
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(days) = held().get(metric_id) {
            return Ok(Arc::clone(days));
        }
        let read = |connection: &Connection| read(connection, metric_id);
        let days = Arc::new(pool.with_connection("cannot read the days", read)?);
        self.put(metric_id, &days, HELD);
        Ok(days)
    }

    /// Lets others go until there is room. What there is no room for at all is not held.
    fn put(&self, metric: &str, days: &Arc<DailySums>, room: usize) {
        if days.length > room {
            return;
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while held.values().map(|days| days.length).sum::<usize>() + days.length > room {
            let Some(other) = held.keys().next().cloned() else { break };
            held.remove(&other);
        }
        held.insert(metric.to_owned(), Arc::clone(days));
    }
}

/// Whole columns at a time: row by row it would take ten times as long.
fn read(connection: &Connection, metric_id: &str) -> duckdb::Result<DailySums> {
    let mut days = DailySums::default();
    let mut query = connection.prepare(include_str!("days.sql"))?;
    for batch in query.query_arrow([metric_id])? {
        push(&batch, &mut days);
    }
    days.close();
    Ok(days)
}

fn push(batch: &RecordBatch, of_metric: &mut DailySums) {
    let text = |column: usize| batch.column(column).as_string::<i32>();
    let [agencies, kinds, subjects] = [0, 1, 2].map(text);
    let days = batch.column(3).as_primitive::<Date32Type>().values();
    let [numerators, denominators] =
        [4, 5].map(|column| batch.column(column).as_primitive::<Int64Type>().values());
    let is_same = |one: usize, other: usize| {
        [agencies, kinds, subjects].iter().all(|it| it.value(one) == it.value(other))
    };
    for rows in runs(batch.num_rows(), is_same) {
        let subject = subjects.value(rows.start);
        let kind = match kinds.value(rows.start) {
            "flow" => EventKind::Flow,
            "once" => EventKind::Once { subject },
            _ => EventKind::Stock,
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_the_same_are_one_stretch() {
        let told = |text: &str| -> Vec<Range<usize>> {
            let bytes = text.as_bytes();
            runs(bytes.len(), |one, other| bytes[one] == bytes[other]).collect()
        };
        assert_eq!(told("aabaaa"), [0..2, 2..3, 3..6]);
        assert!(told("").is_empty());
    }

    #[test]
    fn others_are_let_go_until_there_is_room() {
        let held = DailySumsCache::default();
        for (metric, length) in [("a", 4), ("b", 4), ("c", 8), ("d", 11)] {
            let mut days = DailySums::default();
            days.length = length;
            held.put(metric, &Arc::new(days), 10);
        }
        // 4 and 8 are more than 10, and so is 11 alone.
        let metrics: Vec<String> = held.0.lock().expect("whole").keys().cloned().collect();
        assert_eq!(metrics, ["c"]);
    }
}
