//! What is asked of whoever makes reports.

use jiff::civil::DateTime;

use crate::{
    domain::{period::Period, sight::DataScope},
    state::outbox_message::OutboxMessage,
};

/// Describes one report to be made: which, of when and of whom, and for whose eyes.
#[derive(Debug, Clone)]
pub struct ReportOrder<'a> {
    pub report_id: &'a str,
    pub period: Period,
    /// Of this agency and those below it, or of all.
    pub agency: Option<&'a str>,
    /// What of the data whoever gets it sees.
    pub sight: DataScope,
    pub formats: &'a [String],
    /// What stands in front of a report whose data is not complete.
    pub mark: Option<&'a str>,
    pub now: DateTime,
}

/// Makes the thing that is sent. An error is a sentence for the report's owner.
pub trait ReportSource {
    /// Nothing where there is nothing to report.
    fn make(&self, order: &ReportOrder) -> Result<Option<OutboxMessage>, String>;

    /// Codes of the agencies the report finds under their floor.
    fn under_floor(&self, order: &ReportOrder) -> Result<Vec<String>, String>;
}
