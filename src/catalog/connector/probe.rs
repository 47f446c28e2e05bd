//! A connector that takes every column of an export nobody has described, so that its first rows can be looked at.

use std::fmt::Write as _;

use super::{
    super::{CatalogError, content::ContentSet},
    Connector, SourceFormat,
};
use crate::domain::name::text_key;

/// Where it would stand, were it written.
const FOLDER: &str = "connectors/probe";

impl Connector {
    /// Makes a connector of all these headings; its rows are never staged. Fails where they cannot stand beside each other.
    pub fn make_probe(
        headings: &[String],
        format: SourceFormat,
        records: Option<&str>,
    ) -> Result<Self, CatalogError> {
        let format = match format {
            SourceFormat::Workbook => "workbook",
            SourceFormat::Csv => "csv",
            SourceFormat::Json => "json",
        };
        let mut toml = format!(
            "id = \"probe\"\nname = \"probe\"\nyields = \"dossier\"\nformats = [\"{format}\"]\nbasis = \"probe\"\n"
        );
        if let Some(records) = records {
            let _ = writeln!(toml, "records = [{}]", toml::Value::String(records.to_owned()));
        }
        let mut known = Vec::new();
        for heading in headings {
            let key = text_key(heading);
            if known.contains(&key) {
                continue;
            }
            let quoted = toml::Value::String(heading.clone());
            // One is enough to know the heading by, and all columns may be empty.
            let required = if known.is_empty() { "required = true\n" } else { "" };
            let _ = write!(toml, "\n[[column]]\nheading = {quoted}\n{required}");
            known.push(key);
        }
        let content = ContentSet::load_layers(None)?
            .with_file(&format!("{FOLDER}/connector.toml"), toml.into_bytes())
            .with_file(&format!("{FOLDER}/staging.sql"), b"select * from raw".to_vec());
        Self::parse_folder(&content, &format!("{FOLDER}/connector.toml"))
    }
}
