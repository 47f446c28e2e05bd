//! Who did what, from where and when. It is only ever added to; what is too old or too much of it goes by the settings alone.

mod repeats;
pub mod retention;

use jiff::civil::DateTime;
use rusqlite::params;

use super::{StateDatabase, connection::StateRow, error::StateError, stamp};

/// What is worth knowing later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditAction {
    Login,
    LoginFailed,
    LoginThrottled,
    Logout,
    /// Rows of subjects were looked at.
    DrillDown,
    Export,
    Upload,
    Rebuild,
    /// A user, a key, a password, a setting.
    Change,
    Report,
    Refused,
    /// The oldest lines of the log itself went.
    LogShortened,
}

impl AuditAction {
    /// Lists all kinds of actions, in the order the page offers them.
    pub const ALL: [Self; 12] = [
        Self::Login,
        Self::LoginFailed,
        Self::LoginThrottled,
        Self::Logout,
        Self::DrillDown,
        Self::Export,
        Self::Upload,
        Self::Rebuild,
        Self::Change,
        Self::Report,
        Self::Refused,
        Self::LogShortened,
    ];

    /// Returns the text under which the action is stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::LoginFailed => "login_failed",
            Self::LoginThrottled => "login_throttled",
            Self::Logout => "logout",
            Self::DrillDown => "drill_down",
            Self::Export => "export",
            Self::Upload => "upload",
            Self::Rebuild => "rebuild",
            Self::Change => "change",
            Self::Report => "report",
            Self::Refused => "refused",
            Self::LogShortened => "log_shortened",
        }
    }
}

/// One line of the log, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub id: i64,
    pub at: String,
    pub user: Option<String>,
    pub address: String,
    pub action: String,
    pub detail: String,
    /// Of what is summed up.
    pub repeats: Option<AuditRepeats>,
}

/// How often the same was done from the line's time on, and when last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRepeats {
    pub times: u32,
    pub last_at: String,
}

impl StateDatabase {
    /// `user` is the name as it was told; `address` is of the machine, or `console`.
    pub fn append_audit(
        &self,
        now: DateTime,
        user: Option<&str>,
        address: &str,
        action: AuditAction,
        detail: &str,
    ) -> Result<(), StateError> {
        // What a stranger sends must not fill the disk.
        let detail: String = detail.chars().take(400).collect();
        let user = user.map(|name| name.chars().take(40).collect::<String>());
        self.with("write the audit log", |t| {
            let sql =
                "insert into audit (at, user, address, action, detail) values (?1, ?2, ?3, ?4, ?5)";
            t.execute(sql, params![stamp(now), user, address, action.id(), detail])
        })
        .map(drop)
    }

    /// The newest first, older than a line if one is named; of one kind of action if one is named.
    pub fn list_audit(
        &self,
        action: Option<&str>,
        before: Option<i64>,
        at_most: u32,
    ) -> Result<Vec<AuditEntry>, StateError> {
        self.read("read the audit log", |c| {
            let sql = "select id, at, user, address, action, detail, times, last_at from audit \
                left join audit_repeat on audit_id = id \
                where (?1 is null or action = ?1) and (?2 is null or id < ?2) order by id desc limit ?3";
            let noted = |row: &StateRow| {
                Ok(AuditEntry {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    user: row.get(2)?,
                    address: row.get(3)?,
                    action: row.get(4)?,
                    detail: row.get(5)?,
                    repeats: match (row.get(6)?, row.get(7)?) {
                        (Some(times), Some(last_at)) => Some(AuditRepeats { times, last_at }),
                        _ => None,
                    },
                })
            };
            c.query_all(sql, params![action, before, at_most], noted)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_only_added_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        let now = "2026-11-22T08:00:00".parse().expect("a time");
        state.append_audit(now, Some("lan"), "10.0.0.7", AuditAction::Login, "").expect("noted");
        for sql in ["delete from audit", "update audit set user = 'mai'"] {
            let refused = state.with("tamper", |t| t.execute(sql, [])).expect_err("refused");
            assert!(refused.to_string().contains("only added to"), "{refused}");
        }
        let log = state.list_audit(None, None, 10).expect("read");
        assert_eq!(log.len(), 1);
        assert_eq!(log[0].user.as_deref(), Some("lan"));
        assert_eq!(state.list_audit(Some("export"), None, 10).expect("read"), []);
    }
}
