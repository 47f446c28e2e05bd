//! What is said of the cookies of a login.

use axum::http::{StatusCode, header};

use super::{
    browser::{LoginDesk, cookie_of, set_cookie_of},
    identity_stub::StubPlan,
};
use crate::support::{office::Office, visitor::CHANGED};

/// What stands behind the value of the cookie of that name.
fn said(headers: &axum::http::HeaderMap, name: &str) -> String {
    let whole = set_cookie_of(headers, name).expect("it is set");
    whole.split_once("; ").expect("more than a pair").1.to_owned()
}

#[tokio::test]
async fn in_the_clear_they_are_of_our_pages_alone_and_end() {
    let desk = LoginDesk::with(Office::new(), StubPlan::default());
    let begun = desk.visitor.get("/login/oidc").await;
    let lax = "HttpOnly; SameSite=Lax; Path=/login/oidc; Max-Age";
    assert_eq!(said(begun.headers(), "motcua_oidc"), format!("{lax}=600"));
    let back = desk.come_back().await;
    assert_eq!(said(back.headers(), "motcua_oidc"), format!("{lax}=0"));
    let session = "HttpOnly; SameSite=Lax; Path=/; Max-Age=259200";
    assert_eq!(said(back.headers(), "motcua_session"), session);
}

#[tokio::test]
async fn where_readers_come_by_tls_they_come_back_by_tls_alone() {
    let secure = ("http://127.0.0.1:8686", "https://thongke.example.vn");
    let desk = LoginDesk::set_up(Office::new(), StubPlan::default(), secure);
    let begun = desk.visitor.get("/login/oidc").await;
    let lax = "HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age";
    assert_eq!(said(begun.headers(), "__Host-motcua_oidc"), format!("{lax}=600"));
    let sent = desk.send_away("").await;
    desk.stub.let_in(&sent.address);
    // In the clear anybody on the way could have set it.
    let planted = sent.cookie.replace("__Host-", "");
    let refused = desk.bring_with(&planted, &sent).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let back = desk.bring_code(&sent).await;
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    assert_eq!(said(back.headers(), "__Host-motcua_oidc"), format!("{lax}=0"));
    assert_eq!(said(back.headers(), "motcua_session"), format!("{lax}=259200"));
    let session = cookie_of(back.headers(), "motcua_session");
    assert_eq!(desk.visitor.get_as(&session, "/account").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_session_by_password_is_of_tls_too_where_readers_come_by_it() {
    let secure = ("http://127.0.0.1:8686", "https://thongke.example.vn");
    let desk = LoginDesk::set_up(Office::new(), StubPlan::default(), secure);
    let fields = format!("name=quantri&password={}", CHANGED.replace(' ', "+"));
    let response = desk.visitor.post_as("", "/login", &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let set: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(set.len(), 2, "the session and the browser");
    assert!(set.iter().all(|it| it.to_str().expect("text").contains("; Secure")), "{set:?}");
}
