//! `[audit]` of `motcua.toml`: how much of the log is kept.

use std::num::NonZeroU32;

use serde::Deserialize;

/// Says how much of the audit log is kept, and for how long.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditSettings {
    /// Lines in all; past that the oldest go, first of failed and refused tries, then of logins and of what was looked at.
    #[serde(default = "two_hundred_thousand")]
    pub entries: NonZeroU32,
    /// Days for which exports, uploads and changes are kept, however many lines there are; older ones go.
    #[serde(default = "five_years")]
    pub keep_days: NonZeroU32,
}

impl Default for AuditSettings {
    fn default() -> Self {
        Self { entries: two_hundred_thousand(), keep_days: five_years() }
    }
}

fn two_hundred_thousand() -> NonZeroU32 {
    const { NonZeroU32::new(200_000).expect("not nought") }
}

fn five_years() -> NonZeroU32 {
    const { NonZeroU32::new(1826).expect("not nought") }
}

#[cfg(test)]
mod tests {
    use crate::catalog::settings::ProgramSettings;

    #[test]
    fn the_log_is_bounded_where_nothing_is_said_and_cannot_be_switched_off() {
        let bounds = |text: &str| {
            let audit = ProgramSettings::parse_text("motcua.toml", text).ok()?.audit;
            Some((audit.entries.get(), audit.keep_days.get()))
        };
        assert_eq!(bounds(""), Some((200_000, 1826)));
        assert_eq!(bounds("[audit]\nentries = 5000"), Some((5000, 1826)));
        assert_eq!(bounds("[audit]\nentries = 0"), None);
        assert_eq!(bounds("[audit]\nkeep = 5"), None);
    }
}
