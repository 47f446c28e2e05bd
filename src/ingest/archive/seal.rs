//! A note with its seal: the digest of all its other lines, on the line behind the first.
//!
//! It is of the text and not of what the text means, so a program that knows more fields finds an older note as whole as it was.

use std::{fs, path::Path};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::super::{IngestError, NoteProblem};
use crate::domain::{hex::encode_hex, source::Source};

const FIELD: &str = "  \"seal\": \"";

/// Writes a note, or what else must stay as it was written, as text with its seal.
pub fn seal_text(note: &impl Serialize) -> String {
    let plain = serde_json::to_string_pretty(note).expect("a note is plain data") + "\n";
    let seal = digest_text(&plain);
    match plain.split_once('\n') {
        Some((first, rest)) => format!("{first}\n{FIELD}{seal}\",\n{rest}"),
        None => plain,
    }
}

/// Reads a note, and fails where it is not as it was written. Notes of before there were seals have none to be held against.
pub(super) fn read_note(path: &Path) -> Result<Source, IngestError> {
    parse_note(path, &fs::read_to_string(path).map_err(IngestError::unreadable_file(path))?)
}

/// Reads a note from its text; the path is only shown in errors.
pub(super) fn parse_note(path: &Path, text: &str) -> Result<Source, IngestError> {
    let broken = |problem| IngestError::Archive { path: path.display().to_string(), problem };
    if is_seal_whole(text) == Some(false) {
        return Err(broken(NoteProblem::Changed));
    }
    serde_json::from_str(text)
        .map_err(|error| broken(NoteProblem::Unread { told: error.to_string() }))
}

/// Whether a text is what its seal was put on; `None` where it has no seal.
pub fn is_seal_whole(text: &str) -> Option<bool> {
    let (seal, plain) = split_seal(text)?;
    Some(seal == digest_text(&plain))
}

/// The seal, and the text it was put on; `None` where there is none.
fn split_seal(text: &str) -> Option<(&str, String)> {
    let (first, rest) = text.split_once('\n')?;
    let (line, rest) = rest.split_once('\n')?;
    let seal = line.strip_prefix(FIELD)?.strip_suffix("\",")?;
    Some((seal, format!("{first}\n{rest}")))
}

fn digest_text(text: &str) -> String {
    encode_hex(&Sha256::digest(text.as_bytes())[..16])
}
