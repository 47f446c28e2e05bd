//! Codes that stand on two pages of a list: the sign that it moved while it was asked for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::hex::encode_hex;

/// Tells of codes that stand on more than one page of a list: a row that moved while it was asked for stands twice, and another on no page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatedCodes {
    /// Digests of those of the round before, where the list is asked for once more; codes themselves are the archive's, which forgets what is
    /// erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_first: Option<BTreeSet<String>>,
    /// How many stood so in the last finished round and not in the one before: as many are missing.
    #[serde(default)]
    pub moved: u64,
    /// How many stood so in both: told twice by the system itself, or by an order that is not fixed, and then as many are missing.
    #[serde(default)]
    pub standing: u64,
}

impl RepeatedCodes {
    /// Takes note of the codes of a round that ended; tells whether the list is to be asked for once more.
    pub fn end_round(&mut self, codes: &BTreeSet<String>, is_short: bool) -> bool {
        let digests: BTreeSet<String> = codes.iter().map(|code| digest_code(code)).collect();
        match self.of_first.take() {
            None if is_short || !digests.is_empty() => {
                self.of_first = Some(digests);
                true
            }
            before => {
                let before = before.unwrap_or_default();
                self.moved = digests.difference(&before).count() as u64;
                self.standing = digests.intersection(&before).count() as u64;
                false
            }
        }
    }
}

fn digest_code(code: &str) -> String {
    encode_hex(&Sha256::digest(code)[..8])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn codes(of: &str) -> BTreeSet<String> {
        of.split_whitespace().map(str::to_owned).collect()
    }

    #[rstest]
    #[case::nothing("", false, None)]
    #[case::other_ones("A B", false, Some(("C", 1, 0)))]
    #[case::the_same("A B", false, Some(("A B", 0, 2)))]
    #[case::one_of_each("A B", false, Some(("B C D", 2, 1)))]
    #[case::none_any_more("A", false, Some(("", 0, 0)))]
    #[case::shorter_alone("", true, Some(("A", 1, 0)))]
    fn a_list_is_asked_for_once_more_and_what_stands_so_both_times_is_told_apart(
        #[case] first: &str,
        #[case] is_short: bool,
        #[case] second: Option<(&str, u64, u64)>,
    ) {
        let mut repeated = RepeatedCodes::default();
        assert_eq!(repeated.end_round(&codes(first), is_short), second.is_some());
        let Some((second, moved, standing)) = second else { return };
        assert!(!repeated.end_round(&codes(second), true), "never a third time");
        assert_eq!((repeated.moved, repeated.standing), (moved, standing));
        let text = serde_json::to_string(&repeated).expect("plain data");
        assert!(!text.contains('A'), "no code is written down: {text}");
    }
}
