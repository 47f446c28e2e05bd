//! How an account stands, for whoever looks after accounts.

use super::UserAccount;

impl UserAccount {
    /// Names the phrase of how the account stands.
    pub fn standing_phrase(&self) -> &'static str {
        match self {
            Self { is_disabled: true, .. } => "user.disabled",
            Self { is_expelled: true, .. } => "user.expelled",
            Self { must_change: true, .. } => "user.new",
            Self { is_external: true, .. } => "user.external",
            _ => "user.active",
        }
    }
}
