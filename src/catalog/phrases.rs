//! Sentences the program fills in, kept in content because users read Vietnamese.

use std::collections::BTreeMap;

use super::{CatalogError, content::ContentSet, error::parse_toml};

const PATHS: [&str; 2] = ["dashboards/phrases.toml", "reports/phrases.toml"];

/// What both files are called; the rest of `reports/` are reports.
pub(super) const STEM: &str = "phrases";

#[derive(Debug, Clone, Default)]
pub struct PhraseBook {
    texts: BTreeMap<String, String>,
}

impl PhraseBook {
    pub fn load(content: &ContentSet) -> Result<Self, CatalogError> {
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

/// A text with each `{name}` replaced. What stands in a value is no hole.
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = part.split_once('}').and_then(|(hole, rest)| {
            let (_, value) = values.iter().find(|(name, _)| *name == hole)?;
            Some((value, rest))
        });
        match known {
            Some((value, rest)) => filled.extend([value, rest]),
            None => filled.extend(["{", part]),
        }
    }
    filled
}

/// The names of a text's holes.
pub fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_value_is_no_hole() {
        let values = [("procedure", "Cấp {due}"), ("due", "06/03/2023")];
        assert_eq!(
            filled("{procedure}: {due} {other} {", &values),
            "Cấp {due}: 06/03/2023 {other} {"
        );
        assert_eq!(holes("{procedure}: {due} {").collect::<Vec<_>>(), ["procedure", "due"]);
    }
}
