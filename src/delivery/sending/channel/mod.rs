//! The ways out of the office.

mod channel_sender;
mod contract;
mod folder;
mod mail;
mod mail_message;
mod shorten;
mod webhook;

pub use channel_sender::ChannelSender;
pub use contract::{OutgoingMessage, SendOutcome};
pub use mail::PostOffice;
pub use mail_message::{address, bare_address, message};
pub use shorten::shorten_text;
pub use webhook::{WebhookSender, sign_body};
