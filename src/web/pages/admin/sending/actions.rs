//! What the forms do: change the file, take the change up, try it out.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::DateTime;

use super::{
    fields::{MailFields, ScheduleFields, named_schedule, recipient_of},
    page::{FormOutcome, show_sending},
    trial::send_trial,
};
use crate::{
    catalog::{
        CatalogError,
        phrases::PhraseBook,
        settings::{
            ProgramSettings,
            edit::{SettingsChange, SettingsFile},
        },
    },
    delivery::{self, find_skipped_period},
    domain::period::Period,
    report::check_formats,
    web::{
        ServedSite,
        auth::form::CheckedForm,
        http::{client::ClientAddress, error::WebError, query::RequestQuery},
    },
};

/// Says why nothing was changed, and what can be done.
struct ChangeRefusal {
    said: String,
    hint: Option<String>,
}

impl From<CatalogError> for ChangeRefusal {
    fn from(error: CatalogError) -> Self {
        let phrases = PhraseBook::built_in();
        if let CatalogError::Unwritable { path, source }
        | CatalogError::NoSettings { path, source } = &error
        {
            let said = [("path", &**path), ("problem", &source.to_string())];
            return Self {
                said: phrases.format_phrase("sending.not_written", &said),
                hint: Some(phrases.format_phrase("sending.not_written.hint", &[])),
            };
        }
        let hint = miette::Diagnostic::help(&error).map(|help| help.to_string());
        Self { said: error.to_string(), hint }
    }
}

/// Sets the mail server and the sender, and sends a mail of a line where the form says to whom.
pub async fn save_mail(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let fields = MailFields::of_form(&form);
    let change = match fields.to_change() {
        Some(mail) => Ok(SettingsChange::SetMail(mail)),
        None => Err(refuse(&site, "sending.bad_port")),
    };
    let detail = site.say("audit.mail_set", &[("host", &fields.host), ("from", &fields.from)]);
    let told = FormOutcome { mail: Some(fields), ..FormOutcome::default() };
    let trial = (!form.field_value("mail").trim().is_empty()).then(|| form.clone());
    let changed = (change, detail, "saved");
    let saved = apply_change(Arc::clone(&site), client.clone(), form, changed, told).await?;
    match trial {
        Some(trial) if saved.status().is_redirection() => {
            let saved = site.say("sending.saved", &[]);
            send_trial(site, client, trial, Some(saved)).await
        }
        _ => Ok(saved),
    }
}

/// Sets a schedule, with a recipient where the form names one.
pub async fn save_schedule(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let fields = ScheduleFields::of_form(&form);
    let agency = site.find_named(&form, "agency", "/admin/sending/schedules")?;
    let old_id = Some(fields.old_id.clone()).filter(|id| !id.is_empty());
    let change = match agency.found_or(()) {
        Ok(_) if fields.id.is_empty() => Err(refuse(&site, "sending.no_id")),
        Ok(agency) => {
            let schedule = fields.to_change(recipient_of(&form, agency));
            Ok(SettingsChange::SetSchedule { old_id, schedule })
        }
        Err(()) => Err(refuse(&site, "sending.no_agency")),
    };
    let cron = fields.rhythm.to_cron();
    let said = [("id", &*fields.id), ("report", &fields.report), ("cron", &cron)];
    let detail = site.say("audit.schedule_set", &said);
    let told = FormOutcome { schedule: Some(fields), ..FormOutcome::default() };
    apply_change(site, client, form, (change, detail, "saved"), told).await
}

/// Takes a schedule out.
pub async fn remove_schedule(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let id = form.field_value("schedule").to_owned();
    let detail = site.say("audit.schedule_removed", &[("id", &id)]);
    let change = Ok(SettingsChange::RemoveSchedule { id });
    apply_change(site, client, form, (change, detail, "removed"), FormOutcome::default()).await
}

/// Adds a recipient to a schedule, or to the contacts.
pub async fn add_recipient(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let schedule = named_schedule(&form);
    let agency = site.find_named(&form, "agency", "/admin/sending/recipients")?.found_or(());
    let recipient = agency.map(|agency| recipient_of(&form, agency));
    let whose = schedule.clone().unwrap_or_else(|| site.say("sending.contacts", &[]));
    let change = match recipient {
        Err(()) => Err(refuse(&site, "sending.no_agency")),
        Ok(None) => Err(refuse(&site, "sending.no_recipient")),
        Ok(Some(recipient)) => Ok(SettingsChange::AddRecipient { schedule, recipient }),
    };
    let name = match &change {
        Ok(SettingsChange::AddRecipient { recipient, .. }) => {
            format!("{} {}", recipient.name, recipient.address).trim().to_owned()
        }
        _ => String::new(),
    };
    let detail = site.say("audit.recipient_added", &[("name", &name), ("list", &whose)]);
    apply_change(site, client, form, (change, detail, "added"), FormOutcome::default()).await
}

/// Takes a recipient out of a schedule, or out of the contacts.
pub async fn remove_recipient(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let schedule = named_schedule(&form);
    let whose = schedule.clone().unwrap_or_else(|| site.say("sending.contacts", &[]));
    let place: usize = (form.field_value("place").parse())
        .map_err(|_| WebError::BadForm { problem: "place".to_owned() })?;
    let name = form.field_value("name").to_owned();
    let detail = site.say("audit.recipient_removed", &[("name", &name), ("list", &whose)]);
    let change = Ok(SettingsChange::RemoveRecipient { schedule, place });
    apply_change(site, client, form, (change, detail, "removed"), FormOutcome::default()).await
}

fn refuse(site: &ServedSite, id: &str) -> ChangeRefusal {
    ChangeRefusal { said: site.say(id, &[]), hint: None }
}

/// Checks the change, notes who made it, writes it, and sends by it from then on. What cannot be so is told on the page, with what was
/// filled in; the file is then as it was.
async fn apply_change(
    site: Arc<ServedSite>,
    client: ClientAddress,
    form: CheckedForm,
    (change, detail, done): (Result<SettingsChange, ChangeRefusal>, String, &str),
    filled_in: FormOutcome,
) -> Result<Response, WebError> {
    let visitor = Arc::clone(&form.visitor);
    let known = Arc::clone(&site);
    let applied = Arc::clone(&site).with_state(move |state, now| {
        let change = match change {
            Ok(change) => change,
            Err(refusal) => return Ok(Err(refusal)),
        };
        // Two changes at once: the second sees what the first wrote.
        let _turn = known.sending.begin_change();
        let (changed, settings) = match check_change(&known, &form, &change) {
            Ok(checked) => checked,
            Err(refusal) => return Ok(Err(refusal)),
        };
        form.note_change(state, now, &client, &detail)?;
        if let Err(error) = changed.replace() {
            let failed = known.say("audit.not_written", &[("detail", &detail)]);
            form.note_change(state, now, &client, &failed)?;
            return Ok(Err(error.into()));
        }
        let skipped = find_skipped(&known.sending.current(), &settings, &change, now);
        known.sending.take_up_sending(settings);
        match &change {
            SettingsChange::RemoveSchedule { id } => state.forget_schedule(id)?,
            SettingsChange::SetSchedule { old_id: Some(old), schedule } if *old != schedule.id => {
                state.rename_schedule(old, &schedule.id)?;
            }
            _ => {}
        }
        Ok(Ok(skipped))
    });
    match applied.await? {
        Ok(skipped) => {
            let skipped = skipped.map_or_else(String::new, |it| format!("&skipped={it}"));
            let to = format!("/admin/sending?said={done}{skipped}");
            Ok(Redirect::to(&to).into_response())
        }
        Err(ChangeRefusal { said, hint }) => {
            let told = FormOutcome { said: Some(said), hint, is_refused: true, ..filled_in };
            let query = RequestQuery::for_principal(visitor);
            let mut response = show_sending(site, query, told).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// The period that a schedule which is set otherwise passes over.
fn find_skipped(
    old: &ProgramSettings,
    new: &ProgramSettings,
    change: &SettingsChange,
    now: DateTime,
) -> Option<Period> {
    let SettingsChange::SetSchedule { old_id: Some(old_id), schedule } = change else {
        return None;
    };
    let find = |settings: &ProgramSettings, id: &str| {
        settings.schedules.iter().find(|one| one.id.get_ref() == id).cloned()
    };
    find_skipped_period(&find(old, old_id)?, &find(new, &schedule.id)?, now)
}

/// The file with the change, and what it says then; nothing is written yet.
fn check_change(
    site: &ServedSite,
    form: &CheckedForm,
    change: &SettingsChange,
) -> Result<(SettingsFile, ProgramSettings), ChangeRefusal> {
    let path = site.settings.file_path().ok_or_else(|| refuse(site, "sending.no_file"))?;
    let file = SettingsFile::read(path)?;
    if form.field_value("digest") != file.digest() {
        return Err(refuse(site, "sending.changed_meanwhile"));
    }
    let changed = file.with_change(change)?;
    let settings = changed.parse()?;
    settings.check_content(&site.catalog)?;
    delivery::check(&settings)?;
    check_formats(&settings)?;
    Ok((changed, settings))
}
