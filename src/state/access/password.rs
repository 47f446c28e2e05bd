//! Passwords, as argon2id keeps them.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use super::{super::error::StateError, secret::fill};

/// Shorter ones are guessed.
pub const LEAST: usize = 10;

/// Letters and digits that are not taken for one another when read from paper.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789L";

/// Twenty letters in four groups: 99 bits.
pub fn generated() -> Result<String, StateError> {
    let mut bytes = [0; 20];
    fill(&mut bytes)?;
    let letters: String =
        bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<&str> = (0..4).map(|group| &letters[group * 5..group * 5 + 5]).collect();
    Ok(groups.join("-"))
}

/// Takes tens of milliseconds and 19 MB, on purpose: never on an async thread, and few at a time.
pub fn hashed(password: &str) -> Result<String, StateError> {
    if password.chars().count() < LEAST {
        return Err(StateError::ShortPassword { least: LEAST });
    }
    let mut salt = [0; 16];
    fill(&mut salt)?;
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
        let hash = hashed("correct horse").expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_right("correct horse", &hash));
        assert!(!is_right("correct horsf", &hash));
        assert!(!is_right("", "no hash at all"));
    }

    #[test]
    fn two_users_of_one_password_have_two_hashes() {
        assert_ne!(hashed("correct horse").expect("one"), hashed("correct horse").expect("other"));
    }

    #[test]
    fn a_short_password_is_refused() {
        assert!(hashed("123456789").is_err());
        // Ten letters of Vietnamese are ten, however many bytes they take.
        assert!(hashed("mưa ở đâyở").is_ok());
    }

    #[test]
    fn generated_ones_differ_and_are_long_enough() {
        let (one, other) = (generated().expect("one"), generated().expect("other"));
        assert_ne!(one, other);
        assert_eq!(one.len(), 23);
    }
}
