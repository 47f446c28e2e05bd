//! The hours of an office's day.

use std::str::FromStr;

use jiff::civil::{Time, time};

/// Holds half a day's work: from when to when. The end no longer belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkSession {
    pub from: Time,
    pub to: Time,
}

/// Says what an office does on the Saturdays that are no working days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SaturdayWork {
    #[default]
    Off,
    Morning,
    Day,
}

/// Holds the hours an office works on a working day, and what it does on Saturdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeHours {
    pub morning: WorkSession,
    pub afternoon: WorkSession,
    pub saturday: SaturdayWork,
}

impl Default for OfficeHours {
    fn default() -> Self {
        Self {
            morning: WorkSession { from: time(7, 30, 0, 0), to: time(11, 30, 0, 0) },
            afternoon: WorkSession { from: time(13, 30, 0, 0), to: time(17, 0, 0, 0) },
            saturday: SaturdayWork::Off,
        }
    }
}

impl WorkSession {
    /// Returns how long it is, in seconds.
    pub fn seconds(self) -> i64 {
        seconds_of_day(self.to) - seconds_of_day(self.from)
    }

    /// Counts the seconds of it between two times of the same day; `None` is the day's end.
    pub(super) fn seconds_within(self, from: Time, to: Option<Time>) -> i64 {
        let to = to.map_or(self.to, |to| to.min(self.to));
        (seconds_of_day(to) - seconds_of_day(from.max(self.from))).max(0)
    }
}

impl OfficeHours {
    /// Returns how long a whole working day is, in seconds: 27,000 by default.
    pub fn day_seconds(&self) -> i64 {
        self.morning.seconds() + self.afternoon.seconds()
    }

    /// Whether the halves of the day follow one another.
    pub fn is_in_order(&self) -> bool {
        self.morning.to <= self.afternoon.from
    }
}

impl FromStr for WorkSession {
    type Err = String;

    /// Reads `07:30-11:30`; fails where it ends before it begins.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is no span of hours");
        let (from, to) = text.split_once('-').ok_or_else(wrong)?;
        let read = |text: &str| text.trim().parse::<Time>().map_err(|_| wrong());
        let session = Self { from: read(from)?, to: read(to)? };
        if session.from < session.to { Ok(session) } else { Err(wrong()) }
    }
}

impl FromStr for SaturdayWork {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(Self::Off),
            "morning" => Ok(Self::Morning),
            "day" => Ok(Self::Day),
            _ => Err(format!("`{text}` is no work on Saturdays")),
        }
    }
}

fn seconds_of_day(at: Time) -> i64 {
    i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_is_written("07:30-11:30", Some((time(7, 30, 0, 0), time(11, 30, 0, 0))))]
    #[case::with_blanks("13:30 - 17:00", Some((time(13, 30, 0, 0), time(17, 0, 0, 0))))]
    #[case::backwards("11:30-07:30", None)]
    #[case::no_time_at_all("07:30-07:30", None)]
    #[case::one_time("07:30", None)]
    #[case::no_time("sáng-chiều", None)]
    fn a_session_is_read_as_it_is_written(
        #[case] text: &str,
        #[case] expected: Option<(Time, Time)>,
    ) {
        let read = text.parse::<WorkSession>().ok();
        assert_eq!(read.map(|session| (session.from, session.to)), expected);
    }

    #[test]
    fn the_usual_day_is_seven_hours_and_a_half() {
        assert_eq!(OfficeHours::default().day_seconds(), 7 * 3600 + 1800);
    }
}
