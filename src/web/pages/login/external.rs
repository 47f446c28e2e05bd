//! Coming in by another server: there, and back.

use std::sync::Arc;

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::DateTime;

use super::page::{append_cookie, local_address, set_cookie};
use crate::{
    catalog::settings::login::{GroupFault, LoginGroup, OidcSettings},
    domain::sight::UserRole,
    state::{
        StateDatabase, StateError,
        access::session::LONGEST_HOURS,
        audit::AuditAction,
        user::identity::{ExternalIdentity, IdentityOutcome},
    },
    web::{
        ServedSite,
        auth::{
            oidc::{
                IdentityProvider, LoginRefusal, PENDING_SECONDS, TakenLogin, TokenProblem,
                VerifiedPerson, find_pending_cookie, make_pending_cookie,
            },
            route_guard::cookie,
            throttle::LoginTry,
        },
        http::{client::ClientAddress, error::WebError, query::RequestQuery},
    },
};

/// Sends a browser to the other server, with a cookie by which it is known when it comes back.
pub async fn begin_external(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let provider = provider_of(&site)?;
    let has_users = Arc::clone(&site).with_state(|state, _| Ok(state.has_users()?)).await?;
    if !has_users || site.describe_closed_door().is_some() {
        return Ok(Redirect::to("/login").into_response());
    }
    let next = local_address(query.get_option("next").unwrap_or_default());
    let login = provider.pending.begin(&next)?;
    let to = provider.authorize_url(&login).await.map_err(|told| site.refuse_login(&told))?;
    let mut response = Redirect::to(to.as_str()).into_response();
    let cookie = make_pending_cookie(&login.cookie, PENDING_SECONDS, client.has_secure_cookies);
    append_cookie(&mut response, &cookie);
    Ok(response)
}

/// Lets in who comes back from the other server with a proof of who they are; everything else is refused with its reason, which the log
/// tells too.
pub async fn finish_external(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    headers: HeaderMap,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let provider = provider_of(&site)?;
    let Some(pending) = find_pending_cookie(&headers, client.has_secure_cookies) else {
        // Nothing was begun in this browser: it is no try, and any page may send browsers here.
        return Ok(site.refuse_login(&LoginRefusal::Outdated).into_response());
    };
    let attempt = LoginTry::of_external(&client.group());
    Arc::clone(&site).begin_try(&attempt, "", &client).await?;
    let taken = provider.pending.take(&pending, query.get_option("state").unwrap_or_default());
    // Another tab's login goes on.
    let is_own = taken != TakenLogin::Strange;
    let mut response = match finish(&site, provider, (&client, &headers), (taken, &query)).await? {
        Ok((session, next)) => {
            site.throttle.give_back(&attempt);
            let mut response = Redirect::to(&next).into_response();
            set_cookie(&mut response, &session, LONGEST_HOURS * 3600, &client);
            response
        }
        Err(refusal) => {
            // Whoever the other server knows guesses nothing.
            if refusal.is_of_server() || refusal.account().is_some() {
                site.throttle.give_back(&attempt);
            }
            note_refusal(&site, &client, &refusal).await?;
            site.refuse_login(&refusal).into_response()
        }
    };
    if is_own {
        append_cookie(&mut response, &make_pending_cookie("", 0, client.has_secure_cookies));
    }
    Ok(response)
}

/// The secret of a new session and where it leads, or why there is none.
async fn finish(
    site: &Arc<ServedSite>,
    provider: &IdentityProvider,
    (client, headers): (&ClientAddress, &HeaderMap),
    (taken, query): (TakenLogin, &RequestQuery),
) -> Result<Result<(String, String), LoginRefusal>, WebError> {
    let TakenLogin::Begun(login) = taken else {
        return Ok(Err(LoginRefusal::Outdated));
    };
    let is_other_server = |iss: &str| iss != provider.settings.issuer;
    let person = match (query.get_option("code"), query.get_option("error")) {
        _ if query.get_option("iss").is_some_and(is_other_server) => {
            Err(LoginRefusal::BadToken { problem: TokenProblem::Issuer })
        }
        (_, Some(code)) => Err(LoginRefusal::of_denial(code)),
        (None, None) => Err(LoginRefusal::of_denial("")),
        (Some(code), None) => provider.verify_code(code, &login).await,
    };
    let person = match person {
        Ok(person) => person,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (address, before) = (client.address.clone(), cookie(headers));
    let known = Arc::clone(site);
    let admitted = Arc::clone(site).with_state(move |state, now| {
        admit(&known, (state, now), person, (&address, before.as_deref()))
    });
    let session = admitted.await?;
    Ok(session.map(|session| (session, local_address(&login.next))))
}

/// Gives somebody the role of their groups and begins a session, which ends the one this browser had. Who has no role any more is out
/// everywhere, whatever they are called; where no groups are told at all, only their sessions end.
fn admit(
    site: &ServedSite,
    (state, now): (&StateDatabase, DateTime),
    person: VerifiedPerson,
    (address, before): (&str, Option<&str>),
) -> Result<Result<String, LoginRefusal>, WebError> {
    let settings = &provider_of(site)?.settings;
    let VerifiedPerson { subject, name, groups } = person;
    let identity = ExternalIdentity { issuer: &settings.issuer, subject: &subject };
    // What an account is called was settled when it was made.
    let name = match state.identity_account(identity)? {
        Some(user) => Ok(user.name),
        None => name,
    };
    let name = match name {
        Ok(name) => name,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let group = match site.judge_groups(settings, &name, groups.as_deref()) {
        Ok(group) => group,
        Err(refusal) => {
            if groups.is_some() {
                state.expel_identity(identity)?;
            } else {
                state.end_identity_sessions(identity)?;
            }
            return Ok(Err(refusal));
        }
    };
    let detail = describe_role(site, group.role);
    let admitted = state.in_one_step(|| -> Result<_, StateError> {
        match state.admit_identity(identity, &name, (group.role, group.agency.as_deref()), now)? {
            IdentityOutcome::Disabled { name } => Ok(Err(LoginRefusal::Disabled { name })),
            IdentityOutcome::NameTaken => Ok(Err(LoginRefusal::NameTaken { name: name.clone() })),
            IdentityOutcome::In(user) => {
                let user_name = Some(user.name.as_str());
                state.append_audit(now, user_name, address, AuditAction::Login, &detail)?;
                Ok(Ok(state.replace_session(before, &user, now)?))
            }
        }
    })?;
    Ok(admitted)
}

fn describe_role(site: &ServedSite, role: UserRole) -> String {
    let role = site.say(&format!("role.{}", role.id()), &[]);
    site.say("audit.external_login", &[("role", &role)])
}

async fn note_refusal(
    site: &Arc<ServedSite>,
    client: &ClientAddress,
    refusal: &LoginRefusal,
) -> Result<(), WebError> {
    let reason = site.catalog.phrases.tell_error(refusal);
    let detail = site.say("audit.external_refused", &[("reason", &reason)]);
    let (account, address) = (refusal.account().map(str::to_owned), client.address.clone());
    let noted = Arc::clone(site).with_state(move |state, now| {
        let action = AuditAction::LoginFailed;
        Ok(state.append_audit(now, account.as_deref(), &address, action, &detail)?)
    });
    noted.await
}

fn provider_of(site: &ServedSite) -> Result<&IdentityProvider, WebError> {
    let missing = || WebError::NotFound { what: "/login/oidc".to_owned() };
    site.identity_provider.as_ref().ok_or_else(missing)
}

impl ServedSite {
    fn refuse_login(&self, refusal: &LoginRefusal) -> WebError {
        let phrases = &self.catalog.phrases;
        let reason = phrases.tell_error(refusal);
        let hint = phrases.tell_hint(refusal).unwrap_or_default();
        let said = self.say("login.refused", &[("reason", &reason), ("hint", &hint)]);
        WebError::LoginRefused { said, is_of_server: refusal.is_of_server() }
    }

    /// The group that gives somebody of that name their role, or why none does.
    fn judge_groups<'o>(
        &self,
        settings: &'o OidcSettings,
        name: &str,
        groups: Option<&[String]>,
    ) -> Result<&'o LoginGroup, LoginRefusal> {
        let (name, claim) = (name.to_owned(), settings.groups_claim.clone());
        let Some(groups) = groups else { return Err(LoginRefusal::NoGroups { name, claim }) };
        let group = match settings.choose_role(groups) {
            Ok(group) => group,
            Err(GroupFault::Unnamed) => return Err(LoginRefusal::NoRole { name }),
            Err(GroupFault::Contradictory) => return Err(LoginRefusal::Contradictory { name }),
        };
        match &group.agency {
            Some(agency) if self.is_unknown_agency(agency) => {
                Err(LoginRefusal::NoAgency { name, agency: agency.clone() })
            }
            _ => Ok(group),
        }
    }

    /// A scope that nobody has would show nothing, without a word. Before anything is published nobody can say.
    fn is_unknown_agency(&self, code: &str) -> bool {
        self.open_warehouse().is_ok() && self.agency_code(code).is_none()
    }
}
