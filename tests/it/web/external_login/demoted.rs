//! Who may less at the other server than before, and who is told by what name.

use axum::http::{Request, StatusCode, header};
use jiff::civil::date;
use motcua::state::StateDatabase;
use rstest::rstest;
use serde_json::{Value, json};

use super::{
    browser::{LoginDesk, cookie_of},
    identity_stub::StubPlan,
};
use crate::{
    pipeline::journey::sampled,
    support::{
        fetch_desk::assert_nowhere,
        office::Office,
        visitor::{all, text},
    },
};

const A_KEY_SEES: &str = "/api/v1/agencies";

/// A desk at which `lan` is an officer once, and comes back with other claims; with the session and a key of the first time.
async fn demoted(later: Value) -> (LoginDesk, String, String) {
    let desk = LoginDesk::with(sampled().0, StubPlan { later, ..StubPlan::default() });
    let session = cookie_of(desk.come_back().await.headers(), "motcua_session");
    let key = add_key(&desk);
    assert_eq!(desk.visitor.get_as(&session, "/sources").await.status(), StatusCode::OK);
    assert_eq!(status_with(&desk, &key).await, StatusCode::OK);
    (desk, session, key)
}

fn add_key(desk: &LoginDesk) -> String {
    let state = StateDatabase::open(&desk.visitor.office.data()).expect("a state");
    let lan = state.require_user("lan").expect("there");
    let (last, now) = (date(2024, 2, 1), date(2024, 1, 2).at(8, 0, 0, 0));
    state.add_token(&lan, "excel", None, last, now).expect("a key")
}

async fn status_with(desk: &LoginDesk, key: &str) -> StatusCode {
    let request = Request::get(A_KEY_SEES).header(header::AUTHORIZATION, format!("Bearer {key}"));
    let request = request.body(axum::body::Body::empty()).expect("a request");
    desk.visitor.send(request).await.status()
}

#[rstest]
#[case::no_group_of_ours(json!({ "groups": ["ke-toan"] }))]
#[case::an_agency_nobody_has(json!({ "groups": ["khong-co"] }))]
#[case::two_scopes(json!({ "groups": ["an-son", "xem"] }))]
#[case::and_no_name(json!({ "groups": [], "preferred_username": null }))]
#[case::and_the_name_of_a_person(json!({ "groups": ["khong-co"], "preferred_username": "Nguyễn Văn A" }))]
#[tokio::test]
async fn who_has_no_role_any_more_is_out_whatever_they_are_called(#[case] later: Value) {
    let (desk, session, key) = demoted(later).await;
    let page = desk.refusal().await;
    assert!(page.contains("`lan`") && !page.contains("Nguyễn"), "{page}");
    assert_eq!(desk.visitor.get_as(&session, "/sources").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(status_with(&desk, &key).await, StatusCode::UNAUTHORIZED);
    let admin = desk.visitor.let_in("quantri", motcua::domain::sight::UserRole::Admin, None);
    let lines = all(&desk.visitor.page_as(&admin, "/admin").await, "tbody tr");
    let line = lines.iter().find(|line| line.starts_with("lan ")).expect("listed");
    assert!(line.contains("không nhận thư") && !line.contains("đang dùng"), "{line}");
}

#[tokio::test]
async fn who_may_less_is_what_they_are_now_under_the_name_they_have_and_old_keys_are_gone() {
    let later = json!({ "groups": ["an-son"], "preferred_username": "Nguyễn Văn A" });
    let (desk, before, key) = demoted(later).await;
    let session = cookie_of(desk.come_back().await.headers(), "motcua_session");
    for cookie in [&before, &session] {
        let status = desk.visitor.get_as(cookie, "/sources").await.status();
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    let page = desk.visitor.page_as(&session, "/account").await;
    assert_eq!(all(&page, "h1"), ["lan"]);
    assert_eq!(status_with(&desk, &key).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn where_no_groups_are_told_sessions_end_and_keys_stay() {
    let (desk, session, key) = demoted(json!({ "groups": null })).await;
    assert!(desk.refusal().await.contains("(mục `groups`)"));
    assert_eq!(desk.visitor.get_as(&session, "/sources").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(status_with(&desk, &key).await, StatusCode::OK);
}

#[tokio::test]
async fn a_key_opens_nothing_where_nobody_logs_in_elsewhere_any_more() {
    let (desk, _, key) = demoted(json!({})).await;
    let LoginDesk { visitor, stub, cookie_name } = desk;
    let visitor = visitor.with_identity_provider(None);
    let desk = LoginDesk { visitor, stub, cookie_name };
    assert_eq!(status_with(&desk, &key).await, StatusCode::UNAUTHORIZED);
}

#[rstest]
#[case::of_no_group(json!({ "groups": [], "name": "Nguyễn Văn Hòa" }))]
#[case::of_a_group(json!({ "name": "Nguyễn Văn Hòa" }))]
#[tokio::test]
async fn the_name_of_a_person_is_neither_shown_nor_kept(#[case] claims: Value) {
    let plan = StubPlan { claims, ..StubPlan::default() };
    let claim = ("client_id =", "name_claim = \"name\"\nclient_id =");
    let desk = LoginDesk::set_up(Office::new(), plan, claim);
    let page = desk.refusal().await;
    assert!(page.contains("(mục `name`)") || page.contains("mục `name`"), "{page}");
    assert!(!page.contains("Nguyễn") && !page.contains("Hòa"), "{page}");
    assert_nowhere(&desk.visitor.office.data(), "Nguyễn Văn");
    let admin = desk.visitor.let_in("quantri", motcua::domain::sight::UserRole::Admin, None);
    let log = text(desk.visitor.get_as(&admin, "/admin").await).await;
    assert!(log.contains("không làm tên tài khoản được") && !log.contains("Hòa"), "{log}");
}
