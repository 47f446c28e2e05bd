//! A browser that is in, until it goes, is idle too long, or was in for too long.

use jiff::{ToSpan, civil::DateTime};
use rusqlite::params;

use super::{
    super::{
        StateDatabase,
        error::StateError,
        stamp,
        user::{COLUMNS, UserAccount, read_user_row},
    },
    secret::{digest_secret, make_secret},
};

/// A working day without a click.
pub const IDLE_HOURS: i64 = 8;
/// From login, whatever is clicked.
pub const LONGEST_HOURS: i64 = 72;
/// A click is written down this often at most: most of them cost no write.
const NOTED_MINUTES: i64 = 5;

/// A session as its request shows it.
#[derive(Debug, Clone)]
pub struct UserSession {
    pub digest: Vec<u8>,
    pub user: UserAccount,
    /// What the session's forms carry.
    pub form_token: String,
}

impl StateDatabase {
    /// A new session; returns the secret for the browser, which is kept nowhere else.
    pub fn begin_session(&self, user: &UserAccount, now: DateTime) -> Result<String, StateError> {
        let (id, form_token) = (make_secret()?, make_secret()?);
        let began_after = now.saturating_sub(LONGEST_HOURS.hours());
        self.with("begin a session", |t| {
            t.execute("delete from session where began_at < ?1", [began_after.to_string()])?;
            let sql = "insert into session (digest, user_id, form_token, began_at, seen_at) \
                values (?1, ?2, ?3, ?4, ?4)";
            t.execute(sql, params![digest_secret(&id), user.id, form_token, stamp(now)])
        })?;
        Ok(id)
    }

    /// A new session in place of the one that a browser had before: whoever had it is out.
    pub fn replace_session(
        &self,
        before: Option<&str>,
        user: &UserAccount,
        now: DateTime,
    ) -> Result<String, StateError> {
        let old = before.map(|secret| self.find_session(secret, now)).transpose()?.flatten();
        old.map_or(Ok(()), |session| self.end_session(&session.digest))?;
        self.begin_session(user, now)
    }

    /// The session of a secret, if it is one that still lasts.
    pub fn find_session(
        &self,
        secret: &str,
        now: DateTime,
    ) -> Result<Option<UserSession>, StateError> {
        let digest = digest_secret(secret);
        let after = |hours: i64| now.saturating_sub(hours.hours()).to_string();
        let sql = format!(
            "select {COLUMNS}, session.form_token, session.seen_at from session join user on user.id = session.user_id \
             where session.digest = ?1 and session.seen_at > ?2 and session.began_at > ?3 and user.is_disabled = 0"
        );
        let found = self.read("read the session", |c| {
            c.query_optional(
                &sql,
                params![digest, after(IDLE_HOURS), after(LONGEST_HOURS)],
                |row| Ok((read_user_row(row)?, row.get::<String>(9)?, row.get::<String>(10)?)),
            )
        })?;
        let Some((user, form_token, seen_at)) = found else {
            return Ok(None);
        };
        if seen_at < now.saturating_sub(NOTED_MINUTES.minutes()).to_string() {
            let noted = self.with("note the session", |t| {
                let sql = "update session set seen_at = ?2 where digest = ?1";
                t.execute(sql, params![digest, stamp(now)])
            });
            StateError::pass_over_unwritable(noted.map(drop))?;
        }
        Ok(Some(UserSession { digest, user, form_token }))
    }

    /// Ends the session of a digest; one that is over already is no error.
    pub fn end_session(&self, digest: &[u8]) -> Result<(), StateError> {
        self.with("end the session", |t| {
            t.execute("delete from session where digest = ?1", [digest])
        })
        .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sight::UserRole;

    fn at(text: &str) -> DateTime {
        text.parse().expect("a time")
    }

    /// A user who came in on a Monday at eight.
    fn in_at_eight() -> (StateDatabase, tempfile::TempDir, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        let now = at("2026-11-23T08:00:00");
        state.add_user("lan", UserRole::Officer, None, "correct horse", now).expect("added");
        let id = state.begin_session(&state.require_user("lan").expect("there"), now).expect("in");
        (state, folder, id)
    }

    #[test]
    fn it_ends_when_nobody_clicks_for_a_working_day() {
        let (state, _folder, id) = in_at_eight();
        let is_in = |time: &str| state.find_session(&id, at(time)).expect("asked").is_some();
        assert!(is_in("2026-11-23T15:59:59"));
        // The click just now counts from then on.
        assert!(is_in("2026-11-23T23:59:00"));
        assert!(!is_in("2026-11-24T08:00:00"));
    }

    #[test]
    fn it_ends_three_days_after_login_whatever_is_clicked() {
        let (state, _folder, id) = in_at_eight();
        let mut time = at("2026-11-23T08:00:00");
        let mut hours = 0;
        while state.find_session(&id, time).expect("asked").is_some() {
            time = time.saturating_add(4.hours());
            hours += 4;
        }
        assert_eq!(hours, 72);
    }

    #[test]
    fn what_is_kept_does_not_open_the_door() {
        let (state, _folder, id) = in_at_eight();
        let now = at("2026-11-23T09:00:00");
        let session = state.find_session(&id, now).expect("asked").expect("in");
        assert_ne!(session.form_token, id);
        let kept = crate::domain::hex::encode_hex(&session.digest);
        assert!(state.find_session(&kept, now).expect("asked").is_none());
    }

    #[test]
    fn a_disabled_user_is_out_at_once_and_so_is_who_left() {
        let (state, _folder, id) = in_at_eight();
        let now = at("2026-11-23T09:00:00");
        let session = state.find_session(&id, now).expect("asked").expect("in");
        state.end_session(&session.digest).expect("ended");
        assert!(state.find_session(&id, now).expect("asked").is_none());
        let again = state.begin_session(&session.user, now).expect("in");
        state.disable_user("lan").expect("disabled");
        assert!(state.find_session(&again, now).expect("asked").is_none());
    }
}
