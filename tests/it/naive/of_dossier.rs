//! The rules once more, in plain Rust over rows: no SQL, no events. What a metric counts of one dossier in a period.

use jiff::civil::{Date, DateTime};

use super::{
    calendar::working_days_until,
    dossier::{Dossier, FIRST, KNOWN},
};

/// Numerator and denominator; of a count the denominator stays 0.
pub type Counted = (i64, i64);

/// A span of days, and the day its stocks are told of: none after the newest export.
#[derive(Clone, Copy)]
pub struct Span {
    pub start: Date,
    pub end: Date,
}

impl Span {
    pub fn holds(self, at: Option<DateTime>) -> bool {
        at.is_some_and(|at| self.start <= at.date() && at.date() <= self.end)
    }

    pub fn stock_on(self) -> Option<Date> {
        (self.start <= KNOWN).then(|| self.end.min(KNOWN))
    }
}

impl Dossier {
    pub fn is_received(&self) -> bool {
        !matches!(self.status, "registered" | "refused") && self.received.is_some()
    }

    fn is_open(&self) -> bool {
        matches!(self.status, "received" | "in_progress" | "supplement_requested" | "fee_requested")
    }

    fn end(&self) -> Option<DateTime> {
        self.ended.or(self.returned)
    }

    /// The end of one that was carried through.
    fn finish(&self) -> Option<DateTime> {
        self.end().filter(|_| matches!(self.status, "finished" | "returned"))
    }

    fn level(&self) -> Option<&str> {
        let of_register = || {
            Some(
                super::of_agency::REGISTER
                    .iter()
                    .find(|(code, _)| Some(*code) == self.procedure)?
                    .1,
            )
        };
        self.service_level.or_else(of_register)
    }

    pub fn has_fee(&self) -> bool {
        self.fee.is_some_and(|fee| fee > 0)
    }

    /// The instant until which it is in time under 766, supplement time taken out; a day without an hour lasts until it is over.
    fn limit_766(&self) -> Option<DateTime> {
        let due = self.due?;
        let due = if due.time() == jiff::civil::Time::midnight() {
            due.date().at(23, 59, 59, 0)
        } else {
            due
        };
        let waited =
            self.requested.zip(self.completed).map(|(from, to)| to - from).unwrap_or_default();
        Some(due.saturating_add(waited))
    }

    fn is_overdue_766_by(&self, day: Date, limit: DateTime) -> bool {
        let asked = self.supplements.unwrap_or(0) > 1;
        let waits = self.status == "supplement_requested" && self.completed.is_none();
        match self.requested {
            _ if asked => self.requested.or(self.received).is_some_and(|at| at.date() <= day),
            Some(requested) if waits && requested <= limit => false,
            _ => limit < day.at(23, 59, 59, 0),
        }
    }

    fn progress_766(&self, span: Span) -> Counted {
        let (Some(limit), true, true) =
            (self.limit_766(), self.is_received(), self.is_open() || self.end().is_some())
        else {
            return (0, 0);
        };
        let received = self.received.expect("is received").date();
        let closed =
            if self.is_open() { None } else { self.end().map(|end| end.date().max(received)) };
        if closed.is_some_and(|closed| span.start <= closed && closed <= span.end) {
            let asked = self.supplements.unwrap_or(0) > 1;
            return (i64::from(self.end().is_some_and(|end| end <= limit) && !asked), 1);
        }
        match span.stock_on() {
            Some(day) if received <= day && closed.is_none_or(|closed| closed > day) => {
                (i64::from(!self.is_overdue_766_by(day, limit)), 1)
            }
            _ => (0, 0),
        }
    }

    /// From which day on nobody waits for the agency; `Err` where nobody can know.
    fn rest(&self) -> Result<Option<Date>, ()> {
        match self.status {
            "supplement_requested" => self.requested.map(|at| Some(at.date())).ok_or(()),
            _ if self.is_open() => Ok(None),
            _ => Ok(self.end().or(self.due).map(DateTime::date)),
        }
    }

    fn overdue_open(&self, span: Span) -> Counted {
        let (Some(day), Some(due), true, Ok(rest)) =
            (span.stock_on(), self.due, self.is_received(), self.rest())
        else {
            return (0, 0);
        };
        let received = self.received.expect("is received").date();
        let is_overdue = due.date() < day && received <= day && rest.is_none_or(|rest| rest > day);
        (i64::from(is_overdue), 0)
    }

    fn open(&self, span: Span) -> Counted {
        let (Some(day), true) = (span.stock_on(), self.is_received()) else {
            return (0, 0);
        };
        let received = self.received.expect("is received").date();
        let goes_on = ["received", "in_progress", "supplement_requested", "fee_requested"];
        let end = self.ended.or(self.returned).or(self.due).map_or(received, DateTime::date);
        let is_over = !goes_on.contains(&self.status) && end.max(received) <= day;
        (i64::from(received <= day && !is_over), 0)
    }

    fn due_soon(&self, span: Span) -> Counted {
        let (Some(day), Some(due), true, Ok(rest)) =
            (span.stock_on(), self.due, self.is_received(), self.rest())
        else {
            return (0, 0);
        };
        let received = self.received.expect("is received").date();
        let is_soon = received <= day
            && day < due.date()
            && working_days_until(day, due.date()) <= 5
            && rest.is_none_or(|rest| rest > day);
        (i64::from(is_soon), 0)
    }
}

/// Of whom a metric counts: the agency that received, or the one that solves.
pub fn is_of(metric: &str, dossier: &Dossier, agency: &str) -> bool {
    let by_receipt = [
        "update_count",
        "update_gap",
        "online_rate",
        "full_online_rate",
        "full_online_share",
        "postal_receipt_rate",
        "online_payment_rate",
        "online_payment_766_a",
        "online_payment_766_b",
        "digitised_input_rate",
        "data_reuse_rate",
        "refusal_rate",
        "procedures_with_files_rate",
        "full_online_procedures_rate",
        "reporting_lag_days",
        "silent_communes",
        "communes_reporting_rate",
    ];
    agency == if by_receipt.contains(&metric) { dossier.receiving } else { dossier.solving }
}

/// What one dossier adds to a metric that sums over dossiers; `None` for the others.
pub fn of_dossier(metric: &str, dossier: &Dossier, span: Span) -> Option<Counted> {
    let share =
        |is_counted: bool, is_good: bool| (i64::from(is_counted && is_good), i64::from(is_counted));
    let is_received = dossier.is_received();
    let in_receipt = is_received && span.holds(dossier.received);
    let (finish, due) = (dossier.finish().map(DateTime::date), dossier.due.map(DateTime::date));
    let in_finish = span.holds(dossier.finish());
    let count = |is_counted: bool| (i64::from(is_counted), 0);
    Some(match metric {
        "on_time_rate" => share(in_finish && due.is_some(), finish <= due),
        "on_time_rate_received" => {
            share(finish.is_some() && due.is_some() && span.holds(dossier.received), finish <= due)
        }
        "early_rate" => share(in_finish && due.is_some(), finish < due),
        "progress_766" => dossier.progress_766(span),
        "overdue_open" => dossier.overdue_open(span),
        "open" => dossier.open(span),
        "due_soon" => dossier.due_soon(span),
        "average_processing_days" => match (finish, dossier.received.map(DateTime::date)) {
            (Some(finish), Some(received)) if in_finish && finish >= received => {
                (i64::from((finish - received).get_days()), 1)
            }
            _ => (0, 0),
        },
        "supplement_rate" => {
            share(in_receipt && dossier.supplements.is_some(), dossier.supplements > Some(0))
        }
        "repeat_supplement_rate" => {
            share(in_receipt && dossier.supplements > Some(0), dossier.supplements > Some(1))
        }
        "refusal_rate" => share(
            dossier.status != "registered" && span.holds(dossier.submitted.or(dossier.received)),
            dossier.status == "refused",
        ),
        "withdrawal_rate" => share(in_receipt, dossier.status == "withdrawn"),
        "online_rate" => {
            share(in_receipt && dossier.channel.is_some(), dossier.channel == Some("online"))
        }
        "full_online_rate" => share(
            in_receipt && dossier.channel.is_some() && dossier.level() == Some("full"),
            dossier.channel == Some("online"),
        ),
        "full_online_share" => share(
            in_receipt && dossier.channel.is_some(),
            dossier.channel == Some("online") && dossier.level() == Some("full"),
        ),
        "postal_receipt_rate" => {
            share(in_receipt && dossier.channel.is_some(), dossier.channel == Some("postal"))
        }
        "postal_return_rate" => share(
            dossier.status == "returned"
                && dossier.return_channel.is_some()
                && span.holds(dossier.returned.or(dossier.ended)),
            dossier.return_channel == Some("postal"),
        ),
        // The register the program knows names no fees.
        "online_payment_rate" | "online_payment_766_a" => {
            share(in_receipt && dossier.has_fee(), dossier.paid_online == Some(true))
        }
        "digitised_input_rate" => {
            share(in_receipt && dossier.digitised.is_some(), dossier.digitised == Some(true))
        }
        "data_reuse_rate" => {
            share(in_receipt && dossier.reused.is_some(), dossier.reused == Some(true))
        }
        "digital_result_rate" => share(
            in_finish && dossier.digital_result.is_some(),
            dossier.digital_result == Some(true),
        ),
        "apology_rate" => {
            share(in_finish && due.is_some() && finish > due, dossier.apology.is_some())
        }
        "update_count" => count(in_receipt),
        "update_gap" => {
            let again = dossier
                .received
                .and_then(|at| at.date().checked_add(jiff::Span::new().years(1)).ok());
            let is_before = is_received
                && again.is_some_and(|day| span.start <= day && day <= span.end && day <= KNOWN);
            // What nobody knows of the year before is counted on neither side.
            let since = FIRST.checked_add(jiff::Span::new().years(1)).expect("a day");
            let is_held = dossier.received.is_some_and(|at| at.date() >= since);
            (i64::from(in_receipt && is_held), i64::from(is_before))
        }
        _ => return None,
    })
}
