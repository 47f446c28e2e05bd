//! What goes out of the office by itself: by which ways, when, to whom.

use std::{
    collections::BTreeMap,
    num::{NonZeroU16, NonZeroU32},
    path::PathBuf,
};

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use crate::{
    catalog::connector::http::TokenFrom,
    domain::{period::Period, sight::UserRole},
};

/// Every answer comes within so much, or is not waited for: a mail needs eight, and its sender has a quarter of an hour.
pub const LONGEST_SECONDS: u16 = 90;

/// The server that takes the office's mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    pub host: String,
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub tls: SmtpSecurity,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub password: Option<TokenFrom>,
    /// `Văn phòng UBND <baocao@…>`
    pub from: Spanned<String>,
    /// Who is told what could not be sent.
    #[serde(default)]
    pub owner: Option<Spanned<String>>,
    /// For each answer of the server.
    #[serde(default = "minute")]
    pub timeout_seconds: NonZeroU16,
}

/// Says how the connection to the mail server is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// The connection begins in the clear and must turn to TLS.
    #[default]
    Starttls,
    Tls,
    /// Only to a relay inside the office.
    None,
}

impl MailSettings {
    /// Returns the port that is set, else the usual one of the encryption.
    pub fn effective_port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            SmtpSecurity::Starttls => 587,
            SmtpSecurity::Tls => 465,
            SmtpSecurity::None => 25,
        })
    }
}

/// An address that takes a message over HTTP.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    pub id: Spanned<String>,
    /// May hold `{token}`.
    pub url: Spanned<String>,
    /// Sent as JSON; its texts may hold `{subject}`, `{text}`, `{report}`, `{period}`, `{agency}`.
    pub body: Value,
    /// Values may hold `{token}`.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// What the receiver knows the office by.
    #[serde(default)]
    pub token: Option<TokenFrom>,
    /// What the message is signed with.
    #[serde(default)]
    pub secret: Option<TokenFrom>,
    /// What the receiver's answer must say, beside a status of success: some answer 200 to what they did not take.
    #[serde(default)]
    pub answer: BTreeMap<String, Value>,
    #[serde(default = "half_minute")]
    pub timeout_seconds: NonZeroU16,
    /// What its receiver takes of subject and text together.
    #[serde(default)]
    pub max_chars: Option<NonZeroU32>,
}

/// Describes a folder that reports are put into.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderSettings {
    pub id: Spanned<String>,
    pub path: PathBuf,
}

/// Who gets something: one of a mail address, a webhook's id, a folder's id, a role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientSettings {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub mail: Option<Spanned<String>>,
    #[serde(default)]
    pub webhook: Option<Spanned<String>>,
    #[serde(default)]
    pub folder: Option<Spanned<String>>,
    /// Every user of it that has a mail address, each under their own sight.
    #[serde(default)]
    pub role: Option<Spanned<UserRole>>,
    /// Only what concerns this agency and those below it.
    #[serde(default)]
    pub agency: Option<String>,
}

/// How something reaches a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryChannel {
    Mail,
    Webhook,
    Folder,
}

impl DeliveryChannel {
    /// Lists all channels.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Webhook, Self::Folder];

    /// Returns the name of the channel in the state and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
            Self::Folder => "folder",
        }
    }

    /// Whether the same message twice is the same as once: a folder holds one file of a name, a webhook is told the key.
    pub fn is_repeatable(self) -> bool {
        self != Self::Mail
    }
}

impl std::str::FromStr for DeliveryChannel {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|channel| channel.id() == text).ok_or(())
    }
}

impl RecipientSettings {
    /// Makes a nameless recipient of a mail address, limited to an agency where one is given.
    pub fn by_mail(address: &str, agency: Option<&str>) -> Self {
        Self {
            name: String::new(),
            mail: Some(Spanned::new(0..0, address.to_owned())),
            webhook: None,
            folder: None,
            role: None,
            agency: agency.map(str::to_owned),
        }
    }

    /// Every way that is named, with the address behind it; a checked recipient has one, or a role.
    pub fn named_channels(&self) -> Vec<(DeliveryChannel, &Spanned<String>)> {
        let named = [
            (DeliveryChannel::Mail, &self.mail),
            (DeliveryChannel::Webhook, &self.webhook),
            (DeliveryChannel::Folder, &self.folder),
        ];
        named.into_iter().filter_map(|(channel, way)| Some((channel, way.as_ref()?))).collect()
    }
}

/// A report that is made and sent by itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleSettings {
    pub id: Spanned<String>,
    pub report: Spanned<String>,
    /// Minute, hour, day, month, day of the week; the time of Viet Nam.
    pub cron: Spanned<String>,
    pub period: EndedPeriod,
    #[serde(default)]
    pub formats: Vec<String>,
    #[serde(default)]
    pub to: Vec<RecipientSettings>,
    /// To the contacts too, each for its own agency.
    #[serde(default)]
    pub to_each: Option<UnitSelection>,
    #[serde(default)]
    pub when_incomplete: WhenIncomplete,
    /// Data must reach to so many days before the period's end.
    #[serde(default = "one")]
    pub newest_within_days: u16,
    /// Connectors that must have brought data as new as that.
    #[serde(default)]
    pub sources: Vec<Spanned<String>>,
}

/// Says which contacts a schedule sends to: all, or those of agencies under the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitSelection {
    All,
    UnderFloor,
}

/// Says what a schedule does while data is missing: it waits, or sends with a note of that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenIncomplete {
    #[default]
    Wait,
    SendMarked,
}

/// The last period of a kind that had ended when the schedule was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedPeriod {
    WeekBefore,
    MonthBefore,
    QuarterBefore,
    HalfBefore,
    YearBefore,
}

impl EndedPeriod {
    /// Returns the last period of the kind that had ended before the one that holds the day.
    pub fn last_before(self, day: jiff::civil::Date) -> Period {
        use crate::domain::period::{PeriodCalendar, PeriodShape};
        let of = |shape| Period { calendar: PeriodCalendar::Civil, shape };
        let (year, month) = (day.year(), day.month());
        let current = match self {
            Self::WeekBefore => Period::week_of(day),
            Self::MonthBefore => Period::month_of(day),
            Self::QuarterBefore => of(PeriodShape::Quarter(year, (month + 2) / 3)),
            Self::HalfBefore => of(PeriodShape::Half(year, (month + 5) / 6)),
            Self::YearBefore => Period::year_of(day),
        };
        current.previous_period()
    }
}

fn minute() -> NonZeroU16 {
    NonZeroU16::new(60).expect("sixty")
}
fn half_minute() -> NonZeroU16 {
    NonZeroU16::new(30).expect("thirty")
}
fn one() -> u16 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::on_monday_the_week_that_ended_yesterday(
        EndedPeriod::WeekBefore,
        "2024-01-01",
        "2023-W52"
    )]
    #[case::on_sunday_the_week_is_not_over(EndedPeriod::WeekBefore, "2024-01-07", "2023-W52")]
    #[case(EndedPeriod::MonthBefore, "2024-01-31", "2023-12")]
    #[case(EndedPeriod::QuarterBefore, "2024-04-01", "2024-Q1")]
    #[case(EndedPeriod::QuarterBefore, "2024-03-31", "2023-Q4")]
    #[case(EndedPeriod::HalfBefore, "2024-07-01", "2024-H1")]
    #[case(EndedPeriod::HalfBefore, "2024-06-30", "2023-H2")]
    #[case(EndedPeriod::YearBefore, "2024-12-31", "2023")]
    fn a_report_is_of_a_period_that_has_ended(
        #[case] ended: EndedPeriod,
        #[case] day: &str,
        #[case] period: &str,
    ) {
        assert_eq!(ended.last_before(day.parse().expect("a day")).to_string(), period);
    }
}
