//! The page itself: what the file says, and forms to change it.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    fields::{MailFields, ScheduleFields, SendingRhythm},
    lines::{RecipientLine, ScheduleLine, recipient_lines, schedule_lines, weekday_name},
};
use crate::{
    catalog::settings::{
        ProgramSettings,
        edit::{MailChange, SettingsFile},
        sending::EndedPeriod,
    },
    domain::{period::Period, sight::UserRole},
    ingest::fetch::{FetchEnvironment, read_secret},
    report::ReportFormat,
    view::AnswerWording,
    web::{
        ServedSite,
        auth::private_page::show_private_page,
        http::{error::WebError, query::RequestQuery},
        navigation::SiteNavigation,
    },
};

/// What the page can be told to say.
const SAID: [&str; 3] = ["saved", "removed", "added"];

/// Id, name and whether it is chosen.
type FieldChoice = (String, String, bool);

/// Shows mail settings, schedules and recipients, with forms to change them.
#[derive(Template)]
#[template(path = "sending.html")]
pub(super) struct SendingPage {
    nav: SiteNavigation,
    form_token: String,
    /// What came of the last form.
    told: FormOutcome,
    /// None where the server was started without a file to write to.
    path: Option<String>,
    /// Of the file as it is shown: whoever changes it changes this one.
    digest: String,
    /// Where the file cannot be read, what is wrong with it.
    broken: Option<(String, Option<String>)>,
    mail: MailFields,
    has_mail: bool,
    tls: Vec<FieldChoice>,
    passwords: Vec<FieldChoice>,
    /// Whether the password can be read; never the password.
    password_note: Option<String>,
    /// Variables that say something over the file.
    variables: Vec<String>,
    schedules: Vec<ScheduleLine>,
    schedule: ScheduleFields,
    reports: Vec<(String, Vec<FieldChoice>)>,
    periods: Vec<FieldChoice>,
    rhythms: Vec<FieldChoice>,
    weekdays: Vec<FieldChoice>,
    days: Vec<FieldChoice>,
    formats: Vec<&'static str>,
    to_each: Vec<FieldChoice>,
    when_incomplete: Vec<FieldChoice>,
    contacts: Vec<RecipientLine>,
    ways: Vec<(String, String)>,
    agencies: Vec<String>,
}

/// Says what came of the last form, and what was filled in where it was refused.
#[derive(Debug, Default)]
pub(super) struct FormOutcome {
    pub said: Option<String>,
    pub hint: Option<String>,
    pub is_refused: bool,
    pub mail: Option<MailFields>,
    pub schedule: Option<ScheduleFields>,
}

/// Shows the page; `schedule` of the address is the one whose form is filled in.
pub async fn sending_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let told = query.get_option("said").filter(|id| SAID.contains(id));
    let said = told.map(|id| site.say(&format!("sending.{id}"), &[]));
    // What the new times pass over is not sent by itself: whoever set them is told.
    let skipped = query.parse_option::<Period>("skipped")?.map(|period| {
        let period = AnswerWording::new(&site.catalog).period_name(period);
        format!(" {}", site.say("sending.skipped", &[("period", &period)]))
    });
    let said = said.map(|said| said + &skipped.unwrap_or_default());
    show_sending(site, query, FormOutcome { said, ..FormOutcome::default() }).await
}

/// Shows the page with what came of a form.
pub(super) async fn show_sending(
    site: Arc<ServedSite>,
    query: RequestQuery,
    told: FormOutcome,
) -> Result<Response, WebError> {
    show_private_page(site, move |site, _| sending_view(site, &query, told)).await
}

fn sending_view(
    site: &ServedSite,
    query: &RequestQuery,
    told: FormOutcome,
) -> Result<SendingPage, WebError> {
    let session = query.visitor.session().ok_or(WebError::Unknown)?;
    let file = site.settings.file_path().map(SettingsFile::read).transpose();
    let parsed = match &file {
        Ok(Some(file)) => file.parse(),
        Ok(None) => Ok(ProgramSettings::clone(&site.sending.current())),
        Err(_) => Ok(ProgramSettings::default()),
    };
    let problem = file.as_ref().err().or_else(|| parsed.as_ref().err());
    let broken = problem.map(|error| {
        (error.to_string(), miette::Diagnostic::help(error).map(|help| help.to_string()))
    });
    let file = file.ok().flatten();
    let settings = parsed.unwrap_or_default();
    let asked = query.get_option("schedule");
    let shown = settings.schedules.iter().find(|one| Some(one.id.get_ref().as_str()) == asked);
    let schedule = told.schedule.clone().unwrap_or_else(|| ScheduleFields::of_settings(shown));
    let mail = told.mail.clone().unwrap_or_else(|| MailFields::of_settings(settings.mail.as_ref()));
    let choices = |kind: &str, ids: &[&str], chosen: &str| -> Vec<FieldChoice> {
        let choice = |id: &&str| {
            let name = site.say(&format!("sending.{kind}.{id}"), &[]);
            ((*id).to_owned(), name, *id == chosen)
        };
        ids.iter().map(choice).collect()
    };
    let weekdays = ["1", "2", "3", "4", "5", "6", "0"].map(|id| {
        let name = weekday_name(&site.catalog.phrases, id);
        (id.to_owned(), name, id == schedule.rhythm.weekday)
    });
    let reports = site.catalog.listed_reports().into_iter().map(|(heading, reports)| {
        let choice = |report: &&crate::catalog::report::ReportDefinition| {
            (report.id.clone(), report.name.clone(), report.id == schedule.report)
        };
        (heading, reports.iter().map(choice).collect())
    });
    let text = file.as_ref().map_or("", SettingsFile::text);
    Ok(SendingPage {
        nav: site.navigation(query, "admin"),
        form_token: session.form_token.clone(),
        path: file.as_ref().map(SettingsFile::shown_path),
        digest: file.as_ref().map_or_else(String::new, SettingsFile::digest),
        broken,
        has_mail: settings.mail.is_some(),
        tls: choices("tls", &["starttls", "tls", "none"], &mail.tls),
        passwords: password_choices(site, &settings, &mail.password),
        password_note: password_note(site, &settings),
        variables: set_by_variables(text),
        schedules: schedule_lines(site, &settings, (site.clock)()),
        reports: reports.collect(),
        periods: choices("period", &EndedPeriod::ALL.map(EndedPeriod::id), &schedule.period),
        rhythms: choices("rhythm", &["daily", "weekly", "monthly", "cron"], &schedule.rhythm.kind),
        weekdays: weekdays.into(),
        days: day_choices(site, &schedule.rhythm),
        formats: ReportFormat::ALL.map(ReportFormat::file_extension).into(),
        to_each: choices("to_each", &["all", "under_floor"], &schedule.to_each),
        when_incomplete: choices("when", &["wait", "send_marked"], &schedule.when_incomplete),
        contacts: recipient_lines(site, &settings.contacts),
        ways: ways(site, &settings),
        agencies: site.offered_agencies(query),
        mail,
        schedule,
        told,
    })
}

/// Days that every month has, the last one, and the one that is set already.
fn day_choices(site: &ServedSite, rhythm: &SendingRhythm) -> Vec<FieldChoice> {
    let days = (1..=28).map(|day| (day.to_string(), day.to_string()));
    let set = (rhythm.is_of_some_months()).then(|| {
        let name = site.say("sending.day_of_some_months", &[("day", &rhythm.day)]);
        (rhythm.day.clone(), name)
    });
    let last = (SendingRhythm::LAST_DAY.to_owned(), site.say("sending.last_day", &[]));
    let mark = |(id, name): (String, String)| {
        let is_on = id == rhythm.day;
        (id, name, is_on)
    };
    days.chain(set).chain([last]).map(mark).collect()
}

/// Where the password may lie: nowhere, in the program's own variable, or where the file says.
fn password_choices(
    site: &ServedSite,
    settings: &ProgramSettings,
    chosen: &str,
) -> Vec<FieldChoice> {
    let variable = [("variable", MailChange::VARIABLE)];
    let mut choices = vec![
        ("none".to_owned(), site.say("sending.password.none", &[])),
        ("variable".to_owned(), site.say("sending.password.variable", &variable)),
    ];
    let from = settings.mail.as_ref().and_then(|mail| mail.password.as_ref());
    let held = from.and_then(|from| match (&from.env, &from.file) {
        (Some(name), _) if name == MailChange::VARIABLE => None,
        (Some(name), _) => Some(name.clone()),
        (None, file) => file.as_ref().map(|file| file.display().to_string()),
    });
    if let Some(place) = held {
        let name = site.say("sending.password.kept", &[("place", &place)]);
        choices.push(("kept".to_owned(), name));
    }
    let mark = |(id, name): (String, String)| {
        let is_on = id == chosen;
        (id, name, is_on)
    };
    choices.into_iter().map(mark).collect()
}

/// Says whether the server can read the password.
fn password_note(site: &ServedSite, settings: &ProgramSettings) -> Option<String> {
    let from = settings.mail.as_ref()?.password.as_ref()?;
    let is_read = read_secret(from, FetchEnvironment::from_system().variable).is_ok();
    Some(site.say(if is_read { "sending.password_read" } else { "sending.password_unread" }, &[]))
}

/// Keys of what the page shows that variables say over the file.
fn set_by_variables(text: &str) -> Vec<String> {
    let all = ProgramSettings::list_variables(text).unwrap_or_default();
    let shown = all.into_iter().filter(|(key, _)| key.starts_with("mail."));
    shown.map(|(_, variable)| variable).filter(|name| name != MailChange::VARIABLE).collect()
}

/// The ways something can reach somebody.
fn ways(site: &ServedSite, settings: &ProgramSettings) -> Vec<(String, String)> {
    let named = |kind: &str, id: &str| {
        (format!("{kind}:{id}"), site.say(&format!("sending.way.{kind}"), &[("address", id)]))
    };
    let webhooks = settings.webhooks.iter().map(|one| named("webhook", one.id.get_ref()));
    let folders = settings.folders.iter().map(|one| named("folder", one.id.get_ref()));
    let roles = UserRole::ALL.map(|role| {
        let name = site.say(&format!("role.{}", role.id()), &[]);
        (format!("role:{}", role.id()), site.say("sending.way.role", &[("role", &name)]))
    });
    let mail = ("mail".to_owned(), site.say("sending.way.by_mail", &[]));
    [mail].into_iter().chain(webhooks).chain(folders).chain(roles).collect()
}
