//! Who is let in, as what, and what is kept of it.

use std::time::Duration;

use axum::http::{StatusCode, header};
use motcua::{domain::sight::UserRole, ingest::fetch::FetchClock, state::StateDatabase};
use serde_json::json;

use super::{
    browser::{LoginDesk, cookie_of},
    identity_stub::{ACCESS_TOKEN, CODE, SECRET, StubPlan, query_of},
};
use crate::{
    pipeline::journey::sampled,
    support::{
        fetch_desk::assert_nowhere,
        office::Office,
        visitor::{Visitor, all, text},
    },
};

#[tokio::test]
async fn who_logs_in_there_is_in_here_as_what_their_group_is() {
    let desk = LoginDesk::with(sampled().0, StubPlan::default());
    let page = desk.visitor.page("/login").await;
    let button = desk.visitor.links(&page, ".elsewhere a");
    assert_eq!(button, ["http://127.0.0.1:8686/login/oidc?next=%2F"]);
    let sent = desk.send_away("%2Fdossiers").await;
    let asked = query_of(&sent.address);
    let redirect = "http://127.0.0.1:8686/login/oidc/callback";
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "motcua"),
        ("redirect_uri", redirect),
        ("scope", "openid profile"),
        ("code_challenge_method", "S256"),
        ("prompt", "login"),
    ] {
        assert_eq!(asked[name], value, "{name}");
    }
    desk.stub.let_in(&sent.address);
    let response = desk.bring_code(&sent).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/dossiers");
    assert_eq!(cookie_of(response.headers(), "motcua_oidc"), "motcua_oidc=");
    let session = cookie_of(response.headers(), "motcua_session");
    assert_eq!(desk.visitor.get_as(&session, "/dossiers").await.status(), StatusCode::OK);
    assert_eq!(desk.visitor.get_as(&session, "/admin").await.status(), StatusCode::FORBIDDEN);
    let account = desk.visitor.page_as(&session, "/account").await;
    assert!(all(&account, "form[action='/account/password']").is_empty(), "it has no password");
    let state = StateDatabase::open(&desk.visitor.office.data()).expect("a state");
    let log = state.list_audit(Some("login"), None, 1).expect("read").remove(0);
    let detail = "Văn phòng (mọi đơn vị), qua máy chủ định danh";
    assert_eq!((log.user.as_deref(), log.detail.as_str()), (Some("lan"), detail));
}

#[tokio::test]
async fn a_commune_sees_its_own_dossiers_and_a_viewer_none() {
    for (group, name, own, other) in [
        ("an-son", "an-son", StatusCode::OK, StatusCode::NOT_FOUND),
        ("xem", "khach", StatusCode::FORBIDDEN, StatusCode::OK),
    ] {
        let claims = json!({ "groups": [group, "nhom-khac"], "preferred_username": name });
        let desk = LoginDesk::with(sampled().0, StubPlan { claims, ..StubPlan::default() });
        let response = desk.come_back().await;
        let session = cookie_of(response.headers(), "motcua_session");
        assert_eq!(desk.visitor.get_as(&session, "/dossiers").await.status(), own, "{group}");
        let page = async |address| desk.visitor.get_as(&session, address).await.status();
        assert_eq!(page("/agencies/06283").await, StatusCode::OK, "{group}");
        assert_eq!(page("/agencies/06286").await, other, "{group}");
        assert_eq!(desk.visitor.get_as(&session, "/sources").await.status(), StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn the_session_this_browser_had_ends() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let before = desk.visitor.let_in("mai", UserRole::Officer, None);
    let sent = desk.send_away("").await;
    desk.stub.let_in(&sent.address);
    let state = query_of(&sent.address)["state"].clone();
    let cookies = format!("{}; {before}", sent.cookie);
    let address = format!("/login/oidc/callback?code={CODE}&state={state}");
    let response = desk.visitor.get_as(&cookies, &address).await;
    let session = cookie_of(response.headers(), "motcua_session");
    assert_ne!(session, before, "a new id");
    assert_eq!(desk.visitor.get_as(&before, "/account").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(desk.visitor.get_as(&session, "/account").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn after_login_one_stays_here_whatever_the_address_said() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    for next in ["https%3A%2F%2Fexample.org%2F", "%2F%2Fexample.org", "%2F%5Cexample.org"] {
        let sent = desk.send_away(next).await;
        desk.stub.let_in(&sent.address);
        let response = desk.bring_code(&sent).await;
        assert_eq!(response.headers()[header::LOCATION], "/", "{next}");
    }
}

#[tokio::test]
async fn what_the_token_leaves_out_is_asked_for_and_what_it_proves_stays() {
    let claims = json!({ "groups": null });
    let told = json!({ "sub": "001099012345", "groups": ["xem"], "preferred_username": "khac" });
    let plan = StubPlan { claims, told: Some(told), ..StubPlan::default() };
    let desk = LoginDesk::with(Office::new(), plan);
    let session = cookie_of(desk.come_back().await.headers(), "motcua_session");
    let page = desk.visitor.page_as(&session, "/account").await;
    assert_eq!(
        (all(&page, "h1"), all(&page, "p.sub")),
        (vec!["lan".into()], vec!["Chỉ xem số chung".into()])
    );
}

#[tokio::test]
async fn each_claim_is_taken_where_it_is_told_first_whatever_stands_beside_it() {
    let claims = json!({ "groups": null, "realm_access": { "scope": "a" } });
    let told = json!({ "sub": "001099012345", "realm_access": { "roles": ["xem"] } });
    let plan = StubPlan { claims, told: Some(told), ..StubPlan::default() };
    let claim = ("client_id =", "groups_claim = \"realm_access.roles\"\nclient_id =");
    let desk = LoginDesk::set_up(Office::new(), plan, claim);
    let session = cookie_of(desk.come_back().await.headers(), "motcua_session");
    let page = desk.visitor.page_as(&session, "/account").await;
    assert_eq!(all(&page, "p.sub"), ["Chỉ xem số chung"]);
}

#[tokio::test]
async fn keys_that_the_server_changed_are_read_anew() {
    let desk =
        LoginDesk::with(Office::new(), StubPlan { renews_keys: true, ..StubPlan::default() });
    let sent = desk.send_away("").await;
    desk.stub.let_in(&sent.address);
    // No more often than once a minute.
    desk.stub.time.sleep_for(Duration::from_mins(1)).await;
    assert_eq!(desk.bring_code(&sent).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(desk.stub.times_asked("/keys"), 2);
}

#[tokio::test]
async fn nothing_of_the_tokens_and_of_the_person_but_the_name_is_kept() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    assert_eq!(desk.come_back().await.status(), StatusCode::SEE_OTHER);
    for secret in ["001099012345", ACCESS_TOKEN, CODE, SECRET, "eyJ"] {
        assert_nowhere(&desk.visitor.office.data(), secret);
    }
}

#[tokio::test]
async fn without_settings_there_is_no_button_and_no_way() {
    let visitor = Visitor::of(Office::new());
    visitor.let_in("lan", UserRole::Officer, None);
    assert!(!text(visitor.get("/login").await).await.contains("/login/oidc"));
    for address in ["/login/oidc", "/login/oidc/callback?code=a&state=b"] {
        assert_eq!(visitor.get(address).await.status(), StatusCode::NOT_FOUND, "{address}");
    }
}
