//! What a lock says beside a number: as it was reported, or what it was and which subjects make the difference.

use super::super::AnswerWording;
use crate::{
    catalog::metric::Metric,
    domain::{decimal::format_unsigned, measure::Measure, vietnamese_date::format_day_and_time},
    period_lock::{LockNote, LockSummary, NumberChange, ReportedNumber},
};

impl AnswerWording<'_> {
    /// `đã khóa`, or `đã báo cáo 94,84%, nay 94,91%: 7 hồ sơ`; without the count where nobody may be told of subjects.
    pub fn lock_mark(
        self,
        metric: &Metric,
        number: ReportedNumber,
        subjects: Option<u64>,
    ) -> String {
        if number.is_same() {
            return self.fill_phrase("lock.same", &[]);
        }
        let [then, now] = [number.then, number.now].map(|measure| self.lock_value(metric, measure));
        let said = [("then", then.as_str()), ("now", now.as_str())];
        match subjects.filter(|subjects| *subjects > 0) {
            None => self.fill_phrase("lock.differs", &said),
            Some(subjects) => {
                let (count, noun) = (format_unsigned(subjects), self.noun(metric));
                let said = [said[0], said[1], ("count", &count), ("noun", &noun)];
                self.fill_phrase("lock.differs_by", &said)
            }
        }
    }

    /// A number with its parts, where these alone show that it changed: `94,84% (368 / 388)`.
    pub fn lock_value(self, metric: &Metric, measure: Option<Measure>) -> String {
        match measure {
            None => self.fill_phrase("lock.unknown", &[]),
            Some(measure) => self.format_value(metric, measure),
        }
    }

    /// `83,33% (10 / 12)`
    pub fn lock_counts(self, metric: &Metric, measure: Option<Measure>) -> String {
        let value = self.lock_value(metric, measure);
        match measure.filter(|it| it.is_told() && it.denominator.is_some()) {
            Some(measure) => format!("{value} ({})", self.format_fraction(measure)),
            None => value,
        }
    }

    /// How a subject is counted, numerator and denominator: not at all, in the numerator, or in the denominator alone.
    pub fn lock_counting(self, metric: &Metric, (numerator, denominator): (i64, i64)) -> String {
        let id = match (metric.denominator.is_some(), numerator, denominator) {
            (_, 0, 0) => "lock.counting.none",
            (true, 0, _) => "lock.counting.denominator",
            (true, 1, 1) | (false, 1, _) => "lock.counting.numerator",
            _ => return format!("{numerator} / {denominator}"),
        };
        self.fill_phrase(id, &[])
    }

    /// Why a subject is counted otherwise than when the period was locked.
    pub fn lock_reason(self, reason: &str) -> String {
        self.fill_phrase(&format!("lock.reason.{reason}"), &[])
    }

    /// Says of a paper or a page whether the numbers of now are those of the lock, and how many differ.
    pub fn lock_summary(self, note: &LockNote, summary: &LockSummary) -> String {
        let at = format_day_and_time(note.locked_at);
        let numbers = summary.differing.len().to_string();
        let dossiers = format_unsigned(summary.dossiers + summary.erased);
        let names = self.name_differing(summary);
        let said = [("by", note.locked_by.as_str()), ("at", &at)];
        let differing = [said[0], said[1], ("numbers", &numbers), ("names", &names)];
        match (summary.differing.is_empty(), summary.dossiers + summary.erased) {
            (true, _) => self.fill_phrase("lock.summary.same", &said),
            (false, 0) => self.fill_phrase("lock.summary.differs", &differing),
            (false, _) => {
                let all: Vec<_> = differing.into_iter().chain([("dossiers", &*dossiers)]).collect();
                self.fill_phrase("lock.summary.differs_by", &all)
            }
        }
    }

    /// Names the first metrics that differ, and says how many more do.
    fn name_differing(self, summary: &LockSummary) -> String {
        const NAMED: usize = 3;
        let names: Vec<&str> =
            summary.differing.iter().take(NAMED).map(|metric| &*metric.short_name).collect();
        let named = names.join("; ");
        match summary.differing.len().saturating_sub(NAMED) {
            0 => named,
            more => {
                let said = [("named", &*named), ("more", &*more.to_string())];
                self.fill_phrase("lock.summary.and_more", &said)
            }
        }
    }

    /// Who locked a period, and when.
    pub fn lock_heading(self, note: &LockNote) -> String {
        let at = format_day_and_time(note.locked_at);
        self.fill_phrase("lock.heading", &[("by", &note.locked_by), ("at", &at)])
    }

    /// The same of a number that was held against its lock with its subjects.
    pub fn change_mark(self, metric: &Metric, change: &NumberChange) -> String {
        self.lock_mark(metric, change.number, Some(change.subjects()))
    }
}
