//! Runs, deliveries and alerts, a line each.

use super::super::super::ServedSite;
use crate::{
    state::{alert::AlertRecord, delivery::DeliveryRecord, schedule_run::ScheduleRun},
    web::http::error::WebError,
};

pub struct RunLine {
    pub id: i64,
    pub report: String,
    pub period: String,
    pub state: String,
    pub note: String,
    pub at: String,
    pub is_over: bool,
}

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
    pub fn all<T, L>(
        &self,
        is_shown: bool,
        ask: impl FnOnce() -> Result<Vec<T>, crate::state::StateError>,
        line: impl Fn(&Self, T) -> L,
    ) -> Result<Vec<L>, WebError> {
        let all = if is_shown { ask()? } else { Vec::new() };
        Ok(all.into_iter().map(|one| line(self, one)).collect())
    }

    /// The name of a report; what is no report's is said as it is called.
    pub fn report(&self, id: &str) -> String {
        self.site.catalog.report(id).map_or_else(|_| id.to_owned(), |report| report.name.clone())
    }

    fn say(&self, kind: &str, id: &str) -> String {
        self.site.catalog.phrases.say(&format!("{kind}.{id}"), &[])
    }

    pub fn run(&self, run: ScheduleRun) -> RunLine {
        RunLine {
            id: run.id,
            report: self.report(&run.report_id),
            period: run.period,
            is_over: run.state != "waiting",
            state: if run.state == "made" && run.added > 0 {
                let added = run.added.to_string();
                self.site.catalog.phrases.say("run.added", &[("count", &added)])
            } else {
                self.say("run", &run.state)
            },
            note: run.note,
            at: minute(&run.planned_at),
        }
    }

    pub fn delivery(&self, delivery: DeliveryRecord) -> DeliveryLine {
        let has_ended = matches!(delivery.state.as_str(), "sent" | "uncertain" | "dead");
        DeliveryLine {
            id: delivery.id,
            report: self.report(&delivery.report_id),
            may_resend: has_ended && delivery.is_kept(),
            is_wrong: matches!(delivery.state.as_str(), "uncertain" | "dead"),
            state: self.say("delivered", &delivery.state),
            to: if delivery.name.is_empty() { delivery.address } else { delivery.name },
            period: delivery.period,
            problem: delivery.problem,
            at: minute(&delivery.changed_at),
        }
    }

    pub fn alert(&self, alert: AlertRecord) -> AlertLine {
        let seen = alert
            .with_scope
            .map(|name| format!("{name}, {}", minute(&alert.seen_at.unwrap_or_default())));
        AlertLine {
            id: alert.id,
            text: alert.detail,
            state: self.say("alerted", &alert.state),
            since: minute(&alert.since),
            seen,
        }
    }
}

/// `2026-11-23T07:30:00` as `23/11/2026 07:30`
fn minute(time: &str) -> String {
    let read = time.parse::<jiff::civil::DateTime>();
    read.map_or_else(|_| time.to_owned(), |time| time.strftime("%d/%m/%Y %H:%M").to_string())
}
