//! The page itself: users, targets, settings, and what was done.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    super::super::{
        ServedSite,
        auth::private_page::show_private_page,
        http::{error::WebError, query::RequestQuery},
        navigation::SiteNavigation,
    },
    log::{self, AuditLogView},
    settings,
    targets::{self, TargetsView},
};
use crate::{
    domain::sight::UserRole,
    state::{StateDatabase as Kept, user::UserAccount},
};

/// What the page can be told to say.
const SAID: [&str; 16] = [
    "disabled",
    "let_in",
    "taken",
    "bad_name",
    "bad_agency",
    "last_admin",
    "no_user",
    "mail",
    "bad_mail",
    "target_value",
    "target_agency",
    "target_days",
    "target_source",
    "target_there",
    "target_gone",
    "target_waits",
];

/// Shows users, targets, settings and the audit log.
#[derive(Template)]
#[template(path = "admin.html")]
pub(super) struct AdminPage {
    nav: SiteNavigation,
    form_token: String,
    /// Agencies to choose from, where there are not too many.
    agencies: Vec<String>,
    users: Vec<UserLine>,
    roles: Vec<(&'static str, String)>,
    /// Of a new or reset user, shown this once.
    made: Option<(String, String)>,
    said: Option<String>,
    settings: Vec<(String, String)>,
    targets: TargetsView,
    log: AuditLogView,
}

struct UserLine {
    name: String,
    role: String,
    agency: String,
    state: String,
    /// Where reports and alerts for the role reach the user.
    mail: String,
    is_disabled: bool,
    /// Has no password here.
    is_external: bool,
}

/// Fills a page of the administration in.
pub async fn page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let told = query.get_option("said").filter(|id| SAID.contains(id));
    let said = told.map(|id| site.catalog.phrases.format_phrase(&format!("admin.{id}"), &[]));
    show_private_page(site, move |site, state| admin(site, state, &query, (said, None))).await
}

/// Fills the page in.
pub(super) fn admin(
    site: &ServedSite,
    state: &Kept,
    query: &RequestQuery,
    (said, made): (Option<String>, Option<(String, String)>),
) -> Result<AdminPage, WebError> {
    let say = |id: String| site.catalog.phrases.format_phrase(&id, &[]);
    let mut mails = state.user_mails()?;
    let mut line = |user: UserAccount| UserLine {
        role: say(format!("role.{}", user.role.id())),
        agency: user.agency_code.as_deref().map_or_else(String::new, |code| site.agency_name(code)),
        state: say(user.standing_phrase().to_owned()),
        is_external: user.is_external,
        is_disabled: user.is_disabled,
        mail: mails.remove(&user.name).unwrap_or_default(),
        name: user.name,
    };
    Ok(AdminPage {
        nav: site.navigation(query, "admin"),
        agencies: site.offered_agencies(query),
        form_token: query.visitor.session().ok_or(WebError::Unknown)?.form_token.clone(),
        users: state.list_users()?.into_iter().map(&mut line).collect(),
        roles: UserRole::ALL.map(|role| (role.id(), say(format!("role.{}", role.id())))).into(),
        made,
        said,
        settings: settings::list_settings(site, state)?,
        targets: targets::targets_view(site)?,
        log: log::audit_log_view(site, state, query)?,
    })
}
