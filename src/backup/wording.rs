//! When the office was last backed up and when that was last proved, in one sentence.

use crate::{
    catalog::phrases::PhraseBook,
    domain::vietnamese_date::format_moment,
    state::{StateDatabase, StateError},
};

/// Says when the office was last backed up and proved; `None` where it never was and is not set to be.
pub fn describe_backups(
    phrases: &PhraseBook,
    state: &StateDatabase,
    is_set: bool,
) -> Result<Option<String>, StateError> {
    let (last, whole) = (state.last_backup()?, state.last_whole_backup()?);
    let Some(last) = last else {
        return Ok(is_set.then(|| phrases.format_phrase("backup.never", &[])));
    };
    let mut text = match &whole {
        None => phrases.format_phrase("backup.never", &[]),
        Some(whole) => {
            let at = format_moment(whole.began_at);
            phrases.format_phrase("backup.last", &[("at", &at)])
        }
    };
    if !last.is_whole {
        let at = format_moment(last.began_at);
        let values = [("at", &*at), ("problem", last.note.as_str())];
        text = format!("{text} {}", phrases.format_phrase("backup.last_failed", &values));
    }
    let proof = match state.last_backup_proof()? {
        None => phrases.format_phrase("backup.unproved", &[]),
        Some(proof) => {
            let (at, answers) = (format_moment(proof.proved_at), proof.answers.to_string());
            let values = [("at", &*at), ("answers", &answers), ("problem", &proof.note)];
            let phrase = if proof.is_proved { "backup.proved" } else { "backup.not_proved" };
            phrases.format_phrase(phrase, &values)
        }
    };
    Ok(Some(format!("{text} {proof}")))
}
