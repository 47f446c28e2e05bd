//! What the page does: writes the settings, makes the account, lets its owner in.

use std::{path::PathBuf, sync::Arc};

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    answers::{FirstRunAnswers, NamedOffice, find_office, load_offices},
    open::{ensure_own_form, forget_link, no_page},
    page::{FirstRunOutcome, show_form},
};
use crate::{
    catalog::{
        CatalogError,
        settings::edit::{OfficeChange, SettingsChange, SettingsFile},
    },
    state::{StateError, access::session::LONGEST_HOURS, audit::AuditAction},
    web::{
        ServedSite,
        auth::form::FormFields,
        http::{client::ClientAddress, error::WebError},
        pages::login::set_cookie,
    },
};

/// Sets the server up and leads to where the first export is taken in. What cannot be so is told on the page, and nothing is made then.
pub async fn save_first_run(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    headers: HeaderMap,
    fields: FormFields,
) -> Result<Response, WebError> {
    ensure_own_form(&site, (&client, &headers), fields.field_value("key")).await?;
    let answers = FirstRunAnswers::of_form(&fields);
    let hashing = site.hashing.acquire().await;
    let (known, told, from) = (Arc::clone(&site), answers.clone(), client.clone());
    let made = Arc::clone(&site).with_state(move |state, now| {
        // Two who send the form at once are one after the other, and the second finds no page. Held by whoever writes, not by whoever waits:
        // one who goes away leaves the work behind.
        let _turn = known.sending.begin_change();
        if !known.awaits_first_run(state.has_users()?) {
            return Err(no_page());
        }
        let office = match choose_office(&known, &told)? {
            Ok(office) => office,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Some(refused) = told.user_fault(&known) {
            return Ok(Err(refused));
        }
        let settings = known.sending.current();
        let change = OfficeChange {
            scope: office,
            inbox: (settings.inbox.is_none() && !told.inbox.is_empty()).then(|| told.inbox.clone()),
        };
        if change.inbox.is_some()
            && let Some(refused) = told.inbox_fault(&known)
        {
            return Ok(Err(refused));
        }
        let path = settings.file_path().map(PathBuf::from);
        if let Some(path) = path.filter(|_| change.says_anything())
            && let Err(error) = write_settings(&known, &path, change)
        {
            return Ok(Err(tell_unwritten(&known, &error)));
        }
        match state.add_first_admin(&told.name, &told.password, now) {
            Ok(true) => {}
            Ok(false) => return Err(no_page()),
            Err(StateError::BadName { .. }) => {
                return Ok(Err(known.say("admin.bad_name", &[])));
            }
            Err(other) => return Err(other.into()),
        }
        let detail = known.say("audit.first_run", &[("name", &told.name)]);
        state.append_audit(now, Some(&told.name), &from.address, AuditAction::Change, &detail)?;
        Ok(Ok(state.begin_session(&state.require_user(&told.name)?, now)?))
    });
    let made = made.await?;
    drop(hashing);
    match made {
        Ok(session) => {
            forget_link(&site.data);
            let mut response = Redirect::to("/work").into_response();
            set_cookie(&mut response, &session, LONGEST_HOURS * 3600, &client);
            Ok(response)
        }
        Err(refused) => {
            let outcome = FirstRunOutcome { refused: Some(refused), demo: Vec::new() };
            show_form(site, answers, outcome).await
        }
    }
}

/// Shows the samples on pages of their own: what is invented is never counted with what is the office's.
pub async fn show_demo(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    headers: HeaderMap,
    fields: FormFields,
) -> Result<Response, WebError> {
    ensure_own_form(&site, (&client, &headers), fields.field_value("key")).await?;
    let Some(works) = site.works.clone() else {
        return Err(WebError::Forbidden);
    };
    let opened = tokio::task::spawn_blocking(move || works.open_demo()).await;
    let opened = opened.map_err(|error| WebError::Internal { cause: error.to_string() })?;
    let outcome = match opened {
        Ok(demo) => FirstRunOutcome { refused: None, demo },
        Err(refused) => FirstRunOutcome { refused: Some(refused), demo: Vec::new() },
    };
    show_form(site, FirstRunAnswers::of_form(&fields), outcome).await
}

/// The code of the office that was named; none where none was. The inner error is a sentence.
fn choose_office(
    site: &ServedSite,
    answers: &FirstRunAnswers,
) -> Result<Result<Option<String>, String>, WebError> {
    let today = (site.clock)().date();
    let offices = load_offices(&site.catalog.current().content, today)?;
    let said = [("office", &*answers.office)];
    Ok(match find_office(&offices, &answers.office) {
        NamedOffice::Blank => Ok(None),
        NamedOffice::Found(office) => Ok(Some(office.code)),
        NamedOffice::Unknown => Err(site.say("first_run.no_office", &said)),
        NamedOffice::Several => Err(site.say("first_run.several_offices", &said)),
    })
}

/// Says in the words of the content why the settings are as they were, and what can be done.
fn tell_unwritten(site: &ServedSite, error: &CatalogError) -> String {
    let phrases = &site.catalog.phrases;
    let (problem, hint) = match error {
        CatalogError::Unwritable { path, source } | CatalogError::NoSettings { path, source } => {
            let said = [("path", &**path), ("problem", &source.to_string())];
            (phrases.format_phrase("first_run.not_opened", &said), None)
        }
        CatalogError::Place { hint, .. } => {
            (phrases.tell_content(error), hint.as_ref().map(|hint| phrases.tell_place(hint)))
        }
        _ => (phrases.tell_content(error), None),
    };
    let hint = hint.unwrap_or_else(|| site.say("sending.not_written.hint", &[]));
    site.say("first_run.not_written", &[("problem", &problem), ("hint", &hint)])
}

/// Writes what was chosen into the file, and goes by it from now on; nobody else may change it meanwhile.
fn write_settings(
    site: &ServedSite,
    path: &std::path::Path,
    change: OfficeChange,
) -> Result<(), CatalogError> {
    let file = SettingsFile::read(path)?.with_change(&SettingsChange::SetOffice(change))?;
    let changed = file.parse()?;
    changed.check_content(site.catalog.current())?;
    file.replace()?;
    site.sending.take_up_office(changed);
    Ok(())
}
