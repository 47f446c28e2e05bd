//! How it is said where open dossiers lie.

use super::super::AnswerWording;
use crate::{
    domain::decimal::format_thousands,
    warehouse::query::{CurrentStep, CurrentSteps, DurationSpread},
};

/// Says where some open dossiers lie: who has them, at which step, how long.
pub struct CurrentStepText {
    pub office: String,
    pub name: String,
    pub dossiers: String,
    /// Those that wait for the citizen.
    pub waiting: String,
    /// Days.
    pub median: String,
    pub longest: String,
    /// Of how many it is known since when they lie there, where that is not all of them.
    pub known: Option<String>,
}

impl AnswerWording<'_> {
    /// Says of every step how many open dossiers lie there, in their order.
    pub fn list_current_texts(self, found: &CurrentSteps) -> Vec<CurrentStepText> {
        found.steps.iter().map(|step| self.current_text(step)).collect()
    }

    fn current_text(self, step: &CurrentStep) -> CurrentStepText {
        let unknown = || self.fill_phrase("value.unknown", &[]);
        let days = |pick: fn(&DurationSpread) -> i64| {
            step.days.as_ref().map_or_else(unknown, |days| format_thousands(pick(days)))
        };
        let known = step.days.filter(|days| days.counted < step.dossiers).map(|days| {
            let count = format_thousands(days.counted);
            self.fill_phrase("handling.current_known", &[("count", &count)])
        });
        CurrentStepText {
            office: step.office.clone().unwrap_or_else(unknown),
            name: step.name.clone(),
            dossiers: format_thousands(step.dossiers),
            waiting: format_thousands(step.waiting),
            median: days(|days| days.median),
            longest: days(|days| days.longest),
            known,
        }
    }

    /// Says of how many open dossiers nobody knows the step; `None` where it is known of all.
    pub fn unknown_current_sentence(self, found: &CurrentSteps) -> Option<String> {
        let count = format_thousands(found.unknown);
        let said = || self.fill_phrase("handling.current_unknown", &[("count", &count)]);
        (found.unknown > 0).then(said)
    }
}
