//! Every route in one list.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderMap, HeaderValue, header},
    middleware,
    response::Response,
    routing::{get, post},
};

use tower_http::compression::CompressionLayer;

use super::{
    super::{
        ServedSite, api,
        auth::{
            route_guard::{self, RouteGuard, guarded, kept},
            visitor::RoutePermission,
        },
        charts,
        connections::paced_body::pace_body,
        followed::mark_behind,
        pages,
    },
    assets, error_format, health, monitor,
};
use crate::state::audit::AuditAction;

/// Nothing but what this server itself sends; no script but where a page says so of itself. Who may show our pages in theirs follows.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'self'";

/// A month: an office that goes back to a proxy without TLS is not shut out for a year.
const TLS_ALONE: &str = "max-age=2592000";

/// Of all files sent at once; an export of ten million rows is about that long.
const UPLOAD: usize = 4 << 30;

/// Builds the router of all pages, charts and API routes, each behind the permission it needs.
pub fn build_router(site: Arc<ServedSite>) -> Router {
    let needs = |need: RoutePermission| RouteGuard { need, noted: None };
    let looks = |need: RoutePermission| RouteGuard { need, noted: Some(AuditAction::DrillDown) };
    let takes = RouteGuard { need: RoutePermission::Rows, noted: Some(AuditAction::Report) };
    let office_takes =
        RouteGuard { need: RoutePermission::Office, noted: Some(AuditAction::Report) };
    let guards = security_headers(&site);
    Router::new()
        .merge(kept(
            number_routes().merge(api::number_routes()),
            &site,
            needs(RoutePermission::Numbers),
        ))
        .merge(kept(mixed_routes(), &site, looks(RoutePermission::Numbers)))
        .merge(kept(
            dossier_routes().merge(api::dossier_routes()),
            &site,
            looks(RoutePermission::Rows),
        ))
        .merge(guarded(
            clocked_routes()
                .merge(api::clocked_routes())
                .layer(middleware::map_response(forbid_storing)),
            &site,
            looks(RoutePermission::Rows),
        ))
        .merge(kept(
            office_routes().merge(api::office_routes()),
            &site,
            needs(RoutePermission::Office),
        ))
        .merge(guarded(
            public_routes().merge(api::program_routes()),
            &site,
            needs(RoutePermission::Numbers),
        ))
        .merge(guarded(
            register_routes().merge(api::register_routes()),
            &site,
            needs(RoutePermission::Office),
        ))
        .merge(guarded(lock_routes(), &site, looks(RoutePermission::Numbers)))
        .merge(guarded(lock_paper_routes(), &site, office_takes))
        .merge(guarded(report_routes(), &site, needs(RoutePermission::Rows)))
        .merge(guarded(report_file_routes(), &site, takes))
        .merge(guarded(monitor_routes(), &site, needs(RoutePermission::Office)))
        .merge(guarded(account_routes(), &site, needs(RoutePermission::Known)))
        .merge(guarded(job_routes(), &site, needs(RoutePermission::Work)))
        .merge(guarded(
            admin_routes().merge(api::admin_routes()),
            &site,
            needs(RoutePermission::Admin),
        ))
        .route("/login", get(pages::login::login_page).post(pages::login::log_in))
        .route("/login/oidc", get(pages::login::begin_external))
        .route("/login/oidc/callback", get(pages::login::finish_external))
        .route(
            "/start",
            get(pages::first_run::first_run_page).post(pages::first_run::save_first_run),
        )
        .route("/start/demo", post(pages::first_run::show_demo))
        .route("/assets/{*path}", get(assets::serve_asset))
        .route("/healthz", get(health::report_alive))
        .route("/readyz", get(health::report_ready))
        .fallback(route_guard::answer_not_found)
        .layer(middleware::from_fn_with_state(Arc::clone(&site), monitor::count_request))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), pace_body))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), error_format::normalize_errors))
        .layer(middleware::map_response_with_state(Arc::clone(&site), mark_behind))
        .layer(CompressionLayer::new())
        .layer(middleware::map_response(move |response| {
            std::future::ready(add_headers(&guards, response))
        }))
        .with_state(site)
}

fn number_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/", pages::overview::route())
        .route("/card", pages::briefing::card::route())
        .route("/card.png", get(pages::briefing::card::card_png))
        .route("/card.txt", get(pages::briefing::card::card_text))
        .route("/card.pdf", get(pages::briefing::card::card_pdf))
        .route("/changes", pages::briefing::changes::route())
        .route("/meeting", get(pages::briefing::meeting::meeting_page))
        .route("/agencies", pages::agencies::route())
        // `/metrics` is where monitors look for the server's own.
        .route("/indicators", pages::metrics::route())
        .route("/indicators/{id}", get(pages::metric::metric_page))
        .route("/scorecards", get(pages::scorecard::first_scorecard))
        .route("/scorecards/{id}", get(pages::scorecard::scorecard_page))
        .route("/periods", get(pages::periods::periods_page))
        .route("/charts/{file}", get(charts::serve_chart))
}

/// Numbers, and some of the dossiers behind them for whoever may see these.
fn mixed_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/agencies/{code}", get(pages::agency::agency_page))
        .route("/compare", pages::compare::route())
}

fn dossier_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/handling", pages::handling::route())
        .route("/dossiers", pages::dossiers::route())
        .route("/dossiers.csv", get(pages::dossiers::dossiers_csv))
        .route("/dossiers.xlsx", get(pages::dossiers::dossiers_xlsx))
        .route("/dossiers/{code}", get(pages::dossier::dossier_page))
        .route("/scorecards/{id}/simulation", get(pages::simulation::simulation_page))
        .route("/checks", pages::checks::route())
        .route("/checks/{id}", get(pages::checks::check_page))
        .route("/checks/{id}/rows.csv", get(pages::checks::cases_csv))
}

/// What was due an hour ago is not shown for what is due now, nor kept where somebody else may find it.
async fn forbid_storing(mut response: Response) -> Response {
    let never = HeaderValue::from_static("private, no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
}

/// What hangs on the hour, and is made anew each time.
fn clocked_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/due", get(pages::due::due_page))
        .route("/due.csv", get(pages::due::due_csv))
        .route("/due.xlsx", get(pages::due::due_xlsx))
}

fn office_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/sources", pages::sources::route())
        .route("/sources/rejected.csv", get(pages::sources::rejected_csv))
        .route("/sources/rejected.xlsx", get(pages::sources::rejected_xlsx))
}

/// What the office keeps itself: it hangs on more than the data.
fn register_routes() -> Router<Arc<ServedSite>> {
    Router::new().route("/urgings", get(pages::urgings::urgings_page))
}

fn lock_routes() -> Router<Arc<ServedSite>> {
    Router::new().route("/locks", get(pages::locks::locks_page))
}

fn lock_paper_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/locks/paper", get(pages::locks::lock_paper))
        .route("/locks/evidence", get(pages::locks::lock_evidence))
}

fn public_routes() -> Router<Arc<ServedSite>> {
    Router::new().route("/api", get(api::reference_page))
}

fn monitor_routes() -> Router<Arc<ServedSite>> {
    Router::new().route("/metrics", get(monitor::scrape))
}

fn account_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/account", get(pages::account::account_page))
        .route("/account/password", post(pages::account::change_password))
        .route("/account/tokens", post(pages::account::add_token))
        .route("/account/tokens/{id}/revoke", post(pages::account::revoke_token))
        .route("/logout", post(pages::login::log_out))
}

fn report_routes() -> Router<Arc<ServedSite>> {
    Router::new().route("/reports", get(pages::reports::reports_page))
}

/// Made anew each time.
fn report_file_routes() -> Router<Arc<ServedSite>> {
    Router::new().route("/reports/{id}/file", get(pages::reports::report_file))
}

fn job_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/reports/try", post(pages::reports::send_test))
        .route("/reports/runs/{id}/again", post(pages::reports::retry_run))
        .route("/reports/deliveries/again", post(pages::reports::resend_dead))
        .route("/reports/deliveries/{id}/again", post(pages::reports::resend_delivery))
        .route("/reports/alerts/{id}/seen", post(pages::reports::acknowledge_alert))
        .route("/locks", post(pages::locks::lock_period))
        .route("/locks/release", post(pages::locks::release_lock))
        .route("/urgings", post(pages::urgings::add_urgings))
        .route("/urgings/{id}/remove", post(pages::urgings::remove_urging))
        .route("/work", get(pages::work::job_page))
        .route("/sources/describe", get(pages::describe::describe_page))
        .route(
            "/sources/describe",
            post(pages::describe::receive_export).layer(DefaultBodyLimit::max(UPLOAD)),
        )
        .route("/sources/describe/choose", post(pages::describe::choose_meanings))
        .route("/sources/rebuild", post(pages::work::rebuild_warehouse))
        .route(
            "/sources/upload",
            post(pages::work::upload_exports).layer(DefaultBodyLimit::max(UPLOAD)),
        )
}

fn admin_routes() -> Router<Arc<ServedSite>> {
    Router::new()
        .route("/admin", get(pages::admin::page))
        .route("/admin/health", get(pages::admin::health_page))
        .route("/admin/sending", get(pages::admin::sending::sending_page))
        .route("/admin/sending/mail", post(pages::admin::sending::save_mail))
        .route("/admin/sending/schedules", post(pages::admin::sending::save_schedule))
        .route("/admin/sending/schedules/remove", post(pages::admin::sending::remove_schedule))
        .route("/admin/sending/recipients", post(pages::admin::sending::add_recipient))
        .route("/admin/sending/recipients/remove", post(pages::admin::sending::remove_recipient))
        .route("/admin/sending/try", post(pages::admin::sending::try_sending))
        .route("/admin/users", post(pages::admin::add_user))
        .route("/admin/users/reset", post(pages::admin::reset_user))
        .route("/admin/users/disable", post(pages::admin::disable_user))
        .route("/admin/users/mail", post(pages::admin::set_mail))
        .route("/admin/targets", post(pages::admin::add_target))
        .route("/admin/targets/remove", post(pages::admin::remove_target))
}

/// What every answer says to the browser.
fn security_headers(site: &ServedSite) -> HeaderMap {
    let serve = &site.settings.serve;
    let policy = [POLICY].into_iter().chain(serve.frame_ancestors.iter().map(String::as_str));
    let policy = policy.collect::<Vec<_>>().join(" ");
    let policy = HeaderValue::from_str(&policy).expect("the settings take scheme and host alone");
    let mut guards = HeaderMap::new();
    guards.insert(header::CONTENT_SECURITY_POLICY, policy);
    guards.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    guards.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if serve.has_tls() {
        guards.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TLS_ALONE));
    }
    guards
}

fn add_headers(guards: &HeaderMap, mut response: Response) -> Response {
    let own = response.headers_mut().remove(header::CONTENT_SECURITY_POLICY);
    response.headers_mut().extend(guards.clone());
    // What a page asks for beyond what all may do is said before, since who may frame it goes on to the end.
    let whole = own.zip(guards.get(header::CONTENT_SECURITY_POLICY)).and_then(|(own, usual)| {
        HeaderValue::from_bytes(&[own.as_bytes(), b"; ", usual.as_bytes()].concat()).ok()
    });
    if let Some(whole) = whole {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, whole);
    }
    response
}
