//! Nobody gets past here unknown: every route but the open ones asks who comes, and whether they may.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};
use headers::{Authorization, Cookie, HeaderMapExt, authorization::Bearer};
use jiff::civil::DateTime;
use url::form_urlencoded;

use super::{
    super::{
        ServedSite,
        cache::middleware::answer_cached,
        http::{
            client::ClientAddress, error::WebError, export::accepted_format, query::RequestQuery,
        },
        log::access_log::AnsweredRole,
    },
    first_run_key::FIRST_RUN,
    visitor::{RequestPrincipal, RoutePermission},
};
use crate::state::{StateDatabase, access::token::TokenBearer, audit::AuditAction};

/// The browser's half of a session.
pub const COOKIE: &str = "motcua_session";

/// Where whoever must change the password is sent, and what they need there.
const CHANGING: [&str; 3] = ["/account", "/account/password", "/logout"];

/// What a group of routes needs, and what asking for one of them is in the audit log.
#[derive(Debug, Clone, Copy)]
pub struct RouteGuard {
    pub need: RoutePermission,
    pub noted: Option<AuditAction>,
}

/// Routes for those who may, each answered as they may see it; what hangs on the data is kept.
pub fn kept(
    router: Router<Arc<ServedSite>>,
    site: &Arc<ServedSite>,
    gate: RouteGuard,
) -> Router<Arc<ServedSite>> {
    let cached = middleware::from_fn_with_state(Arc::clone(site), answer_cached);
    guarded(router.route_layer(cached), site, gate)
}

/// The same of what is made anew each time.
pub fn guarded(
    router: Router<Arc<ServedSite>>,
    site: &Arc<ServedSite>,
    gate: RouteGuard,
) -> Router<Arc<ServedSite>> {
    let authorize = middleware::from_fn_with_state(Arc::clone(site), authorize);
    router.route_layer(authorize).route_layer(Extension(gate))
}

async fn authorize(
    State(site): State<Arc<ServedSite>>,
    Extension(RouteGuard { need, noted }): Extension<RouteGuard>,
    client: ClientAddress,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let (asked, headers) = (request.uri().clone(), request.headers().clone());
    let is_write = *request.method() != Method::GET && *request.method() != Method::HEAD;
    // Other routes take no write at all, and say so.
    let has_writes =
        matches!(need, RoutePermission::Known | RoutePermission::Work | RoutePermission::Admin);
    if is_write && has_writes && !client.is_own_origin(&headers) {
        return WebError::Forbidden.answer(&path);
    }
    let has_other_server = site.identity_provider.is_some();
    let found = Arc::clone(&site).with_state(move |state, now| {
        let KnownVisitor { visitor, is_open } =
            find_visitor((state, now), has_other_server, &client, &headers)?;
        let refused = match &visitor {
            None if is_open => Some(WebError::Forbidden),
            None => Some(WebError::Unknown),
            Some(visitor) if !visitor.has_permission(need) => Some(WebError::Forbidden),
            Some(_) => None,
        };
        if let Some(visitor) = visitor.as_ref().filter(|visitor| visitor.name().is_some()) {
            let action = match refused {
                Some(_) => Some(AuditAction::Refused),
                None if is_taken_away(&asked, &headers) => Some(AuditAction::Export),
                // Who sees no dossier looks at none.
                None => {
                    noted.filter(|it| *it != AuditAction::DrillDown || visitor.sight.has_rows())
                }
            };
            if let Some(action) = action {
                let noted = state.append_audit(
                    now,
                    visitor.name(),
                    &client.address,
                    action,
                    &asked.to_string(),
                );
                match noted {
                    Err(error) if error.is_unwritable() && is_shown_unnoted(action) => {
                        let (user, address) = (visitor.name(), &client.address);
                        tracing::error!(user, address, action = action.id(), %asked, "not in the log of the state");
                    }
                    noted => noted?,
                }
            }
        }
        Ok((visitor.map(Arc::new), refused, is_open))
    });
    let visitor = match found.await {
        Ok((_, Some(WebError::Unknown), _)) => return login_redirect(request.uri(), is_write),
        Ok((visitor, Some(refused), _)) => return with_visitor(refused.answer(&path), visitor),
        // Whoever opens a server that nobody has set up is led to where that is done.
        Ok((_, None, true)) if path == "/" && site.awaits_first_run(false) => {
            return Redirect::to(FIRST_RUN).into_response();
        }
        Ok((visitor, None, _)) => visitor.unwrap_or_default(),
        Err(failed) => return failed.answer(&path),
    };
    if visitor.must_change() && !CHANGING.contains(&path.as_str()) {
        return Redirect::to("/account").into_response();
    }
    if is_office_work(need, is_write, &path)
        && let Some(refused) = site.refuse_office_work()
    {
        return with_visitor(refused.answer(&path), Some(visitor));
    }
    let role = visitor.role_id().map(AnsweredRole);
    let view = is_write.then(|| seen_view(request.headers())).flatten();
    request.extensions_mut().insert(Arc::clone(&visitor));
    let mut response = next.run(request).await;
    if let Some(role) = role {
        response.extensions_mut().insert(role);
    }
    if let Some(view) = view {
        keep_view(&mut response, &view);
    }
    with_visitor(response, Some(visitor))
}

/// What stands on the office's archive or on the register it keeps, which no version holds.
const OF_OFFICE: [&str; 3] = ["/urgings", "/api/v1/urgings", "/locks/evidence"];

/// Whether it is the office's alone: what it keeps besides its versions, and every change but of who may come in.
fn is_office_work(need: RoutePermission, is_write: bool, path: &str) -> bool {
    match need {
        RoutePermission::Work => true,
        RoutePermission::Admin => is_write && !path.starts_with("/admin/users"),
        _ => OF_OFFICE.iter().any(|begun| path.starts_with(begun)),
    }
}

/// Says there is no such page, with those there are for whoever asks.
pub async fn answer_not_found(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let has_other_server = site.identity_provider.is_some();
    let found = site.with_state(move |state, now| {
        find_visitor((state, now), has_other_server, &client, &headers)
    });
    // Whoever it is, the page is not there.
    let visitor = found.await.ok().and_then(|known| known.visitor).map(Arc::new);
    let what = uri.path().to_owned();
    with_visitor(WebError::NotFound { what }.answer(uri.path()), visitor)
}

/// Somebody, if they are known, and whether there are no users at all.
struct KnownVisitor {
    visitor: Option<RequestPrincipal>,
    is_open: bool,
}

fn find_visitor(
    (state, now): (&StateDatabase, DateTime),
    has_other_server: bool,
    client: &ClientAddress,
    headers: &HeaderMap,
) -> Result<KnownVisitor, WebError> {
    let (secrets, is_open) = (RequestSecrets::of(headers), !state.has_users()?);
    let visitor = match secrets {
        _ if is_open => Some(RequestPrincipal::default()).filter(|_| client.is_of_this_machine()),
        RequestSecrets { bearer: Some(token), .. } => {
            let bearer = state.find_bearer(&token, now)?;
            // Where nobody logs in at another server any more, nobody would take back a key of theirs either.
            let is_answered = |it: &TokenBearer| has_other_server || !it.user.is_external;
            bearer.filter(is_answered).and_then(RequestPrincipal::of_key)
        }
        RequestSecrets { cookie: Some(id), .. } => {
            state.find_session(&id, now)?.map(RequestPrincipal::of_session)
        }
        RequestSecrets { .. } => None,
    };
    Ok(KnownVisitor { visitor, is_open })
}

/// Pages of errors show what whoever asked may see.
fn with_visitor(mut response: Response, visitor: Option<Arc<RequestPrincipal>>) -> Response {
    if let Some(visitor) = visitor {
        response.extensions_mut().insert(visitor);
    }
    response
}

/// The period and the rule of the page a form was sent from.
fn seen_view(headers: &HeaderMap) -> Option<String> {
    let page: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let view = RequestQuery::of_address(&page, Arc::default()).carried_view();
    (!view.is_empty()).then_some(view)
}

/// What a form leads to is seen as the page it was sent from.
fn keep_view(response: &mut Response, view: &str) {
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let Some(to) = to.filter(|to| to.starts_with('/') && !to.contains("period=")) else {
        return;
    };
    let (address, place) = to.split_once('#').map_or((to, None), |(to, at)| (to, Some(at)));
    let sign = if address.contains('?') { '&' } else { '?' };
    let place = place.map_or_else(String::new, |at| format!("#{at}"));
    let whole = format!("{address}{sign}{}{place}", view.trim_start_matches('?'));
    if let Ok(whole) = HeaderValue::from_str(&whole) {
        response.headers_mut().insert(header::LOCATION, whole);
    }
}

/// Whether it goes on where the log cannot be written: pages are shown, and the server's own log says to whom; nothing is taken away.
fn is_shown_unnoted(action: AuditAction) -> bool {
    matches!(action, AuditAction::DrillDown | AuditAction::Refused)
}

/// As a table, by the address or by what is accepted.
fn is_taken_away(asked: &Uri, headers: &HeaderMap) -> bool {
    let is_file = [".csv", ".xlsx"].iter().any(|ending| asked.path().ends_with(ending));
    is_file || accepted_format(headers).is_some()
}

/// A page is had after coming in; a program is told what to bring.
fn login_redirect(asked: &Uri, is_write: bool) -> Response {
    if asked.path().starts_with("/api/") || asked.path() == "/metrics" {
        let mut response = WebError::Unknown.answer(asked.path());
        let bearer = header::HeaderValue::from_static("Bearer realm=\"motcua\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        return response;
    }
    // What was to be sent cannot be sent by coming back.
    let next = if is_write { "/".to_owned() } else { asked.to_string() };
    let next = form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
    Redirect::to(&format!("/login?next={next}")).into_response()
}

/// What a request brings to show who it is.
struct RequestSecrets {
    bearer: Option<String>,
    cookie: Option<String>,
}

impl RequestSecrets {
    fn of(headers: &HeaderMap) -> Self {
        let bearer = headers.typed_get::<Authorization<Bearer>>();
        Self { bearer: bearer.map(|it| it.token().trim().to_owned()), cookie: cookie(headers) }
    }
}

/// The session a browser says it is of.
pub fn cookie(headers: &HeaderMap) -> Option<String> {
    headers.typed_get::<Cookie>()?.get(COOKIE).map(str::to_owned)
}
