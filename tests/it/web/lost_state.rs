//! A state that is gone, empty or damaged opens the pages to nobody.

use std::{fs, path::Path};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use motcua::{
    domain::sight::UserRole,
    state::{StateDatabase, StateError},
};
use rstest::rstest;

use crate::{
    backup::layouts::older_state_of,
    support::{
        office::Office,
        visitor::{Visitor, text},
    },
};

const MARK: &str = "has-users.txt";

fn with_a_user(folder: &Path) {
    let state = StateDatabase::open(folder).expect("a state");
    let now = "2026-11-22T08:00:00".parse().expect("a time");
    state.add_user("lan", UserRole::Officer, None, "correct horse", now).expect("added");
    state.verify().expect("whole");
}

fn refused(folder: &Path) -> String {
    StateDatabase::open(folder).map(drop).expect_err("refused").to_string()
}

#[test]
fn a_state_that_lost_its_users_is_not_a_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    with_a_user(folder.path());
    let file = folder.path().join(StateDatabase::FILE);
    fs::remove_file(&file).expect("lost");
    let told = refused(folder.path());
    assert!(told.contains("đã từng có tài khoản") && told.contains(MARK), "{told}");
    // Whoever wants to begin anew can.
    fs::remove_file(folder.path().join(MARK)).expect("removed");
    let state = StateDatabase::open(folder.path()).expect("a new state");
    assert!(!state.has_users().expect("counted"));
}

#[expect(clippy::disallowed_types, reason = "as another program would do it")]
#[test]
fn a_state_emptied_while_it_is_open_lets_nobody_in() {
    let folder = tempfile::tempdir().expect("a folder");
    with_a_user(folder.path());
    let state = StateDatabase::open(folder.path()).expect("a state");
    let other = rusqlite::Connection::open(folder.path().join(StateDatabase::FILE)).expect("open");
    other.execute_batch("pragma foreign_keys = off; delete from user").expect("lost");
    assert!(matches!(state.has_users(), Err(StateError::UsersLost { .. })));
}

#[rstest]
#[case::of_no_bytes(b"", "rỗng")]
#[case::of_another_program(
    b"PK\x03\x04 not a state of ours at all, and long enough to be told so by SQLite itself ..",
    "bị hỏng"
)]
fn a_file_that_is_no_state_is_refused(#[case] bytes: &[u8], #[case] told: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(StateDatabase::FILE), bytes).expect("written");
    let said = refused(folder.path());
    assert!(said.contains(told), "{said}");
}

#[test]
fn damage_inside_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    with_a_user(folder.path());
    let file = folder.path().join(StateDatabase::FILE);
    let mut bytes = fs::read(&file).expect("a file");
    let (second, third) = (4096, 8192);
    bytes[second..third].fill(0x5A);
    fs::write(&file, bytes).expect("damaged");
    let said = StateDatabase::open(folder.path()).and_then(|state| state.verify());
    assert!(matches!(said, Err(StateError::Damaged { .. })), "{said:?}");
}

/// The server of a newer program over a folder that could not be backed up.
#[tokio::test]
async fn where_the_state_is_not_upgraded_the_login_page_says_that_nobody_can_come_in_and_why() {
    let office = Office::new();
    older_state_of(
        &office.data(),
        "insert into user values (1, 'lan', 'admin', null, 'x', 0, 0, '2024-01-02T08:00:00')",
    );
    let visitor = Visitor::of(office);
    let page = text(visitor.get("/login").await).await;
    assert!(page.contains("Hiện chưa ai đăng nhập được"), "{page}");
    assert!(page.contains("motcua backup THƯ-MỤC") && !page.contains("đã đầy"), "{page}");
    let form = Request::post("/login")
        .header(header::HOST, "localhost")
        .header(header::ORIGIN, "http://localhost")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("name=lan&password=x"));
    let refused = visitor.send(form.expect("a request")).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    let page = text(refused).await;
    assert!(page.contains("Chưa nâng cấp được thư mục dữ liệu"), "{page}");
    assert!(page.contains("motcua backup THƯ-MỤC") && !page.contains("đã đầy"), "{page}");
}
