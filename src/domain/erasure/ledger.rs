//! The ledger of dossiers whose rows count nowhere any more. It holds no code, only what recognises one.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::hex::encode_hex;

/// Lists the dossiers that were erased, in the order they were.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureLedger {
    pub entries: Vec<ErasedDossier>,
}

/// Says of one dossier when and why it was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedDossier {
    /// Stands before the code that is digested: who has the digest alone cannot try codes out beforehand.
    pub salt: String,
    /// SHA-256 of salt and code, the code in the dress in which it is kept.
    pub digest: String,
    pub reason: String,
    /// Local civil time.
    pub erased_at: DateTime,
}

impl ErasureLedger {
    /// Whether nothing was ever erased.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the dossier of a code was erased.
    pub fn holds_code(&self, code: &str) -> bool {
        self.entries.iter().any(|entry| entry.digest == digest_code(&entry.salt, code))
    }

    /// Adds a code. The salt is that of the entries before, so that rows are digested once; a fresh one is for the first.
    pub fn add_code(&mut self, code: &str, reason: &str, erased_at: DateTime, fresh_salt: &str) {
        let salt = self.entries.first().map_or(fresh_salt, |first| &first.salt).to_owned();
        let digest = digest_code(&salt, code);
        self.entries.push(ErasedDossier { salt, digest, reason: reason.to_owned(), erased_at });
    }

    /// Takes over the entries of another ledger that are not in this one; returns how many.
    pub fn merge_ledger(&mut self, other: &Self) -> usize {
        let before = self.entries.len();
        for entry in &other.entries {
            if !self.entries.iter().any(|known| known.digest == entry.digest) {
                self.entries.push(entry.clone());
            }
        }
        self.entries.len() - before
    }
}

fn digest_code(salt: &str, code: &str) -> String {
    encode_hex(&Sha256::digest(format!("{salt}{code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_recognised_and_not_told() {
        let mut ledger = ErasureLedger::default();
        let at = "2024-01-02T08:00:00".parse().expect("a time");
        ledger.add_code("A1", "theo đơn", at, "0a");
        ledger.add_code("A2", "theo đơn", at, "0b");
        assert!(ledger.holds_code("A1") && ledger.holds_code("A2") && !ledger.holds_code("A3"));
        assert_eq!(ledger.entries[1].salt, "0a", "rows are digested once");
        let mut other = ErasureLedger::default();
        assert_eq!((other.merge_ledger(&ledger), other.merge_ledger(&ledger)), (2, 0));
    }
}
