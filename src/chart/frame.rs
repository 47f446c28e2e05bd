//! What stands around a chart.

/// What stands around every chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartFrame {
    /// The finding, as a sentence.
    pub title: String,
    /// What is shown: period, rule, how many of how many.
    pub subtitle: String,
    /// Where the numbers are from; empty on a signed paper, which says once, and not in its pictures, what data it was made from.
    pub footer: String,
}
