//! Taking a dossier out of everything that is kept, and keeping its code out of what stays for ever.

mod erase_dossier;
mod kept_text;
pub mod kept_text_error;

pub use erase_dossier::ErasureOutcome;
