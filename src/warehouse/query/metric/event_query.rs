//! `counted`: the subjects behind a number and their sums, made from a metric's events. What is asked of them follows.

use super::super::scope::ScopedReader;
use crate::{
    catalog::metric::Metric,
    warehouse::{WarehouseError, engine::render_sql, metrics::event_view},
};

/// Which of a metric's events are counted. Conditions begin with `and`.
#[derive(Clone, Copy)]
pub struct EventFilter<'a> {
    pub metric: &'a Metric,
    /// Whether each dossier is one event.
    pub is_flow: bool,
    /// A condition on the events.
    pub among: &'a str,
    /// A condition on dossiers, where only the events of these are looked for.
    ///
    /// A condition on events does not find its way down through all that a metric may do. So where sums by slice are kept, which
    /// says that a dossier's events hang on it alone, the metric's SQL is asked anew, of a `dossier` that holds no others.
    pub of: Option<&'a str>,
}

impl EventFilter<'_> {
    /// Writes `counted`; $1 and $2 are the first and the last day.
    pub fn counted_sql(&self, reader: &ScopedReader) -> Result<String, WarehouseError> {
        self.counted_between(reader, ("$1", "$2"))
    }

    /// Writes `counted` from a first day to a last one, each as SQL.
    pub fn counted_between(
        &self,
        reader: &ScopedReader,
        (first, last): (&str, &str),
    ) -> Result<String, WarehouseError> {
        let EventFilter { metric, is_flow, among, of } = *self;
        let text =
            if is_flow { include_str!("counted_flow.sql") } else { include_str!("counted.sql") };
        let (dossiers, from, in_scope) = match of.zip(reader.memory.sliced_metric(metric)) {
            None => (String::new(), event_view(&metric.id), String::new()),
            // No overlaid relation narrows these: a dossier in scope may count at an agency that is not.
            Some((those, sliced)) => (
                format!(
                    "dossier as not materialized (select * from dossier where true {those}),\n"
                ),
                format!("(\n{}\n)", sliced.events),
                reader.memory.condition(),
            ),
        };
        let among = format!("{among} {in_scope}");
        let until = reader
            .memory
            .known_span(metric)
            .until
            .map_or("null".into(), |day| format!("date '{day}'"));
        let mut values = vec![
            ("dossiers", &*dossiers),
            ("events", &from),
            ("among", &among),
            ("first", first),
            ("last", last),
        ];
        // What is one event a dossier is a flow, which the last known day does not cut.
        if !is_flow {
            values.push(("until", &until));
        }
        render_sql(text, &values)
    }
}
