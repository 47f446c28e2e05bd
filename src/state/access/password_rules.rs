//! Which passwords are guessed: short ones, those most people choose, one's own name, what only repeats or counts.

use std::io::Read;

use flate2::read::GzDecoder;

use crate::{catalog::phrases::telling::worded_errors, domain::name::bare_key};

/// Shorter ones are guessed.
pub const LEAST: usize = 10;

/// The 10 000 most often found in what was stolen elsewhere, a line each, made by `scripts/passwords.sh`.
const COMMON: &[u8] = include_bytes!("common_passwords.txt.gz");

/// What offices of this country think of first, besides.
const OF_OFFICES: [&str; 12] = [
    "matkhau",
    "motcua",
    "ubnd",
    "quantri",
    "vanphong",
    "hanhchinh",
    "dichvucong",
    "vietnam",
    "admin",
    "administrator",
    "xinchao",
    "canbo",
];

/// As much may be put before or behind a word without making it another one.
const DECORATION: usize = 6;

/// Rows of a keyboard.
const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

worded_errors! {
    /// Says why a password would be guessed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum PasswordFault {
        "password.short" => Short { least: usize },
        "password.common" => Common,
        "password.own_name" => OwnName,
        "password.pattern" => Pattern,
    }
}

impl PasswordFault {
    /// Returns the word by which a page is asked to tell it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Short { .. } => "short",
            Self::Common => "common",
            Self::OwnName => "own_name",
            Self::Pattern => "pattern",
        }
    }
}

/// Fails where a user's password would be guessed.
pub fn check_password(user_name: &str, password: &str) -> Result<(), PasswordFault> {
    if password.chars().count() < LEAST {
        return Err(PasswordFault::Short { least: LEAST });
    }
    // Marks of Vietnamese letters are guessed as soon as the letters are.
    let letters = bare_key(password);
    let name = bare_key(user_name);
    if !name.is_empty() && letters.contains(&name) {
        let rest = letters.replace(&name, "");
        let rest = rest.trim();
        if rest.chars().count() < DECORATION || is_pattern(rest) || is_common(rest) {
            return Err(PasswordFault::OwnName);
        }
    }
    if is_pattern(&letters) {
        return Err(PasswordFault::Pattern);
    }
    if is_common(&password.to_lowercase()) || is_common(&letters) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

/// Whether it is a common one, or one with few signs around it.
fn is_common(text: &str) -> bool {
    let core = text.trim_matches(|letter: char| !letter.is_alphabetic());
    let is_core = !core.is_empty() && text.chars().count() - core.chars().count() <= DECORATION;
    let known = |one: &str| one == text || (is_core && one == core);
    if OF_OFFICES.into_iter().any(known) {
        return true;
    }
    let mut all = String::new();
    // The file is part of the program: it can be read.
    let _ = GzDecoder::new(COMMON).read_to_string(&mut all);
    all.lines().any(known)
}

/// Whether it repeats itself, has hardly any letters, or goes along the alphabet, the digits or a keyboard.
fn is_pattern(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut distinct = letters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let repeats =
        |period: usize| (period..letters.len()).all(|at| letters[at] == letters[at - period]);
    let breaks = letters.windows(2).filter(|pair| !are_neighbours(pair[0], pair[1])).count();
    distinct.len() < 4 || (1..=letters.len() / 2).any(repeats) || breaks <= 2
}

fn are_neighbours(one: char, other: char) -> bool {
    if u32::from(one).abs_diff(u32::from(other)) <= 1 {
        return true;
    }
    ROWS.iter().any(|row| {
        let places = row.find(one).zip(row.find(other));
        places.is_some_and(|(one, other)| one.abs_diff(other) == 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::short("123456789", Some(PasswordFault::Short { least: LEAST }))]
    #[case::ten_letters_of_vietnamese("mưa ở đâyở", None)]
    #[case::words("correct horse", None)]
    #[case::made_up("ab3cd-e4fgh-5jkmn-pqr6s", None)]
    #[case::of_the_list("1qaz2wsx3edc", Some(PasswordFault::Common))]
    #[case::in_capitals("PassWord1234", Some(PasswordFault::Common))]
    #[case::a_common_word_and_the_year("dragon@2026!", Some(PasswordFault::Common))]
    #[case::in_vietnamese("mậtkhẩu@123", Some(PasswordFault::Common))]
    #[case::of_an_office("motcua2026", Some(PasswordFault::Common))]
    #[case::a_common_word_in_a_sentence("dragon nuôi ở Văn Quan", None)]
    #[case::own_name("lanlanlanlan", Some(PasswordFault::OwnName))]
    #[case::own_name_and_digits("Lan.nguyen1990", Some(PasswordFault::OwnName))]
    #[case::own_name_and_a_count("lan.nguyen12345678", Some(PasswordFault::OwnName))]
    #[case::own_name_in_a_sentence("lan.nguyen thích mưa rào", None)]
    #[case::one_letter("aaaaaaaaaaaa", Some(PasswordFault::Pattern))]
    #[case::a_word_again("hoasenhoasen", Some(PasswordFault::Pattern))]
    #[case::the_alphabet("abcdefghijk", Some(PasswordFault::Pattern))]
    #[case::digits_backwards("9876543210", Some(PasswordFault::Pattern))]
    #[case::a_keyboard("asdfghjklqwerty", Some(PasswordFault::Pattern))]
    #[case::three_counts("abcd12345xyz", Some(PasswordFault::Pattern))]
    fn what_is_guessed_is_refused(#[case] password: &str, #[case] fault: Option<PasswordFault>) {
        let name = if password.starts_with("lanlan") { "lan" } else { "lan.nguyen" };
        assert_eq!(check_password(name, password).err(), fault);
    }

    #[test]
    fn the_list_is_whole() {
        let mut all = String::new();
        GzDecoder::new(COMMON).read_to_string(&mut all).expect("a list");
        assert_eq!((all.lines().next(), all.lines().count()), (Some("123456"), 10_000));
    }
}
