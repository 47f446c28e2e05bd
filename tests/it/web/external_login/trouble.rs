//! A server that is down, slow or not the one it should be: it holds nothing up, and passwords let in.

use std::time::Duration;

use axum::http::StatusCode;
use motcua::ingest::fetch::FetchClock;
use rstest::rstest;
use serde_json::json;

use super::{
    browser::{LoginDesk, refused},
    identity_stub::StubPlan,
};
use crate::{
    support::{office::Office, visitor::CHANGED},
    web::door::log_in,
};

#[tokio::test]
async fn a_server_that_does_not_answer_is_told_of_and_asked_once_for_many() {
    let stalls_at = Some("/.well-known");
    let desk = LoginDesk::with(Office::new(), StubPlan { stalls_at, ..StubPlan::default() });
    for _ in 0..5 {
        let page = refused(desk.visitor.get("/login/oidc").await).await;
        assert!(page.contains("không trả lời") && page.contains("mật khẩu của motcua"), "{page}");
    }
    assert_eq!(desk.stub.portal.asked().len(), 1);
    assert!(log_in(&desk.visitor, "quantri", CHANGED).await.is_ok());
}

#[tokio::test]
async fn a_server_that_stops_answering_on_the_way_lets_nobody_in_and_costs_no_try() {
    let desk = LoginDesk::with(
        Office::new(),
        StubPlan { stalls_at: Some("/token"), ..StubPlan::default() },
    );
    for _ in 0..31 {
        let page = desk.refusal().await;
        assert!(page.contains("không trả lời"), "{page}");
        // Until then nobody waits for it again.
        let page = refused(desk.visitor.get("/login/oidc").await).await;
        assert!(page.contains("không trả lời"), "{page}");
        desk.stub.time.sleep_for(Duration::from_secs(10)).await;
    }
}

#[rstest]
#[case::of_another_name(StubPlan { issuer: Some("https://example.org"), ..StubPlan::default() })]
#[case::of_a_name_that_is_nearly_the_same(StubPlan { issuer: Some("http://127.0.0.1/"), ..StubPlan::default() })]
#[tokio::test]
async fn a_server_that_calls_itself_otherwise_is_not_asked_on(#[case] plan: StubPlan) {
    let desk = LoginDesk::with(Office::new(), plan);
    let response = desk.visitor.get("/login/oidc").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let page = refused(response).await;
    assert!(page.contains("chưa được thiết đặt đúng"), "{page}");
    assert_eq!(desk.stub.times_asked("/keys"), 0);
}

#[tokio::test]
async fn no_host_is_asked_that_the_settings_do_not_name() {
    let token_endpoint = Some("https://example.org/token");
    let desk = LoginDesk::with(Office::new(), StubPlan { token_endpoint, ..StubPlan::default() });
    let page = desk.refusal().await;
    assert!(page.contains("chưa được thiết đặt đúng"), "{page}");
    desk.send_away("").await;
}

#[rstest]
#[case::at_the_description("/.well-known")]
#[case::at_the_keys("/keys")]
#[tokio::test]
async fn a_server_that_says_it_cannot_does_not_answer_and_nobody_is_sent_there(
    #[case] place: &'static str,
) {
    let plan = StubPlan { fails_at: Some(place), ..StubPlan::default() };
    let desk = LoginDesk::with(Office::new(), plan);
    let response = desk.visitor.get("/login/oidc").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let page = refused(response).await;
    assert!(page.contains("không trả lời"), "{page}");
}

#[rstest]
#[case::at_the_tokens("/token")]
#[case::at_what_it_tells("/me")]
#[tokio::test]
async fn a_server_that_says_it_cannot_on_the_way_costs_no_try_and_keeps_nobody_else_out(
    #[case] place: &'static str,
) {
    let plan = StubPlan {
        claims: json!({ "groups": null }),
        told: Some(json!({ "sub": "001099012345" })),
        fails_at: Some(place),
        ..StubPlan::default()
    };
    let desk = LoginDesk::with(Office::new(), plan);
    for _ in 0..31 {
        let page = desk.refusal().await;
        assert!(page.contains("không trả lời"), "{page}");
    }
}

#[rstest]
#[case::at_the_tokens("/token")]
#[case::at_what_it_tells("/me")]
#[tokio::test]
async fn an_answer_without_end_proves_nothing_and_keeps_nobody_else_out(
    #[case] place: &'static str,
) {
    let plan = StubPlan {
        claims: json!({ "groups": null }),
        told: Some(json!({ "sub": "001099012345" })),
        floods_at: Some(place),
        ..StubPlan::default()
    };
    let desk = LoginDesk::with(Office::new(), plan);
    let page = desk.refusal().await;
    assert!(page.contains("không đọc được"), "{page}");
    desk.send_away("").await;
    assert_eq!(desk.stub.times_asked("/keys"), 1, "what it told of itself is still known");
}

#[tokio::test]
async fn the_whole_of_a_login_has_an_end() {
    let plan = StubPlan { stalls_at: Some("/token"), is_waited_for: true, ..StubPlan::default() };
    let page = LoginDesk::with(Office::new(), plan).refusal().await;
    assert!(page.contains("không trả lời"), "{page}");
}

#[tokio::test]
async fn the_secret_is_read_for_a_code_and_for_nothing_before() {
    let plan = StubPlan { has_no_secret: true, ..StubPlan::default() };
    let desk = LoginDesk::with(Office::new(), plan);
    let page = desk.refusal().await;
    assert!(page.contains("chưa được thiết đặt đúng"), "{page}");
    assert_eq!(desk.stub.times_asked("/token"), 0);
}

#[tokio::test]
async fn a_token_that_is_no_word_is_not_sent_on() {
    let plan = StubPlan {
        claims: json!({ "groups": null }),
        told: Some(json!({ "sub": "001099012345", "groups": ["xem"] })),
        access_token: Some("a b"),
        ..StubPlan::default()
    };
    let desk = LoginDesk::with(Office::new(), plan);
    let page = desk.refusal().await;
    assert!(page.contains("không đọc được"), "{page}");
}

#[tokio::test]
async fn what_is_told_of_somebody_else_is_not_taken() {
    let plan = StubPlan {
        claims: json!({ "groups": null }),
        told: Some(json!({ "sub": "2", "groups": ["van-phong"] })),
        ..StubPlan::default()
    };
    let page = LoginDesk::with(Office::new(), plan).refusal().await;
    assert!(page.contains("của người khác"), "{page}");
}
