//! What is sent, as it was made: a try tomorrow sends what a try today would have.

use jiff::civil::DateTime;
use rusqlite::params;
use sha2::{Digest, Sha256};

use super::{
    StateDatabase,
    connection::{StateConnection, StateRow, StoreResult},
    error::StateError,
    stamp,
};
use crate::domain::hex::encode_hex;

/// Holds a message as it is sent: subject, text, HTML and files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxMessage {
    pub subject: String,
    pub text: String,
    /// Names its pictures as `cid:name`.
    pub html: String,
    pub files: Vec<MessageFile>,
}

/// Holds one file of a message: an attachment, or a picture of the HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageFile {
    pub name: String,
    pub media_type: String,
    /// A picture in the HTML, not a file of its own.
    pub is_inline: bool,
    pub bytes: Vec<u8>,
}

impl OutboxMessage {
    /// Equal for equal parcels alone: every part is counted before it is read.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |bytes: &[u8]| {
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        };
        for text in [&self.subject, &self.text, &self.html] {
            add(text.as_bytes());
        }
        for file in &self.files {
            add(file.name.as_bytes());
            add(file.media_type.as_bytes());
            add(&[u8::from(file.is_inline)]);
            add(&file.bytes);
        }
        encode_hex(&digest.finalize())
    }
}

/// Keeps a parcel, unless the same is kept already; its number.
pub(super) fn keep(t: &StateConnection, parcel: &OutboxMessage, now: DateTime) -> StoreResult<i64> {
    let digest = parcel.digest();
    let sql = "insert into parcel (digest, subject, text, html, made_at) values (?1, ?2, ?3, ?4, ?5) \
        on conflict (digest) do nothing";
    let is_new =
        t.execute(sql, params![digest, parcel.subject, parcel.text, parcel.html, stamp(now)])? == 1;
    let id = t.query_row("select id from parcel where digest = ?1", [digest], |row| row.get(0))?;
    if is_new {
        let sql = "insert into parcel_file (parcel_id, number, name, media_type, is_inline, bytes) \
            values (?1, ?2, ?3, ?4, ?5, ?6)";
        for (number, file) in (1_i64..).zip(&parcel.files) {
            let row = params![id, number, file.name, file.media_type, file.is_inline, file.bytes];
            t.execute(sql, row)?;
        }
    }
    Ok(id)
}

/// Loads the message of an id with its files in their order. Fails where it is no longer kept.
pub(super) fn kept(c: &StateConnection, id: i64) -> StoreResult<OutboxMessage> {
    let sql = "select subject, text, html from parcel where id = ?1";
    let mut parcel = c.query_row(sql, [id], |row| {
        let (subject, text, html) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(OutboxMessage { subject, text, html, files: Vec::new() })
    })?;
    let sql = "select name, media_type, is_inline, bytes from parcel_file where parcel_id = ?1 order by number";
    let file = |row: &StateRow| {
        Ok(MessageFile {
            name: row.get(0)?,
            media_type: row.get(1)?,
            is_inline: row.get(2)?,
            bytes: row.get(3)?,
        })
    };
    parcel.files = c.query_all(sql, [id], file)?;
    Ok(parcel)
}

/// The same report made anew is another parcel; what nobody gets, nobody needs.
pub(super) fn drop_unused(t: &StateConnection) -> StoreResult<usize> {
    let sql =
        "delete from parcel where not exists (select 1 from delivery where parcel_id = parcel.id)";
    t.execute(sql, [])
}

impl StateDatabase {
    /// Lets go of what ended before a day, one way or the other. That it was sent stays known, so it is never sent again. What nobody
    /// knows of is kept, however far the clock has run ahead: whoever finds out may have to send it again.
    pub fn forget_parcels(&self, before: DateTime) -> Result<usize, StateError> {
        self.with("forget what was sent long ago", |t| {
            t.execute(
                "update delivery set parcel_id = null where state in ('sent', 'dead') and changed_at < ?1 \
                and (select made_at from parcel where id = parcel_id) < ?1",
                [stamp(before)],
            )?;
            drop_unused(t)
        })
    }
}
