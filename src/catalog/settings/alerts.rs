//! What the office wants to be told of without asking.

use jiff::civil::Time;
use serde::Deserialize;
use toml::Spanned;

use super::sending::RecipientSettings;

/// Holds what the office wants to be warned of, when, and who is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertSettings {
    /// Each agency that falls below its floor of one of these.
    #[serde(default)]
    pub metrics: Vec<MetricAlert>,
    /// A connector that brought nothing for so many days.
    #[serde(default)]
    pub source_silent_days: Option<u16>,
    /// Dossiers known until so many days ago, and no further.
    #[serde(default)]
    pub data_stale_days: Option<u16>,
    /// An export in the inbox that could not be taken in.
    #[serde(default)]
    pub ingest_failed: bool,
    #[serde(default)]
    pub due: Option<DueAlert>,
    #[serde(default)]
    pub due_windows: Option<DueWindowAlert>,
    /// From when to when nothing is sent; may go over midnight.
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    #[serde(default)]
    pub to: Vec<RecipientSettings>,
    /// The contacts too, each of its own agency.
    #[serde(default)]
    pub to_each: bool,
}

/// Describes an alert on each agency that falls below the floor of a metric.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricAlert {
    pub id: Spanned<String>,
    pub period: CurrentPeriod,
    #[serde(default = "commune")]
    pub level: String,
    /// Fewer say nothing.
    #[serde(default = "ten")]
    pub at_least: i64,
    /// So many percentage points on the good side of the floor, and it is over: `0.5`.
    #[serde(default = "nought")]
    pub hysteresis: Spanned<String>,
}

/// Dossiers that must be finished within days and are not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueAlert {
    /// Whose rows they are among.
    pub metric: Spanned<String>,
    #[serde(default = "two")]
    pub working_days: u16,
}

/// Dossiers due within 24 hours or three working days, told while the office works.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueWindowAlert {
    /// Between two messages to the same people.
    #[serde(default = "half_hour")]
    pub every_minutes: u16,
    /// Of a message, subject and text together: what is longer ends with how many more there are.
    #[serde(default = "chat_length")]
    pub max_chars: u16,
}

/// The period that holds the newest day of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrentPeriod {
    Week,
    Month,
    Year,
}

impl CurrentPeriod {
    /// Returns the name of the kind of period in `motcua.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Holds the times of day between which nothing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    pub from: Time,
    pub to: Time,
}

impl QuietHours {
    /// The end is no longer quiet.
    pub fn contains_time(self, at: Time) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&at)
        } else {
            at >= self.from || at < self.to
        }
    }
}

fn commune() -> String {
    "commune".to_owned()
}
fn ten() -> i64 {
    10
}
fn two() -> u16 {
    2
}
fn half_hour() -> u16 {
    30
}
fn chat_length() -> u16 {
    900
}
fn nought() -> Spanned<String> {
    Spanned::new(0..0, "0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;
    use rstest::rstest;

    #[rstest]
    #[case::evening(18, true)]
    #[case::night(2, true)]
    #[case::morning(7, false)]
    #[case::day(12, false)]
    fn the_night_goes_over_midnight(#[case] hour: i8, #[case] is_quiet: bool) {
        let quiet = QuietHours { from: time(18, 0, 0, 0), to: time(7, 0, 0, 0) };
        assert_eq!(quiet.contains_time(time(hour, 0, 0, 0)), is_quiet);
    }

    #[test]
    fn noon_is_quiet_too_where_it_is_said() {
        let quiet = QuietHours { from: time(11, 30, 0, 0), to: time(13, 30, 0, 0) };
        assert!(quiet.contains_time(time(12, 0, 0, 0)) && !quiet.contains_time(time(13, 30, 0, 0)));
    }
}
