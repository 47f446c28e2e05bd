//! How near a promised time is: within 24 hours, within three working days, or past.

use jiff::civil::{Date, DateTime};

use super::office_calendar::OfficeCalendar;

/// The working days of the wider window.
pub const DUE_DAYS: usize = 3;

/// Lists how an open dossier can stand to its promised time. One is in one window alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueWindow {
    /// It had passed when the dossier was last known to be open.
    Overdue,
    /// It has passed since: nobody knows whether the dossier was done in time.
    Passed,
    /// No more of the office's time is left than one working day has.
    WithinDay,
    /// It is due no later than on the third working day after the one counted from.
    WithinDays,
    Later,
}

/// Says what windows are reckoned by: the office's calendar, and the moment they are counted from.
#[derive(Debug, Clone, Copy)]
pub struct DueReckoning<'a> {
    pub calendar: &'a OfficeCalendar,
    pub counted_from: DateTime,
}

impl DueWindow {
    /// Lists those that are told dossier by dossier, the most pressing first.
    pub const LISTED: [Self; 3] = [Self::Passed, Self::WithinDay, Self::WithinDays];

    /// Returns the name of the window in addresses, in the API and in phrases.
    pub fn id(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Passed => "passed",
            Self::WithinDay => "within_24h",
            Self::WithinDays => "within_3d",
            Self::Later => "later",
        }
    }
}

impl std::str::FromStr for DueWindow {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::LISTED.into_iter().find(|window| window.id() == text).ok_or(())
    }
}

impl DueReckoning<'_> {
    /// Finds the window of a promised moment, of a dossier known to be open at another; what is due at that very moment is in time. `None`
    /// where the calendar does not reach.
    pub fn window(&self, due: DateTime, known_at: DateTime) -> Option<DueWindow> {
        if due < known_at {
            return Some(DueWindow::Overdue);
        }
        if due < self.counted_from {
            return Some(DueWindow::Passed);
        }
        // What is months off is far beyond any calendar's end.
        if due.date() > self.last_day()? {
            return Some(DueWindow::Later);
        }
        let left = self.calendar.seconds_between(self.counted_from, due)?;
        if left <= self.calendar.hours.day_seconds() {
            return Some(DueWindow::WithinDay);
        }
        // A day off after the third working day is later than that, though no working day lies between.
        let third = self.calendar.working_day_after(self.counted_from.date(), DUE_DAYS)?;
        Some(if due.date() <= third { DueWindow::WithinDays } else { DueWindow::Later })
    }

    /// Returns a day that nothing within either window is due after. `None` where the calendar does not reach.
    pub fn last_day(&self) -> Option<Date> {
        // Half days may make one working day's time longer than three days.
        self.calendar.working_day_after(self.counted_from.date(), 2 * DUE_DAYS)
    }
}

#[cfg(test)]
mod tests;
