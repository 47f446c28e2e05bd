//! The list of every lock there is.

use crate::{
    domain::{name::upper_first, vietnamese_date::format_day_and_time},
    period_lock::{LockFolder, LockedPeriod, ShelvedLock},
    web::http::{error::WebError, page_context::PageContext},
};

/// A lock of the list.
pub struct LockLine {
    pub period: String,
    pub address: Option<String>,
    pub at: String,
    pub by: String,
    pub state: String,
    /// What the office noted of it.
    pub note: String,
    pub is_wrong: bool,
}

/// Lists every lock of the folder, the damaged ones with why.
pub fn list_locks(context: &PageContext, folder: &LockFolder) -> Result<Vec<LockLine>, WebError> {
    let words = context.words();
    let locks = folder.list_locks().map_err(|error| WebError::Conflict {
        problem: context.catalog.phrases.tell_error(&error),
    })?;
    let line = |shelved: ShelvedLock| match shelved.verify() {
        Ok(LockedPeriod { note, .. }) => LockLine {
            period: note.period().map_or_else(
                || note.period.clone(),
                |period| upper_first(&words.period_name(period)),
            ),
            address: Some(if note.is_in_force() {
                format!("/locks?period={}", note.period)
            } else {
                format!("/locks?period={}&lock={}", note.period, note.id)
            }),
            at: format_day_and_time(note.locked_at),
            state: (words.lock_taken_off(&note))
                .or_else(|| Some(words.fill_phrase("locks.in_force", &[])))
                .into_iter()
                .chain(words.lock_incomplete(&note))
                .collect::<Vec<_>>()
                .join("; "),
            by: note.locked_by,
            note: note.note,
            is_wrong: false,
        },
        Err(error) => LockLine {
            period: String::new(),
            address: None,
            at: String::new(),
            by: String::new(),
            state: context.catalog.phrases.tell_error(&error),
            note: String::new(),
            is_wrong: true,
        },
    };
    Ok(locks.into_iter().map(line).collect())
}
