//! Nhật ký: who did what, the newest first.

use super::super::super::Site;
use crate::{
    state::{
        State as Kept,
        audit::{Action, Noted},
    },
    web::http::{error::WebError, query::Query},
};

/// Lines of the log on the page.
const LISTED: u32 = 100;

pub struct Log {
    /// Id, name, and whether the log is of it alone.
    pub actions: Vec<(&'static str, String, bool)>,
    pub lines: Vec<Line>,
    /// Where those before are.
    pub older: Option<String>,
}

pub struct Line {
    pub at: String,
    pub user: String,
    pub address: String,
    pub action: String,
    pub detail: String,
}

pub fn shown(site: &Site, state: &Kept, query: &Query) -> Result<Log, WebError> {
    let say = |id: &str| site.catalog.phrases.say(&format!("audit.{id}"), &[]);
    let action = query.get("action");
    let log = state.noted(action, query.read("before")?, LISTED)?;
    let is_full = log.len() == LISTED as usize;
    let older = log.last().filter(|_| is_full).map(|last| {
        query.at("/admin").with(&[("before", Some(&last.id.to_string())), ("said", None)])
            + "#nhat-ky"
    });
    let line = |one: Noted| Line {
        at: one.at.replacen('T', " ", 1),
        user: one.user.unwrap_or_default(),
        address: one.address,
        action: say(&one.action),
        detail: one.detail,
    };
    Ok(Log {
        actions: Action::ALL.map(|one| (one.id(), say(one.id()), action == Some(one.id()))).into(),
        lines: log.into_iter().map(line).collect(),
        older,
    })
}
