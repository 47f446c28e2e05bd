//! `[retention]` of `motcua.toml`: for how long is kept what nobody needs for ever.

use std::num::NonZeroU16;

use serde::Deserialize;

/// Says for how many days is kept what holds dossiers and is no longer needed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionSettings {
    /// The content of what was sent: mails, papers. That it was sent is known for ever.
    #[serde(default = "ninety")]
    pub outbox_days: NonZeroU16,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self { outbox_days: ninety() }
    }
}

fn ninety() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(89)
}
