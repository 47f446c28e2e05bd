//! A connector: how one kind of export is recognised and what its columns mean.

pub(super) mod canonical;
pub mod column_format;
pub mod column_path;
mod content_guess;
pub mod draft;
pub(super) mod expansion;
pub mod extra;
mod format;
pub mod http;
pub mod layout;
mod pattern;
pub mod personal_look;
mod probe;
pub mod proposal;
mod request_template;
mod value_look;
mod variant;

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use self::{
    http::HttpSource,
    pattern::{PeriodPattern, plain_regex},
    variant::ConnectorVariant,
};
use super::{
    CatalogError,
    content::{ContentSet, toml_text::parse_toml},
    phrases::wording::ErrorWording,
};
use crate::domain::name::text_key;

pub use format::{SourceFormat, TextEncoding};

/// Says how one kind of export is recognised and what its columns mean: `connectors/<id>/connector.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connector {
    pub id: String,
    /// In Vietnamese.
    pub name: String,
    /// What a row is: `dossier`, `figure`. Rows go to the table `{yields}_version`.
    pub yields: String,
    pub formats: Vec<SourceFormat>,
    /// Where the same table has another id in each format.
    #[serde(default, rename = "variant")]
    variants: Vec<ConnectorVariant>,
    /// Legal or public basis of the layout.
    pub basis: String,
    /// JSON: where the rows are; the first pointer that leads to an array is taken, `""` is the document.
    #[serde(default)]
    pub records: Vec<String>,
    /// Delimited text: its encoding, where the headings read alike in several.
    #[serde(default)]
    pub encoding: Option<TextEncoding>,
    /// Workbooks: the only sheets to read. Without it every sheet is read, hidden ones too.
    #[serde(default)]
    pub sheets: Vec<String>,
    #[serde(default)]
    pub snapshot: Option<PeriodPattern>,
    #[serde(default)]
    pub period: Option<PeriodPattern>,
    /// The agency, in the title rows, whose units the export is about.
    #[serde(default)]
    pub scope: Option<PeriodPattern>,
    /// Tables: the heading of the column whose value may stand alone in a row above those it is of.
    #[serde(default)]
    pub group_row: Option<String>,
    #[serde(rename = "column")]
    pub columns: Vec<ConnectorColumn>,
    /// Canonical columns that have one value in every row.
    #[serde(default)]
    pub constant: BTreeMap<String, String>,
    /// Per canonical column: what no value of it is over. A row with one that is cannot be used.
    #[serde(default)]
    pub most: BTreeMap<String, UpperBound>,
    /// Per canonical column: text of the export → value of the vocabulary.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether staging.sql makes several canonical rows of one.
    #[serde(default)]
    pub one_to_many: bool,
    /// Texts that mean an empty cell in this export, besides those that do in all: `connectors/layout.toml`.
    #[serde(default)]
    pub empty: Vec<String>,
    /// Rows that are no data: sections, subtotals.
    #[serde(default, rename = "skip")]
    pub skips: Vec<SkipRule>,
    /// How `motcua fetch` asks for it, where it can.
    #[serde(default)]
    pub http: Option<HttpSource>,
    #[serde(skip)]
    pub staging: Option<StagingQuery>,
    /// Whether the office wrote it.
    #[serde(skip)]
    pub is_own: bool,
    /// The file it stands in.
    #[serde(skip)]
    pub path: String,
}

/// A number, or the canonical column that is at least as great.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum UpperBound {
    Number(i64),
    Column(String),
}

/// Rows whose text in a column matches are no data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkipRule {
    /// The column's heading.
    pub column: String,
    #[serde(deserialize_with = "plain_regex")]
    pub pattern: Regex,
}

/// SQL from raw text columns to canonical columns.
#[derive(Debug, Clone)]
pub struct StagingQuery {
    pub path: String,
    pub sql: String,
}

/// Maps a heading of the export to a canonical column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectorColumn {
    /// The heading as the system prints it; also the raw column's name in the archive.
    pub heading: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Headings that mean it in an export which has it under no surer one, and something else beside one.
    #[serde(default)]
    pub stand_ins: Vec<String>,
    /// JSON: where the value is, if not at the heading (`DanhSachLePhi[*].Gia`).
    #[serde(default)]
    pub path: Option<String>,
    /// The canonical column it means, where no staging.sql says so.
    #[serde(default)]
    pub is: Option<String>,
    /// What people call it, where it is one of the office's own: `is = "extra.…"`.
    #[serde(default)]
    pub label: Option<String>,
    /// How its days or numbers are written; without it the texts of the whole column tell.
    #[serde(default)]
    pub format: Option<String>,
    /// An export without this column is not of this kind.
    #[serde(default)]
    pub required: bool,
    /// Keys of all its headings.
    #[serde(skip)]
    keys: Vec<String>,
}

impl ConnectorColumn {
    /// Whether a heading of an export means this column.
    pub fn is_meant_by(&self, heading_key: &str) -> bool {
        self.keys.iter().any(|key| key == heading_key)
    }

    /// Whether a heading that means this column gives way to a surer one.
    pub fn is_stand_in(&self, heading_key: &str) -> bool {
        self.stand_ins.iter().any(|name| text_key(name) == heading_key)
    }

    fn heading_names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.heading).chain(&self.aliases).chain(&self.stand_ins)
    }
}

impl Connector {
    /// Parses `connector.toml` and the `staging.sql` beside it; fails when they contradict each other.
    pub fn parse_folder(content: &ContentSet, path: &str) -> Result<Self, CatalogError> {
        let text = content.file_text(path)?;
        let mut connector: Self = parse_toml(path, text, text, |place| place)?;
        path.clone_into(&mut connector.path);
        connector.is_own = content.find_file(path).is_some_and(|file| file.is_own);
        let folder = path.trim_end_matches("/connector.toml");
        let staging_path = format!("{folder}/staging.sql");
        connector.staging = match content.find_file(&staging_path) {
            Some(file) => {
                Some(StagingQuery { path: staging_path, sql: file.to_text()?.to_owned() })
            }
            None => None,
        };
        for column in &mut connector.columns {
            column.keys = column.heading_names().map(|name| text_key(name)).collect();
        }
        connector.check_definition(path, text, folder)?;
        Ok(connector)
    }

    /// The folder that holds what belongs to it, from the content's root.
    pub fn folder(&self) -> &str {
        self.path.trim_end_matches("/connector.toml")
    }

    /// Keys of every heading it knows.
    pub fn heading_keys(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().flat_map(|column| &column.keys).map(String::as_str)
    }

    /// Returns the name of the table that holds the rows.
    pub fn table_name(&self) -> String {
        format!("{}_version", self.yields)
    }

    /// Tells whether the connector reads files of the format.
    pub fn reads_format(&self, format: SourceFormat) -> bool {
        self.formats.contains(&format)
    }

    /// The heading a canonical column comes from, where they map one to one or staging.sql says so in a line.
    pub fn heading_of(&self, column: &str) -> Option<&str> {
        let named = (self.columns.iter()).find(|named| named.is.as_deref() == Some(column));
        let staged = || {
            let mut lines = self.staging.as_ref()?.sql.lines();
            let line = lines.find(|line| line.contains(&format!(" as {column}")))?;
            (self.columns.iter()).find(|named| line.contains(&format!("\"{}\"", named.heading)))
        };
        named.or_else(staged).map(|named| named.heading.as_str())
    }

    /// Whether the connector names the sheets to read, and this is none of them.
    pub fn passes_sheet(&self, name: &str) -> bool {
        let is_named = |sheet: &String| text_key(sheet) == text_key(name);
        !self.sheets.is_empty() && !self.sheets.iter().any(is_named)
    }

    fn check_definition(&self, path: &str, text: &str, folder: &str) -> Result<(), CatalogError> {
        let problem = |needle: &str, told: ErrorWording| {
            let at = text.find(needle).map(|at| at..at + needle.len());
            Err(CatalogError::worded_at(path, text, at, told))
        };
        if !folder.ends_with(&format!("/{}", self.id)) {
            return problem(&self.id, ErrorWording::naming("content.not_folder_name", &self.id));
        }
        if let Some((needle, told)) = variant::problem_of(&self.variants, &self.formats) {
            return problem(needle, told);
        }
        if let Some((needle, told)) = self.problem_of_extras().or_else(|| self.path_problem()) {
            let at = text.find(&needle).map(|at| at..at + needle.len());
            return Err(CatalogError::hinted_at(path, text, at, told));
        }
        let mut claimed: BTreeMap<String, &str> = BTreeMap::new();
        for column in &self.columns {
            for name in column.heading_names() {
                if let Some(other) = claimed.insert(text_key(name), &column.heading) {
                    let told = ErrorWording::naming("content.heading_twice", name)
                        .with("one", &other.to_owned())
                        .with("other", &column.heading);
                    return problem(name, told);
                }
            }
            if self.staging.is_none() && column.is.is_none() {
                let told = ErrorWording::naming("content.column_without_is", &column.heading);
                return problem(&column.heading, told);
            }
        }
        if let Some(named) = &self.group_row
            && !self.columns.iter().any(|column| column.heading == *named)
        {
            return problem(named, ErrorWording::naming("content.no_group_column", named));
        }
        for skip in &self.skips {
            if !self.columns.iter().any(|column| column.heading == skip.column) {
                return problem(
                    &skip.column,
                    ErrorWording::naming("content.no_skip_column", &skip.column),
                );
            }
        }
        if !self.columns.iter().any(|column| column.required) {
            return problem("[[column]]", ErrorWording::new("content.no_required_column"));
        }
        let Some(http) = &self.http else {
            return Ok(());
        };
        if !self.reads_format(SourceFormat::Json) {
            return problem("[http]", ErrorWording::new("content.fetched_is_json"));
        }
        if let Some((needle, told)) = http.find_problem() {
            return problem(&needle, told);
        }
        Ok(())
    }
}
