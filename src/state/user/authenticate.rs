//! Whether somebody is who they say.

use super::{
    super::{StateDatabase, access::password, error::StateError},
    COLUMNS, UserAccount, read_user_row,
};

impl StateDatabase {
    /// The user of a name and its password; `None` for a wrong one, for a disabled user and for an unknown name, and in the
    /// same time. Hashes: never on an async thread.
    pub fn authenticate_user(
        &self,
        name: &str,
        password: &str,
    ) -> Result<Option<UserAccount>, StateError> {
        let found = self.read("read the user", |c| {
            let sql = format!("select {COLUMNS}, user.password from user where lower(name) = ?1");
            c.query_optional(&sql, [name.to_ascii_lowercase()], |row| {
                Ok((read_user_row(row)?, row.get::<String>(9)?))
            })
        })?;
        let (user, hash) = match found {
            Some((user, hash)) => (Some(user), hash),
            None => (None, password::NOBODY.to_owned()),
        };
        let is_right = password::is_right(password, &hash);
        Ok(user.filter(|user| is_right && !user.is_disabled))
    }
}
