//! What stands in exported tables and is no data: `connectors/layout.toml`.

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

use super::{
    super::{
        CatalogError,
        content::{ContentSet, toml_text::parse_toml},
    },
    pattern::plain_regex,
};
use crate::domain::name::text_key;

const PATH: &str = "connectors/layout.toml";

/// Holds the patterns and words by which rows and cells without data are told from data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutRules {
    patterns: Vec<LayoutPattern>,
    /// The number of a column or a page.
    numbering: LayoutPattern,
    /// How a cell of a total begins.
    total: LayoutPattern,
    /// Words for nothing, in small letters.
    pub empty: Vec<String>,
    /// Days that stand for none in a column of days.
    pub empty_days: Vec<Date>,
    /// What is there and cannot be read: a formula that failed.
    pub errors: Vec<String>,
    unreadable: Vec<LayoutPattern>,
    /// Words of headings under which people are named.
    #[serde(default)]
    personal: Vec<String>,
    /// Pairs of canonical columns of days: the first never lies behind the second, but in few rows.
    pub order: Vec<[String; 2]>,
}

#[derive(Debug, Clone, Deserialize)]
struct LayoutPattern(#[serde(deserialize_with = "plain_regex")] Regex);

impl LayoutRules {
    /// Loads `connectors/layout.toml`; fails when it does not parse.
    pub fn load_rules(content: &ContentSet) -> Result<Self, CatalogError> {
        let text = content.file_text(PATH)?;
        parse_toml(PATH, text, text, |place| place)
    }

    /// Whether a cell names a total, of a page, a group or all.
    pub fn is_total(&self, cell: &str) -> bool {
        self.total.0.is_match(cell)
    }

    /// The pattern of such a cell.
    pub fn total_pattern(&self) -> &str {
        self.total.0.as_str()
    }

    /// Whether a cell is of a row of layout, if it is not of one of data.
    pub fn is_layout(&self, cell: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.0.is_match(cell)) || self.is_numbering(cell)
    }

    fn is_numbering(&self, cell: &str) -> bool {
        let cell = cell.trim();
        self.numbering.0.find(cell).is_some_and(|found| found.len() == cell.len())
    }

    /// The pattern of a cell that numbers its column or page, of all of it.
    pub fn numbering_pattern(&self) -> &str {
        self.numbering.0.as_str()
    }

    /// Patterns of cells that only rows of layout have.
    pub fn layout_patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(|pattern| pattern.0.as_str())
    }

    /// Whether a heading says that a person is named below, or how one is reached.
    pub fn is_personal_heading(&self, heading: &str) -> bool {
        let key = format!(" {} ", text_key(heading));
        self.personal.iter().any(|words| key.contains(&format!(" {} ", text_key(words))))
    }

    /// Patterns of whole cells that are there and cannot be read.
    pub fn unreadable_patterns(&self) -> impl Iterator<Item = &str> {
        self.unreadable.iter().map(|pattern| pattern.0.as_str())
    }
}
