//! When two names in JSON mean the same: `MaHoSo`, `maHoSo`, `ma_ho_so`.

use crate::domain::name::text_key;

/// Whether two names differ in nothing but case, blanks and punctuation.
pub fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return lower_letters(one).eq(lower_letters(other));
    }
    name_key(one) == name_key(other)
}

fn lower_letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase())
}

fn name_key(name: &str) -> String {
    text_key(name).replace([' ', '-', '.'], "")
}

/// Writes a name as a part of a pointer.
pub fn escape_pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("MaHoSo", "maHoSo", true)]
    #[case("MaHoSo", "ma_ho_so", true)]
    #[case("MaHoSo", "MA-HO-SO", true)]
    #[case("Mã hồ sơ", "mã_hồ_sơ", true)]
    #[case("Mã hồ sơ", "Ma ho so", false)]
    #[case("MaHoSo", "MaHoSo2", false)]
    fn names_are_compared_by_their_letters(
        #[case] one: &str,
        #[case] other: &str,
        #[case] is: bool,
    ) {
        assert_eq!(is_same(one, other), is);
    }
}
