//! Runs, deliveries and alerts, a line each.

use super::super::super::ServedSite;
use crate::{
    domain::vietnamese_date::format_day_and_time,
    state::{
        alert::AlertRecord,
        delivery::DeliveryRecord,
        schedule_run::{RunState, ScheduleRun},
    },
    web::http::error::WebError,
};

/// Describes one run of a schedule, in Vietnamese.
pub struct RunLine {
    pub id: i64,
    pub report: String,
    pub period: String,
    pub state: String,
    pub note: String,
    pub at: String,
    pub is_over: bool,
}

/// Describes one delivery of a report, in Vietnamese.
pub struct DeliveryLine {
    pub id: i64,
    pub report: String,
    pub period: String,
    pub to: String,
    pub state: String,
    pub is_wrong: bool,
    pub problem: String,
    pub at: String,
    /// It ended one way or the other, and what was sent is still there.
    pub may_resend: bool,
}

/// Describes one alert, in Vietnamese.
pub struct AlertLine {
    pub id: i64,
    pub text: String,
    pub state: String,
    pub since: String,
    pub seen: Option<String>,
}

/// Makes lines of what the state holds.
pub struct ReportLines<'a> {
    pub site: &'a ServedSite,
}

impl ReportLines<'_> {
    /// Makes a line of each record that `ask` returns; none, and nothing is asked, unless `is_shown`.
    pub fn make_lines<T, L>(
        &self,
        is_shown: bool,
        ask: impl FnOnce() -> Result<Vec<T>, crate::state::StateError>,
        line: impl Fn(&Self, T) -> L,
    ) -> Result<Vec<L>, WebError> {
        let all = if is_shown { ask()? } else { Vec::new() };
        Ok(all.into_iter().map(|one| line(self, one)).collect())
    }

    /// The name of a report; what is no report's is said as it is called.
    pub fn report_name(&self, id: &str) -> String {
        self.site
            .catalog
            .find_report(id)
            .map_or_else(|_| id.to_owned(), |report| report.name.clone())
    }

    fn say_state(&self, kind: &str, id: &str) -> String {
        self.site.catalog.phrases.format_phrase(&format!("{kind}.{id}"), &[])
    }

    /// Makes the line of a run.
    pub fn run_line(&self, run: ScheduleRun) -> RunLine {
        RunLine {
            id: run.id,
            report: self.report_name(&run.report_id),
            period: run.period,
            is_over: run.state != RunState::Waiting,
            state: if run.state == RunState::Made && run.added > 0 {
                let added = run.added.to_string();
                self.site.catalog.phrases.format_phrase("run.added", &[("count", &added)])
            } else {
                self.say_state("run", run.state.id())
            },
            note: run.note,
            at: format_day_and_time(run.planned_at),
        }
    }

    /// Makes the line of a delivery.
    pub fn delivery_line(&self, delivery: DeliveryRecord) -> DeliveryLine {
        DeliveryLine {
            id: delivery.id,
            report: self.report_name(&delivery.report_id),
            may_resend: delivery.state.has_ended() && delivery.is_kept(),
            is_wrong: delivery.state.is_wrong(),
            state: self.say_state("delivered", delivery.state.id()),
            to: if delivery.name.is_empty() { delivery.address } else { delivery.name },
            period: delivery.period,
            problem: delivery.problem,
            at: format_day_and_time(delivery.changed_at),
        }
    }

    /// Makes the line of an alert.
    pub fn alert_line(&self, alert: AlertRecord) -> AlertLine {
        let seen = alert.with_scope.map(|name| {
            format!("{name}, {}", alert.seen_at.map_or_else(String::new, format_day_and_time))
        });
        AlertLine {
            id: alert.id,
            text: alert.detail,
            state: self.say_state("alerted", alert.state.id()),
            since: format_day_and_time(alert.since),
            seen,
        }
    }
}
