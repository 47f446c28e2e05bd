//! What is being done while exports are fetched, taken in and built into a warehouse.

use std::{fmt, time::Duration};

/// Tells what is being done now, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildProgress {
    /// A page of a portal is asked for.
    FetchPage { place: String },
    /// A page is asked for again, after a while.
    RetryPage { place: String, reason: String, wait: Duration },
    /// An export is decoded and archived, or its archived rows are staged.
    ReadExport { file_name: String },
    /// The archive and the store it lies in too are brought together.
    ShareArchive,
    /// A model is filled.
    FillModel { name: String },
    /// A metric's events are summed.
    SumMetric { id: String },
    /// A Spark works out models, sums and checks.
    RunSpark,
    /// The blocking checks run.
    Audit,
    /// The new warehouse takes the old one's place.
    Publish,
}

/// Writes it for a terminal and a log.
impl fmt::Display for BuildProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FetchPage { place } => f.write_str(place),
            Self::RetryPage { place, reason, wait } => {
                write!(f, "{place}: {reason} ({wait:.0?})")
            }
            Self::ReadExport { file_name } => f.write_str(file_name),
            Self::ShareArchive => f.write_str("archive"),
            Self::FillModel { name } => f.write_str(name),
            Self::SumMetric { id } => f.write_str(id),
            Self::RunSpark => f.write_str("spark"),
            Self::Audit => f.write_str("audit"),
            Self::Publish => f.write_str("publish"),
        }
    }
}
