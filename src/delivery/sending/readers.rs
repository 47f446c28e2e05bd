//! Who gets something: those the settings name, and the users of the roles they name.

use std::{borrow::Cow, sync::Arc};

use super::super::addressed;
use crate::{
    catalog::settings::{Settings, sending::Recipient},
    domain::sight::Sight,
    state::{State, StateError, delivery::Delivery, parcel::Parcel},
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

/// Whether whoever a delivery went to is still to get anything; what was tried out went to whom somebody named.
pub fn is_named(
    settings: &Settings,
    state: &State,
    delivery: &Delivery,
) -> Result<bool, StateError> {
    if delivery.occasion.starts_with("test ") {
        return Ok(true);
    }
    let owner = settings.mail.as_ref().and_then(|mail| mail.owner.as_ref());
    let owner = owner.map(|owner| Recipient::by_mail(owner.get_ref(), None));
    let nothing = Arc::new(Parcel::default());
    let readers = readers(state, settings.recipients().chain(&owner))?;
    let ways = readers.iter().flat_map(|reader| addressed(&reader.to, ("", "", ""), &nothing));
    Ok(ways
        .into_iter()
        .any(|way| way.channel == delivery.channel && way.address == delivery.address))
}
