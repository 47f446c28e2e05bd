//! The forms of the page: filled in from the settings, or as somebody filled them in, and read as changes.

use crate::{
    catalog::settings::{
        edit::{MailChange, PasswordSource, RecipientChange, ScheduleChange},
        sending::{MailSettings, ScheduleSettings, SmtpSecurity, UnitSelection, WhenIncomplete},
    },
    web::auth::form::CheckedForm,
};

/// Fills in the form of the mail server.
#[derive(Debug, Clone, Default)]
pub struct MailFields {
    pub host: String,
    pub port: String,
    pub tls: String,
    pub user: String,
    /// `none`, `kept` or `variable`.
    pub password: String,
    pub from: String,
    pub owner: String,
}

/// Fills in the form of a schedule.
#[derive(Debug, Clone, Default)]
pub struct ScheduleFields {
    /// The schedule that is changed; empty for a new one.
    pub old_id: String,
    pub id: String,
    pub report: String,
    pub period: String,
    pub rhythm: SendingRhythm,
    pub formats: Vec<String>,
    pub to_each: String,
    pub when_incomplete: String,
}

/// Says when a schedule is due, as a form asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendingRhythm {
    /// `daily`, `weekly`, `monthly`, or `cron` for any other.
    pub kind: String,
    pub weekday: String,
    /// A number, or [`SendingRhythm::LAST_DAY`].
    pub day: String,
    /// `07:00`
    pub time: String,
    pub cron: String,
}

impl MailFields {
    /// As the settings say.
    pub fn of_settings(mail: Option<&MailSettings>) -> Self {
        let Some(mail) = mail else {
            return Self { tls: "starttls".into(), password: "none".into(), ..Self::default() };
        };
        let tls = match mail.tls {
            SmtpSecurity::Starttls => "starttls",
            SmtpSecurity::Tls => "tls",
            SmtpSecurity::None => "none",
        };
        let password = mail.password.as_ref().map_or("none", |from| {
            if from.env.as_deref() == Some(MailChange::VARIABLE) { "variable" } else { "kept" }
        });
        Self {
            host: mail.host.clone(),
            port: mail.port.map_or_else(String::new, |port| port.to_string()),
            tls: tls.into(),
            user: mail.user.clone().unwrap_or_default(),
            password: password.into(),
            from: mail.from.get_ref().clone(),
            owner: mail.owner.as_ref().map_or_else(String::new, |owner| owner.get_ref().clone()),
        }
    }

    /// As somebody filled it in.
    pub fn of_form(form: &CheckedForm) -> Self {
        let text = |name: &str| form.field_value(name).trim().to_owned();
        Self {
            host: text("host"),
            port: text("port"),
            tls: text("tls"),
            user: text("user"),
            password: text("password"),
            from: text("from"),
            owner: text("owner"),
        }
    }

    /// The change; `None` where the port is no number.
    pub fn to_change(&self) -> Option<MailChange> {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Some(MailChange {
            host: self.host.clone(),
            port: some(&self.port).map(|port| port.parse()).transpose().ok()?,
            tls: self.tls.clone(),
            user: some(&self.user),
            password: match self.password.as_str() {
                "kept" => PasswordSource::AsBefore,
                "variable" => PasswordSource::Variable,
                _ => PasswordSource::None,
            },
            from: self.from.clone(),
            owner: some(&self.owner),
        })
    }
}

impl ScheduleFields {
    /// As the settings say; of none, what most offices want.
    pub fn of_settings(schedule: Option<&ScheduleSettings>) -> Self {
        let Some(schedule) = schedule else {
            return Self {
                report: "weekly".into(),
                period: "week_before".into(),
                rhythm: SendingRhythm::of_cron("0 7 * * 1"),
                formats: vec!["docx".into(), "pdf".into()],
                when_incomplete: "wait".into(),
                ..Self::default()
            };
        };
        let to_each = schedule.to_each.map_or("", to_each_id);
        let when = match schedule.when_incomplete {
            WhenIncomplete::Wait => "wait",
            WhenIncomplete::SendMarked => "send_marked",
        };
        Self {
            old_id: schedule.id.get_ref().clone(),
            id: schedule.id.get_ref().clone(),
            report: schedule.report.get_ref().clone(),
            period: schedule.period.id().into(),
            rhythm: SendingRhythm::of_cron(schedule.cron.get_ref()),
            formats: schedule.formats.clone(),
            to_each: to_each.into(),
            when_incomplete: when.into(),
        }
    }

    /// As somebody filled it in.
    pub fn of_form(form: &CheckedForm) -> Self {
        let text = |name: &str| form.field_value(name).trim().to_owned();
        Self {
            old_id: text("old_id"),
            id: text("id"),
            report: text("report"),
            period: text("period"),
            rhythm: SendingRhythm {
                kind: text("rhythm"),
                weekday: text("weekday"),
                day: text("day"),
                time: text("time"),
                cron: text("cron"),
            },
            formats: form.field_values("formats").map(str::to_owned).collect(),
            to_each: text("to_each"),
            when_incomplete: text("when_incomplete"),
        }
    }

    /// The change, with a recipient besides those there are.
    pub fn to_change(&self, recipient: Option<RecipientChange>) -> ScheduleChange {
        ScheduleChange {
            id: self.id.clone(),
            report: self.report.clone(),
            cron: self.rhythm.to_cron(),
            period: self.period.clone(),
            formats: self.formats.clone(),
            to_each: Some(self.to_each.clone()).filter(|text| !text.is_empty()),
            when_incomplete: self.when_incomplete.clone(),
            recipient,
        }
    }

    /// Whether a format is chosen.
    pub fn has_format(&self, format: &str) -> bool {
        self.formats.iter().any(|one| one == format)
    }
}

impl SendingRhythm {
    /// The day of every month that is its last.
    pub const LAST_DAY: &str = "L";

    /// Days that not every month has: then nothing goes out, so they are not offered.
    pub fn is_of_some_months(&self) -> bool {
        self.kind == "monthly" && self.day.parse::<u8>().is_ok_and(|day| day > 28)
    }

    /// Reads a pattern that says one time a day, a week or a month; any other stays as it is written.
    pub fn of_cron(cron: &str) -> Self {
        let other = || Self { kind: "cron".into(), cron: cron.into(), ..Self::default() };
        let parts: Vec<&str> = cron.split_whitespace().collect();
        let [minute, hour, day, "*", weekday] = parts.as_slice() else { return other() };
        let number = |text: &str, most: u8| text.parse().ok().filter(|number: &u8| *number <= most);
        let (Some(minute), Some(hour)) = (number(minute, 59), number(hour, 23)) else {
            return other();
        };
        let text = |number: Option<u8>| number.map(|number| number.to_string());
        let (kind, day, weekday) = match (*day, *weekday) {
            ("*", "*") => ("daily", None, None),
            ("*", weekday) => ("weekly", None, text(number(weekday, 6))),
            (Self::LAST_DAY, "*") => ("monthly", Some(Self::LAST_DAY.to_owned()), None),
            (day, "*") => ("monthly", text(number(day, 31).filter(|day| *day > 0)), None),
            _ => return other(),
        };
        if kind != "daily" && day.is_none() && weekday.is_none() {
            return other();
        }
        Self {
            kind: kind.into(),
            weekday: weekday.unwrap_or_default(),
            day: day.unwrap_or_default(),
            time: format!("{hour:02}:{minute:02}"),
            cron: String::new(),
        }
    }

    /// The pattern; what is no time makes one that is refused with its place.
    pub fn to_cron(&self) -> String {
        if self.kind == "cron" {
            return self.cron.clone();
        }
        let (hour, minute) = self.time.split_once(':').unwrap_or((&self.time, ""));
        let plain = |text: &str| match text.trim_start_matches('0') {
            "" if !text.is_empty() => "0".to_owned(),
            rest => rest.to_owned(),
        };
        let (day, weekday) = match self.kind.as_str() {
            "weekly" => ("*", self.weekday.as_str()),
            "monthly" => (self.day.as_str(), "*"),
            _ => ("*", "*"),
        };
        format!("{} {} {day} * {weekday}", plain(minute), plain(hour))
    }
}

/// The name of a choice of contacts in `motcua.toml`.
pub fn to_each_id(which: UnitSelection) -> &'static str {
    match which {
        UnitSelection::All => "all",
        UnitSelection::UnderFloor => "under_floor",
    }
}

/// The recipient a form names; `None` where it names none. The way is one of `mail`, `webhook:id`, `folder:id`, `role:id`.
pub fn recipient_of(form: &CheckedForm, agency: Option<String>) -> Option<RecipientChange> {
    let text = |name: &str| form.field_value(name).trim().to_owned();
    let (way, address) = match text("way").split_once(':') {
        Some((way @ ("webhook" | "folder" | "role"), id)) => (way.to_owned(), id.to_owned()),
        _ => ("mail".to_owned(), text("mail")),
    };
    let name = text("recipient");
    let is_named = !(name.is_empty() && address.is_empty());
    is_named.then_some(RecipientChange { name, way, address, agency })
}

/// The schedule that a form names.
pub fn named_schedule(form: &CheckedForm) -> Option<String> {
    Some(form.field_value("schedule").to_owned()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::every_day("30 6 * * *", ("daily", "", "", "06:30"))]
    #[case::every_monday("0 7 * * 1", ("weekly", "1", "", "07:00"))]
    #[case::every_first("5 16 1 * *", ("monthly", "", "1", "16:05"))]
    #[case::every_last("0 16 L * *", ("monthly", "", "L", "16:00"))]
    fn a_usual_pattern_is_told_in_fields(
        #[case] cron: &str,
        #[case] (kind, weekday, day, time): (&str, &str, &str, &str),
    ) {
        let rhythm = SendingRhythm::of_cron(cron);
        let fields = (&*rhythm.kind, &*rhythm.weekday, &*rhythm.day, &*rhythm.time);
        assert_eq!(fields, (kind, weekday, day, time));
        assert_eq!(rhythm.to_cron(), cron);
    }

    #[rstest]
    #[case::on_working_days("0 7 * * 1-5")]
    #[case::twice_a_day("0 7,16 * * *")]
    #[case::in_a_month("0 7 * 12 *")]
    #[case::no_hour("0 25 * * 1")]
    #[case::a_day_and_a_weekday("0 7 1 * 1")]
    fn any_other_pattern_stays_as_it_is_written(#[case] cron: &str) {
        let rhythm = SendingRhythm::of_cron(cron);
        assert_eq!((&*rhythm.kind, rhythm.to_cron()), ("cron", cron.to_owned()));
    }
}
