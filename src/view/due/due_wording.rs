//! How the windows, what they are counted from and what stands apart of them are said.

use jiff::civil::{DateTime, Time};

use crate::{
    domain::{
        decimal::{format_thousands, format_unsigned},
        office_hours::{DueWindow, OfficeHours, WorkSession},
        vietnamese_date::{format_day, format_moment},
    },
    view::AnswerWording,
    warehouse::query::{DueBasis, DueList},
};

impl AnswerWording<'_> {
    /// "Trong 24 giờ"
    pub fn due_window_name(self, window: DueWindow) -> String {
        self.fill_phrase(&format!("due.window.{}", window.id()), &[])
    }

    /// "theo số liệu đến 16:30 ngày 30/11/2026", and without an hour where only the day is known.
    pub fn due_known_at(self, known_at: DateTime) -> String {
        if known_at.time() == Time::midnight() {
            return self.fill_phrase("due.known_day", &[("day", &format_day(known_at.date()))]);
        }
        self.fill_phrase("due.known_moment", &[("at", &format_moment(known_at))])
    }

    /// Until when dossiers are known and which moment the windows are counted from; of old knowledge, that it is old.
    pub fn due_basis_sentence(self, list: &DueList) -> String {
        self.due_basis_of(list, list.known_at)
    }

    /// The same of dossiers that are known until another moment.
    pub fn due_basis_of(self, list: &DueList, known_at: DateTime) -> String {
        let said =
            [("known", self.due_known_at(known_at)), ("at", format_moment(list.counted_from))];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        match list.basis {
            DueBasis::Clock => self.fill_phrase("due.from_clock", &said),
            DueBasis::Export => self.fill_phrase("due.from_export", &said),
        }
    }

    /// What the windows mean, in the hours of the office.
    pub fn due_rule_sentence(self, hours: &OfficeHours) -> String {
        let span = |session: WorkSession| {
            format!("{}–{}", session.from.strftime("%H:%M"), session.to.strftime("%H:%M"))
        };
        let said = [
            ("day", self.office_time(hours.day_seconds())),
            ("morning", span(hours.morning)),
            ("afternoon", span(hours.afternoon)),
        ];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.fill_phrase("due.rule", &said)
    }

    /// Says a span of the office's time, whole minutes that have passed of it: "5 giờ 30 phút".
    pub fn office_time(self, seconds: i64) -> String {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        let said = [("hours", &*hours.to_string()), ("minutes", &minutes.to_string())];
        let id = match (hours, minutes) {
            (0, 0) => "due.under_a_minute",
            (0, _) => "due.minutes",
            (_, 0) => "due.hours",
            _ => "due.hours_and_minutes",
        };
        self.fill_phrase(id, &said)
    }

    /// What is left until a dossier is due; of one whose time has passed that nobody knows whether it is done.
    pub fn due_left(self, window: DueWindow, seconds: i64) -> String {
        if window == DueWindow::Passed {
            return self.fill_phrase("due.unknown_whether_done", &[]);
        }
        self.office_time(seconds)
    }

    /// Says how many are known by too old an export to be in any window; nothing where none is.
    pub fn due_too_old_sentence(self, list: &DueList) -> Option<String> {
        let count = format_thousands(list.counts.too_old);
        let part = self.fill_phrase("due.apart.too_old", &[("count", &count)]);
        (list.counts.too_old > 0).then(|| self.fill_phrase("due.apart", &[("parts", &part)]))
    }

    /// Says how many dossiers are not done and not listed, by why, and how many of those listed are known from older exports alone.
    pub fn due_apart_sentences(self, list: &DueList) -> Vec<String> {
        let counts = list.counts;
        let parts = [
            ("overdue", counts.overdue),
            ("later", counts.later),
            ("undated", counts.undated),
            ("unreadable", counts.unreadable),
            ("paused", counts.paused),
            ("too_old", counts.too_old),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| {
            self.fill_phrase(&format!("due.apart.{id}"), &[("count", &format_thousands(count))])
        });
        let parts = parts.collect::<Vec<_>>().join("; ");
        let apart =
            (!parts.is_empty()).then(|| self.fill_phrase("due.apart", &[("parts", &parts)]));
        let before = format_unsigned(list.count_known_before() as u64);
        let before = (list.count_known_before() > 0)
            .then(|| self.fill_phrase("due.known_before", &[("count", &before)]));
        apart.into_iter().chain(before).collect()
    }
}
