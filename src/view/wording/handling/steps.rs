//! How the steps of the handling are said: on the page and in the report alike.

use super::super::AnswerWording;
use crate::{
    domain::decimal::{FixedDecimal, format_thousands},
    warehouse::query::{DurationSpread, HandlingSteps, StepTimes},
};

/// Says one step: which office, what it came to, how long it took.
pub struct StepText {
    pub office: String,
    /// The state it brought the dossier to.
    pub status: String,
    pub steps: i64,
    pub median: String,
    pub ninetieth: String,
    /// Both as a workbook counts with them; `None` where nobody knows.
    pub minutes: Option<DurationSpread>,
    /// Steps that were due by a time, and those that ended after it; both `None` where none was due.
    pub due: Option<(i64, i64)>,
    /// Percent of the time of all steps that is known; `None` of steps nobody knows the time of.
    pub share: Option<FixedDecimal>,
    /// How many ended too late, of how many that were due by a time.
    pub overdue: String,
}

impl AnswerWording<'_> {
    /// Says every step, in their order.
    pub fn list_step_texts(self, found: &HandlingSteps) -> Vec<StepText> {
        let whole: i64 = found.steps.iter().map(|step| step.total_minutes).sum();
        found.steps.iter().map(|step| self.step_text(step, whole)).collect()
    }

    fn step_text(self, step: &StepTimes, whole: i64) -> StepText {
        let unknown = || self.fill_phrase("value.unknown", &[]);
        let time = |pick: fn(&DurationSpread) -> i64| {
            step.minutes.as_ref().map_or_else(unknown, |it| self.format_minutes(pick(it)))
        };
        StepText {
            office: step.office.clone().unwrap_or_else(unknown),
            status: self.catalog.vocabulary.display_name("status", &step.status).to_owned(),
            steps: step.steps,
            median: time(|minutes| minutes.median),
            ninetieth: time(|minutes| minutes.ninetieth),
            minutes: step.minutes,
            due: (step.due > 0).then_some((step.due, step.overdue)),
            share: step
                .minutes
                .and_then(|_| FixedDecimal::of_fraction(step.total_minutes, whole, 100)),
            overdue: if step.due == 0 {
                unknown()
            } else {
                format!("{}/{}", format_thousands(step.overdue), format_thousands(step.due))
            },
        }
    }

    /// Says how long citizens were waited for; `None` where none was.
    pub fn waiting_sentence(self, found: &HandlingSteps) -> Option<String> {
        let waiting = found.waiting?.minutes;
        let said = [
            ("count", format_thousands(waiting.counted)),
            ("median", self.format_minutes(waiting.median)),
            ("ninetieth", self.format_minutes(waiting.ninetieth)),
        ];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(self.fill_phrase("report.steps.waiting", &said))
    }

    /// Says how many steps are of dossiers that no export tells of; `None` where none is.
    pub fn unknown_steps_sentence(self, found: &HandlingSteps) -> Option<String> {
        let count = format_thousands(found.unknown_steps);
        let said = || self.fill_phrase("report.steps.unknown", &[("count", &count)]);
        (found.unknown_steps > 0).then(said)
    }
}
