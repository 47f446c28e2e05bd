//! When the office works.

use serde::Deserialize;
use toml::Spanned;

/// Holds the hours of a working day as they are written: `07:30-11:30`, `13:30-17:00`, and what is done on Saturdays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeHoursSettings {
    #[serde(default = "morning")]
    pub morning: Spanned<String>,
    #[serde(default = "afternoon")]
    pub afternoon: Spanned<String>,
    /// `off`, `morning` or `day`.
    #[serde(default = "off")]
    pub saturday: Spanned<String>,
}

impl Default for OfficeHoursSettings {
    fn default() -> Self {
        Self { morning: morning(), afternoon: afternoon(), saturday: off() }
    }
}

fn morning() -> Spanned<String> {
    Spanned::new(0..0, "07:30-11:30".to_owned())
}
fn afternoon() -> Spanned<String> {
    Spanned::new(0..0, "13:30-17:00".to_owned())
}
fn off() -> Spanned<String> {
    Spanned::new(0..0, "off".to_owned())
}
