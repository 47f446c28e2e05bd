//! Every route, asked as every role.

use std::{collections::BTreeSet, sync::Arc};

use axum::http::StatusCode;
use motcua::domain::sight::UserRole;

use crate::{
    pipeline::journey::sampled, support::visitor::Visitor, web::server::idle_clerk::IdleClerk,
};

/// What a route needs, as the office would say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Nothing,
    Numbers,
    Rows,
    Office,
    Known,
    Work,
    Admin,
}
use Need::{Admin, Known, Nothing, Numbers, Office, Rows, Work};
/// Route as the router names it, an address of it, what it needs.
pub const LOOKED_AT: [(&str, &str, Need); 84] = [
    ("/", "/", Numbers),
    ("/card", "/card", Numbers),
    ("/card.png", "/card.png", Numbers),
    ("/card.txt", "/card.txt", Numbers),
    ("/card.pdf", "/card.pdf", Numbers),
    ("/changes", "/changes", Numbers),
    ("/meeting", "/meeting", Numbers),
    ("/agencies", "/agencies", Numbers),
    ("/agencies/{code}", "/agencies/06283", Numbers),
    ("/indicators", "/indicators", Numbers),
    ("/indicators/{id}", "/indicators/on_time_rate", Numbers),
    ("/scorecards", "/scorecards?agency=06283", Numbers),
    ("/scorecards/{id}", "/scorecards/766?agency=06283", Numbers),
    ("/compare", "/compare", Numbers),
    ("/periods", "/periods", Numbers),
    ("/charts/{file}", "/charts/on_time_rate.svg?kind=dots", Numbers),
    ("/handling", "/handling?period=2023", Rows),
    ("/due", "/due", Rows),
    ("/due.csv", "/due.csv", Rows),
    ("/due.xlsx", "/due.xlsx", Rows),
    ("/dossiers", "/dossiers", Rows),
    ("/dossiers.csv", "/dossiers.csv", Rows),
    ("/dossiers.xlsx", "/dossiers.xlsx", Rows),
    ("/dossiers/{code}", "/dossiers/000.26.18.H37-230104-00282", Rows),
    ("/checks", "/checks", Rows),
    ("/checks/{id}", "/checks/ended_before_received", Rows),
    ("/checks/{id}/rows.csv", "/checks/ended_before_received/rows.csv", Rows),
    ("/sources", "/sources", Office),
    ("/sources/rejected.csv", "/sources/rejected.csv", Office),
    ("/sources/rejected.xlsx", "/sources/rejected.xlsx", Office),
    ("/locks", "/locks", Numbers),
    ("/locks/paper", "/locks/paper", Office),
    ("/locks/evidence", "/locks/evidence?period=2023-W01", Office),
    ("/urgings", "/urgings", Office),
    ("/reports", "/reports", Rows),
    ("/reports/{id}/file", "/reports/bieu_06a/file?period=2023-12&format=docx", Rows),
    ("/api", "/api", Numbers),
    ("/metrics", "/metrics", Office),
    ("/account", "/account", Known),
    ("/work", "/work", Work),
    ("/sources/describe", "/sources/describe", Work),
    ("/admin", "/admin", Admin),
    ("/admin/health", "/admin/health", Admin),
    ("/admin/sending", "/admin/sending", Admin),
    ("/api/v1/admin/health", "/api/v1/admin/health", Admin),
    ("/login", "/login", Nothing),
    ("/assets/{*path}", "/assets/motcua.css", Nothing),
    ("/healthz", "/healthz", Nothing),
    ("/readyz", "/readyz", Nothing),
    ("/api/v1/health", "/api/v1/health", Numbers),
    ("/api/v1/openapi.json", "/api/v1/openapi.json", Numbers),
    ("/api/v1/metrics", "/api/v1/metrics", Numbers),
    ("/api/v1/metrics/{id}", "/api/v1/metrics/on_time_rate", Numbers),
    ("/api/v1/scorecards", "/api/v1/scorecards", Numbers),
    ("/api/v1/scorecards/{id}", "/api/v1/scorecards/766?agency=06283&period=2023", Numbers),
    ("/api/v1/checks", "/api/v1/checks", Rows),
    ("/api/v1/checks/{id}", "/api/v1/checks/ended_before_received", Rows),
    ("/api/v1/due-dossiers", "/api/v1/due-dossiers", Rows),
    ("/api/v1/due-dossiers", "/api/v1/due-dossiers.csv", Rows),
    ("/api/v1/due-dossiers", "/api/v1/due-dossiers.xlsx", Rows),
    ("/api/v1/handling-times", "/api/v1/handling-times?period=2023", Rows),
    ("/api/v1/handling-times", "/api/v1/handling-times.csv?period=2023", Rows),
    ("/api/v1/handling-times", "/api/v1/handling-times.xlsx?period=2023", Rows),
    ("/api/v1/agencies", "/api/v1/agencies?period=2023", Numbers),
    ("/api/v1/agencies", "/api/v1/agencies.csv?period=2023", Numbers),
    ("/api/v1/agencies", "/api/v1/agencies.xlsx?period=2023", Numbers),
    ("/api/v1/sources", "/api/v1/sources", Office),
    ("/api/v1/sources", "/api/v1/sources.csv", Office),
    ("/api/v1/sources", "/api/v1/sources.xlsx", Office),
    ("/api/v1/urgings", "/api/v1/urgings", Office),
    ("/api/v1/urgings", "/api/v1/urgings.csv", Office),
    ("/api/v1/urgings", "/api/v1/urgings.xlsx", Office),
    ("/api/v1/metrics/{id}/values", "/api/v1/metrics/on_time_rate/values?period=2023", Numbers),
    ("/api/v1/metrics/{id}/values", "/api/v1/metrics/on_time_rate/values.csv?period=2023", Numbers),
    (
        "/api/v1/metrics/{id}/values",
        "/api/v1/metrics/on_time_rate/values.xlsx?period=2023",
        Numbers,
    ),
    (
        "/api/v1/metrics/{id}/parts",
        "/api/v1/metrics/on_time_rate/parts?period=2023&by=sector",
        Numbers,
    ),
    (
        "/api/v1/metrics/{id}/parts",
        "/api/v1/metrics/on_time_rate/parts.csv?period=2023&by=sector",
        Numbers,
    ),
    (
        "/api/v1/metrics/{id}/series",
        "/api/v1/metrics/on_time_rate/series?period=2023&agency=06283",
        Numbers,
    ),
    (
        "/api/v1/metrics/{id}/series",
        "/api/v1/metrics/on_time_rate/series.xlsx?period=2023&agency=06283",
        Numbers,
    ),
    ("/api/v1/metrics/{id}/compare", "/api/v1/metrics/on_time_rate/compare?period=2023", Numbers),
    (
        "/api/v1/metrics/{id}/compare",
        "/api/v1/metrics/on_time_rate/compare.csv?period=2023",
        Numbers,
    ),
    ("/api/v1/metrics/{id}/rows", "/api/v1/metrics/on_time_rate/rows?period=2023", Rows),
    ("/api/v1/metrics/{id}/rows", "/api/v1/metrics/on_time_rate/rows.csv?period=2023", Rows),
    ("/api/v1/metrics/{id}/rows", "/api/v1/metrics/on_time_rate/rows.xlsx?period=2023", Rows),
];

/// The page of a server that nobody has set up: there for nobody, once there is a user or anything published.
pub const FIRST_RUN: [&str; 2] = ["/start", "/start/demo"];

/// Route and address of whatever changes something, fields it is sent, what it needs.
pub const DONE: [(&str, &str, &str, Need); 29] = [
    ("/account/password", "/account/password", "old=a&new=b&again=c", Known),
    ("/account/tokens", "/account/tokens", "name=excel&days=30", Known),
    ("/account/tokens/{id}/revoke", "/account/tokens/1/revoke", "", Known),
    ("/admin/users", "/admin/users", "name=moi&role=viewer", Admin),
    ("/admin/users/reset", "/admin/users/reset", "name=nobody", Admin),
    ("/admin/users/disable", "/admin/users/disable", "name=nobody", Admin),
    ("/admin/users/mail", "/admin/users/mail", "name=nobody&mail=none", Admin),
    ("/admin/sending/mail", "/admin/sending/mail", "host=x", Admin),
    ("/admin/sending/schedules", "/admin/sending/schedules", "id=a", Admin),
    ("/admin/sending/schedules/remove", "/admin/sending/schedules/remove", "schedule=a", Admin),
    ("/admin/sending/recipients", "/admin/sending/recipients", "mail=a", Admin),
    ("/admin/sending/recipients/remove", "/admin/sending/recipients/remove", "place=0", Admin),
    ("/admin/sending/try", "/admin/sending/try", "mail=lan%40example.org", Admin),
    ("/admin/targets", "/admin/targets", "metric=on_time_rate&value=none", Admin),
    ("/admin/targets/remove", "/admin/targets/remove", "target=none", Admin),
    ("/locks", "/locks", "period=2023-11", Work),
    ("/locks/release", "/locks/release", "period=2023-11", Work),
    ("/urgings", "/urgings", "urged_on=none", Work),
    ("/urgings/{id}/remove", "/urgings/1/remove", "", Work),
    ("/sources/rebuild", "/sources/rebuild", "", Work),
    ("/sources/upload", "/sources/upload", "", Work),
    ("/sources/describe", "/sources/describe", "", Work),
    ("/sources/describe/choose", "/sources/describe/choose", "file=1&act=show", Work),
    ("/reports/try", "/reports/try", "schedule=weekly&mail=lan%40example.org", Work),
    ("/reports/runs/{id}/again", "/reports/runs/1/again", "", Work),
    ("/reports/deliveries/again", "/reports/deliveries/again", "", Work),
    ("/reports/deliveries/{id}/again", "/reports/deliveries/1/again", "", Work),
    ("/reports/alerts/{id}/seen", "/reports/alerts/1/seen", "", Work),
    ("/logout", "/logout", "", Known),
];

pub fn may(role: UserRole, need: Need) -> bool {
    match need {
        Nothing | Numbers | Known => true,
        Rows => role != UserRole::Viewer,
        Office | Work => matches!(role, UserRole::Admin | UserRole::Officer),
        Admin => role == UserRole::Admin,
    }
}

fn cookies(visitor: &Visitor) -> [(UserRole, String); 4] {
    UserRole::ALL.map(|role| {
        let agency = (role == UserRole::Commune).then_some("06283");
        (role, visitor.let_in(role.id(), role, agency))
    })
}

#[test]
fn every_route_is_in_these_tables() {
    let listed: BTreeSet<String> = (LOOKED_AT.iter().map(|(route, ..)| *route))
        .chain(DONE.iter().map(|(route, ..)| *route))
        .chain(FIRST_RUN)
        .map(str::to_owned)
        .collect();
    let text = ["src/web/http/router.rs", "src/web/api/mod.rs"]
        .map(|path| std::fs::read_to_string(path).expect("a source file"))
        .concat();
    // `.route("/x", …)` and the rows of `tables`: `("agencies", get(…))`
    let literal = regex::Regex::new(r#"\.route\(\s*"(/[^"]*)"|\("([a-z][^"]*)",\s*get\("#)
        .expect("a pattern");
    let routed: BTreeSet<String> = literal
        .captures_iter(&text)
        .map(|found| match (found.get(1), found.get(2)) {
            (Some(route), _) => route.as_str().to_owned(),
            (None, Some(table)) => format!("/api/v1/{}", table.as_str()),
            (None, None) => unreachable!("one of them matched"),
        })
        .collect();
    assert!(routed.len() > 40, "{routed:?}");
    assert_eq!(routed, listed);
}

#[tokio::test]
async fn every_page_is_shown_to_whom_it_is_for_and_to_nobody_else() {
    let visitor = Visitor::of(sampled().0);
    let mut wrong = Vec::new();
    for (role, cookie) in cookies(&visitor) {
        for (_, address, need) in LOOKED_AT {
            let status = visitor.get_as(&cookie, address).await.status();
            let expected = match need {
                // Nobody who is in logs in.
                _ if address == "/login" => StatusCode::OK,
                _ if may(role, need) => StatusCode::OK,
                _ => StatusCode::FORBIDDEN,
            };
            if status != expected {
                wrong.push(format!("{} {address}: {status}", role.id()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn nobody_unknown_sees_anything() {
    let visitor = Visitor::of(sampled().0);
    visitor.let_in("lan", UserRole::Officer, None);
    for (_, address, need) in LOOKED_AT {
        for cookie in ["", "motcua_session=0123456789abcdef"] {
            let response = visitor.get_as(cookie, address).await;
            let is_of_machines = address.starts_with("/api/") || address == "/metrics";
            let expected = match need {
                Nothing => StatusCode::OK,
                _ if is_of_machines => StatusCode::UNAUTHORIZED,
                _ => StatusCode::SEE_OTHER,
            };
            assert_eq!(response.status(), expected, "{address}");
            if expected == StatusCode::SEE_OTHER {
                let to = response.headers()["location"].to_str().expect("text").to_owned();
                assert!(to.starts_with("/login?next=%2F"), "{address} leads to {to}");
            }
        }
    }
}

#[tokio::test]
async fn a_form_is_taken_from_whom_it_is_for_with_the_token_of_their_session() {
    let visitor = Visitor::of(sampled().0).with_works(Arc::new(IdleClerk));
    for role in UserRole::ALL {
        for (_, address, fields, need) in DONE {
            let agency = (role == UserRole::Commune).then_some("06283");
            let cookie = visitor.let_in(role.id(), role, agency);
            for wrong in ["", "form_token=", "form_token=0123456789abcdef"] {
                let refused = visitor.post_as(&cookie, address, &format!("{wrong}&{fields}")).await;
                // What is no multipart form is refused before its token is looked for.
                let is_refused = refused.status() == StatusCode::FORBIDDEN
                    || (["/sources/upload", "/sources/describe"].contains(&address)
                        && refused.status().is_client_error());
                assert!(is_refused, "{} {address} {wrong}: {}", role.id(), refused.status());
            }
            let token = visitor.form_token(&cookie);
            let done =
                visitor.post_as(&cookie, address, &format!("form_token={token}&{fields}")).await;
            let is_taken = done.status() != StatusCode::FORBIDDEN;
            assert_eq!(is_taken, may(role, need), "{} {address}: {}", role.id(), done.status());
        }
    }
}

#[tokio::test]
async fn a_write_from_another_site_is_refused_even_with_cookie_and_token() {
    use axum::{
        body::Body,
        http::{Request, header},
    };
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("lan", UserRole::Admin, None);
    let token = visitor.form_token(&cookie);
    for origin in
        [None, Some("https://example.org"), Some("null"), Some("http://motcua.local.example.org")]
    {
        let mut request = Request::post("/admin/users")
            .header(header::HOST, "motcua.local")
            .header(header::COOKIE, &cookie);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        let body = format!("form_token={token}&name=mai&role=admin");
        let response = visitor.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
    let users =
        motcua::state::StateDatabase::open(&visitor.office.data()).expect("a state").list_users();
    assert_eq!(users.expect("listed").len(), 1);
}
