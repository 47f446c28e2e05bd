//! Another name for an account: one that stands in the way of somebody else's is freed.

use rusqlite::params;

use super::super::{StateDatabase, access::user_name::is_user_name, error::StateError};

impl StateDatabase {
    /// Calls a user otherwise, a disabled one too; whoever is in under the old name is out. Fails where nobody can be called so, and where somebody
    /// else is.
    pub fn rename_user(&self, name: &str, new: &str) -> Result<(), StateError> {
        if !is_user_name(new) {
            return Err(StateError::BadName { name: new.to_owned() });
        }
        let user = self.require_user(name)?;
        let renamed = self.with("rename the user", |t| {
            t.execute("update user set name = ?2 where id = ?1", params![user.id, new])?;
            t.execute("delete from session where user_id = ?1", [user.id])
        });
        match renamed {
            Err(error) if error.is_refused_by_rule() => {
                Err(StateError::NameTaken { name: new.to_owned() })
            }
            renamed => renamed.map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;

    use super::*;
    use crate::domain::sight::UserRole;

    const NOW: DateTime = jiff::civil::date(2026, 11, 30).at(8, 0, 0, 0);

    #[test]
    fn a_name_is_freed_for_somebody_else_and_its_password_stays_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a state");
        let add = |name| state.add_user(name, UserRole::Officer, None, "correct horse", NOW);
        add("lan").expect("added");
        add("mai").expect("added");
        let lan = state.require_user("lan").expect("there");
        let session = state.begin_session(&lan, NOW).expect("in");
        let refused = |new| state.rename_user("lan", new).expect_err("refused");
        assert!(matches!(refused("MAI"), StateError::NameTaken { name } if name == "MAI"));
        assert!(matches!(refused("lan nguyen"), StateError::BadName { .. }));
        assert!(state.find_session(&session, NOW).expect("asked").is_some(), "nothing was done");
        let nobody = state.rename_user("an", "binh").expect_err("refused");
        assert!(matches!(nobody, StateError::NoUser { .. }));

        state.disable_user("lan").expect("disabled");
        state.rename_user("lan", "lan.cu").expect("renamed");
        assert_eq!(state.require_user("lan.cu").expect("there").id, lan.id);
        add("lan").expect("the name is free");
        state.rename_user("mai", "Mai").expect("in other letters");
        let mai = state.require_user("mai").expect("there");
        let session = state.begin_session(&mai, NOW).expect("in");
        state.rename_user("Mai", "mai.le").expect("renamed");
        assert!(state.find_session(&session, NOW).expect("asked").is_none());
        assert!(state.authenticate_user("mai.le", "correct horse").expect("asked").is_some());
    }
}
