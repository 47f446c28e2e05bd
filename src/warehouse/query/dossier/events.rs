//! `counted`: the subjects behind a number and their sums, made from a metric's events. What is asked of them follows.

use super::super::warehouse::Warehouse;
use crate::{
    catalog::{metric::Metric, phrases::filled},
    warehouse::metrics::view,
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

impl Warehouse {
    pub(in crate::warehouse::query) fn counted(&self, events: &EventFilter) -> String {
        let EventFilter { metric, is_flow, among, of } = *events;
        let text =
            if is_flow { include_str!("counted_flow.sql") } else { include_str!("counted.sql") };
        let (dossiers, from, in_sight) = match of.zip(self.shared.sliced.get(&metric.id)) {
            None => (String::new(), view(&metric.id), String::new()),
            // No overlaid relation narrows these: a dossier in sight may count at an agency that is not.
            Some((those, sliced)) => (
                format!(
                    "dossier as not materialized (select * from dossier where true {those}),\n"
                ),
                format!("(\n{}\n)", sliced.events),
                self.seen.condition(),
            ),
        };
        let among = format!("{among} {in_sight}");
        let until = self.known(metric).until.map_or("null".into(), |day| format!("date '{day}'"));
        let values =
            [("dossiers", &*dossiers), ("events", &from), ("among", &among), ("until", &until)];
        filled(text, &values)
    }
}
