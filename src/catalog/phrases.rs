//! Sentences the program fills in, kept in content because users read Vietnamese.

use std::collections::BTreeMap;

use super::{CatalogError, content::Content, error::parse_toml};

const PATHS: [&str; 2] = ["dashboards/phrases.toml", "reports/phrases.toml"];

/// What both files are called; the rest of `reports/` are reports.
pub(super) const STEM: &str = "phrases";

#[derive(Debug, Clone, Default)]
pub struct Phrases {
    texts: BTreeMap<String, String>,
}

impl Phrases {
    pub fn load(content: &Content) -> Result<Self, CatalogError> {
        let mut texts = BTreeMap::new();
        for path in PATHS {
            let text = content.text(path)?;
            let more: BTreeMap<String, String> = parse_toml(path, text, text, |place| place)?;
            texts.extend(more);
        }
        Ok(Self { texts })
    }

    /// The sentence with each `{name}` replaced; its id where the content lacks it, which `motcua check` reports.
    pub fn say(&self, id: &str, values: &[(&str, &str)]) -> String {
        let Some(text) = self.texts.get(id) else {
            return id.to_owned();
        };
        filled(text, values)
    }

    pub fn has(&self, id: &str) -> bool {
        self.texts.contains_key(id)
    }
}

/// A text with each `{name}` replaced.
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
