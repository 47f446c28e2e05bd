//! What stands in exported tables and is no data: `connectors/layout.toml`.

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

use super::{CatalogError, connector::plain_regex, content::Content, error::parse_toml};

const PATH: &str = "connectors/layout.toml";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    patterns: Vec<Pattern>,
    /// Words for nothing, in small letters.
    pub empty: Vec<String>,
    /// Days that stand for none in a column of days.
    pub empty_days: Vec<Date>,
    /// What is there and cannot be read: a formula that failed.
    pub errors: Vec<String>,
    unreadable: Vec<Pattern>,
}

#[derive(Debug, Clone, Deserialize)]
struct Pattern(#[serde(deserialize_with = "plain_regex")] Regex);

impl Layout {
    pub fn load(content: &Content) -> Result<Self, CatalogError> {
        let text = content.text(PATH)?;
        parse_toml(PATH, text, text, |place| place)
    }

    /// Patterns of cells that only rows of layout have.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(|pattern| pattern.0.as_str())
    }

    /// Patterns of whole cells that are there and cannot be read.
    pub fn unreadable(&self) -> impl Iterator<Item = &str> {
        self.unreadable.iter().map(|pattern| pattern.0.as_str())
    }
}
