//! Every route, asked as every role.

mod routes;

use std::{collections::BTreeSet, sync::Arc};

use axum::http::StatusCode;
use motcua::domain::sight::UserRole;

use self::routes::Need::{Admin, Known, Nothing, Numbers, Office, Rows, Work};
pub use self::routes::{DONE, EXTERNAL_LOGIN, FIRST_RUN, LOOKED_AT, Need};
use crate::{
    pipeline::journey::sampled, support::visitor::Visitor, web::server::idle_clerk::IdleClerk,
};

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
        .chain(EXTERNAL_LOGIN)
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
