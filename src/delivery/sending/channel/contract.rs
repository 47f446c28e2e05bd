//! What every channel is given, and what it gives back.

use sha2::{Digest, Sha256};

use crate::{
    domain::hex::encode_hex,
    state::{delivery::DeliveryRecord, outbox_message::OutboxMessage},
};

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    Sent,
    /// It did not arrive, and may the next time.
    Again(String),
    /// It did not arrive, and will not.
    Never(String),
    /// It may have arrived.
    Unknown(String),
    /// Somebody else is at it.
    NotOurs,
}

/// One message and what is known of it.
pub struct OutgoingMessage<'a> {
    pub delivery: &'a DeliveryRecord,
    pub parcel: &'a OutboxMessage,
    /// Notes that from now on it may arrive; without its yes nothing may go out.
    pub begin: &'a dyn Fn() -> bool,
    /// Now, as seconds since 1970.
    pub seconds: i64,
}

/// The same for every attempt at a delivery, another for every delivery and whenever somebody asked for it once more.
pub fn key(delivery: &DeliveryRecord) -> String {
    let (purpose, resent) = (delivery.purpose.to_string(), delivery.resent.to_string());
    let created_at = delivery.created_at.to_string();
    let parts = [
        delivery.report_id.as_str(),
        &delivery.period,
        &purpose,
        &delivery.agency_code,
        delivery.channel.id(),
        &delivery.address,
        &created_at,
        &resent,
    ];
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    encode_hex(&digest.finalize()[..16])
}
