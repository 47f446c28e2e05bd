//! Who gets something: those the settings name, and the users of the roles they name.

use std::{borrow::Cow, sync::Arc};

use super::super::to_deliveries;
use crate::{
    catalog::settings::{ProgramSettings, sending::RecipientSettings},
    domain::sight::DataScope,
    state::{
        StateDatabase, StateError, delivery::DeliveryRecord, delivery_purpose::DeliveryPurpose,
        outbox_message::OutboxMessage,
    },
};

/// A recipient, and what they see.
pub struct ResolvedRecipient<'a> {
    pub to: Cow<'a, RecipientSettings>,
    pub sight: DataScope,
}

/// Roles are read when something is sent: who was shut out, or has no address, gets nothing.
pub fn readers<'a>(
    state: &StateDatabase,
    named: impl IntoIterator<Item = &'a RecipientSettings>,
) -> Result<Vec<ResolvedRecipient<'a>>, StateError> {
    let users = state.reached_users()?;
    let mut readers = Vec::new();
    for one in named {
        let Some(role) = &one.role else {
            let sight = one.agency.clone().map_or(DataScope::All, DataScope::Within);
            readers.push(ResolvedRecipient { to: Cow::Borrowed(one), sight });
            continue;
        };
        for (user, mail) in users.iter().filter(|(user, _)| user.role == *role.get_ref()) {
            let mut to = RecipientSettings::by_mail(mail, user.agency_code.as_deref());
            to.name.clone_from(&user.name);
            readers.push(ResolvedRecipient { to: Cow::Owned(to), sight: user.data_scope() });
        }
    }
    Ok(readers)
}

/// Whether whoever a delivery went to is still to get anything; what was tried out went to whom somebody named.
pub fn is_named(
    settings: &ProgramSettings,
    state: &StateDatabase,
    delivery: &DeliveryRecord,
) -> Result<bool, StateError> {
    if matches!(delivery.purpose, DeliveryPurpose::Test(_)) {
        return Ok(true);
    }
    let owner = settings.mail.as_ref().and_then(|mail| mail.owner.as_ref());
    let owner = owner.map(|owner| RecipientSettings::by_mail(owner.get_ref(), None));
    let nothing = Arc::new(OutboxMessage::default());
    let readers = readers(state, settings.all_recipients().chain(&owner))?;
    let key = ("", "", &DeliveryPurpose::Report);
    let ways = readers.iter().flat_map(|reader| to_deliveries(&reader.to, key, &nothing));
    Ok(ways
        .into_iter()
        .any(|way| way.channel == delivery.channel && way.address == delivery.address))
}
