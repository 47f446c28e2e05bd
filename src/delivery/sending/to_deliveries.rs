//! A parcel with a recipient's address on it.

use std::sync::Arc;

use super::channel::address;
use crate::{
    catalog::settings::sending::{DeliveryChannel, RecipientSettings},
    state::{
        delivery::NewDelivery, delivery_purpose::DeliveryPurpose, outbox_message::OutboxMessage,
    },
};

/// Of report, period and purpose. One delivery each way; a checked recipient has one.
pub fn to_deliveries(
    recipient: &RecipientSettings,
    (report_id, period, purpose): (&str, &str, &DeliveryPurpose),
    parcel: &Arc<OutboxMessage>,
) -> Vec<NewDelivery> {
    let one = |channel: DeliveryChannel, way: &str| {
        let mut name = recipient.name.clone();
        let mut bare = way.to_owned();
        if channel == DeliveryChannel::Mail
            && let Ok(mailbox) = address(way)
        {
            // However the address is written, one person is one.
            bare = mailbox.email.to_string().to_lowercase();
            name = Some(name).filter(|it| !it.is_empty()).or(mailbox.name).unwrap_or_default();
        }
        NewDelivery {
            report_id: report_id.to_owned(),
            period: period.to_owned(),
            purpose: purpose.clone(),
            agency_code: recipient.agency.clone().unwrap_or_default(),
            channel,
            address: bare,
            name,
            is_marked: false,
            parcel: Arc::clone(parcel),
        }
    };
    recipient
        .named_channels()
        .into_iter()
        .map(|(channel, way)| one(channel, way.get_ref()))
        .collect()
}
