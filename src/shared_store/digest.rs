//! Digests as stores and their notes write them.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use crate::domain::hex::encode_hex;

/// Digests what is read to its end, and counts it.
pub fn digest_reader(mut bytes: impl Read) -> io::Result<(String, u64)> {
    let (mut digest, mut size, mut part) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = bytes.read(&mut part)?;
        if read == 0 {
            return Ok((encode_hex(&digest.finalize()), size));
        }
        digest.update(&part[..read]);
        size += read as u64;
    }
}

/// The digest of bytes as manifests write it.
pub fn digest_bytes(bytes: &[u8]) -> String {
    encode_hex(&Sha256::digest(bytes))
}

/// Whether a text is a digest as it is written.
pub fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
}
