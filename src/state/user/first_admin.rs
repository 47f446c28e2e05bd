//! The first of all accounts: there is one, whoever else asks for it at the same moment.

use jiff::civil::DateTime;
use rusqlite::params;

use super::super::{
    StateDatabase,
    access::{password::hash_password, user_name::is_user_name},
    error::StateError,
    stamp,
};
use crate::domain::sight::UserRole;

impl StateDatabase {
    /// Adds the administrator of a state that has no user, with a password of their own choice; returns false, and adds nobody, where there
    /// is a user already, a disabled one too. Hashes the password: takes tens of milliseconds.
    pub fn add_first_admin(
        &self,
        name: &str,
        password: &str,
        now: DateTime,
    ) -> Result<bool, StateError> {
        if !is_user_name(name) {
            return Err(StateError::BadName { name: name.to_owned() });
        }
        let hash = hash_password(name, password)?;
        // Asked and written at once: another program may add a user meanwhile.
        let sql = "insert into user (name, role, agency_code, password, must_change, created_at) \
            select ?1, ?2, null, ?3, 0, ?4 where not exists (select 1 from user)";
        let added = self.with("add the first user", |t| {
            t.execute(sql, params![name, UserRole::Admin.id(), hash, stamp(now)])
        })?;
        if added == 1 {
            self.mark_users();
        }
        Ok(added == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime = jiff::civil::date(2026, 11, 22).at(8, 0, 0, 0);

    fn state() -> (StateDatabase, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        (StateDatabase::open(folder.path()).expect("a state"), folder)
    }

    #[test]
    fn of_two_first_administrators_the_second_is_nobody() {
        let (state, _folder) = state();
        let add = |name| state.add_first_admin(name, "correct horse", NOW);
        assert!(matches!(add("a b"), Err(StateError::BadName { .. })));
        assert!(add("lan").expect("asked"), "there was nobody");
        assert!(!add("mai").expect("asked"), "there is somebody");
        let users = state.list_users().expect("listed");
        let users: Vec<_> = users.iter().map(|it| (&*it.name, it.role, it.must_change)).collect();
        assert_eq!(users, [("lan", UserRole::Admin, false)]);
        assert!(state.authenticate_user("lan", "correct horse").expect("asked").is_some());
    }

    #[test]
    fn a_user_who_is_shut_out_is_one_too() {
        let (state, _folder) = state();
        state.add_user("lan", UserRole::Officer, None, "correct horse", NOW).expect("added");
        state.disable_user("lan").expect("disabled");
        assert!(!state.add_first_admin("mai", "correct horse", NOW).expect("asked"));
    }
}
