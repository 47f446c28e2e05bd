//! What whoever sets a server up for the first time shows: that the server is theirs to set up, for others may use the machine too, and that
//! their form is of this server.

use subtle::ConstantTimeEq;

use crate::state::{StateError, access::make_secret};

/// Where the page is that makes the first account.
pub const FIRST_RUN: &str = "/start";

/// Holds the key of the page that makes the first account; it is of one run of the server.
#[derive(Debug)]
pub struct FirstRunKey {
    secret: String,
}

impl FirstRunKey {
    /// Makes a new key, which the page's address and every form of it carry. Fails where the system has no random numbers.
    pub fn new() -> Result<Self, StateError> {
        Ok(Self { secret: make_secret()? })
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
