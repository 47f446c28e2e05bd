//! What a chart shows: marks, and the line they are held against.

/// One bar or point.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartMark {
    pub label: String,
    /// `None` is drawn as a gap, with its text.
    pub value: Option<f64>,
    /// The value as people read it.
    pub text: String,
    pub tone: MarkTone,
    /// How far it lies on the wrong side of its limit; nothing elsewhere.
    pub gap: f64,
}

/// How a mark stands to its limit: each is told apart without its colour too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MarkTone {
    /// Nothing is wrong with it, or nothing is set.
    #[default]
    Fine,
    /// Misses what it should reach.
    Short,
    /// Passes what it should not.
    Over,
    /// Over so few that it is not judged: hollow.
    Few,
}

impl MarkTone {
    /// Tells whether the mark is on the wrong side of its limit.
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Short | Self::Over)
    }
}

/// A line the marks are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitLine {
    pub value: f64,
    /// The wrong side is above.
    pub is_ceiling: bool,
    pub label: String,
}
