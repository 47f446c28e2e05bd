//! What stands around a chart.

/// What stands around every chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartFrame {
    /// The finding, as a sentence.
    pub title: String,
    /// What is shown: period, rule, how many of how many.
    pub subtitle: String,
    /// Where the numbers are from.
    pub footer: String,
    /// Whether it is drawn for a printed page, on which no text may be under 8 points. It has no footer there: what data a paper was
    /// made from is said once, and not in its pictures.
    pub is_printed: bool,
}

/// The width of a chart on a screen, in pixels.
const SCREEN: i32 = 960;
/// On paper, 165 mm between its margins: the smallest size that is used, 12, is set 9.7 pixels high, which are 8 points there.
const PRINTED: i32 = 560;

impl ChartFrame {
    /// Returns the width of the chart in pixels; its height depends on what it shows.
    pub fn width(&self) -> i32 {
        if self.is_printed { PRINTED } else { SCREEN }
    }
}
