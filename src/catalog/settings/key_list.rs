//! The list of every key of `motcua.toml`: what it means, what holds without it, an example. `dashboards/settings.toml` has it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::phrases::language::WrittenSentence;

/// Describes one key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingKey {
    /// Its tables and its name: `mail.host`; `[]` stands behind a table that may come several times, `<…>` for any name.
    pub key: String,
    pub kind: SettingKind,
    /// As TOML; `None` where nothing holds without the key.
    #[serde(default)]
    pub default: Option<String>,
    #[serde(default)]
    pub unit: Option<WrittenSentence>,
    /// As TOML.
    pub example: String,
    /// What it means, and what goes by it.
    pub says: WrittenSentence,
    pub used: WrittenSentence,
}

/// Says how a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    Text,
    Number,
    Flag,
    List,
    Path,
    Time,
    Table,
    /// A variable or a file that holds it, never the value itself.
    Secret,
    /// May hold what is secret, and is not shown.
    Hidden,
}

impl SettingKind {
    /// Names the kind in phrases.
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::List => "list",
            Self::Path => "path",
            Self::Time => "time",
            Self::Table => "table",
            Self::Secret => "secret",
            Self::Hidden => "hidden",
        }
    }
}

impl SettingKey {
    /// Lists every key, in the order they are explained.
    pub fn list_all() -> &'static [Self] {
        static KEYS: LazyLock<Vec<SettingKey>> = LazyLock::new(|| {
            #[derive(Deserialize)]
            struct KeyFile {
                key: Vec<SettingKey>,
            }
            let text = include_str!("../../../dashboards/settings.toml");
            toml::from_str::<KeyFile>(text).expect("the built-in list is well").key
        });
        &KEYS
    }

    /// Finds the key of a path; `None` where there is none.
    pub fn find(path: &[&str]) -> Option<&'static Self> {
        Self::list_all().iter().find(|key| {
            let parts: Vec<&str> = key.key.split('.').collect();
            parts.len() == path.len()
                && parts.iter().zip(path).all(|(part, name)| part == name || part.starts_with('<'))
        })
    }

    /// The variable that sets it over the file: `MOTCUA_MAIL__HOST`; `None` of a key in a table that may come several times.
    pub fn variable_name(&self) -> Option<String> {
        let is_single = !self.key.contains("[]");
        is_single.then(|| format!("MOTCUA_{}", self.key.replace('.', "__").to_uppercase()))
    }
}
