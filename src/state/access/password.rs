//! Passwords, as argon2id keeps them.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use super::{super::error::StateError, password_rules::check_password, secret::fill_random};

/// Letters and digits that are not taken for one another when read from paper.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789L";

/// The hash of a password nobody has: an unknown name costs as much as a known one.
pub const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm8$u5WTU7OBqHmVLXlJ9YrPXqQvnTIUFLGvSNX1B3cYJwQ";

/// Twenty letters in four groups: 99 bits.
pub fn generate_password() -> Result<String, StateError> {
    let mut bytes = [0; 20];
    fill_random(&mut bytes)?;
    let letters: String =
        bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<&str> = (0..4).map(|group| &letters[group * 5..group * 5 + 5]).collect();
    Ok(groups.join("-"))
}

/// Hashes a user's new password; fails where it would be guessed. Takes tens of milliseconds and 19 MB, on purpose: never on an
/// async thread, and few at a time.
pub fn hash_password(user_name: &str, password: &str) -> Result<String, StateError> {
    check_password(user_name, password)?;
    let mut salt = [0; 16];
    fill_random(&mut salt)?;
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .expect("the usual parameters and a salt of sixteen bytes are taken");
    Ok(hash.to_string())
}

/// Whether it is the password; costs as much as hashing does.
pub fn is_right(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_is_right() {
        let hash = hash_password("lan", "correct horse").expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_right("correct horse", &hash));
        assert!(!is_right("correct horsf", &hash));
        assert!(!is_right("", "no hash at all"));
    }

    #[test]
    fn two_users_of_one_password_have_two_hashes() {
        assert_ne!(
            hash_password("lan", "correct horse").expect("one"),
            hash_password("lan", "correct horse").expect("other")
        );
    }

    #[test]
    fn a_password_that_would_be_guessed_is_refused() {
        let refused = hash_password("lan", "123456789").expect_err("short");
        assert!(refused.to_string().contains("ít hơn 10 ký tự"), "{refused}");
        // Ten letters of Vietnamese are ten, however many bytes they take.
        assert!(hash_password("lan", "mưa ở đâyở").is_ok());
    }

    #[test]
    fn generated_ones_differ_and_are_long_enough() {
        let (one, other) = (generate_password().expect("one"), generate_password().expect("other"));
        assert_ne!(one, other);
        assert_eq!(one.len(), 23);
    }

    #[test]
    fn the_hash_of_nobody_is_one_that_is_computed() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
