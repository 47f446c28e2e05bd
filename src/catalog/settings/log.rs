//! `[log]` of `motcua.toml`: what is noted in the data folder, and for how long.

use std::num::NonZeroU16;

use serde::Deserialize;

/// Says which logs are kept in the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// A line for every request: `log/access-2026-11-28.log`.
    #[serde(default = "yes")]
    pub access: bool,
    /// What goes wrong: `log/motcua-2026-11-28.log`, beside stderr.
    #[serde(default = "yes")]
    pub program: bool,
    /// Whether the access log says from which address somebody came.
    #[serde(default)]
    pub address: bool,
    #[serde(default = "ninety")]
    pub keep_days: NonZeroU16,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { access: true, program: true, address: false, keep_days: ninety() }
    }
}

fn yes() -> bool {
    true
}
fn ninety() -> NonZeroU16 {
    NonZeroU16::new(90).expect("ninety")
}
