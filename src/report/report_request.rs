//! What is asked of a report.

use crate::{catalog::report::ReportDefinition, domain::period::Period};

/// Names the report that is a chair's card on paper.
pub const CARD_REPORT: &str = "card";

/// Which report, of when, of whom.
#[derive(Clone, Copy)]
pub struct ReportRequest<'a> {
    pub report: &'a ReportDefinition,
    pub period: Period,
    /// This agency with those below it; without one everything, or all agencies the report is about.
    pub agency: Option<&'a str>,
}
