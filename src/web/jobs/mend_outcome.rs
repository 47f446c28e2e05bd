//! What came of looking after a warehouse.

/// What came of looking after a warehouse that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MendOutcome {
    /// Every block is as it was written, or there is nothing to build of.
    Sound,
    /// Built anew, as this data version.
    Rebuilt(String),
    Failed(String),
}
