//! Coming in by another server: there, and back.

use std::sync::Arc;

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use cookie::{Cookie, SameSite, time::Duration};
use headers::HeaderMapExt;

use super::page::{append_cookie, local_address, set_cookie};
use crate::{
    catalog::settings::login::GroupFault,
    domain::sight::UserRole,
    state::{
        StateError,
        access::session::LONGEST_HOURS,
        audit::AuditAction,
        user::identity::{ExternalIdentity, IdentityOutcome},
    },
    web::{
        ServedSite,
        auth::{
            oidc::{
                IdentityProvider, LoginRefusal, PENDING_COOKIE, PENDING_SECONDS, PendingLogin,
                TokenProblem, VerifiedPerson,
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
    append_cookie(&mut response, &pending_cookie(&login.cookie, PENDING_SECONDS, &client));
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
    let attempt = LoginTry::of_external(&client.group());
    Arc::clone(&site).begin_try(&attempt, "", &client).await?;
    let mut response = match finish(&site, provider, (&client, &headers), &query).await? {
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
    append_cookie(&mut response, &pending_cookie("", 0, &client));
    Ok(response)
}

/// The secret of a new session and where it leads, or why there is none.
async fn finish(
    site: &Arc<ServedSite>,
    provider: &IdentityProvider,
    (client, headers): (&ClientAddress, &HeaderMap),
    query: &RequestQuery,
) -> Result<Result<(String, String), LoginRefusal>, WebError> {
    let Some(login) = find_pending(provider, headers, query) else {
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
    match person {
        Ok(person) => {
            let session = admit(site, provider, person, (client, headers)).await?;
            Ok(session.map(|session| (session, local_address(&login.next))))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

fn find_pending(
    provider: &IdentityProvider,
    headers: &HeaderMap,
    query: &RequestQuery,
) -> Option<PendingLogin> {
    let cookies = headers.typed_get::<headers::Cookie>()?;
    provider.pending.take(cookies.get(PENDING_COOKIE)?, query.get_option("state")?)
}

/// Gives somebody the role of their groups and begins a session, which ends the one this browser had. Who has no role any more is out
/// everywhere.
async fn admit(
    site: &Arc<ServedSite>,
    provider: &IdentityProvider,
    person: VerifiedPerson,
    (client, headers): (&ClientAddress, &HeaderMap),
) -> Result<Result<String, LoginRefusal>, WebError> {
    let settings = &provider.settings;
    let VerifiedPerson { subject, name, groups } = person;
    let issuer = settings.issuer.clone();
    let chosen = match &groups {
        None => {
            Err(LoginRefusal::NoGroups { name: name.clone(), claim: settings.groups_claim.clone() })
        }
        Some(groups) => settings.choose_role(groups).map_err(|fault| match fault {
            GroupFault::Unnamed => LoginRefusal::NoRole { name: name.clone() },
            GroupFault::Contradictory => LoginRefusal::Contradictory { name: name.clone() },
        }),
    };
    let (role, agency) = match chosen {
        Ok(group) => (group.role, group.agency.clone()),
        Err(refusal) => {
            let expelled = Arc::clone(site).with_state(move |state, _| {
                let identity = ExternalIdentity { issuer: &issuer, subject: &subject };
                Ok(state.expel_identity(identity)?)
            });
            expelled.await?;
            return Ok(Err(refusal));
        }
    };
    if let Some(agency) = agency.clone().filter(|code| site.is_unknown_agency(code)) {
        return Ok(Err(LoginRefusal::NoAgency { name, agency }));
    }
    let detail = describe_role(site, role);
    let (address, before) = (client.address.clone(), cookie(headers));
    let claim = settings.name_claim.clone();
    let admitted = Arc::clone(site).with_state(move |state, now| {
        let identity = ExternalIdentity { issuer: &issuer, subject: &subject };
        let admitted = state.in_one_step(|| {
            match state.admit_identity(identity, &name, (role, agency.as_deref()), now)? {
                IdentityOutcome::Disabled { name } => Ok(Err(LoginRefusal::Disabled { name })),
                IdentityOutcome::NameTaken => {
                    Ok(Err(LoginRefusal::NameTaken { name: name.clone() }))
                }
                IdentityOutcome::In(user) => {
                    // Whoever had this browser before is out.
                    let session = before.map(|id| state.find_session(&id, now)).transpose()?;
                    session.flatten().map_or(Ok(()), |it| state.end_session(&it.digest))?;
                    let user_name = Some(user.name.as_str());
                    state.append_audit(now, user_name, &address, AuditAction::Login, &detail)?;
                    Ok(Ok(state.begin_session(&user, now)?))
                }
            }
        });
        match admitted {
            Err(StateError::BadName { .. }) => Ok(Err(LoginRefusal::BadName { claim })),
            admitted => Ok(admitted?),
        }
    });
    admitted.await
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

    /// A scope that nobody has would show nothing, without a word. Before anything is published nobody can say.
    fn is_unknown_agency(&self, code: &str) -> bool {
        self.open_warehouse().is_ok() && self.agency_code(code).is_none()
    }
}

/// It comes along when the other server sends the browser back, and to nobody else's pages.
fn pending_cookie(value: &str, seconds: i64, client: &ClientAddress) -> Cookie<'static> {
    Cookie::build((PENDING_COOKIE, value.to_owned()))
        .path("/login/oidc")
        .max_age(Duration::seconds(seconds))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(client.is_secure)
        .build()
}
