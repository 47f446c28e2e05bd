//! Spans of days the office reports on, in two calendars.

mod text;

use std::fmt;

use jiff::{
    ToSpan,
    civil::{Date, ISOWeekDate, Weekday, date},
};

/// The civil calendar, or the reporting one whose months run from the 15th to the 14th.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodCalendar {
    Civil,
    Reporting,
}

/// Says which unit of a calendar a period is, and which one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodShape {
    Year(i16),
    Half(i16, i8),
    Quarter(i16, i8),
    Month(i16, i8),
    /// ISO 8601 week: its year is the year of its Thursday.
    Week(i16, i8),
    Span(Date, Date),
}

/// Weeks of a grid of less than a year: a quarter and what led to it.
const WEEKS: usize = 16;

/// A calendar goes no further.
const LAST_YEAR: i16 = 9999;

/// A closed span of days: both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    pub calendar: PeriodCalendar,
    pub shape: PeriodShape,
}

impl Period {
    /// Returns the first day of the period.
    pub fn start(self) -> Date {
        let first = match self.shape {
            PeriodShape::Span(start, _) => return start,
            PeriodShape::Week(year, week) => return week_start(year, week),
            _ => self.first_month(),
        };
        match self.calendar {
            PeriodCalendar::Civil => first,
            PeriodCalendar::Reporting => first.saturating_sub(1.month()).saturating_add(14.days()),
        }
    }

    /// Returns the last day of the period, which belongs to it.
    pub fn end(self) -> Date {
        let months = match self.shape {
            PeriodShape::Span(_, end) => return end,
            PeriodShape::Week(year, week) => {
                return week_start(year, week).saturating_add(6.days());
            }
            PeriodShape::Year(_) => 12,
            PeriodShape::Half(..) => 6,
            PeriodShape::Quarter(..) => 3,
            PeriodShape::Month(..) => 1,
        };
        let next = self.first_month().saturating_add(months.months());
        match self.calendar {
            PeriodCalendar::Civil => next.saturating_sub(1.day()),
            PeriodCalendar::Reporting => next.saturating_sub(1.month()).saturating_add(13.days()),
        }
    }

    /// The period of the same shape just before.
    #[must_use]
    pub fn previous_period(self) -> Self {
        let shape = match self.shape {
            PeriodShape::Year(year) => PeriodShape::Year(year - 1),
            PeriodShape::Half(year, 1) => PeriodShape::Half(year - 1, 2),
            PeriodShape::Half(year, half) => PeriodShape::Half(year, half - 1),
            PeriodShape::Quarter(year, 1) => PeriodShape::Quarter(year - 1, 4),
            PeriodShape::Quarter(year, quarter) => PeriodShape::Quarter(year, quarter - 1),
            PeriodShape::Month(year, 1) => PeriodShape::Month(year - 1, 12),
            PeriodShape::Month(year, month) => PeriodShape::Month(year, month - 1),
            PeriodShape::Week(..) => {
                let monday = ISOWeekDate::from(self.start().saturating_sub(7.days()));
                PeriodShape::Week(monday.year(), monday.week())
            }
            PeriodShape::Span(start, end) => {
                let days = (end - start).get_days() + 1;
                PeriodShape::Span(start.saturating_sub(days.days()), start.saturating_sub(1.day()))
            }
        };
        Self { shape, ..self }
    }

    /// The same period a year before; of a span, the same days of that year.
    #[must_use]
    pub fn year_before(self) -> Self {
        let earlier = |day: Date| day.saturating_sub(1.year());
        let shape = match self.shape {
            PeriodShape::Year(year) => PeriodShape::Year(year - 1),
            PeriodShape::Half(year, half) => PeriodShape::Half(year - 1, half),
            PeriodShape::Quarter(year, quarter) => PeriodShape::Quarter(year - 1, quarter),
            PeriodShape::Month(year, month) => PeriodShape::Month(year - 1, month),
            // A year has 52 weeks or 53; a 53rd that is not there is the last one.
            PeriodShape::Week(year, week) => {
                match ISOWeekDate::new(year - 1, week, Weekday::Monday) {
                    Ok(_) => PeriodShape::Week(year - 1, week),
                    Err(_) => PeriodShape::Week(year - 1, 52),
                }
            }
            PeriodShape::Span(start, end) => PeriodShape::Span(earlier(start), earlier(end)),
        };
        Self { shape, ..self }
    }

    /// The smaller periods a trend over this one is drawn from, ending with the end of this one.
    pub fn trend_steps(self) -> Vec<Self> {
        let step = |shape| Self { shape, ..self };
        let months = |year, from, to| {
            (from..=to).map(|month| step(PeriodShape::Month(year, month))).collect()
        };
        match self.shape {
            PeriodShape::Year(year) => months(year, 1, 12),
            PeriodShape::Half(year, half) => months(year, half * 6 - 5, half * 6),
            PeriodShape::Quarter(year, quarter) => months(year, quarter * 3 - 2, quarter * 3),
            PeriodShape::Month(..) | PeriodShape::Week(..) => {
                let mut run: Vec<_> =
                    std::iter::successors(Some(self), |period| Some(period.previous_period()))
                        .take(12)
                        .collect();
                run.reverse();
                run
            }
            PeriodShape::Span(..) => vec![self],
        }
    }

    /// A week with the three before it, as one span of days; nothing of what is no week.
    #[must_use]
    pub fn four_weeks(self) -> Option<Self> {
        let is_week = matches!(self.shape, PeriodShape::Week(..));
        let first = self.start().saturating_sub(21.days());
        is_week.then(|| Self { shape: PeriodShape::Span(first, self.end()), ..self })
    }

    /// The weeks a grid of this one is drawn from: those of a year (a week is of the year that holds its Thursday), else the
    /// last weeks (`WEEKS`) to its end. None of them begins after the newest day.
    pub fn grid_weeks(self, newest: Option<Date>) -> Vec<Self> {
        let end = newest.map_or(self.end(), |newest| newest.min(self.end()));
        let back =
            std::iter::successors(Some(Self::week_of(end)), |week| Some(week.previous_period()));
        let thursday = |week: &Self| week.start().saturating_add(3.days());
        let mut weeks: Vec<Self> = match self.shape {
            // The last days of a year may be of the first week of the next.
            PeriodShape::Year(_) => back
                .skip_while(|week| thursday(week) > self.end())
                .take_while(|week| thursday(week) >= self.start())
                .collect(),
            _ => back.take(WEEKS).collect(),
        };
        weeks.reverse();
        weeks
    }

    /// The period of the same shape just after.
    #[must_use]
    pub fn next_period(self) -> Self {
        let first = self.end().saturating_add(1.day());
        let shape = match self.shape {
            PeriodShape::Year(year) => PeriodShape::Year((year + 1).min(LAST_YEAR)),
            PeriodShape::Half(year, 2) => PeriodShape::Half((year + 1).min(LAST_YEAR), 1),
            PeriodShape::Half(year, half) => PeriodShape::Half(year, half + 1),
            PeriodShape::Quarter(year, 4) => PeriodShape::Quarter((year + 1).min(LAST_YEAR), 1),
            PeriodShape::Quarter(year, quarter) => PeriodShape::Quarter(year, quarter + 1),
            PeriodShape::Month(year, 12) => PeriodShape::Month((year + 1).min(LAST_YEAR), 1),
            PeriodShape::Month(year, month) => PeriodShape::Month(year, month + 1),
            PeriodShape::Week(..) => Self::week_of(first).shape,
            PeriodShape::Span(start, end) => {
                let days = (end - start).get_days();
                PeriodShape::Span(first, first.saturating_add(days.days()))
            }
        };
        Self { shape, ..self }
    }

    /// What holds a day: its week, month, quarter, half and year.
    pub fn all_of(day: Date) -> [Self; 5] {
        let (year, month) = (day.year(), day.month());
        let civil = |shape| Self { calendar: PeriodCalendar::Civil, shape };
        [
            Self::week_of(day),
            Self::month_of(day),
            civil(PeriodShape::Quarter(year, (month + 2) / 3)),
            civil(PeriodShape::Half(year, (month + 5) / 6)),
            Self::year_of(day),
        ]
    }

    /// The ISO week that holds a day.
    pub fn week_of(day: Date) -> Self {
        let monday = ISOWeekDate::from(day);
        Self {
            calendar: PeriodCalendar::Civil,
            shape: PeriodShape::Week(monday.year(), monday.week()),
        }
    }

    /// The calendar year that holds a day.
    pub fn year_of(day: Date) -> Self {
        Self { calendar: PeriodCalendar::Civil, shape: PeriodShape::Year(day.year()) }
    }

    /// The calendar month that holds a day.
    pub fn month_of(day: Date) -> Self {
        Self { calendar: PeriodCalendar::Civil, shape: PeriodShape::Month(day.year(), day.month()) }
    }

    fn first_month(self) -> Date {
        let (year, month) = match self.shape {
            PeriodShape::Year(year) => (year, 1),
            PeriodShape::Half(year, half) => (year, half * 6 - 5),
            PeriodShape::Quarter(year, quarter) => (year, quarter * 3 - 2),
            PeriodShape::Month(year, month) => (year, month),
            PeriodShape::Week(..) | PeriodShape::Span(..) => {
                unreachable!("weeks and spans know their first day")
            }
        };
        date(year, month, 1)
    }
}

fn week_start(year: i16, week: i8) -> Date {
    ISOWeekDate::new(year, week, Weekday::Monday).expect("a parsed week exists").date()
}

/// The id, which reads back: `2023`, `bc:2026-Q3`, `2026-08-01..2026-08-15`.
impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.calendar == PeriodCalendar::Reporting {
            out.write_str("bc:")?;
        }
        match self.shape {
            PeriodShape::Year(year) => write!(out, "{year:04}"),
            PeriodShape::Half(year, half) => write!(out, "{year:04}-H{half}"),
            PeriodShape::Quarter(year, quarter) => write!(out, "{year:04}-Q{quarter}"),
            PeriodShape::Month(year, month) => write!(out, "{year:04}-{month:02}"),
            PeriodShape::Week(year, week) => write!(out, "{year:04}-W{week:02}"),
            PeriodShape::Span(start, end) => write!(out, "{start}..{end}"),
        }
    }
}
