//! Who is not let in, and what they and the log are told.

use axum::http::StatusCode;
use motcua::state::StateDatabase;
use rstest::rstest;
use serde_json::{Value, json};

use super::{
    browser::{LoginDesk, cookie_of, refused, set_cookie_of},
    identity_stub::{CODE, StubPlan, query_of},
};
use crate::{
    pipeline::journey::sampled,
    support::{office::Office, visitor::CHANGED},
    web::door::log_in,
};

/// What the log says of the last login that failed.
fn last_failure(desk: &LoginDesk) -> (Option<String>, String) {
    let state = StateDatabase::open(&desk.visitor.office.data()).expect("a state");
    let noted = state.list_audit(Some("login_failed"), None, 1).expect("read").remove(0);
    (noted.user, noted.detail)
}

#[rstest]
#[case::of_another_login(json!({ "nonce": "khac" }), "một lần đăng nhập khác")]
#[case::of_no_login(json!({ "nonce": null }), "một lần đăng nhập khác")]
#[case::for_another_program(json!({ "aud": "phan-mem-khac" }), "phần mềm khác")]
#[case::for_another_program_too(json!({ "aud": ["motcua", "phan-mem-khac"] }), "phần mềm khác")]
#[case::asked_for_by_another_program(json!({ "azp": "phan-mem-khac" }), "phần mềm khác")]
#[case::that_is_over(json!({ "exp": 1_700_000_001 }), "đã hết hạn")]
#[case::of_another_server(json!({ "iss": "https://example.org" }), "của máy chủ khác")]
#[case::without_a_person(json!({ "sub": null }), "không đọc được")]
#[tokio::test]
async fn a_proof_is_refused(#[case] claims: Value, #[case] said: &str) {
    let desk = LoginDesk::with(Office::new(), StubPlan { claims, ..StubPlan::default() });
    let page = desk.refusal().await;
    assert!(page.contains(said) && page.contains("href=\"/login\""), "{page}");
    let (user, detail) = last_failure(&desk);
    assert!(user.is_none() && detail.contains(said), "{detail}");
}

#[rstest]
#[case::by_another_key(None, true)]
#[case::by_nobody(Some("none"), false)]
#[case::by_the_secret(Some("HS256"), false)]
#[case::by_a_key_of_another_kind(Some("RS256"), false)]
#[tokio::test]
async fn a_proof_that_is_signed_otherwise_is_refused(
    #[case] algorithm: Option<&'static str>,
    #[case] has_other_key: bool,
) {
    let plan = StubPlan { algorithm, has_other_key, ..StubPlan::default() };
    let desk = LoginDesk::with(Office::new(), plan);
    let page = desk.refusal().await;
    assert!(page.contains("chữ ký không đúng"), "{page}");
}

#[tokio::test]
async fn only_the_browser_that_was_sent_away_comes_back_and_only_once() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let (sent, other) = (desk.send_away("").await, desk.send_away("").await);
    desk.stub.let_in(&sent.address);
    let state = query_of(&sent.address)["state"].clone();
    let address = format!("/login/oidc/callback?code={CODE}&state={state}");
    let without_state = format!("/login/oidc/callback?code={CODE}");
    for (cookie, address) in
        [(other.cookie.as_str(), &address), ("", &address), (&sent.cookie, &without_state)]
    {
        let page = refused(desk.visitor.get_as(cookie, address).await).await;
        assert!(page.contains("trình duyệt hoặc thẻ khác"), "{cookie} {page}");
    }
    assert_eq!(desk.stub.times_asked("/token"), 0, "nothing was asked for them");
    assert_eq!(desk.bring_code(&sent).await.status(), StatusCode::SEE_OTHER);
    // The server would give nothing for it either, and is not asked.
    desk.stub.let_in(&sent.address);
    let page = refused(desk.bring_code(&sent).await).await;
    assert!(page.contains("đã dùng rồi"), "{page}");
    assert_eq!(desk.stub.times_asked("/token"), 1);
}

#[tokio::test]
async fn a_code_of_nobody_lets_nobody_in() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let sent = desk.send_away("").await;
    let page = refused(desk.bring_code(&sent).await).await;
    assert!(page.contains("invalid_grant"), "{page}");
}

#[rstest]
#[case::a_refusal("error=access_denied", "mã access_denied")]
#[case::a_sentence_of_somebody("error=%3Cb%3Echuyen+tien%3C%2Fb%3E", "mã ?")]
#[case::nothing("", "mã ?")]
#[case::an_answer_of_another_server("code=a&iss=https%3A%2F%2Fexample.org", "của máy chủ khác")]
#[tokio::test]
async fn what_the_server_sends_back_without_a_code_is_told(#[case] back: &str, #[case] said: &str) {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let sent = desk.send_away("").await;
    let state = query_of(&sent.address)["state"].clone();
    let address = format!("/login/oidc/callback?state={state}&{back}");
    let page = refused(desk.visitor.get_as(&sent.cookie, &address).await).await;
    assert!(page.contains(said) && !page.contains("tien"), "{page}");
}

#[rstest]
#[case::no_group_of_ours(json!({ "groups": ["ke-toan"] }), "không thuộc nhóm nào", Some("lan"))]
#[case::no_group(json!({ "groups": [] }), "không thuộc nhóm nào", Some("lan"))]
#[case::no_word_of_groups(json!({ "groups": null }), "(mục `groups`)", Some("lan"))]
#[case::groups_that_are_no_texts(json!({ "groups": [1] }), "(mục `groups`)", Some("lan"))]
#[case::two_scopes(json!({ "groups": ["an-son", "xem"] }), "không nằm trong nhau", Some("lan"))]
#[case::an_agency_nobody_has(json!({ "groups": ["khong-co"] }), "`99999`", Some("lan"))]
#[case::no_name(json!({ "preferred_username": null }), "(mục `preferred_username`)", None)]
#[case::a_number_of_a_card(json!({ "preferred_username": "001099012345" }), "không phải số định danh", None)]
#[case::a_name_of_a_person(json!({ "preferred_username": "Nguyễn Văn A" }), "không phải số định danh", None)]
#[case::the_name_of_an_account_here(json!({ "preferred_username": "quantri" }), "của người khác", Some("quantri"))]
#[tokio::test]
async fn somebody_without_a_role_or_a_name_is_told_so_and_whom_to_ask(
    #[case] claims: Value,
    #[case] said: &str,
    #[case] account: Option<&str>,
) {
    let desk = LoginDesk::with(sampled().0, StubPlan { claims, ..StubPlan::default() });
    let page = desk.refusal().await;
    assert!(page.contains(said) && page.contains("quản trị"), "{page}");
    assert!(!page.contains("001099012345") && !page.contains("Nguyễn"), "{page}");
    let (user, detail) = last_failure(&desk);
    assert_eq!(user.as_deref(), account, "{detail}");
    assert!(!detail.contains("001099012345"), "{detail}");
}

#[tokio::test]
async fn who_has_no_group_any_more_is_out_everywhere() {
    let later = json!({ "groups": [] });
    let desk = LoginDesk::with(Office::new(), StubPlan { later, ..StubPlan::default() });
    let session = cookie_of(desk.come_back().await.headers(), "motcua_session");
    assert_eq!(desk.visitor.get_as(&session, "/account").await.status(), StatusCode::OK);
    assert!(desk.refusal().await.contains("không thuộc nhóm nào"));
    assert_eq!(desk.visitor.get_as(&session, "/account").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_is_shut_out_here_stays_out() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let session = cookie_of(desk.come_back().await.headers(), "motcua_session");
    let state = StateDatabase::open(&desk.visitor.office.data()).expect("a state");
    state.disable_user("lan").expect("disabled");
    assert_eq!(desk.visitor.get_as(&session, "/account").await.status(), StatusCode::SEE_OTHER);
    let page = desk.refusal().await;
    assert!(page.contains("tài khoản `lan` đã bị khóa ở motcua"), "{page}");
    assert_eq!(last_failure(&desk).0.as_deref(), Some("lan"));
}

#[tokio::test]
async fn an_account_of_another_server_has_no_password_to_guess() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    desk.come_back().await;
    let tried = desk.visitor.post_as("", "/login", "name=lan&password=").await;
    assert_eq!(tried.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn after_thirty_tries_in_vain_an_address_waits_and_its_passwords_do_not() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let back = ("motcua_oidc=a", "/login/oidc/callback?code=a&state=b");
    for _ in 0..30 {
        refused(desk.visitor.get_as(back.0, back.1).await).await;
    }
    let waits = desk.visitor.get_as(back.0, back.1).await;
    assert_eq!(waits.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(log_in(&desk.visitor, "quantri", CHANGED).await.is_ok());
}

#[tokio::test]
async fn who_began_nothing_is_sent_back_and_neither_counted_nor_noted() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    for _ in 0..40 {
        let page = refused(desk.visitor.get("/login/oidc/callback?code=a&state=b").await).await;
        assert!(page.contains("trình duyệt hoặc thẻ khác"), "{page}");
    }
    let state = StateDatabase::open(&desk.visitor.office.data()).expect("a state");
    assert_eq!(state.list_audit(Some("login_failed"), None, 1).expect("read"), []);
    assert_eq!(desk.come_back().await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_tab_that_comes_back_in_vain_leaves_the_login_of_another_alone() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let (first, second) = (desk.send_away("").await, desk.send_away("").await);
    desk.stub.let_in(&second.address);
    // The browser keeps one cookie of that name: the last.
    let in_vain = desk.bring_with(&second.cookie, &first).await;
    assert_eq!(set_cookie_of(in_vain.headers(), "motcua_oidc"), None);
    assert!(refused(in_vain).await.contains("trình duyệt hoặc thẻ khác"));
    assert_eq!(desk.bring_code(&second).await.status(), StatusCode::SEE_OTHER);
    let again = desk.bring_code(&second).await;
    assert!(set_cookie_of(again.headers(), "motcua_oidc").is_some(), "it is of no use any more");
}
