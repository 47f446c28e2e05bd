//! What a lock says beside a number: as it was reported, or what it was and which subjects make the difference.

use super::super::AnswerWording;
use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::format_unsigned,
        measure::Measure,
        vietnamese_date::{format_day, format_day_and_time},
    },
    period_lock::{LockNote, LockSummary, NumberChange, ReportedNumber},
};

impl AnswerWording<'_> {
    /// `đã khóa`, or `đã báo cáo 94,84%, nay 94,91%: 7 hồ sơ`; without the count where nobody may be told of subjects. Where both round
    /// to the same, the parts show that it changed.
    pub fn lock_mark(
        self,
        metric: &Metric,
        number: ReportedNumber,
        subjects: Option<u64>,
    ) -> String {
        if number.is_same() {
            return self.fill_phrase("lock.same", &[]);
        }
        let sides = [number.then, number.now];
        let mut told = sides.map(|measure| self.lock_value(metric, measure));
        if told[0] == told[1] {
            told = sides.map(|measure| self.lock_counts(metric, measure));
        }
        let [then, now] = told;
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

    /// A number as it is shown: `94,84%`.
    pub fn lock_value(self, metric: &Metric, measure: Option<Measure>) -> String {
        match measure {
            None => self.fill_phrase("lock.unknown", &[]),
            Some(measure) => self.format_value(metric, measure),
        }
    }

    /// A number with its parts: `83,33% (10 / 12)`
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

    /// Says of a paper or a page whether the numbers of now are those of the lock: how many of all together differ, at how many units,
    /// and what is no longer counted.
    pub fn lock_summary(self, note: &LockNote, summary: &LockSummary) -> String {
        let (by, at) = (note.locked_by.as_str(), &*format_day_and_time(note.locked_at));
        let changed = summary.dossiers + summary.erased;
        let (dossiers, units) =
            (&*format_unsigned(changed), &*format_unsigned(summary.units.len() as u64));
        let name = |metrics: &[&Metric]| {
            let names = self.name_metrics(metrics.iter().map(|metric| &*metric.short_name));
            (metrics.len().to_string(), names)
        };
        let mut told = Vec::new();
        match (summary.differing.as_slice(), summary.apart.as_slice()) {
            ([], []) if summary.gone.is_empty() => {
                told.push(self.fill_phrase("lock.summary.same", &[("by", by), ("at", at)]));
            }
            ([], []) => told.push(self.fill_phrase("lock.all.same", &[("by", by), ("at", at)])),
            ([], apart) => {
                let (numbers, names) = &name(apart);
                let said = [("by", by), ("at", at), ("numbers", numbers), ("names", names)];
                let mut said = [said.as_slice(), &[("units", units)]].concat();
                told.push(if changed == 0 {
                    self.fill_phrase("lock.all.apart", &said)
                } else {
                    said.push(("dossiers", dossiers));
                    self.fill_phrase("lock.all.apart_by", &said)
                });
            }
            (differing, _) => {
                let (numbers, names) = &name(differing);
                let said = [("by", by), ("at", at), ("numbers", &**numbers), ("names", names)];
                told.push(if changed == 0 {
                    self.fill_phrase("lock.summary.differs", &said)
                } else {
                    let said = [said.as_slice(), &[("dossiers", dossiers)]].concat();
                    self.fill_phrase("lock.summary.differs_by", &said)
                });
                if !summary.units.is_empty() {
                    told.push(self.fill_phrase("lock.all.units", &[("units", units)]));
                }
            }
        }
        if !summary.gone.is_empty() {
            told.push(self.lock_gone(&summary.gone));
        }
        told.join(" ")
    }

    /// Says which metrics were locked and are no longer counted.
    pub fn lock_gone(self, gone: &[String]) -> String {
        let numbers = gone.len().to_string();
        let names = self.name_metrics(gone.iter().map(String::as_str));
        self.fill_phrase("lock.all.gone", &[("numbers", &numbers), ("names", &names)])
    }

    /// Names the first so many metrics, and says how many more there are.
    fn name_metrics<'n>(self, names: impl ExactSizeIterator<Item = &'n str>) -> String {
        const NAMED: usize = 3;
        let more = names.len().saturating_sub(NAMED);
        let first = names.take(NAMED).collect::<Vec<_>>().join("; ");
        if more == 0 {
            return first;
        }
        let said = [("named", &*first), ("more", &*more.to_string())];
        self.fill_phrase("lock.summary.and_more", &said)
    }

    /// Who locked a period, and when.
    pub fn lock_heading(self, note: &LockNote) -> String {
        let at = format_day_and_time(note.locked_at);
        self.fill_phrase("lock.heading", &[("by", &note.locked_by), ("at", &at)])
    }

    /// Who took a lock off, when and why; `None` of one that is in force.
    pub fn lock_taken_off(self, note: &LockNote) -> Option<String> {
        let released = note.released.as_ref()?;
        let at = format_day_and_time(released.at);
        let said = [("by", &*released.by), ("at", &*at), ("reason", &*released.reason)];
        Some(self.fill_phrase("locks.taken_off", &said))
    }

    /// Of which days numbers were known when a period was locked, where these were not all of it.
    pub fn lock_incomplete(self, note: &LockNote) -> Option<String> {
        let last = note.known_until.filter(|known| *known < note.last_day).map(format_day);
        let first = note.known_from.map(format_day);
        Some(match (first, last) {
            (None, None) if note.is_incomplete => self.fill_phrase("lock.incomplete", &[]),
            (None, None) => return None,
            (None, Some(last)) => self.fill_phrase("lock.incomplete_until", &[("last", &last)]),
            (Some(first), None) => self.fill_phrase("lock.incomplete_from", &[("first", &first)]),
            (Some(first), Some(last)) => {
                self.fill_phrase("lock.incomplete_within", &[("first", &first), ("last", &last)])
            }
        })
    }

    /// The same of a number that was held against its lock with its subjects.
    pub fn change_mark(self, metric: &Metric, change: &NumberChange) -> String {
        self.lock_mark(metric, change.number, Some(change.subjects()))
    }
}
