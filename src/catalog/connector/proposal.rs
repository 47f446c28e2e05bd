//! A connector for an export nobody has described yet, proposed from what the other connectors call their columns.

use std::fmt::Write as _;

use super::{super::Catalog, ConnectorColumn, SourceFormat, canonical};
use crate::domain::name::text_key;

/// A connector's text, and the headings nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorProposal {
    pub toml: String,
    pub yields: String,
    pub placed: usize,
    pub unplaced: Vec<String>,
}

impl Catalog {
    /// Whether any connector knows a heading.
    pub fn knows_heading(&self, key: &str) -> bool {
        let mut columns = self.connectors.iter().flat_map(|connector| &connector.columns);
        columns.any(|column| column.is.is_some() && column.is_meant_by(key))
    }

    /// Maps every heading that another connector of the same kind knows; the kind is the one that knows most of them.
    pub fn propose_connector(
        &self,
        id: &str,
        headings: &[String],
        format: SourceFormat,
        records: Option<&str>,
    ) -> ConnectorProposal {
        let mut kinds: Vec<&str> = self.connectors.iter().map(|one| one.yields.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let placed = |kind: &str| self.match_headings(kind, headings);
        let count = |kind: &&str| placed(kind).iter().flatten().count();
        let yields = kinds.iter().rev().copied().max_by_key(count).unwrap_or("dossier");
        let meant = placed(yields);
        let format = match format {
            SourceFormat::Workbook => "workbook",
            SourceFormat::Csv => "csv",
            SourceFormat::Json => "json",
        };
        let mut toml = format!(
            "id = \"{id}\"\nname = \"{id}\"\nyields = \"{yields}\"\nformats = [\"{format}\"]\n\
             basis = \"{}\"\n",
            self.phrases.format_phrase("proposal.basis", &[])
        );
        if let Some(records) = records {
            let _ = writeln!(toml, "records = [\"{records}\"]");
        }
        for (heading, meant) in headings.iter().zip(&meant) {
            let quoted = toml::Value::String(heading.clone());
            let Some((is, required)) = meant else {
                // For the office to say what it means, or to leave out.
                let _ = write!(toml, "\n# [[column]]\n# heading = {quoted}\n# is = \"\"\n");
                continue;
            };
            let _ = write!(toml, "\n[[column]]\nheading = {quoted}\nis = \"{is}\"\n");
            if *required {
                toml.push_str("required = true\n");
            }
        }
        let is_given = |name: &String| meant.iter().flatten().any(|(is, _)| is == name);
        let needed = canonical::needed_columns(&self.content, yields);
        let missing: Vec<String> = needed.into_iter().filter(|name| !is_given(name)).collect();
        if !missing.is_empty() {
            let names = missing.join(", ");
            let told = self.phrases.format_phrase("proposal.missing", &[("names", &names)]);
            toml.push('\n');
            for line in told.lines() {
                let _ = writeln!(toml, "# {line}");
            }
            toml.push_str("# [constant]\n");
            for name in &missing {
                let _ = writeln!(toml, "# {name} = \"\"");
            }
        }
        let unplaced = headings.iter().zip(&meant).filter(|(_, meant)| meant.is_none());
        ConnectorProposal {
            toml,
            yields: yields.to_owned(),
            placed: meant.iter().flatten().count(),
            unplaced: unplaced.map(|(heading, _)| heading.clone()).collect(),
        }
    }

    /// Per heading, the canonical column it means to connectors of a kind, and whether they need it. One heading a column.
    fn match_headings(&self, kind: &str, headings: &[String]) -> Vec<Option<(String, bool)>> {
        let mut taken: Vec<String> = Vec::new();
        let mut place = |heading: &String| {
            let key = text_key(heading);
            let of_kind = self.connectors.iter().filter(|one| one.yields == kind);
            let columns: Vec<&ConnectorColumn> = (of_kind.flat_map(|one| &one.columns))
                .filter(|column| column.is.is_some() && column.is_meant_by(&key))
                .collect();
            let is = columns.iter().find_map(|column| column.is.clone())?;
            if taken.contains(&is) {
                return None;
            }
            taken.push(is.clone());
            Some((is, columns.iter().any(|column| column.required)))
        };
        headings.iter().map(&mut place).collect()
    }
}
