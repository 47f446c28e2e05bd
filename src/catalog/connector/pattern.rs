//! Regular expressions in content files.

use regex::Regex;
use serde::Deserialize;

use crate::catalog::content::toml_text::NO_GROUP;

/// Where a day or a period stands in the title rows or in the file's name: the group `it` of a pattern.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodPattern {
    #[serde(deserialize_with = "regex")]
    pub pattern: Regex,
}

impl PeriodPattern {
    /// Returns what the group `it` matches in the text; `None` where the pattern does not match.
    pub fn find_match(&self, text: &str) -> Option<String> {
        self.pattern
            .captures(text)
            .and_then(|found| found.name("it"))
            .map(|it| it.as_str().to_owned())
    }
}

/// A pattern without a named group.
pub(super) fn plain_regex<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Regex, D::Error> {
    Regex::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

fn regex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    use serde::de::Error as _;
    let text = String::deserialize(deserializer)?;
    let pattern = Regex::new(&text).map_err(D::Error::custom)?;
    if pattern.capture_names().flatten().any(|name| name == "it") {
        return Ok(pattern);
    }
    Err(D::Error::custom(NO_GROUP))
}
