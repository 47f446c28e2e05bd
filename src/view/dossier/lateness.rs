//! How late a dossier is, in words.

use super::super::wording::AnswerWording;
use crate::warehouse::query::{DossierLateness, LatenessFilter, LatenessState};

impl AnswerWording<'_> {
    /// `Quá hạn 6 ngày làm việc`, `Đúng hạn (sớm 2 ngày làm việc)`, `Còn 2 ngày làm việc`; nothing of what is no dossier. What nobody
    /// knows is said, and is no nought.
    pub fn describe_lateness(self, lateness: &DossierLateness) -> String {
        let Some(state) = lateness.state else { return String::new() };
        let days = lateness.working_days_overdue.map(i64::unsigned_abs);
        let say = |id: &str| self.fill_phrase(&format!("lateness.{id}"), &[]);
        let with_days = |id: &str, days: u64| self.fill_phrase(id, &[("days", &days.to_string())]);
        match (state, days) {
            (LatenessState::Overdue, Some(0)) => say("overdue_under_a_day"),
            (LatenessState::Overdue, Some(days)) => with_days("lateness.overdue_days", days),
            (LatenessState::Overdue, None) => say("overdue_days_unknown"),
            (LatenessState::OnTime, Some(days @ 1..)) => with_days("lateness.early", days),
            (LatenessState::Running, Some(0)) => say("running_under_a_day"),
            (LatenessState::Running, Some(days)) => with_days("lateness.running_days", days),
            (LatenessState::Running, None) => say("running_days_unknown"),
            (state, _) => say(state.id()),
        }
    }

    /// `Quá hạn 1–5 ngày làm việc`, `Còn từ 3 ngày làm việc`: what a filter keeps.
    pub fn describe_lateness_filter(self, filter: LatenessFilter) -> String {
        let state = self.fill_phrase(&format!("lateness.{}", filter.state.id()), &[]);
        let fewest = filter.days.map(|(fewest, _)| fewest.to_string()).unwrap_or_default();
        match filter.days {
            None => state,
            Some((0, Some(0))) if filter.state == LatenessState::Overdue => {
                self.fill_phrase("lateness.overdue_under_a_day", &[])
            }
            Some((0, Some(0))) if filter.state == LatenessState::Running => {
                self.fill_phrase("lateness.running_under_a_day", &[])
            }
            Some((_, None)) => {
                self.fill_phrase("lateness.from_days", &[("state", &state), ("fewest", &fewest)])
            }
            Some((_, Some(most))) => self.fill_phrase(
                "lateness.range",
                &[("state", &state), ("fewest", &fewest), ("most", &most.to_string())],
            ),
        }
    }
}
