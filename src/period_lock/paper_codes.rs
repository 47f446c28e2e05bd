//! Which papers of a lock name an erased dossier: what names one is no longer kept.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::domain::erasure::ErasureLedger;

/// Tells whether a paper names an erased dossier. `None` where its text cannot be looked through, as that of a PDF.
pub fn names_erased(bytes: &[u8], ledger: &ErasureLedger) -> Option<bool> {
    if bytes.starts_with(b"%PDF") {
        return None;
    }
    if !bytes.starts_with(b"PK") {
        return Some(has_erased_word(&String::from_utf8_lossy(bytes), ledger));
    }
    let mut parts = ZipArchive::new(Cursor::new(bytes)).ok()?;
    for number in 0..parts.len() {
        let mut text = Vec::new();
        let mut part = parts.by_index(number).ok()?;
        // A workbook's sheets hold the names of cells, its texts lie apart.
        let has_texts = |name: std::borrow::Cow<str>| {
            name.starts_with("word/") || name.ends_with("sharedStrings.xml")
        };
        if part.name().is_ok_and(has_texts) {
            part.read_to_end(&mut text).ok()?;
            if has_erased_word(&String::from_utf8_lossy(&text), ledger) {
                return Some(true);
            }
        }
    }
    Some(false)
}

/// Looks at everything between blanks, tags and marks that a code cannot hold, and at the texts between tags whole.
fn has_erased_word(text: &str, ledger: &ErasureLedger) -> bool {
    let text = text.replace(['\u{200B}', '\u{AD}'], "");
    let is_between = |letter: char| "<>\"'&;,()".contains(letter);
    let texts = text.split(is_between).map(str::trim);
    let words = text.split(|letter: char| letter.is_whitespace() || is_between(letter));
    let is_code = |word: &&str| word.chars().any(|letter| letter.is_ascii_digit());
    let mut seen = std::collections::BTreeSet::new();
    texts.chain(words).filter(is_code).any(|word| seen.insert(word) && ledger.holds_code(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_a_text_and_in_a_tag_and_nowhere_else() {
        let mut ledger = ErasureLedger::default();
        let at = "2024-01-02T08:00:00".parse().expect("a time");
        ledger.add_code("H37-231205-0002", "theo đơn", at, "0a");
        let told = |text: &str| names_erased(text.as_bytes(), &ledger);
        assert_eq!(told("<td>H37-231205-0002</td>"), Some(true));
        assert_eq!(told("hồ sơ H37-231205-0002, xã An Sơn"), Some(true));
        assert_eq!(told("<td>H37-231205-0003</td>"), Some(false));
        assert_eq!(names_erased(b"%PDF-1.7", &ledger), None);
    }
}
