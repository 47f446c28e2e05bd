//! A reason or a note that is kept for ever: it names no person, and no dossier, which could not be erased from it.

use std::path::Path;

use super::{
    super::{error::PipelineError, run::PipelineRun},
    kept_text_error::KeptTextError,
};
use crate::{
    domain::erasure::ErasureLedger,
    state::urging::note_guard::PlainNote,
    warehouse::{self, query::Warehouse},
};

impl PipelineRun<'_> {
    /// Takes a text to be kept. Fails where it holds a number or an address of a person, or the code of a dossier that is known, erased
    /// or named by `more`.
    pub(in crate::pipeline) fn take_kept_text(
        &self,
        text: &str,
        (ledger, more): (&ErasureLedger, Option<&str>),
        scratch: &Path,
    ) -> Result<PlainNote, PipelineError> {
        let note = PlainNote::parse(text).map_err(|_| KeptTextError::Personal)?;
        // Every code has a digit.
        let words =
            note.as_str().split(|one: char| one.is_whitespace() || "\"'(),;:".contains(one));
        let words = words.map(|word| word.trim_matches(['.', '!', '?']));
        let words: Vec<&str> =
            words.filter(|word| word.contains(|one: char| one.is_ascii_digit())).collect();
        let codes = warehouse::normalize_codes(&self.catalog.content, &words, scratch)?;
        let provenance = Warehouse::open_published(self.data)?.provenance.clone();
        for code in codes.into_iter().flatten() {
            let is_named = more == Some(&code) || ledger.holds_code(&code);
            if is_named || provenance.has_rows_of(&code)? {
                return Err(KeptTextError::NamesDossier { code }.into());
            }
        }
        Ok(note)
    }
}
