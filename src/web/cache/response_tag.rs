//! What an answer is known by: another version of the data, another day or another address has another tag.

use axum::http::HeaderMap;
use headers::{ETag, HeaderMapExt, IfNoneMatch};
use sha2::{Digest, Sha256};

use crate::domain::hex::encode_hex;

/// Names an answer: the key it is kept under, and its `ETag`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResponseTag([u8; 32]);

impl ResponseTag {
    /// Makes the tag of an address under a version of all that its answer is made of.
    pub fn new(version: &str, address: &str) -> Self {
        Self(Sha256::digest(format!("{version} {address}")).into())
    }

    /// Gives the tag as a header.
    pub fn etag(self) -> ETag {
        format!("\"{}\"", encode_hex(&self.0)).parse().expect("hexadecimal digits are a tag")
    }

    /// Tells whether the client says it has this answer; what was packed on the way comes back as weak.
    pub fn is_held(self, headers: &HeaderMap) -> bool {
        let held = headers.typed_get::<IfNoneMatch>();
        held.is_some_and(|held| !held.precondition_passes(&self.etag()))
    }
}
