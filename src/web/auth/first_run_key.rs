//! What whoever sets a server up for the first time shows: that their form is of this server, and where others use the machine too, that the
//! server is theirs to set up.

use subtle::ConstantTimeEq;

use crate::state::{StateError, access::make_secret};

/// Where the page is that makes the first account.
pub const FIRST_RUN: &str = "/start";

/// Holds the key of the page that makes the first account; it is of one run of the server.
#[derive(Debug)]
pub struct FirstRunKey {
    secret: String,
    /// Whether the page itself is shown to nobody without it.
    is_asked_for: bool,
}

impl FirstRunKey {
    /// Makes a new key, which every form of the page carries, and where it is asked for the page's own address too. Fails where the system
    /// has no random numbers.
    pub fn new(is_asked_for: bool) -> Result<Self, StateError> {
        Ok(Self { secret: make_secret()?, is_asked_for })
    }

    /// Tells whether the page is shown to whoever asks with that key.
    pub fn opens_with(&self, key: &str) -> bool {
        !self.is_asked_for || self.is_it(key)
    }

    /// Returns the key, for a page or for whoever may read the console or the file it is written to.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Tells whether a text is the key; it is compared in the same time whatever it is.
    pub fn is_it(&self, text: &str) -> bool {
        self.secret.as_bytes().ct_eq(text.as_bytes()).into()
    }
}
