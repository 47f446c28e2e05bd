//! Who gets something: those the settings name, and the users of the roles they name.

use std::borrow::Cow;

use crate::{
    catalog::settings::sending::Recipient,
    domain::sight::Sight,
    state::{State, StateError},
};

/// A recipient, and what they see.
pub struct Reader<'a> {
    pub to: Cow<'a, Recipient>,
    pub sight: Sight,
}

/// Roles are read when something is sent: who was shut out, or has no address, gets nothing.
pub fn readers<'a>(
    state: &State,
    named: impl IntoIterator<Item = &'a Recipient>,
) -> Result<Vec<Reader<'a>>, StateError> {
    let users = state.reached_users()?;
    let mut readers = Vec::new();
    for one in named {
        let Some(role) = &one.role else {
            let sight = one.agency.clone().map_or(Sight::All, Sight::Within);
            readers.push(Reader { to: Cow::Borrowed(one), sight });
            continue;
        };
        for (user, mail) in users.iter().filter(|(user, _)| user.role == *role.get_ref()) {
            let mut to = Recipient::by_mail(mail, user.agency_code.as_deref());
            to.name.clone_from(&user.name);
            readers.push(Reader { to: Cow::Owned(to), sight: user.sight() });
        }
    }
    Ok(readers)
}
