//! Quản trị: who may come in, which targets hold, how the server is set, who did what.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    Site, client::Client, error::WebError, form::Form, own_page::own_page, query::Query,
    visitor::Visitor,
};
use crate::{
    domain::sight::Role,
    state::{
        State as Kept, StateError,
        audit::{Action, Noted},
        password,
        user::User,
    },
    view::Wording,
};

/// Lines of the log on the page.
const LISTED: u32 = 100;

/// What the page can be told to say.
const SAID: [&str; 6] = ["disabled", "taken", "bad_name", "bad_agency", "last_admin", "no_user"];

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
    targets: Vec<TargetLine>,
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

struct TargetLine {
    metric: String,
    limit: String,
    of: String,
    source: String,
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

pub async fn add_user(
    State(site): State<Arc<Site>>,
    client: Client,
    form: Form,
) -> Result<Response, WebError> {
    let role: Role = form.get("role").parse().map_err(|_| bad("role"))?;
    let name = form.get("name").trim().to_owned();
    let agency = Some(form.get("agency").trim().to_owned()).filter(|agency| !agency.is_empty());
    // Other roles see all: what is left in the field is no narrowing they were given.
    let agency = agency.filter(|_| role == Role::Commune);
    let turn = site.hashing.acquire().await;
    let known = Arc::clone(&site);
    let visitor = Arc::clone(&form.visitor);
    let made = Arc::clone(&site).with_state(move |state, now| {
        // A scope that nobody has would show nothing, without a word.
        let found = agency.as_deref().and_then(|code| known.agency_code(code));
        if found.is_some() != agency.is_some() {
            return Ok(Err("bad_agency"));
        }
        let agency = found;
        let password = password::generated()?;
        match state.add_user(&name, role, agency.as_deref(), &password, now) {
            Ok(()) => {}
            Err(StateError::NameTaken { .. }) => return Ok(Err("taken")),
            Err(StateError::BadName { .. }) => return Ok(Err("bad_name")),
            Err(StateError::AgencyAndRole) => return Ok(Err("bad_agency")),
            Err(other) => return Err(other.into()),
        }
        let detail = format!("user {name} added as {}", role.id());
        state.note(now, form.visitor.name(), &client.address, Action::Change, &detail)?;
        Ok(Ok((name, password)))
    });
    let made = made.await?;
    drop(turn);
    after(site, visitor, made).await
}

pub async fn reset_user(
    State(site): State<Arc<Site>>,
    client: Client,
    form: Form,
) -> Result<Response, WebError> {
    let turn = site.hashing.acquire().await;
    let visitor = Arc::clone(&form.visitor);
    let made = Arc::clone(&site).with_state(move |state, now| {
        let (name, password) = (form.get("name").to_owned(), password::generated()?);
        match state.reset_user(&name, &password) {
            Ok(()) => {}
            Err(StateError::NoUser { .. }) => return Ok(Err("no_user")),
            Err(other) => return Err(other.into()),
        }
        let detail = format!("user {name} reset");
        state.note(now, form.visitor.name(), &client.address, Action::Change, &detail)?;
        Ok(Ok((name, password)))
    });
    let made = made.await?;
    drop(turn);
    after(site, visitor, made).await
}

pub async fn disable_user(
    State(site): State<Arc<Site>>,
    client: Client,
    form: Form,
) -> Result<Redirect, WebError> {
    let said = site.with_state(move |state, now| {
        let name = form.get("name");
        match state.disable_user(name) {
            Ok(()) => {}
            Err(StateError::LastAdmin { .. }) => return Ok("last_admin"),
            Err(StateError::NoUser { .. }) => return Ok("no_user"),
            Err(other) => return Err(other.into()),
        }
        let detail = format!("user {name} disabled");
        state.note(now, form.visitor.name(), &client.address, Action::Change, &detail)?;
        Ok("disabled")
    });
    Ok(Redirect::to(&format!("/admin?said={}", said.await?)))
}

/// The page with a password that is shown this once, or with what kept it from being made.
async fn after(
    site: Arc<Site>,
    visitor: Arc<Visitor>,
    made: Result<(String, String), &'static str>,
) -> Result<Response, WebError> {
    match made {
        Err(said) => Ok(Redirect::to(&format!("/admin?said={said}")).into_response()),
        Ok(made) => {
            let query = Query::by(visitor);
            own_page(site, move |site, state| admin(site, state, &query, (None, Some(made)))).await
        }
    }
}

fn bad(field: &str) -> WebError {
    WebError::BadRequest { problem: field.to_owned() }
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
        targets: targets(site)?,
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

/// The targets in force today, of all metrics; none before anything is published.
fn targets(site: &Site) -> Result<Vec<TargetLine>, WebError> {
    let Ok(warehouse) = site.warehouse() else {
        return Ok(Vec::new());
    };
    let (words, today) = (Wording::new(&site.catalog), (site.clock)().date());
    let mut lines = Vec::new();
    for metric in &site.catalog.metrics {
        for target in warehouse.targets(&metric.id, today)?.all() {
            let of = target.binds();
            lines.push(TargetLine {
                metric: metric.name.clone(),
                limit: words.limit(metric, target),
                of: match of {
                    (Some(agency), _) => site.agency_name(agency),
                    (None, Some(level)) => site.catalog.vocabulary.name("level", level).to_owned(),
                    (None, None) => words.say("admin.everyone", &[]),
                },
                source: target.source.clone(),
            });
        }
    }
    Ok(lines)
}
