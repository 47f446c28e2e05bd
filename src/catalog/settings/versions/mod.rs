//! `[versions]` of `motcua.toml`: where published versions go for reading nodes, and how often those look.

use std::num::NonZeroU16;

use serde::Deserialize;

/// Says where versions are published to, how many are kept there, and how often a node looks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionSettings {
    /// A folder or a bucket; none where nothing is published by itself.
    #[serde(default)]
    pub store: Option<String>,
    /// How many of the newest versions stay in the store.
    #[serde(default = "three")]
    pub keep: NonZeroU16,
    /// Between two looks of a reading node.
    #[serde(default = "fifteen")]
    pub poll_seconds: NonZeroU16,
}

impl Default for VersionSettings {
    fn default() -> Self {
        Self { store: None, keep: three(), poll_seconds: fifteen() }
    }
}

fn three() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(2)
}

fn fifteen() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(14)
}
