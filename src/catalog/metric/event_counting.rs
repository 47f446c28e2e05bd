//! How the events of a metric count, as its header declares.

use std::collections::BTreeSet;

use serde::Deserialize;

/// Says in which periods an event counts; the `kind` of a metric's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventCounting {
    /// In the period that holds its day.
    Flow,
    /// From its day on.
    Stock,
    /// Its subject counts once in a period, on however many of its days.
    Once,
}

impl EventCounting {
    /// Gives the text that stands in the column `kind`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Stock => "stock",
            Self::Once => "once",
        }
    }
}

/// Gives what a header means that declares nothing.
pub fn flows_alone() -> BTreeSet<EventCounting> {
    BTreeSet::from([EventCounting::Flow])
}
