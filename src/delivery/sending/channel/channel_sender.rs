//! Hands a message to the channel it goes out by.

use std::{collections::HashMap, path::PathBuf};

use super::{
    contract::{OutgoingMessage, SendOutcome},
    folder,
    mail::PostOffice,
    webhook::WebhookSender,
};
use crate::{
    catalog::settings::{ProgramSettings, sending::DeliveryChannel},
    delivery::DeliveryError,
    ingest::fetch::FetchEnvironment,
};

/// Sends messages by the channels of the configuration.
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

    /// Sends one message; says whether it went out, may have, or did not.
    pub fn send(&self, sending: &OutgoingMessage) -> SendOutcome {
        let address = &sending.delivery.address;
        let gone = || SendOutcome::Again(format!("motcua.toml names no way `{address}` any more"));
        match sending.delivery.channel {
            DeliveryChannel::Mail => match &self.mail {
                Some(mail) => mail.send_mail(sending),
                None => SendOutcome::Again("motcua.toml has no [mail] any more".into()),
            },
            DeliveryChannel::Webhook => self.webhooks.post_message(sending).unwrap_or_else(gone),
            DeliveryChannel::Folder => match self.folders.get(address) {
                Some(folder) => folder::send_to_folder(folder, sending),
                None => gone(),
            },
        }
    }
}
