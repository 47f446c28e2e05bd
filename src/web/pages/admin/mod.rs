//! Quản trị: who may come in, which targets hold, how the server is set, who did what.

mod targets;
mod users;

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};

use super::super::{Site, error::WebError, own_page::own_page, query::Query};
use crate::{
    domain::sight::Role,
    state::{
        State as Kept,
        audit::{Action, Noted},
        user::User,
    },
    view::Wording,
};
use targets::Shown;

pub use targets::{add_target, remove_target};
pub use users::{add_user, disable_user, reset_user};

/// Lines of the log on the page.
const LISTED: u32 = 100;

/// What the page can be told to say.
const SAID: [&str; 10] = [
    "disabled",
    "taken",
    "bad_name",
    "bad_agency",
    "last_admin",
    "no_user",
    "target_value",
    "target_agency",
    "target_days",
    "target_source",
];

#[derive(Template)]
#[template(path = "admin.html")]
struct Admin {
    form_token: String,
    users: Vec<Line>,
    roles: Vec<(&'static str, String)>,
    /// Of a new or reset user, shown this once.
    made: Option<(String, String)>,
    said: Option<String>,
    settings: Vec<(String, String)>,
    targets: Shown,
    actions: Vec<(&'static str, String, bool)>,
    log: Vec<LogLine>,
    older: Option<String>,
}

struct Line {
    name: String,
    role: String,
    agency: String,
    state: String,
    is_disabled: bool,
}

struct LogLine {
    at: String,
    user: String,
    address: String,
    action: String,
    detail: String,
}

pub async fn page(State(site): State<Arc<Site>>, query: Query) -> Result<Response, WebError> {
    let told = query.get("said").filter(|id| SAID.contains(id));
    let said = told.map(|id| site.catalog.phrases.say(&format!("admin.{id}"), &[]));
    own_page(site, move |site, state| admin(site, state, &query, (said, None))).await
}

fn admin(
    site: &Site,
    state: &Kept,
    query: &Query,
    (said, made): (Option<String>, Option<(String, String)>),
) -> Result<Admin, WebError> {
    let say = |id: String| site.catalog.phrases.say(&id, &[]);
    let session = query.visitor.session().ok_or(WebError::Unknown)?;
    let action = query.get("action");
    let log = state.noted(action, query.read("before")?, LISTED)?;
    let is_full = log.len() == LISTED as usize;
    let older = log.last().filter(|_| is_full).map(|last| {
        query.at("/admin").with(&[("before", Some(&last.id.to_string())), ("said", None)])
            + "#nhat-ky"
    });
    let line = |user: User| Line {
        role: say(format!("role.{}", user.role.id())),
        agency: user.agency_code.as_deref().map_or_else(String::new, |code| site.agency_name(code)),
        state: say(match (user.is_disabled, user.must_change) {
            (true, _) => "user.disabled".to_owned(),
            (false, true) => "user.new".to_owned(),
            (false, false) => "user.active".to_owned(),
        }),
        is_disabled: user.is_disabled,
        name: user.name,
    };
    let noted = |one: Noted| LogLine {
        at: one.at.replacen('T', " ", 1),
        user: one.user.unwrap_or_default(),
        address: one.address,
        action: say(format!("audit.{}", one.action)),
        detail: one.detail,
    };
    Ok(Admin {
        form_token: session.form_token.clone(),
        users: state.users()?.into_iter().map(line).collect(),
        roles: Role::ALL.map(|role| (role.id(), say(format!("role.{}", role.id())))).into(),
        made,
        said,
        settings: settings(site),
        targets: targets::shown(site)?,
        actions: Action::ALL
            .map(|one| (one.id(), say(format!("audit.{}", one.id())), action == Some(one.id())))
            .into(),
        log: log.into_iter().map(noted).collect(),
        older,
    })
}

/// What `motcua.toml` says of the server, without what is secret.
fn settings(site: &Site) -> Vec<(String, String)> {
    let words = Wording::new(&site.catalog);
    let yes_or_no = |is: bool| words.say(if is { "value.yes" } else { "value.no" }, &[]);
    let inbox = site.settings.inbox.as_ref().map(|inbox| inbox.folder.display().to_string());
    let told = [
        ("scope", site.settings.scope.clone()),
        ("inbox", inbox),
        ("tls", Some(yes_or_no(site.settings.serve.has_tls()))),
        ("behind_proxy", Some(yes_or_no(site.settings.serve.behind_proxy))),
        ("frame_ancestors", Some(site.settings.serve.frame_ancestors.join(" "))),
    ];
    let none = |text: Option<String>| {
        text.filter(|text| !text.is_empty()).unwrap_or_else(|| words.say("setting.none", &[]))
    };
    told.map(|(id, value)| (words.say(&format!("setting.{id}"), &[]), none(value))).into()
}
