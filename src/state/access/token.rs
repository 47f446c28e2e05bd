//! Keys to the API: a user's sight or less, for a time.

use jiff::civil::{Date, DateTime};
use rusqlite::params;

use super::{
    super::{
        StateDatabase,
        connection::StateRow,
        error::StateError,
        stamp,
        stored::time::{day, optional_time, time},
        user::{COLUMNS, UserAccount, read_user_row},
    },
    secret::{digest_secret, make_secret},
};

/// A key as its owner sees it; its secret was shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    pub id: i64,
    pub name: String,
    pub agency_code: Option<String>,
    pub created_at: DateTime,
    pub expires_on: Date,
    pub seen_at: Option<DateTime>,
}

/// Whoever comes with a key.
#[derive(Debug, Clone)]
pub struct TokenBearer {
    pub user: UserAccount,
    /// Less than all the user sees.
    pub agency_code: Option<String>,
}

impl StateDatabase {
    /// A new key, shown once. It works until the end of its last day.
    pub fn add_token(
        &self,
        user: &UserAccount,
        name: &str,
        agency_code: Option<&str>,
        expires_on: Date,
        now: DateTime,
    ) -> Result<String, StateError> {
        // Known at sight, in a log or a repository it does not belong in.
        let token = format!("motcua_{}", make_secret()?);
        self.with("add the key", |t| {
            let sql = "insert into token (digest, user_id, name, agency_code, created_at, expires_on) \
                values (?1, ?2, ?3, ?4, ?5, ?6)";
            let (created_at, expires_on) = (stamp(now), expires_on.to_string());
            t.execute(sql, params![digest_secret(&token), user.id, name, agency_code, created_at, expires_on])
        })?;
        Ok(token)
    }

    /// A user's keys that were not taken back, the newest first.
    pub fn list_tokens(&self, user: &UserAccount) -> Result<Vec<ApiToken>, StateError> {
        self.read("read the keys", |c| {
            let sql = "select id, name, agency_code, created_at, expires_on, seen_at from token \
                where user_id = ?1 and is_revoked = 0 order by id desc";
            let token = |row: &StateRow| {
                Ok(ApiToken {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    agency_code: row.get(2)?,
                    created_at: time(row, 3)?,
                    expires_on: day(row, 4)?,
                    seen_at: optional_time(row, 5)?,
                })
            };
            c.query_all(sql, [user.id], token)
        })
    }

    /// Takes one of the user's own keys back.
    pub fn revoke_token(&self, user: &UserAccount, id: i64) -> Result<(), StateError> {
        self.with("take the key back", |t| {
            let sql = "update token set is_revoked = 1 where id = ?1 and user_id = ?2";
            t.execute(sql, params![id, user.id])
        })
        .map(drop)
    }

    /// Who comes with a key that works.
    pub fn find_bearer(
        &self,
        token: &str,
        now: DateTime,
    ) -> Result<Option<TokenBearer>, StateError> {
        let (digest, today) = (digest_secret(token), now.date().to_string());
        let sql = format!(
            "select {COLUMNS}, token.agency_code, coalesce(token.seen_at < ?3, true) from token \
             join user on user.id = token.user_id \
             where token.digest = ?1 and token.expires_on >= ?2 and token.is_revoked = 0 and user.is_disabled = 0"
        );
        let found = self.read("read the key", |c| {
            c.query_optional(&sql, params![digest, today, today], |row| {
                let bearer = TokenBearer { user: read_user_row(row)?, agency_code: row.get(9)? };
                Ok((bearer, row.get(10)?))
            })
        })?;
        let Some((bearer, is_first_today)) = found else {
            return Ok(None);
        };
        if is_first_today {
            let noted = self.with("note the key", |t| {
                let sql = "update token set seen_at = ?2 where digest = ?1";
                t.execute(sql, params![digest, stamp(now)])
            });
            StateError::pass_over_unwritable(noted.map(drop))?;
        }
        Ok(Some(bearer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sight::UserRole;

    #[test]
    fn a_key_works_until_the_end_of_its_last_day_or_until_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        let at = |text: &str| text.parse::<DateTime>().expect("a time");
        let now = at("2026-11-22T08:00:00");
        state.add_user("lan", UserRole::Officer, None, "correct horse", now).expect("added");
        let lan = state.require_user("lan").expect("there");
        let last_day = at("2026-12-31T00:00:00").date();
        let key = state.add_token(&lan, "excel", Some("06055"), last_day, now).expect("a key");
        let bearer = |time: &str| state.find_bearer(&key, at(time)).expect("asked");
        let known = bearer("2026-12-31T23:59:59").expect("works");
        assert_eq!(
            (known.user.name.as_str(), known.agency_code.as_deref()),
            ("lan", Some("06055"))
        );
        assert!(bearer("2027-01-01T00:00:00").is_none());
        let listed = state.list_tokens(&lan).expect("listed");
        assert_eq!(listed[0].seen_at, Some(at("2026-12-31T23:59:59")));
        state.revoke_token(&lan, listed[0].id).expect("taken back");
        assert!(bearer("2026-11-22T09:00:00").is_none());
        assert_eq!(state.list_tokens(&lan).expect("listed"), []);
    }

    #[test]
    fn nobody_takes_back_the_key_of_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        let now: DateTime = "2026-11-22T08:00:00".parse().expect("a time");
        for name in ["lan", "mai"] {
            state.add_user(name, UserRole::Officer, None, "correct horse", now).expect("added");
        }
        let [lan, mai] = ["lan", "mai"].map(|name| state.require_user(name).expect("there"));
        let key = state.add_token(&lan, "excel", None, now.date(), now).expect("a key");
        let id = state.list_tokens(&lan).expect("listed")[0].id;
        state.revoke_token(&mai, id).expect("nothing happens");
        assert!(state.find_bearer(&key, now).expect("asked").is_some());
    }
}
