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

    /// Puts the entries in the order in which they were erased: machines that know the same ones then have the same ledger.
    pub fn settle_order(&mut self) {
        let key = |entry: &ErasedDossier| (entry.erased_at, entry.digest.clone());
        self.entries.sort_by_cached_key(key);
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
    #[test]
    fn two_that_know_the_same_have_the_same_ledger() {
        let mut ledgers = [ErasureLedger::default(), ErasureLedger::default()];
        let at = |hour: i8| jiff::civil::date(2024, 1, 2).at(hour, 0, 0, 0);
        ledgers[0].add_code("A1", "theo đơn", at(8), "0a");
        ledgers[1].add_code("A2", "theo đơn", at(7), "0b");
        let [mut one, mut other] = ledgers;
        let first = one.clone();
        one.merge_ledger(&other);
        other.merge_ledger(&first);
        assert_ne!(one, other);
        one.settle_order();
        other.settle_order();
        assert_eq!(one, other);
        assert!(one.holds_code("A1") && one.holds_code("A2") && one.entries[0].salt == "0b");
    }
}
