//! Tài khoản: one's own password and keys.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::ToSpan;

use super::super::{
    ServedSite,
    auth::{form::CheckedForm, private_page::show_private_page, throttle::LoginTry},
    http::{client::ClientAddress, error::WebError, query::RequestQuery},
    navigation::SiteNavigation,
};
use crate::domain::{hex::encode_hex, vietnamese_date::format_day};
use crate::state::{
    StateDatabase as Kept, StateError,
    access::{password_rules::LEAST, session::UserSession, token::ApiToken},
    audit::AuditAction,
};

/// Longer than this nobody remembers what a key was for.
const LONGEST_DAYS: i64 = 366;

/// What the page can be told to say.
const SAID: [&str; 10] = [
    "changed",
    "revoked",
    "not_the_same",
    "no_change",
    "wrong",
    "short",
    "common",
    "own_name",
    "pattern",
    "bad_key",
];

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    name: String,
    role: String,
    agency: Option<String>,
    nav: SiteNavigation,
    form_token: String,
    /// Agencies to choose from, where there are not too many.
    agencies: Vec<String>,
    must_change: bool,
    /// Has no password here to change.
    is_external: bool,
    /// Whether a key can show less than its owner sees.
    may_narrow: bool,
    tokens: Vec<KeyLine>,
    /// Just made, and shown this once.
    new_token: Option<String>,
    said: Option<String>,
}

/// A key, as it is shown.
struct KeyLine {
    id: i64,
    name: String,
    agency: Option<String>,
    expires: String,
    seen: Option<String>,
}

/// Shows the account page of who asks, with their API tokens.
pub async fn account_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let told = query.get_option("said").filter(|id| SAID.contains(id));
    let said = told.map(|id| {
        site.catalog
            .phrases
            .format_phrase(&format!("account.{id}"), &[("least", &LEAST.to_string())])
    });
    show_private_page(site, move |site, state| account_view(site, state, &query, (said, None)))
        .await
}

/// Changes the password of who asks and notes it in the audit log. A wrong old password, or a new one that
/// would be guessed, is told on the page.
pub async fn change_password(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    // As at the door: who tries many is slowed down, and hashing waits for its turn.
    let name = form.visitor.name().unwrap_or_default().to_owned();
    // A session is of a browser that logged in, and has tries of its own.
    let session = form.visitor.session().map(|session| encode_hex(&session.digest));
    let attempt = LoginTry::new(&name, &client.group(), session);
    Arc::clone(&site).begin_try(&attempt, &name, &client).await?;
    let turn = site.hashing.acquire().await;
    let known = Arc::clone(&site);
    let said = Arc::clone(&site).with_state(move |state, now| {
        let session = form.visitor.session().ok_or(WebError::Unknown)?;
        state.in_one_step(|| {
            let said = try_change_password(state, session, &form)?;
            match said {
                "changed" => {
                    form.note_change(state, now, &client, &known.say("audit.password", &[]))?;
                }
                "wrong" => {
                    state.append_audit(
                        now,
                        form.visitor.name(),
                        &client.address,
                        AuditAction::LoginFailed,
                        &known.say("audit.password_wrong", &[]),
                    )?;
                }
                _ => {}
            }
            Ok(said)
        })
    });
    let said = said.await?;
    drop(turn);
    // Other answers say nothing of the old password.
    if ["changed", "short", "common", "own_name", "pattern"].contains(&said) {
        site.throttle.give_back(&attempt);
    }
    Ok(Redirect::to(&format!("/account?said={said}")))
}

fn try_change_password(
    state: &Kept,
    session: &UserSession,
    form: &CheckedForm,
) -> Result<&'static str, WebError> {
    let (old, new) = (form.field_value("old"), form.field_value("new"));
    if new != form.field_value("again") {
        return Ok("not_the_same");
    }
    if new == old {
        return Ok("no_change");
    }
    if state.authenticate_user(&session.user.name, old)?.is_none() {
        return Ok("wrong");
    }
    match state.change_password(&session.user.name, new, &session.digest) {
        Ok(()) => Ok("changed"),
        Err(StateError::GuessedPassword { fault, .. }) => Ok(fault.id()),
        Err(other) => Err(other.into()),
    }
}

/// Makes an API token for who asks and shows it once. A form that cannot be so is told on the page.
pub async fn add_token(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let known = Arc::clone(&site);
    let asked = Arc::clone(&site).with_state(move |state, now| {
        let session = form.visitor.session().ok_or(WebError::Unknown)?;
        let name = form.field_value("name").trim();
        let days = form
            .field_value("days")
            .parse::<i64>()
            .ok()
            .filter(|days| (1..=LONGEST_DAYS).contains(days));
        let code = if session.user.role.is_office() {
            known.find_named(&form, "agency", "/account/tokens")?.found_or(())
        } else {
            Ok(None)
        };
        let (Some(days), false, Ok(code)) = (days, name.is_empty(), code) else {
            return Ok(None);
        };
        let expires_on = now.date().saturating_add(days.days());
        let until = format_day(expires_on);
        let detail = known.say("audit.key_made", &[("name", name), ("until", &until)]);
        let token = state.in_one_step(|| {
            form.note_change(state, now, &client, &detail)?;
            state.add_token(&session.user, name, code.as_deref(), expires_on, now)
        })?;
        Ok(Some((Arc::clone(&form.visitor), token)))
    });
    match asked.await? {
        None => Ok(Redirect::to("/account?said=bad_key").into_response()),
        Some((visitor, token)) => {
            let query = RequestQuery::for_principal(visitor);
            show_private_page(site, move |site, state| {
                account_view(site, state, &query, (None, Some(token)))
            })
            .await
        }
    }
}

/// Revokes an API token of who asks and notes it in the audit log.
pub async fn revoke_token(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<i64>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let known = Arc::clone(&site);
    site.with_state(move |state, now| {
        let session = form.visitor.session().ok_or(WebError::Unknown)?;
        let detail = known.say("audit.key_revoked", &[("id", &id.to_string())]);
        Ok(state.in_one_step(|| {
            state.revoke_token(&session.user, id)?;
            form.note_change(state, now, &client, &detail)
        })?)
    })
    .await?;
    Ok(Redirect::to("/account?said=revoked"))
}

fn account_view(
    site: &ServedSite,
    state: &Kept,
    query: &RequestQuery,
    (said, new_token): (Option<String>, Option<String>),
) -> Result<AccountPage, WebError> {
    let UserSession { user, form_token, .. } = query.visitor.session().ok_or(WebError::Unknown)?;
    Ok(AccountPage {
        name: user.name.clone(),
        role: site.catalog.phrases.format_phrase(&format!("role.{}", user.role.id()), &[]),
        agency: user.agency_code.as_deref().map(|code| site.agency_name(code)),
        form_token: form_token.clone(),
        nav: site.navigation(query, "account"),
        agencies: site.offered_agencies(query),
        must_change: user.must_change,
        is_external: user.is_external,
        may_narrow: user.role.is_office(),
        tokens: state.list_tokens(user)?.into_iter().map(|token| token_line(site, token)).collect(),
        new_token,
        said,
    })
}

fn token_line(site: &ServedSite, token: ApiToken) -> KeyLine {
    KeyLine {
        id: token.id,
        name: token.name,
        agency: token.agency_code.map(|code| site.agency_name(&code)),
        expires: format_day(token.expires_on),
        seen: token.seen_at.map(|at| format!("{} {}", at.date(), at.time())),
    }
}
