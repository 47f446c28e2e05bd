//! How an account stands, for whoever looks after accounts.

use super::UserAccount;

impl UserAccount {
    /// Names the phrase of how the account stands.
    pub fn standing_phrase(&self) -> &'static str {
        match (self.is_disabled, self.must_change, self.is_external) {
            (true, ..) => "user.disabled",
            (_, true, _) => "user.new",
            (.., true) => "user.external",
            _ => "user.active",
        }
    }
}
