//! Schedules and recipients, a line each.

use jiff::civil::DateTime;

use super::fields::{SendingRhythm, to_each_id};
use crate::{
    catalog::{
        phrases::PhraseBook,
        settings::{
            ProgramSettings,
            sending::{RecipientSettings, ScheduleSettings},
        },
    },
    delivery::CronSchedule,
    domain::vietnamese_date::format_day_and_time,
    view::AnswerWording,
    web::ServedSite,
};

/// Describes a schedule, in Vietnamese.
pub struct ScheduleLine {
    pub id: String,
    pub report: String,
    /// "Thứ Hai hằng tuần, 07:00"
    pub when: String,
    /// When it is due next, and for what period.
    pub next: String,
    pub period: String,
    pub formats: String,
    /// Whom of the contacts it goes to.
    pub to_each: Option<String>,
    pub to: Vec<RecipientLine>,
}

/// Describes a recipient, in Vietnamese.
pub struct RecipientLine {
    /// In its list.
    pub place: usize,
    pub name: String,
    pub way: String,
    pub agency: String,
}

/// Makes a line of each schedule.
pub fn schedule_lines(
    site: &ServedSite,
    settings: &ProgramSettings,
    now: DateTime,
) -> Vec<ScheduleLine> {
    let words = AnswerWording::new(&site.catalog);
    let line = |schedule: &ScheduleSettings| ScheduleLine {
        id: schedule.id.get_ref().clone(),
        report: (site.catalog.find_report(schedule.report.get_ref()))
            .map_or_else(|_| schedule.report.get_ref().clone(), |report| report.name.clone()),
        when: describe_rhythm(
            &site.catalog.phrases,
            &SendingRhythm::of_cron(schedule.cron.get_ref()),
        ),
        next: (CronSchedule::parse(schedule.cron.get_ref()).ok())
            .and_then(|cron| cron.next_due(now))
            .map_or_else(String::new, |due| {
                let period = words.period_name(schedule.period.last_before(due.date()));
                let said = [("due", &*format_day_and_time(due)), ("period", &period)];
                site.say("sending.next", &said)
            }),
        period: site.say(&format!("sending.period.{}", schedule.period.id()), &[]),
        formats: schedule.formats.join(", "),
        to_each: schedule.to_each.map(|which| {
            let id = format!("sending.to_each.{}", to_each_id(which));
            site.say(&id, &[])
        }),
        to: recipient_lines(site, &schedule.to),
    };
    settings.schedules.iter().map(line).collect()
}

/// Makes a line of each recipient of a list.
pub fn recipient_lines(site: &ServedSite, all: &[RecipientSettings]) -> Vec<RecipientLine> {
    let way = |one: &RecipientSettings| {
        if let Some(role) = &one.role {
            let role = site.say(&format!("role.{}", role.get_ref().id()), &[]);
            return site.say("sending.way.role", &[("role", &role)]);
        }
        let (channel, address) = match one.named_channels().first() {
            Some((channel, address)) => (channel.id(), address.get_ref().clone()),
            None => return String::new(),
        };
        site.say(&format!("sending.way.{channel}"), &[("address", &address)])
    };
    let line = |(place, one): (usize, &RecipientSettings)| RecipientLine {
        place,
        name: one.name.clone(),
        way: way(one),
        agency: one.agency.as_deref().map_or_else(String::new, |code| site.agency_name(code)),
    };
    all.iter().enumerate().map(line).collect()
}

/// "Thứ Hai hằng tuần, 07:00"; a pattern of another kind as it is written.
pub fn describe_rhythm(phrases: &PhraseBook, rhythm: &SendingRhythm) -> String {
    let time = [("time", rhythm.time.as_str())];
    match rhythm.kind.as_str() {
        "daily" => phrases.format_phrase("sending.daily", &time),
        "weekly" => {
            let weekday = weekday_name(phrases, &rhythm.weekday);
            let said = [("weekday", weekday.as_str()), ("time", &rhythm.time)];
            phrases.format_phrase("sending.weekly", &said)
        }
        "monthly" if rhythm.day == SendingRhythm::LAST_DAY => {
            phrases.format_phrase("sending.month_end", &time)
        }
        "monthly" => {
            let said = [("day", rhythm.day.as_str()), ("time", &rhythm.time)];
            let told = phrases.format_phrase("sending.monthly", &said);
            if rhythm.is_of_some_months() {
                told + &phrases.format_phrase("sending.some_months", &said[..1])
            } else {
                told
            }
        }
        _ => phrases.format_phrase("sending.cron", &[("cron", &rhythm.cron)]),
    }
}

/// "Thứ Hai" of `1`.
pub fn weekday_name(phrases: &PhraseBook, weekday: &str) -> String {
    phrases.format_phrase(&format!("sending.weekday.{weekday}"), &[])
}
