//! How often a password may be tried.

use axum::http::StatusCode;
use motcua::domain::sight::UserRole;

use crate::{
    support::{
        office::Office,
        visitor::{CHANGED, Visitor},
    },
    web::door::{log, log_in},
};

#[tokio::test]
async fn after_five_wrong_passwords_nobody_gets_in_by_that_name() {
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
