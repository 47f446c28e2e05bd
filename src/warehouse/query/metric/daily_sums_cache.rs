//! The days of the metrics that were asked for, read from the engine, and how many of them are held.

use std::{ops::Range, sync::Arc};

use duckdb::{
    Connection,
    arrow::{
        array::AsArray,
        datatypes::{Date32Type, Int64Type},
        record_batch::RecordBatch,
    },
};
use quick_cache::{Weighter, sync::Cache};

use super::daily_sums::{DailySums, EventKind};

/// Sums held at a time, of 20 bytes each and what names them; past that others are let go and read anew. A province of 163
/// communes has 1.5 million a year.
pub const HELD_SUMS: u64 = 16 << 20;

/// Metrics at a time, about.
const METRICS: usize = 31;

/// Keeps the days of metrics, by the metric's id; many who ask for the same at once have it read once.
pub type DailySumsCache = Cache<String, Arc<DailySums>, SumsWeighter>;

/// Weighs days by how many sums they hold.
#[derive(Clone)]
pub struct SumsWeighter;

impl Weighter<String, Arc<DailySums>> for SumsWeighter {
    fn weight(&self, _metric_id: &String, days: &Arc<DailySums>) -> u64 {
        // What weighs nothing would never be let go.
        days.length.max(1) as u64
    }
}

/// Makes a cache with room for so many sums. So few items that they share one room: split up, the days of a large metric would fit
/// nowhere.
pub fn new_daily_sums_cache(room: u64) -> DailySumsCache {
    Cache::with_weighter(METRICS, room, SumsWeighter)
}

/// Reads the days of a metric, of all agencies the connection shows. Whole columns at a time: row by row it would take ten times as
/// long.
pub fn read_daily_sums(connection: &Connection, metric_id: &str) -> duckdb::Result<DailySums> {
    let mut days = DailySums::default();
    let mut query = connection.prepare(include_str!("days.sql"))?;
    for batch in query.query_arrow([metric_id])? {
        push_batch(&batch, &mut days);
    }
    days.finish_sums();
    Ok(days)
}

fn push_batch(batch: &RecordBatch, of_metric: &mut DailySums) {
    let text = |column: usize| batch.column(column).as_string::<i32>();
    let [agencies, kinds, subjects] = [0, 1, 2].map(text);
    let days = batch.column(3).as_primitive::<Date32Type>().values();
    let [numerators, denominators] =
        [4, 5].map(|column| batch.column(column).as_primitive::<Int64Type>().values());
    let is_same = |one: usize, other: usize| {
        [agencies, kinds, subjects].iter().all(|it| it.value(one) == it.value(other))
    };
    for rows in group_runs(batch.num_rows(), is_same) {
        let subject = subjects.value(rows.start);
        let kind = match kinds.value(rows.start) {
            "flow" => EventKind::Flow,
            "once" => EventKind::Once { subject },
            _ => EventKind::Stock,
        };
        let line = of_metric.sums_mut(agencies.value(rows.start), kind);
        for row in rows {
            line.push_day(days[row], (numerators[row], denominators[row]));
        }
    }
}

/// Stretches of rows that are the same: those of one agency come one after the other, mostly.
fn group_runs(
    rows: usize,
    is_same: impl Fn(usize, usize) -> bool,
) -> impl Iterator<Item = Range<usize>> {
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
            group_runs(bytes.len(), |one, other| bytes[one] == bytes[other]).collect()
        };
        assert_eq!(told("aabaaa"), [0..2, 2..3, 3..6]);
        assert!(told("").is_empty());
    }

    #[test]
    fn others_are_let_go_until_there_is_room() {
        let held = new_daily_sums_cache(10);
        for (metric, length) in [("a", 4), ("b", 4), ("c", 8), ("d", 11)] {
            let mut days = DailySums::default();
            days.length = length;
            held.insert(metric.to_owned(), Arc::new(days));
        }
        // 4 and 8 are more than 10, and so is 11 alone.
        let is_held = |metric: &&str| held.contains_key(*metric);
        let metrics: Vec<&str> = ["a", "b", "c", "d"].into_iter().filter(is_held).collect();
        assert_eq!(metrics, ["c"]);
    }
}
