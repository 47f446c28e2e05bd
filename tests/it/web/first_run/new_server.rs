//! A server as it is before anybody has set it up.

use std::{fs, path::PathBuf, sync::Arc};

use axum::{
    body::Body,
    http::{Request, header},
};
use motcua::{
    catalog::settings::ProgramSettings, domain::sight::UserRole, state::StateDatabase,
    web::FirstRunKey,
};

use crate::{
    support::{office::Office, visitor::Visitor},
    web::server::idle_clerk::IdleClerk,
};

/// A server that nobody has set up, beside a folder for its settings.
pub struct NewServer {
    pub visitor: Visitor,
    pub folder: tempfile::TempDir,
    pub key: String,
}

impl NewServer {
    pub fn new() -> Self {
        Self::with_settings("")
    }

    pub fn with_settings(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("motcua.toml");
        fs::write(&path, settings).expect("written");
        let settings = ProgramSettings::load_file(Some(&path)).expect("settings");
        let now = || jiff::civil::date(2026, 11, 30).at(8, 0, 0, 0);
        let visitor = Visitor::under(Office::new(), settings, now).with_works(Arc::new(IdleClerk));
        let first_run = FirstRunKey::new().expect("a key");
        let key = first_run.secret().to_owned();
        Self { visitor: visitor.with_first_run(first_run), folder, key }
    }

    pub fn inbox(&self) -> PathBuf {
        self.folder.path().join("hộp thư")
    }

    pub fn settings_text(&self) -> String {
        fs::read_to_string(self.folder.path().join("motcua.toml")).expect("settings")
    }

    /// The page, opened by its link.
    pub async fn page(&self) -> scraper::Html {
        self.visitor.page(&format!("/start?key={}", self.key)).await
    }

    /// The key that the page's form carries.
    pub async fn key(&self) -> String {
        let page = self.page().await;
        self.visitor.attributes(&page, "input[name=key]", "value").remove(0)
    }

    /// Sends the form, filled in with what is given over what is right.
    pub async fn send(&self, given: &[(&str, &str)]) -> axum::http::Response<Body> {
        self.send_with(&self.key().await, given).await
    }

    /// As `send`, with the key that a page gave before.
    pub async fn send_with(&self, key: &str, given: &[(&str, &str)]) -> axum::http::Response<Body> {
        let inbox = self.inbox().display().to_string();
        let right = [
            ("key", key),
            ("office", "Xã Văn Quan, Tỉnh Lạng Sơn (06253)"),
            ("name", "quantri"),
            ("password", "mưa rào tháng bảy"),
            ("again", "mưa rào tháng bảy"),
            ("inbox", &inbox),
        ];
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in right {
            let value = given.iter().find(|(it, _)| *it == name).map_or(value, |(_, said)| said);
            form.append_pair(name, value);
        }
        self.post("/start", &form.finish()).await
    }

    /// Sends a form as a browser of the machine itself would.
    pub async fn post(&self, address: &str, fields: &str) -> axum::http::Response<Body> {
        let request = Request::post(address)
            .header(header::HOST, "127.0.0.1:8686")
            .header(header::ORIGIN, "http://127.0.0.1:8686");
        self.visitor.send(request.body(Body::from(fields.to_owned())).expect("a request")).await
    }

    pub fn users(&self) -> Vec<(String, UserRole, bool)> {
        let state = StateDatabase::open(&self.visitor.office.data()).expect("a state");
        let users = state.list_users().expect("listed");
        users.into_iter().map(|user| (user.name, user.role, user.must_change)).collect()
    }
}
