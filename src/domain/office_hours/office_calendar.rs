//! Which days an office works, and how much of its time lies between two moments.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time, Weekday},
};

use super::work_session::{OfficeHours, SaturdayWork, WorkSession};

/// Says how much of a day is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayWork {
    /// No working day.
    Off,
    Whole,
    /// The calendar says that only the morning is worked.
    Morning,
    /// The calendar says that only the afternoon is worked.
    Afternoon,
}

/// Holds what the calendar says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarDay {
    pub work: DayWork,
    /// A day off by the calendar, not by the weekday alone: no Saturday's work makes it one of work.
    pub is_holiday: bool,
}

/// Knows an office's hours and a span of days, one after the other without a gap.
#[derive(Debug, Clone)]
pub struct OfficeCalendar {
    pub hours: OfficeHours,
    first: Date,
    days: Vec<CalendarDay>,
}

impl OfficeCalendar {
    /// Makes the calendar of the days from one on.
    pub fn new(hours: OfficeHours, first: Date, days: Vec<CalendarDay>) -> Self {
        Self { hours, first, days }
    }

    fn day(&self, day: Date) -> Option<CalendarDay> {
        let after = self.first.until(day).ok()?.get_days();
        self.days.get(usize::try_from(after).ok()?).copied()
    }

    /// Returns what is worked on a day, in order; nothing of a day off. `None` where the calendar does not reach.
    fn sessions(&self, day: Date) -> Option<Vec<WorkSession>> {
        let OfficeHours { morning, afternoon, saturday } = self.hours;
        let CalendarDay { work, is_holiday } = self.day(day)?;
        Some(match work {
            DayWork::Whole => vec![morning, afternoon],
            DayWork::Morning => vec![morning],
            DayWork::Afternoon => vec![afternoon],
            DayWork::Off if is_holiday || day.weekday() != Weekday::Saturday => Vec::new(),
            DayWork::Off => match saturday {
                SaturdayWork::Off => Vec::new(),
                SaturdayWork::Morning => vec![morning],
                SaturdayWork::Day => vec![morning, afternoon],
            },
        })
    }

    /// Tells whether the office is at work; not where the calendar does not reach.
    pub fn is_open(&self, at: DateTime) -> bool {
        let is_within = |session: &WorkSession| (session.from..session.to).contains(&at.time());
        self.sessions(at.date()).is_some_and(|sessions| sessions.iter().any(is_within))
    }

    /// Returns when a day's work ends; of a day off, when it would. `None` where the calendar does not reach.
    pub fn closing(&self, day: Date) -> Option<DateTime> {
        let last = self.sessions(day)?.last().map_or(self.hours.afternoon.to, |last| last.to);
        Some(day.to_datetime(last))
    }

    /// Returns the moment something promised is due at: of a day without an hour, when that day's work ends. `None` where the calendar
    /// does not reach.
    pub fn promised_moment(&self, due_at: DateTime) -> Option<DateTime> {
        if due_at.time() == Time::midnight() { self.closing(due_at.date()) } else { Some(due_at) }
    }

    /// Counts the seconds of the office's time from one moment to another, 0 where that is not later. `None` where the calendar does not reach.
    pub fn seconds_between(&self, from: DateTime, to: DateTime) -> Option<i64> {
        let (mut day, mut seconds) = (from.date(), 0);
        while day <= to.date() && from < to {
            let begin = if day == from.date() { from.time() } else { Time::midnight() };
            let end = (day == to.date()).then(|| to.time());
            let worked = self.sessions(day)?.into_iter();
            seconds += worked.map(|session| session.seconds_within(begin, end)).sum::<i64>();
            day = day.saturating_add(1.day());
        }
        Some(seconds)
    }

    /// Counts the working days after one day up to another, 0 where that is not later. Half a working day is one; a Saturday the office works by
    /// its own setting is none. `None` where the calendar does not reach.
    pub fn working_days_between(&self, after: Date, until: Date) -> Option<usize> {
        let (mut day, mut count) = (after, 0);
        while day < until {
            day = day.saturating_add(1.day());
            count += usize::from(self.day(day)?.work != DayWork::Off);
        }
        Some(count)
    }

    /// Finds the earliest day after which no more working days than these lie up to another, itself included; where the calendar begins later, the day
    /// before it begins.
    pub fn earliest_day_before(&self, until: Date, count: usize) -> Date {
        let (mut day, mut left) = (until, count);
        while let Some(CalendarDay { work, .. }) = self.day(day) {
            if work != DayWork::Off {
                let Some(fewer) = left.checked_sub(1) else { break };
                left = fewer;
            }
            day = day.saturating_sub(1.day());
        }
        day
    }

    /// Finds the day so many working days after one. `None` where the calendar ends before.
    pub fn working_day_after(&self, day: Date, count: usize) -> Option<Date> {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            day = day.saturating_add(1.day());
            left -= usize::from(self.day(day)?.work != DayWork::Off);
        }
        Some(day)
    }
}
