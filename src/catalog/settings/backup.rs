//! `[backup]` of `motcua.toml`: where the office is backed up to, and when.

use std::{num::NonZeroU16, path::PathBuf};

use jiff::civil::Time;
use serde::Deserialize;

/// Says where and when the office is backed up by itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupSettings {
    /// Best on another disk or another machine.
    pub folder: PathBuf,
    /// Hour and minute, in the time of Viet Nam.
    #[serde(default = "half_past_one")]
    pub at: String,
    /// How often a backup is restored aside and compared.
    #[serde(default)]
    pub prove: ProofRhythm,
    /// How many backups are kept.
    #[serde(default = "fourteen")]
    pub keep: NonZeroU16,
}

/// Says how often a backup is proved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofRhythm {
    Daily,
    #[default]
    Weekly,
    Never,
}

impl BackupSettings {
    /// The time of the day it is made at; midnight where the text is none, which the check of the settings refuses.
    pub fn time_of_day(&self) -> Time {
        self.parse_time().unwrap_or(Time::midnight())
    }

    /// Reads the time of the day; `None` where the text is none.
    pub(super) fn parse_time(&self) -> Option<Time> {
        let (hour, minute) = self.at.split_once(':')?;
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
    }
}

fn half_past_one() -> String {
    "01:30".to_owned()
}

fn fourteen() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(13)
}
