//! Agencies over time: who had a code when, who stood above whom, who went into whom.

mod timeline;
#[cfg(test)]
mod timeline_tests;
mod walk;

pub use timeline::{AgencyRecord, AgencyTimeline, SuccessionRecord};
pub use walk::walk_line;
