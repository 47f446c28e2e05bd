//! What the form writes: by one alone.

use axum::http::StatusCode;
use motcua::{catalog::settings::ProgramSettings, domain::sight::UserRole};

use super::new_server::NewServer;

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
