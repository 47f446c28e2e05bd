//! Who may come in.

mod authenticate;
mod first_admin;
pub mod identity;
mod rename;
mod standing;

use jiff::civil::DateTime;
use rusqlite::params;

use super::{
    StateDatabase,
    access::password,
    access::user_name,
    connection::{StateConnection, StateRow, StoreResult},
    error::StateError,
    stamp,
};
use crate::domain::sight::{DataScope, UserRole};

/// Holds an account: name, role, agency and whether it may be used.
#[expect(clippy::struct_excessive_bools, reason = "each is told of an account by itself")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserAccount {
    pub id: i64,
    pub name: String,
    pub role: UserRole,
    /// Of the role `commune`.
    pub agency_code: Option<String>,
    /// The password was made by somebody else.
    pub must_change: bool,
    pub is_disabled: bool,
    pub created_at: String,
    /// Logs in at another server, and has no password here.
    pub is_external: bool,
    /// Has no role at that server any more.
    pub is_expelled: bool,
}

impl UserAccount {
    /// Returns what the user may see of the data, by role and agency.
    pub fn data_scope(&self) -> DataScope {
        match (self.role, &self.agency_code) {
            (UserRole::Admin | UserRole::Officer, _) => DataScope::All,
            (UserRole::Commune, Some(agency)) => DataScope::Within(agency.clone()),
            // A commune of no agency cannot be stored; if it were, it sees least.
            (UserRole::Commune, None) | (UserRole::Viewer, _) => DataScope::Aggregates,
        }
    }
}

/// Names the columns that `read_user_row` reads, in its order.
pub(super) const COLUMNS: &str = "user.id, user.name, user.role, user.agency_code, user.must_change, \
    user.is_disabled, user.created_at, user.identity is not null, user.is_expelled";

/// Reads a user from a row of `COLUMNS`; an unknown role is read as viewer.
pub(super) fn read_user_row(row: &StateRow) -> StoreResult<UserAccount> {
    let role: String = row.get(2)?;
    Ok(UserAccount {
        id: row.get(0)?,
        name: row.get(1)?,
        // Of a role that is not known any more, the least.
        role: role.parse().unwrap_or(UserRole::Viewer),
        agency_code: row.get(3)?,
        must_change: row.get(4)?,
        is_disabled: row.get(5)?,
        created_at: row.get(6)?,
        is_external: row.get(7)?,
        is_expelled: row.get(8)?,
    })
}

impl StateDatabase {
    /// Lists all users by name, disabled ones too.
    pub fn list_users(&self) -> Result<Vec<UserAccount>, StateError> {
        self.read("read the users", |c| {
            let sql = format!("select {COLUMNS} from user order by lower(name)");
            c.query_all(&sql, [], read_user_row)
        })
    }

    /// Returns the user of a name. Fails with `StateError::NoUser` where there is none.
    pub fn require_user(&self, name: &str) -> Result<UserAccount, StateError> {
        let found = self.read("read the user", |c| find_user(c, name))?;
        found.ok_or_else(|| StateError::NoUser { name: name.to_owned() })
    }

    /// Hashes the password: takes tens of milliseconds.
    pub fn add_user(
        &self,
        name: &str,
        role: UserRole,
        agency_code: Option<&str>,
        password: &str,
        now: DateTime,
    ) -> Result<(), StateError> {
        if !user_name::is_user_name(name) {
            return Err(StateError::BadName { name: name.to_owned() });
        }
        if (role == UserRole::Commune) != agency_code.is_some() {
            return Err(StateError::AgencyAndRole);
        }
        let hash = password::hash_password(name, password)?;
        let sql = "insert into user (name, role, agency_code, password, must_change, created_at) \
            values (?1, ?2, ?3, ?4, 1, ?5)";
        let added = self.with("add the user", |t| {
            t.execute(sql, params![name, role.id(), agency_code, hash, stamp(now)])
        });
        match added {
            Err(error) if error.is_refused_by_rule() => {
                Err(StateError::NameTaken { name: name.to_owned() })
            }
            Ok(_) => {
                self.mark_users();
                Ok(())
            }
            Err(other) => Err(other),
        }
    }

    /// Shuts a user out at once: sessions end, tokens stop working. Of administrators one with a password here stays.
    pub fn disable_user(&self, name: &str) -> Result<(), StateError> {
        let user = self.require_user(name)?;
        let is_last = self.with("disable the user", |t| {
            let sql = "select not exists (select 1 from user where role = 'admin' and is_disabled = 0 and identity is null and id <> ?1)";
            let is_last = user.role == UserRole::Admin && t.query_row(sql, [user.id], |row| row.get(0))?;
            if !is_last {
                t.execute("update user set is_disabled = 1 where id = ?1", [user.id])?;
                t.execute("delete from session where user_id = ?1", [user.id])?;
                t.execute("update token set is_revoked = 1 where user_id = ?1", [user.id])?;
            }
            Ok(is_last)
        })?;
        if is_last { Err(StateError::LastAdmin { name: user.name }) } else { Ok(()) }
    }

    /// Gives a user a password that is to be changed, and lets them in again; whoever is in under the name is out, and the
    /// keys given out under it open nothing any more. Who logs in at another server is let in again and gets no password: false.
    pub fn reset_user(&self, name: &str, password: &str) -> Result<bool, StateError> {
        let user = self.require_user(name)?;
        let hash = password::hash_password(name, password)?;
        self.with("reset the user", |t| {
            let sql = "update user set is_disabled = 0, password = case when identity is null then ?2 else password end, \
                must_change = case when identity is null then 1 else 0 end where id = ?1";
            t.execute(sql, params![user.id, hash])?;
            t.execute("update token set is_revoked = 1 where user_id = ?1", [user.id])?;
            t.execute("delete from session where user_id = ?1", [user.id])
        })?;
        Ok(!user.is_external)
    }

    /// The user's own choice; their other sessions end. Whoever was shut out meanwhile stays out.
    pub fn change_password(
        &self,
        name: &str,
        password: &str,
        staying: &[u8],
    ) -> Result<(), StateError> {
        let user = self.require_user(name)?;
        let hash = password::hash_password(name, password)?;
        self.with("change the password", |t| {
            let sql =
                "update user set password = ?2, must_change = 0 where id = ?1 and is_disabled = 0";
            t.execute(sql, params![user.id, hash])?;
            let sql = "delete from session where user_id = ?1 and digest <> ?2";
            t.execute(sql, params![user.id, staying]).map(drop)
        })
    }
}

fn find_user(connection: &StateConnection, name: &str) -> StoreResult<Option<UserAccount>> {
    let sql = format!("select {COLUMNS} from user where lower(name) = ?1");
    connection.query_optional(&sql, [name.to_ascii_lowercase()], read_user_row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> (StateDatabase, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        (StateDatabase::open(folder.path()).expect("a state"), folder)
    }

    fn at(text: &str) -> DateTime {
        text.parse().expect("a time")
    }

    fn add(
        state: &StateDatabase,
        name: &str,
        role: UserRole,
        agency: Option<&str>,
    ) -> Result<(), StateError> {
        state.add_user(name, role, agency, "correct horse", at("2026-11-22T08:00:00"))
    }

    #[test]
    fn a_name_and_its_password_are_a_user() {
        let (state, _folder) = state();
        assert!(!state.has_users().expect("counted"));
        add(&state, "lan", UserRole::Officer, None).expect("added");
        assert!(state.has_users().expect("counted"));
        let known = |name, password| {
            state.authenticate_user(name, password).expect("asked").map(|user| user.name)
        };
        assert_eq!(known("lan", "correct horse").as_deref(), Some("lan"));
        // Nobody remembers how they wrote their name.
        assert_eq!(known("Lan", "correct horse").as_deref(), Some("lan"));
        assert_eq!(known("lan", "correct horsf"), None);
        assert_eq!(known("nobody", "correct horse"), None);
    }

    #[test]
    fn a_commune_has_an_agency_and_nobody_else_has() {
        let (state, _folder) = state();
        assert!(matches!(
            add(&state, "a1", UserRole::Commune, None),
            Err(StateError::AgencyAndRole)
        ));
        assert!(matches!(
            add(&state, "a2", UserRole::Viewer, Some("1")),
            Err(StateError::AgencyAndRole)
        ));
        add(&state, "a3", UserRole::Commune, Some("06055")).expect("added");
        assert_eq!(
            state.require_user("a3").expect("there").data_scope(),
            DataScope::Within("06055".into())
        );
    }

    #[test]
    fn a_name_is_given_once_whatever_its_case() {
        let (state, _folder) = state();
        add(&state, "lan", UserRole::Officer, None).expect("added");
        assert!(matches!(
            add(&state, "LAN", UserRole::Admin, None),
            Err(StateError::NameTaken { .. })
        ));
    }

    #[test]
    fn a_disabled_user_is_out_until_reset() {
        let (state, _folder) = state();
        add(&state, "lan", UserRole::Officer, None).expect("added");
        state.disable_user("lan").expect("disabled");
        assert_eq!(state.authenticate_user("lan", "correct horse").expect("asked"), None);
        state.reset_user("lan", "another horse").expect("reset");
        assert!(state.authenticate_user("lan", "correct horse").expect("asked").is_none());
        let back =
            state.authenticate_user("lan", "another horse").expect("asked").expect("in again");
        assert!(back.must_change);
    }

    #[test]
    fn who_is_shut_out_while_choosing_a_password_stays_out() {
        let (state, _folder) = state();
        add(&state, "lan", UserRole::Officer, None).expect("added");
        state.disable_user("lan").expect("disabled");
        state.change_password("lan", "another horse", &[]).expect("nothing happens");
        assert!(state.require_user("lan").expect("there").is_disabled);
        assert!(state.authenticate_user("lan", "another horse").expect("asked").is_none());
    }

    #[test]
    fn a_reset_takes_the_keys_back() {
        let (state, _folder) = state();
        add(&state, "lan", UserRole::Officer, None).expect("added");
        let (lan, now) = (state.require_user("lan").expect("there"), at("2026-11-22T08:00:00"));
        let key = state.add_token(&lan, "excel", None, now.date(), now).expect("a key");
        assert!(state.find_bearer(&key, now).expect("asked").is_some());
        state.reset_user("lan", "another horse").expect("reset");
        assert!(state.find_bearer(&key, now).expect("asked").is_none());
    }

    #[test]
    fn the_last_administrator_cannot_be_shut_out() {
        let (state, _folder) = state();
        add(&state, "one", UserRole::Admin, None).expect("added");
        assert!(matches!(state.disable_user("one"), Err(StateError::LastAdmin { .. })));
        add(&state, "two", UserRole::Admin, None).expect("added");
        state.disable_user("one").expect("disabled");
    }
}
