//! All findings in the words of the content, as the terminal, the page and the API show them.

use jiff::civil::DateTime;
use serde::Serialize;

use super::finding::{HealthCheck, HealthFinding, HealthState};
use crate::{catalog::phrases::PhraseBook, domain::vietnamese_date::format_day_and_time};

/// Holds how an installation stood at a time, a line for each thing looked at.
#[derive(Debug, Clone, Serialize)]
pub struct HealthReport {
    /// The gravest of all lines.
    pub state: HealthState,
    /// Local civil time.
    pub checked_at: String,
    pub lines: Vec<HealthLine>,
}

/// Says how one thing stands, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HealthLine {
    pub check: HealthCheck,
    pub state: HealthState,
    /// In Vietnamese, as are the sentences.
    pub name: String,
    pub state_name: String,
    pub said: String,
    /// Absent where nothing is to be done.
    pub todo: Option<String>,
}

impl HealthReport {
    /// Writes findings in the words of a content.
    pub fn from_findings(findings: &[HealthFinding], phrases: &PhraseBook, now: DateTime) -> Self {
        let state = findings.iter().map(|finding| finding.state).max();
        Self {
            state: state.unwrap_or(HealthState::Sound),
            checked_at: format_day_and_time(now),
            lines: findings.iter().map(|finding| HealthLine::new(finding, phrases)).collect(),
        }
    }

    /// Counts the lines of a state.
    pub fn count_lines(&self, state: HealthState) -> usize {
        self.lines.iter().filter(|line| line.state == state).count()
    }
}

impl HealthLine {
    fn new(finding: &HealthFinding, phrases: &PhraseBook) -> Self {
        let values: Vec<(&str, &str)> =
            finding.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let say = |id: &str| phrases.format_phrase(id, &values);
        let (check, state) = (finding.check.id(), finding.state.id());
        let said = format!("health.{check}.{}", finding.case);
        let todo = format!("{said}.todo");
        Self {
            check: finding.check,
            state: finding.state,
            name: say(&format!("health.{check}")),
            state_name: say(&format!("health.standing.{state}")),
            said: say(&said),
            todo: phrases.has_phrase(&todo).then(|| say(&todo)),
        }
    }
}
