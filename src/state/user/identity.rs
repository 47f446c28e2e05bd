//! Accounts of those who log in at another server.
//!
//! Invariant: who somebody is there is kept as a keyed digest alone, for it may be the number of an identity card; an account with a password here is
//! never theirs, whatever name the other server gives.

use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::DateTime;
use rusqlite::params;
use sha2::Sha256;

use super::{COLUMNS, UserAccount, read_user_row};
use crate::{
    domain::sight::UserRole,
    state::{
        StateDatabase,
        access::{password::NOBODY, user_name},
        connection::{StateConnection, StateRow, StoreError, StoreResult},
        error::StateError,
        stamp,
    },
};

/// Says who somebody is at the server they logged in at.
#[derive(Debug, Clone, Copy)]
pub struct ExternalIdentity<'a> {
    pub issuer: &'a str,
    /// The server's own mark of the person.
    pub subject: &'a str,
}

/// Says what came of a login at another server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityOutcome {
    In(UserAccount),
    /// The account is shut out here.
    Disabled {
        name: String,
    },
    /// Somebody else has the name.
    NameTaken,
}

impl StateDatabase {
    /// Returns the account of an identity, a disabled one too.
    pub fn identity_account(
        &self,
        identity: ExternalIdentity,
    ) -> Result<Option<UserAccount>, StateError> {
        let digest = self.digest_identity(identity)?;
        self.read("read the user of an identity", |c| find_identity(c, &digest))
    }

    /// Returns the account of an identity with the role it now has; where that is another than before, its keys are taken back, for they were given out
    /// for the old one. Where there is no account, it is made under the name. Fails where nobody can be called so.
    pub fn admit_identity(
        &self,
        identity: ExternalIdentity,
        name: &str,
        (role, agency_code): (UserRole, Option<&str>),
        now: DateTime,
    ) -> Result<IdentityOutcome, StateError> {
        if (role == UserRole::Commune) != agency_code.is_some() {
            return Err(StateError::AgencyAndRole);
        }
        let digest = self.digest_identity(identity)?;
        let outcome = self.with("admit who logged in elsewhere", |t| {
            let known = find_identity(t, &digest)?;
            match &known {
                Some(user) if user.is_disabled => {
                    return Ok(Some(IdentityOutcome::Disabled { name: user.name.clone() }));
                }
                Some(user) => {
                    if (user.role, user.agency_code.as_deref()) != (role, agency_code) {
                        revoke_keys(t, user.id)?;
                    }
                    let sql = "update user set role = ?2, agency_code = ?3, is_expelled = 0 where id = ?1";
                    t.execute(sql, params![user.id, role.id(), agency_code])?;
                }
                // A name is asked of new accounts alone.
                None if !user_name::is_user_name(name) => return Ok(None),
                None => {
                    let sql = "insert into user (name, role, agency_code, password, must_change, created_at, identity) \
                        values (?1, ?2, ?3, ?4, 0, ?5, ?6) on conflict do nothing";
                    let values = params![name, role.id(), agency_code, NOBODY, stamp(now), digest];
                    if t.execute(sql, values)? == 0 {
                        return Ok(Some(IdentityOutcome::NameTaken));
                    }
                }
            }
            let user = find_identity(t, &digest)?.ok_or(StoreError::NoRow)?;
            Ok(Some(IdentityOutcome::In(user)))
        })?;
        let outcome = outcome.ok_or_else(|| StateError::BadName { name: name.to_owned() })?;
        if matches!(outcome, IdentityOutcome::In(_)) {
            self.mark_users();
        }
        Ok(outcome)
    }

    /// Ends the sessions, takes the keys back and stops the mail of an identity that has no role any more, until one is given again; `None` where it has
    /// no account.
    pub fn expel_identity(&self, identity: ExternalIdentity) -> Result<Option<String>, StateError> {
        let digest = self.digest_identity(identity)?;
        self.with("expel who has no role any more", |t| {
            let Some(user) = find_identity(t, &digest)? else { return Ok(None) };
            t.execute("update user set is_expelled = 1 where id = ?1", [user.id])?;
            t.execute("delete from session where user_id = ?1", [user.id])?;
            revoke_keys(t, user.id)?;
            Ok(Some(user.name))
        })
    }

    /// Ends the sessions of an identity of which no role is known; what else it has stays, for nobody said that it has none.
    pub fn end_identity_sessions(&self, identity: ExternalIdentity) -> Result<(), StateError> {
        let digest = self.digest_identity(identity)?;
        let sql = "delete from session where user_id in (select id from user where identity = ?1)";
        self.with("end the sessions of an identity", |t| t.execute(sql, [digest])).map(drop)
    }

    fn digest_identity(&self, identity: ExternalIdentity) -> Result<Vec<u8>, StateError> {
        let key = self.load_device_key()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length is a key");
        mac.update(format!("identity\n{}\n{}", identity.issuer, identity.subject).as_bytes());
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

fn find_identity(connection: &StateConnection, digest: &[u8]) -> StoreResult<Option<UserAccount>> {
    let sql = format!("select {COLUMNS} from user where identity = ?1");
    connection.query_optional(&sql, [digest], |row: &StateRow| read_user_row(row))
}

fn revoke_keys(connection: &StateConnection, user: i64) -> StoreResult<usize> {
    connection.execute("update token set is_revoked = 1 where user_id = ?1", [user])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sight::DataScope;

    const NOW: DateTime = jiff::civil::date(2026, 11, 30).at(8, 0, 0, 0);
    const LAN: ExternalIdentity =
        ExternalIdentity { issuer: "https://id.example.vn", subject: "001099012345" };

    fn state() -> (StateDatabase, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        (StateDatabase::open(folder.path()).expect("a state"), folder)
    }

    fn admit(
        state: &StateDatabase,
        name: &str,
        role: UserRole,
        agency: Option<&str>,
    ) -> IdentityOutcome {
        state.admit_identity(LAN, name, (role, agency), NOW).expect("asked")
    }

    fn admitted(outcome: IdentityOutcome) -> UserAccount {
        let IdentityOutcome::In(user) = outcome else { panic!("{outcome:?}") };
        user
    }

    #[test]
    fn one_identity_is_one_account_whatever_it_is_called_later() {
        let (state, _folder) = state();
        let first = admitted(admit(&state, "lan", UserRole::Officer, None));
        assert!(first.is_external && !first.must_change);
        let later = admitted(admit(&state, "lan.nguyen", UserRole::Officer, None));
        assert_eq!(later, first);
        assert_eq!(state.authenticate_user("lan", "").expect("asked"), None, "it has no password");
    }

    #[test]
    fn the_role_is_the_one_of_the_last_login() {
        let (state, _folder) = state();
        let user = admitted(admit(&state, "lan", UserRole::Officer, None));
        let session = state.begin_session(&user, NOW).expect("in");
        admit(&state, "lan", UserRole::Commune, Some("06283"));
        let found = state.find_session(&session, NOW).expect("asked").expect("still in");
        assert_eq!(found.user.data_scope(), DataScope::Within("06283".into()));
    }

    #[test]
    fn a_name_that_is_somebody_elses_is_not_taken_over() {
        let (state, _folder) = state();
        state.add_user("quantri", UserRole::Admin, None, "correct horse", NOW).expect("added");
        assert_eq!(admit(&state, "QuanTri", UserRole::Viewer, None), IdentityOutcome::NameTaken);
        let user = state.require_user("quantri").expect("there");
        assert_eq!((user.role, user.is_external), (UserRole::Admin, false));
        let other = ExternalIdentity { subject: "2", ..LAN };
        admitted(admit(&state, "lan", UserRole::Viewer, None));
        let of_other = state.admit_identity(other, "lan", (UserRole::Admin, None), NOW);
        assert_eq!(of_other.expect("asked"), IdentityOutcome::NameTaken);
    }

    #[test]
    fn who_is_shut_out_here_stays_out_until_let_in_again_and_gets_no_password() {
        let (state, _folder) = state();
        admit(&state, "lan", UserRole::Officer, None);
        state.disable_user("lan").expect("disabled");
        let out = IdentityOutcome::Disabled { name: "lan".into() };
        assert_eq!(admit(&state, "lan", UserRole::Admin, None), out);
        assert_eq!(state.require_user("lan").expect("there").role, UserRole::Officer);
        assert!(!state.reset_user("lan", "another horse").expect("reset"));
        assert_eq!(state.authenticate_user("lan", "another horse").expect("asked"), None);
        admitted(admit(&state, "lan", UserRole::Officer, None));
    }

    #[test]
    fn who_has_no_role_any_more_is_out_at_once_and_so_are_their_keys() {
        let (state, _folder) = state();
        assert_eq!(state.expel_identity(LAN).expect("asked"), None);
        let user = admitted(admit(&state, "lan", UserRole::Officer, None));
        let session = state.begin_session(&user, NOW).expect("in");
        let key = state.add_token(&user, "excel", None, NOW.date(), NOW).expect("a key");
        assert_eq!(state.expel_identity(LAN).expect("asked").as_deref(), Some("lan"));
        assert!(state.find_session(&session, NOW).expect("asked").is_none());
        assert!(state.find_bearer(&key, NOW).expect("asked").is_none());
    }

    #[test]
    fn another_role_or_another_agency_takes_the_keys_back_and_the_same_does_not() {
        let (state, _folder) = state();
        let roles = [
            (UserRole::Officer, None),
            (UserRole::Commune, Some("06283")),
            (UserRole::Commune, Some("06286")),
            (UserRole::Officer, None),
        ];
        for (role, agency) in roles {
            let user = admitted(admit(&state, "lan", role, agency));
            assert_eq!(state.list_tokens(&user).expect("read"), [], "{role:?} {agency:?}");
            let key = state.add_token(&user, "excel", Some("06286"), NOW.date(), NOW);
            let key = key.expect("a key");
            admit(&state, "lan", role, agency);
            assert!(state.find_bearer(&key, NOW).expect("asked").is_some(), "the same as before");
        }
    }

    #[test]
    fn who_has_no_role_any_more_gets_no_mail_until_one_is_given_again() {
        let (state, _folder) = state();
        admit(&state, "lan", UserRole::Officer, None);
        state.set_user_mail("lan", Some("lan@example.vn")).expect("noted");
        let reached = || state.reached_users().expect("read").len();
        state.end_identity_sessions(LAN).expect("ended");
        assert_eq!((reached(), state.is_shut_out("lan@example.vn").expect("asked")), (1, false));
        state.expel_identity(LAN).expect("asked");
        assert_eq!((reached(), state.is_shut_out("lan@example.vn").expect("asked")), (0, true));
        assert_eq!(state.require_user("lan").expect("there").standing_phrase(), "user.expelled");
        let user = admitted(admit(&state, "lan", UserRole::Officer, None));
        assert_eq!((reached(), user.standing_phrase()), (1, "user.external"));
    }

    #[test]
    fn a_name_is_asked_of_a_new_account_alone() {
        let (state, _folder) = state();
        let nameless = state.admit_identity(LAN, "", (UserRole::Officer, None), NOW);
        assert!(matches!(nameless, Err(StateError::BadName { .. })));
        admit(&state, "lan", UserRole::Officer, None);
        let user = admitted(admit(&state, "", UserRole::Viewer, None));
        assert_eq!((user.name.as_str(), user.role), ("lan", UserRole::Viewer));
        let known = state.identity_account(LAN).expect("asked").expect("there");
        assert_eq!(known, user);
    }

    #[test]
    fn an_administrator_from_elsewhere_is_not_the_last_one() {
        let (state, _folder) = state();
        state.add_user("quantri", UserRole::Admin, None, "correct horse", NOW).expect("added");
        admit(&state, "lan", UserRole::Admin, None);
        assert!(matches!(state.disable_user("quantri"), Err(StateError::LastAdmin { .. })));
        state.disable_user("lan").expect("disabled");
    }

    #[test]
    fn what_somebody_is_elsewhere_is_in_no_file() {
        let (state, folder) = state();
        admit(&state, "lan", UserRole::Officer, None);
        drop(state);
        for file in std::fs::read_dir(folder.path()).expect("a folder") {
            let bytes = std::fs::read(file.expect("a file").path()).expect("read");
            assert_eq!(memchr::memmem::find(&bytes, LAN.subject.as_bytes()), None);
        }
    }
}
