//! What the form writes: by one alone, and where it cannot be written nothing is made.

use std::fs;

use axum::http::StatusCode;
use motcua::{catalog::settings::ProgramSettings, domain::sight::UserRole};

use super::new_server::NewServer;
use crate::support::visitor::text;

#[tokio::test]
async fn of_two_who_send_the_form_at_once_one_is_the_administrator() {
    let server = NewServer::new();
    let key = server.key().await;
    let (one, other) = tokio::join!(
        server.send_with(&key, &[("name", "quantri")]),
        server.send_with(&key, &[("name", "mai"), ("office", "Tỉnh Lạng Sơn (20)")]),
    );
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND]);
    let is_first = one.status() == StatusCode::SEE_OTHER;
    let (name, scope) = if is_first { ("quantri", "06253") } else { ("mai", "20") };
    assert_eq!(server.users(), [(name.to_owned(), UserRole::Admin, false)]);
    let written = ProgramSettings::parse_text("motcua.toml", &server.settings_text());
    assert_eq!(written.expect("settings").scope.as_deref(), Some(scope), "of the same form");
}

#[tokio::test]
async fn where_the_settings_cannot_be_written_why_and_what_to_do_is_told() {
    let server = NewServer::new();
    // A folder stands in the place of the file: nobody can write that, whoever they are.
    let path = server.folder.path().join("motcua.toml");
    fs::remove_file(&path).expect("removed");
    fs::create_dir_all(path.join("held")).expect("made");
    let response = server.send(&[]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(response).await;
    assert!(page.contains("Chưa ghi được tệp cấu hình nên chưa tạo gì"), "{page}");
    assert!(page.contains("không đọc hoặc không ghi được"), "in Vietnamese: {page}");
    assert!(page.contains(&path.display().to_string()), "with the place: {page}");
    assert!(page.contains("Gợi ý: người quản trị máy chủ"), "with what to do: {page}");
    assert_eq!(server.users(), []);
}
