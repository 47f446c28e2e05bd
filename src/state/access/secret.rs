//! What only its holder knows; here only its digest is kept.

use sha2::{Digest, Sha256};

use super::super::error::StateError;
use crate::domain::hex::encode_hex;

/// 256 bits nobody can guess, as text.
pub fn make_secret() -> Result<String, StateError> {
    let mut bytes = [0; 32];
    fill_random(&mut bytes)?;
    Ok(encode_hex(&bytes))
}

/// A secret is long and random, so a plain digest gives nothing away.
pub fn digest_secret(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// Fills the bytes with random numbers of the operating system. Fails where it gives none.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), StateError> {
    getrandom::fill(bytes).map_err(|error| StateError::NoRandomness { told: error.to_string() })
}
