//! How often a password may be tried.

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use motcua::{catalog::settings::ProgramSettings, domain::sight::UserRole};

use crate::{
    support::{
        office::Office,
        visitor::{CHANGED, Visitor, text},
    },
    web::door::{log, log_in},
};

#[tokio::test]
async fn after_five_wrong_passwords_nobody_gets_in_by_that_name_from_there() {
    let visitor = Visitor::of(Office::new());
    visitor.let_in("lan", UserRole::Officer, None);
    visitor.let_in("mai", UserRole::Officer, None);
    for _ in 0..5 {
        assert_eq!(
            log_in(&visitor, "lan", "wrong horse").await,
            Err(StatusCode::UNPROCESSABLE_ENTITY)
        );
    }
    assert_eq!(log_in(&visitor, "lan", CHANGED).await, Err(StatusCode::TOO_MANY_REQUESTS));
    assert!(log_in(&visitor, "mai", CHANGED).await.is_ok());
    assert_eq!(log(&visitor)[5], ("lan".to_owned(), "login_throttled".to_owned()));
}

#[tokio::test]
async fn a_form_that_says_nothing_of_the_old_password_gives_no_new_tries() {
    let visitor = Visitor::of(Office::new());
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    let token = visitor.form_token(&cookie);
    let change = async |old: &str, again: &str| {
        let fields = format!("form_token={token}&old={old}&new=another+one&again={again}");
        visitor.post_as(&cookie, "/account/password", &fields).await.status()
    };
    for again in ["another+one", "different", "another+one", "different", "another+one"] {
        assert_eq!(change("wrong", again).await, StatusCode::SEE_OTHER);
    }
    assert_eq!(change("wrong", "different").await, StatusCode::TOO_MANY_REQUESTS);
}

/// What the form of the door answers, sent with a browser's cookies.
async fn try_to_log_in(visitor: &Visitor, cookies: &str, password: &str) -> Response<Body> {
    let fields = format!("name=lan&password={}", password.replace(' ', "+"));
    visitor.post_as(cookies, "/login", &fields).await
}

#[tokio::test]
async fn whoever_is_refused_is_told_for_how_long_and_the_log_has_one_line_of_it() {
    let visitor = Visitor::of(Office::new());
    visitor.let_in("lan", UserRole::Officer, None);
    for _ in 0..5 {
        try_to_log_in(&visitor, "", "wrong horse").await;
    }
    for _ in 0..20 {
        let refused = try_to_log_in(&visitor, "", CHANGED).await;
        let wait = refused.headers()[header::RETRY_AFTER].to_str().expect("text").to_owned();
        assert!((1..=60).contains(&wait.parse().expect("seconds")), "{wait}");
        let page = text(refused).await;
        assert!(page.contains("Hãy đợi 1 phút rồi thử lại"), "{page}");
    }
    let throttled = log(&visitor).into_iter().filter(|(_, action)| action == "login_throttled");
    assert_eq!(throttled.count(), 1);
}

#[tokio::test]
async fn addresses_of_one_subscriber_are_one_and_another_one_gets_in() {
    let mut settings = ProgramSettings::default();
    settings.serve.behind_proxy = true;
    let now = || jiff::civil::date(2024, 1, 2).at(8, 0, 0, 0);
    let visitor = Visitor::under(Office::new(), settings, now);
    visitor.let_in("lan", UserRole::Officer, None);
    let try_from = async |address: &str, password: &str| {
        let request = Request::post("/login")
            .header(header::HOST, "motcua.local")
            .header(header::ORIGIN, "http://motcua.local")
            .header("x-forwarded-for", address);
        let fields = format!("name=lan&password={}", password.replace(' ', "+"));
        visitor.send(request.body(Body::from(fields)).expect("a request")).await.status()
    };
    for number in 1..=5 {
        let address = format!("2001:db8:0:1::{number}");
        assert_eq!(try_from(&address, "wrong").await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(try_from("2001:db8:0:1:f::6", CHANGED).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(try_from("2001:db8:0:2::1", CHANGED).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_browser_that_logged_in_before_gets_in_while_others_try() {
    let visitor = Visitor::of(Office::new());
    visitor.let_in("lan", UserRole::Officer, None);
    let first = try_to_log_in(&visitor, "", CHANGED).await;
    let set = first.headers().get_all(header::SET_COOKIE).iter().filter_map(|it| it.to_str().ok());
    let device = set.filter(|set| set.starts_with("motcua_device_")).collect::<Vec<_>>();
    let [device] = device.as_slice() else { panic!("{device:?}") };
    for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/login"] {
        assert!(device.contains(part), "{device}");
    }
    let device = device.split(';').next().expect("a cookie");
    for _ in 0..9 {
        try_to_log_in(&visitor, "", "wrong horse").await;
    }
    let stranger = try_to_log_in(&visitor, "", CHANGED).await;
    assert_eq!(stranger.status(), StatusCode::TOO_MANY_REQUESTS);
    let (signed, last) = device.split_at(device.len() - 1);
    let forged = format!("{signed}{}", if last == "0" { "1" } else { "0" });
    let stranger = try_to_log_in(&visitor, &forged, CHANGED).await;
    assert_eq!(stranger.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(try_to_log_in(&visitor, device, CHANGED).await.status(), StatusCode::SEE_OTHER);
    // It opens nothing by itself.
    assert_eq!(visitor.get_as(device, "/account").await.status(), StatusCode::SEE_OTHER);
}
