//! A mail as bytes: the same for the same delivery, whenever it is tried.

use std::time::SystemTime;

use jiff::{civil::DateTime, tz::Offset};
use lettre::{
    Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use super::contract::key;
use crate::state::{delivery::DeliveryRecord, outbox_message::OutboxMessage};

/// `Văn phòng <vp@…>`, or the address alone.
pub fn address(text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|error| format!("`{text}` is no mail address: {error}"))
}

/// The same as it is kept: without the name in front of it.
pub fn bare_address(text: &str) -> Result<String, String> {
    address(text).map(|mailbox| mailbox.email.to_string())
}

/// mixed( related( alternative( text, HTML ), pictures ), attachments ): a reader shows the best it can and the rest as files.
pub fn message(
    from: &Mailbox,
    delivery: &DeliveryRecord,
    parcel: &OutboxMessage,
) -> Result<Vec<u8>, String> {
    let key = key(delivery);
    let mut to = address(&delivery.address)?;
    if to.name.is_none() && !delivery.name.is_empty() {
        to.name = Some(delivery.name.clone());
    }
    let boundary = |part: &str| format!("{part}-{key}");
    let words = MultiPart::alternative()
        .boundary(boundary("words"))
        .singlepart(SinglePart::plain(parcel.text.clone()));
    let words = if parcel.html.is_empty() {
        words
    } else {
        words.singlepart(SinglePart::html(parcel.html.clone()))
    };
    let mut shown = MultiPart::related().boundary(boundary("shown")).multipart(words);
    for picture in parcel.files.iter().filter(|file| file.is_inline) {
        let part = Attachment::new_inline(picture.name.clone());
        shown = shown.singlepart(part.body(picture.bytes.clone(), kind(&picture.media_type)));
    }
    let mut whole = MultiPart::mixed().boundary(boundary("whole")).multipart(shown);
    for file in parcel.files.iter().filter(|file| !file.is_inline) {
        let part = Attachment::new(file.name.clone());
        whole = whole.singlepart(part.body(file.bytes.clone(), kind(&file.media_type)));
    }
    let domain = from.email.domain();
    let no_reply = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(parcel.subject.clone())
        .date(written_at(delivery))
        .message_id(Some(format!("<{key}@{domain}>")))
        // Nobody's holiday answers it.
        .raw_header(HeaderValue::new(no_reply, "auto-generated".into()))
        .multipart(whole)
        .map_err(|error| format!("the mail cannot be written: {error}"))?;
    Ok(message.formatted())
}

/// When it was put into the outbox, not when it is tried.
fn written_at(delivery: &DeliveryRecord) -> SystemTime {
    let civil: DateTime = delivery.created_at.parse().unwrap_or_default();
    let at = Offset::constant(7).to_timestamp(civil).unwrap_or_default();
    SystemTime::from(at)
}

fn kind(media_type: &str) -> ContentType {
    let unknown = || "application/octet-stream".parse().expect("a media type");
    media_type.parse().unwrap_or_else(|_| unknown())
}
