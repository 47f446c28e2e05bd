//! A note with its seal: the digest of all its other lines, on the line behind the first.
//!
//! It is of the text and not of what the text means, so a program that knows more fields finds an older note as whole as it was.

use std::{fs, path::Path};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::super::{IngestError, NoteProblem};
use crate::domain::{hex::encode_hex, source::Source};

const FIELD: &str = "  \"seal\": \"";

/// How a note without a seal begins, behind its brace.
const FIRST_FIELD: &str = "  \"id\":";

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
    let is_whole = match is_seal_whole(text) {
        Some(is_whole) => is_whole,
        // A seal of which no more can be seen than that there was one: what else was changed nobody knows.
        None => text.lines().nth(1).is_none_or(|line| line.starts_with(FIRST_FIELD)),
    };
    if !is_whole {
        return Err(broken(NoteProblem::Changed));
    }
    let note: Source = serde_json::from_str(text)
        .map_err(|error| broken(NoteProblem::Unread { told: error.to_string() }))?;
    // One that lost its seal's line looks like an older one; it lies where its id says all the same.
    if path.with_extension("").ends_with(&note.id) {
        Ok(note)
    } else {
        Err(broken(NoteProblem::Changed))
    }
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::as_it_was_written("", "", true)]
    #[case::its_seal_is_another("\"seal\": \"", "\"seal\": \"0", false)]
    #[case::the_name_of_its_seal_is_damaged("\"seal\"", "\"seel\"", false)]
    #[case::the_line_of_its_seal_is_torn("  \"seal\": \"", "  \"sea", false)]
    #[case::its_id_is_another("given/0a", "given/0b", false)]
    #[case::a_value_is_another("\"number\": 1", "\"number\": 7", false)]
    fn a_note_is_read_where_it_is_as_it_was_written(
        #[case] from: &str,
        #[case] to: &str,
        #[case] is_read: bool,
    ) {
        let text = seal_text(&note());
        assert!(text.contains(from));
        let found = parse_note(Path::new("given/0a.json"), &text.replacen(from, to, 1));
        assert_eq!(found.is_ok(), is_read, "{found:?}");
    }

    #[test]
    fn a_note_of_before_there_were_seals_is_read() {
        let text = serde_json::to_string_pretty(&note()).expect("plain data");
        assert_eq!(parse_note(Path::new("given/0a.json"), &text).ok(), Some(note()));
    }

    #[test]
    fn a_note_without_a_seal_lies_where_its_id_says() {
        let text = serde_json::to_string_pretty(&note()).expect("plain data");
        let other = text.replace("given/0a", "given/0}a");
        assert!(parse_note(Path::new("given/0a.json"), &other).is_err());
    }

    fn note() -> Source {
        let text = r#"{"id": "given/0a", "connector": "given", "file_name": "a.csv", "sha256": "00", "parquet_sha256": "11",
            "snapshot_on": "2023-12-31", "snapshot_from": "file_name", "ingested_at": "2024-01-02T08:00:00", "number": 1,
            "period": null, "row_count": 12, "columns": [], "ignored_headings": [], "ignored_sheets": []}"#;
        serde_json::from_str(text).expect("a note")
    }
}
