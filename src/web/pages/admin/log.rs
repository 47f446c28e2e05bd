//! Nhật ký: who did what, the newest first.

use super::super::super::ServedSite;
use crate::{
    domain::vietnamese_date::format_day_and_time,
    state::{
        StateDatabase as Kept,
        audit::{AuditAction, AuditEntry},
    },
    web::{
        http::{error::WebError, query::RequestQuery},
        pages::parts::coded_text::html_of_sentence,
    },
};

/// Lines of the log on the page.
const LISTED: u32 = 100;

/// Holds the part of the page that shows the audit log.
pub struct AuditLogView {
    /// Id, name, and whether the log is of it alone.
    pub actions: Vec<(&'static str, String, bool)>,
    pub lines: Vec<AuditLogLine>,
    /// Where those before are.
    pub older: Option<String>,
}

/// Holds one line of the audit log, in Vietnamese.
pub struct AuditLogLine {
    pub at: String,
    pub user: String,
    pub address: String,
    pub action: String,
    /// As HTML.
    pub detail: String,
}

/// Reads one page of the audit log, the newest entry first, of all actions or of one.
pub fn audit_log_view(
    site: &ServedSite,
    state: &Kept,
    query: &RequestQuery,
) -> Result<AuditLogView, WebError> {
    let say = |id: &str| site.catalog.phrases.format_phrase(&format!("audit.{id}"), &[]);
    let action = query.get_option("action");
    // Of an action there is none of, an empty log would say that nobody did anything.
    if let Some(other) = action.filter(|asked| AuditAction::ALL.iter().all(|it| it.id() != *asked))
    {
        return Err(WebError::BadRequest { problem: format!("action={other}") });
    }
    let log = state.list_audit(action, query.parse_option("before")?, LISTED)?;
    let is_full = log.len() == LISTED as usize;
    let older = log.last().filter(|_| is_full).map(|last| {
        query
            .with_path("/admin")
            .address_with(&[("before", Some(&last.id.to_string())), ("said", None)])
            + "#nhat-ky"
    });
    let line = |one: AuditEntry| AuditLogLine {
        at: describe_moment(&one.at),
        user: one.user.unwrap_or_default(),
        // What was done at a terminal came from no address.
        address: if one.address == "console" { say("console") } else { one.address },
        action: say(&one.action),
        detail: html_of_sentence(&match one.repeats {
            None => one.detail,
            Some(repeats) => {
                let (times, last) = (repeats.times.to_string(), describe_moment(&repeats.last_at));
                let said = [("times", times.as_str()), ("last", last.as_str())];
                site.catalog.phrases.format_phrase("audit.repeats", &said)
            }
        }),
    };
    Ok(AuditLogView {
        actions: AuditAction::ALL
            .map(|one| (one.id(), say(one.id()), action == Some(one.id())))
            .into(),
        lines: log.into_iter().map(line).collect(),
        older,
    })
}

/// A moment as it is stored, as people write it.
fn describe_moment(stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), format_day_and_time)
}
