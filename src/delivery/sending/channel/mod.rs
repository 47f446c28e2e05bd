//! The ways out of the office.

mod folder;
mod mail;
mod message;
mod shorten;
mod webhook;

use std::{collections::HashMap, path::PathBuf};

use sha2::{Digest, Sha256};

use super::super::DeliveryError;
use crate::{
    catalog::settings::{ProgramSettings, sending::DeliveryChannel},
    domain::hex::hex,
    ingest::fetch::FetchEnvironment,
    state::{delivery::DeliveryRecord, parcel::OutboxMessage},
};

pub use mail::PostOffice;
pub use message::{address, bare_address, message};
pub use webhook::{WebhookSender, signature};

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

pub struct ChannelSender {
    mail: Option<PostOffice>,
    webhooks: WebhookSender,
    folders: HashMap<String, PathBuf>,
}

impl ChannelSender {
    /// `more` is said in place of what is too long for a webhook.
    pub fn new(
        settings: &ProgramSettings,
        outside: &FetchEnvironment,
        more: &str,
    ) -> Result<Self, DeliveryError> {
        let mail = settings.mail.as_ref().map(|mail| PostOffice::new(mail, outside));
        let folders = settings.folders.iter();
        Ok(Self {
            mail: mail.transpose()?,
            webhooks: WebhookSender::new(settings, outside, more)?,
            folders: folders.map(|it| (it.id.get_ref().clone(), it.path.clone())).collect(),
        })
    }

    pub fn send(&self, sending: &OutgoingMessage) -> SendOutcome {
        let address = &sending.delivery.address;
        let gone = || SendOutcome::Again(format!("motcua.toml names no way `{address}` any more"));
        match sending.delivery.channel.parse() {
            Ok(DeliveryChannel::Mail) => match &self.mail {
                Some(mail) => mail.send(sending),
                None => SendOutcome::Again("motcua.toml has no [mail] any more".into()),
            },
            Ok(DeliveryChannel::Webhook) => self.webhooks.send(sending).unwrap_or_else(gone),
            Ok(DeliveryChannel::Folder) => match self.folders.get(address) {
                Some(folder) => folder::send(folder, sending),
                None => gone(),
            },
            Err(()) => SendOutcome::Never("there is no such channel".into()),
        }
    }
}

/// The same for every attempt at a delivery, another for every delivery and whenever somebody asked for it once more.
pub fn key(delivery: &DeliveryRecord) -> String {
    let resent = delivery.resent.to_string();
    let parts = [
        &delivery.report_id,
        &delivery.period,
        &delivery.occasion,
        &delivery.agency_code,
        &delivery.channel,
        &delivery.address,
        &delivery.created_at,
        &resent,
    ];
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex(&digest.finalize()[..16])
}
