//! Coming in by a password, and going.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use cookie::{Cookie, SameSite, time::Duration};
use url::form_urlencoded;

use super::super::super::{
    ServedSite,
    auth::{
        device_cookie::{find_device, make_device_cookie},
        first_run_key::FIRST_RUN,
        form::{CheckedForm, FormFields},
        route_guard::{COOKIE, cookie},
        throttle::LoginTry,
    },
    http::{client::ClientAddress, error::WebError, query::RequestQuery},
    navigation::SiteNavigation,
};
use crate::state::{
    access::secret::make_secret, access::session::LONGEST_HOURS, audit::AuditAction,
};

const LONGEST_NAME: usize = 40;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    next: String,
    name: String,
    is_wrong: bool,
    /// Where there are no users: what to do instead is said.
    nav: Option<SiteNavigation>,
    /// Why nobody can log in now, and what to do; none where they can.
    notice: Option<String>,
    /// Where another server lets people in, and what its button says.
    external: Option<(String, String)>,
}

impl ServedSite {
    /// The form of a password, with what is known of who fills it in.
    fn login_form(&self, next: String, name: String, is_wrong: bool) -> LoginPage {
        let external = self.identity_provider.as_ref().map(|provider| {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let label = provider.settings.label.clone();
            let address = provider.own_address(&format!("/login/oidc?next={next}"));
            (address, label.unwrap_or_else(|| self.say("login.external", &[])))
        });
        let notice = self.describe_closed_door();
        let external = external.filter(|_| notice.is_none());
        LoginPage { next, name, is_wrong, nav: None, notice, external }
    }
}

/// Shows the login form; where no users are defined, how one is added.
pub async fn login_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let next = local_address(query.get_option("next").unwrap_or_default());
    let has_users = Arc::clone(&site).with_state(|state, _| Ok(state.has_users()?)).await?;
    if site.awaits_first_run(has_users) {
        return Ok(Redirect::to(FIRST_RUN).into_response());
    }
    if !has_users {
        let nav = Some(site.navigation(&query, "login"));
        let page = LoginPage { nav, external: None, ..site.login_form(next, String::new(), false) };
        return render_form(&page, StatusCode::OK);
    }
    render_form(&site.login_form(next, String::new(), false), StatusCode::OK)
}

/// Checks name and password and begins a session. Fails for a form of another site, and where there
/// were too many tries.
pub async fn log_in(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    headers: HeaderMap,
    fields: FormFields,
) -> Result<Response, WebError> {
    if !client.is_own_origin(&headers) {
        return Err(WebError::Forbidden);
    }
    let name = fields.field_value("name").trim().to_owned();
    // No user is called so: it is not worth remembering that it was tried.
    if name.chars().count() > LONGEST_NAME {
        return Err(WebError::BadRequest { problem: "name".to_owned() });
    }
    let (next, password) =
        (local_address(fields.field_value("next")), fields.field_value("password").to_owned());
    let (told, address) = (name.clone(), client.address.clone());
    let (cookies, account) = (headers.clone(), name.clone());
    // Where it cannot be said, the browser is one like any other.
    let device = Arc::clone(&site).with_state(move |state, now| {
        Ok(find_device(&state.load_device_key()?, &cookies, &account, now.date()))
    });
    let attempt = LoginTry::new(&name, &client.group(), device.await.ok().flatten());
    Arc::clone(&site).begin_try(&attempt, &name, &client).await?;
    // A password costs memory and a core for a while: whoever sends many waits for their own.
    let turn = site.hashing.acquire().await;
    let known = Arc::clone(&site);
    let begun = Arc::clone(&site).with_state(move |state, now| {
        let Some(user) = state.authenticate_user(&told, &password)? else {
            state.append_audit(now, Some(&told), &address, AuditAction::LoginFailed, "")?;
            return Ok(None);
        };
        let role = known.say(&format!("role.{}", user.role.id()), &[]);
        state.append_audit(now, Some(&user.name), &address, AuditAction::Login, &role)?;
        Ok(Some(state.replace_session(cookie(&headers).as_deref(), &user, now)?))
    });
    let begun = begun.await?;
    drop(turn);
    let Some(id) = begun else {
        let form = site.login_form(next, name, true);
        return render_form(&form, StatusCode::UNPROCESSABLE_ENTITY);
    };
    site.throttle.give_back(&attempt);
    let mut response = Redirect::to(&next).into_response();
    set_cookie(&mut response, &id, LONGEST_HOURS * 3600, &client);
    let device = site.with_state(move |state, now| {
        let (key, device) = (state.load_device_key()?, make_secret()?);
        Ok(make_device_cookie(&key, &name, now.date(), &device, client.has_secure_cookies))
    });
    // Without it one is in all the same.
    if let Ok(cookie) = device.await {
        append_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// Ends the session of who asks and leads to the login form.
pub async fn log_out(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let address = client.address.clone();
    site.with_state(move |state, now| {
        if let Some(session) = form.visitor.session() {
            state.end_session(&session.digest)?;
        }
        Ok(state.append_audit(now, form.visitor.name(), &address, AuditAction::Logout, "")?)
    })
    .await?;
    let mut response = Redirect::to("/login").into_response();
    set_cookie(&mut response, "", 0, &client);
    Ok(response)
}

fn render_form(page: &LoginPage, status: StatusCode) -> Result<Response, WebError> {
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Html(page.render()?)).into_response())
}

/// No script reads it, no other site's form brings it along.
pub fn set_cookie(response: &mut Response, id: &str, seconds: i64, client: &ClientAddress) {
    let cookie = Cookie::build((COOKIE, id))
        .path("/")
        .max_age(Duration::seconds(seconds))
        .http_only(true)
        .same_site(SameSite::Lax);
    append_cookie(response, &cookie.secure(client.has_secure_cookies).build());
}

/// Adds a cookie to an answer.
pub(super) fn append_cookie(response: &mut Response, cookie: &Cookie) {
    let value = HeaderValue::from_str(&cookie.to_string());
    let value = value.expect("hexadecimal digits and our own words");
    response.headers_mut().append(header::SET_COOKIE, value);
}

/// Only to a page of this server: a link from elsewhere must not lead elsewhere by way of here.
pub fn local_address(next: &str) -> String {
    let mut letters = next.chars();
    let is_own = letters.next() == Some('/')
        && !matches!(letters.next(), Some('/' | '\\'))
        && !next.chars().any(char::is_control);
    if is_own { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_page("/dossiers?list=ended_overdue", "/dossiers?list=ended_overdue")]
    #[case::the_first_page("", "/")]
    #[case::another_server("https://example.org/", "/")]
    #[case::another_server_without_a_scheme("//example.org/", "/")]
    #[case::what_browsers_take_for_that("/\\example.org/", "/")]
    #[case::a_line_break("/a\r\nSet-Cookie: b", "/")]
    fn after_login_one_stays_here(#[case] next: &str, #[case] leads_to: &str) {
        assert_eq!(local_address(next), leads_to);
    }
}
