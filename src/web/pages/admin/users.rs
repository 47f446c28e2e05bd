//! Người dùng: who may come in, as administrators add, reset and disable them.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use super::{super::super::ServedSite, page::admin};
use crate::{
    delivery::sending::channel::bare_address,
    domain::sight::UserRole,
    state::{StateError, access::password},
    web::{
        auth::{form::CheckedForm, private_page::show_private_page, visitor::RequestPrincipal},
        http::{client::ClientAddress, error::WebError, query::RequestQuery},
    },
};

/// Adds a user with a generated password, which is shown once. A name or an agency that cannot be
/// so is told on the page.
pub async fn add_user(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let role: UserRole = form.field_value("role").parse().map_err(|_| bad_field("role"))?;
    let name = form.field_value("name").trim().to_owned();
    let turn = site.hashing.acquire().await;
    let known = Arc::clone(&site);
    let visitor = Arc::clone(&form.visitor);
    let made = Arc::clone(&site).with_state(move |state, now| {
        // A scope that nobody has would show nothing, without a word.
        // Other roles see all: what is left in the field is no narrowing they were given.
        let agency = match role {
            UserRole::Commune => known.find_named(&form, "agency", "/admin/users")?.found_or(()),
            _ => Ok(None),
        };
        let Ok(agency) = agency else {
            return Ok(Err("bad_agency"));
        };
        let password = password::generate_password()?;
        let shown = known.say(&format!("role.{}", role.id()), &[]);
        let detail = known.say("user.added", &[("name", &name), ("role", &shown)]);
        let added = state.in_one_step(|| {
            state.add_user(&name, role, agency.as_deref(), &password, now)?;
            form.note_change(state, now, &client, &detail)
        });
        match added {
            Ok(()) => {}
            Err(StateError::NameTaken { .. }) => return Ok(Err("taken")),
            Err(StateError::BadName { .. }) => return Ok(Err("bad_name")),
            Err(StateError::AgencyAndRole) => return Ok(Err("bad_agency")),
            Err(other) => return Err(other.into()),
        }
        Ok(Ok((name, password)))
    });
    let made = made.await?;
    drop(turn);
    show_password(site, visitor, made).await
}

/// Resets the password of a user to a generated one, which is shown once; who logs in at another server is only let in again.
pub async fn reset_user(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let turn = site.hashing.acquire().await;
    let visitor = Arc::clone(&form.visitor);
    let known = Arc::clone(&site);
    let made = Arc::clone(&site).with_state(move |state, now| {
        let (name, password) =
            (form.field_value("name").to_owned(), password::generate_password()?);
        let reset = state.in_one_step(|| {
            let has_password = state.reset_user(&name, &password)?;
            let detail = if has_password {
                known.say("user.reset", &[("name", &name)])
            } else {
                known.say("user.let_in", &[("name", &name)])
            };
            form.note_change(state, now, &client, &detail)?;
            Ok(has_password)
        });
        match reset {
            Ok(true) => {}
            Ok(false) => return Ok(Err("let_in")),
            Err(StateError::NoUser { .. }) => return Ok(Err("no_user")),
            Err(other) => return Err(other.into()),
        }
        Ok(Ok((name, password)))
    });
    let made = made.await?;
    drop(turn);
    show_password(site, visitor, made).await
}

/// Disables a user; the last administrator cannot be disabled.
pub async fn disable_user(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let known = Arc::clone(&site);
    let said = site.with_state(move |state, now| {
        let name = form.field_value("name");
        let detail = known.say("user.out", &[("name", name)]);
        let disabled = state.in_one_step(|| {
            state.disable_user(name)?;
            form.note_change(state, now, &client, &detail)
        });
        match disabled {
            Ok(()) => {}
            Err(StateError::LastAdmin { .. }) => return Ok("last_admin"),
            Err(StateError::NoUser { .. }) => return Ok("no_user"),
            Err(other) => return Err(other.into()),
        }
        Ok("disabled")
    });
    Ok(Redirect::to(&format!("/admin?said={}", said.await?)))
}

/// Where reports and alerts for their role reach somebody; with nothing, nowhere.
pub async fn set_mail(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let known = Arc::clone(&site);
    let said = site.with_state(move |state, now| {
        let (name, text) = (form.field_value("name"), form.field_value("mail").trim());
        let Ok(mail) = Some(text).filter(|text| !text.is_empty()).map(bare_address).transpose()
        else {
            return Ok("bad_mail");
        };
        let id = if mail.is_some() { "user.mailed" } else { "user.no_mail" };
        let shown = mail.as_deref().unwrap_or_default();
        let detail = known.say(id, &[("name", name), ("mail", shown)]);
        let set = state.in_one_step(|| {
            state.set_user_mail(name, mail.as_deref())?;
            form.note_change(state, now, &client, &detail)
        });
        match set {
            Ok(()) => {}
            Err(StateError::NoUser { .. }) => return Ok("no_user"),
            Err(other) => return Err(other.into()),
        }
        Ok("mail")
    });
    Ok(Redirect::to(&format!("/admin?said={}", said.await?)))
}

/// The page with a password that is shown this once, or with what kept it from being made.
async fn show_password(
    site: Arc<ServedSite>,
    visitor: Arc<RequestPrincipal>,
    made: Result<(String, String), &'static str>,
) -> Result<Response, WebError> {
    match made {
        Err(said) => Ok(Redirect::to(&format!("/admin?said={said}")).into_response()),
        Ok(made) => {
            let query = RequestQuery::for_principal(visitor);
            show_private_page(site, move |site, state| {
                admin(site, state, &query, (None, Some(made)))
            })
            .await
        }
    }
}

fn bad_field(field: &str) -> WebError {
    WebError::BadRequest { problem: field.to_owned() }
}
