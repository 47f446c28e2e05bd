//! Where users are reached by mail.

use std::collections::HashMap;

use rusqlite::params;

use super::{
    StateDatabase,
    error::StateError,
    user::{COLUMNS, UserAccount, read_user_row},
};

impl StateDatabase {
    /// Gives a user a mail address, or takes it away.
    pub fn set_user_mail(&self, name: &str, mail: Option<&str>) -> Result<(), StateError> {
        let user = self.require_user(name)?;
        self.with("note a user's mail address", |t| {
            t.execute("update user set mail = ?2 where id = ?1", params![user.id, mail])
        })
        .map(drop)
    }

    /// Who may come in and can be reached, each with their address.
    pub fn reached_users(&self) -> Result<Vec<(UserAccount, String)>, StateError> {
        self.read("read the users' mail addresses", |c| {
            let sql = format!(
                "select {COLUMNS}, user.mail from user where is_disabled = 0 and is_expelled = 0 and mail is not null order by id"
            );
            c.query_all(&sql, [], |row| Ok((read_user_row(row)?, row.get(9)?)))
        })
    }

    /// Whether an address is of somebody who may not come in any more.
    pub fn is_shut_out(&self, address: &str) -> Result<bool, StateError> {
        self.read("look for who was shut out", |c| {
            let sql = "select exists (select 1 from user where (is_disabled = 1 or is_expelled = 1) and lower(mail) = ?1)";
            c.query_row(sql, [address], |row| row.get(0))
        })
    }

    /// The address of each user that has one, by name; disabled ones too.
    pub fn user_mails(&self) -> Result<HashMap<String, String>, StateError> {
        self.read("read the users' mail addresses", |c| {
            let sql = "select name, mail from user where mail is not null";
            let mails = c.query_all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(mails.into_iter().collect())
        })
    }
}
