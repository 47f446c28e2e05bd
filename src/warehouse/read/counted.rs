//! `counted`: the subjects behind a number and their sums, made from a metric's events. What is asked of them follows.

use super::super::metrics::view;
use crate::catalog::metric::Metric;

/// Which of a metric's events are counted.
#[derive(Clone, Copy)]
pub(super) struct Events<'a> {
    pub metric: &'a Metric,
    /// Whether each dossier is one event.
    pub is_flow: bool,
    /// A condition more on them: `and agency_code in (…)`.
    pub among: &'a str,
    /// A condition on dossiers, where only the events of these are looked for.
    ///
    /// The metric's SQL is asked anew then, of a `dossier` that holds no others: a condition on events does not find its way
    /// down through all that a metric may do.
    pub of: Option<&'a str>,
}

impl Events<'_> {
    pub fn counted(&self) -> String {
        let text = if self.is_flow {
            include_str!("counted_flow.sql")
        } else {
            include_str!("counted.sql")
        };
        let (dossiers, events) = match self.of {
            None => (String::new(), view(&self.metric.id)),
            Some(those) => (
                format!("dossier as not materialized (select * from dossier where {those}),\n"),
                format!("(\n{}\n)", self.metric.sql),
            ),
        };
        text.replace("{dossiers}", &dossiers)
            .replace("{events}", &events)
            .replace("{among}", self.among)
    }
}
