//! A connector for an export nobody has described yet, proposed from what the other connectors call their columns, and from what
//! stands in those that nobody calls so.

use std::fmt::Write as _;

use super::{
    super::{Catalog, CatalogError},
    ConnectorColumn, SourceFormat, canonical,
    content_guess::ContentGuesser,
    extra::{OF_KIND, PREFIX, may_be_personal},
    personal_look::is_personal_heading,
};
use crate::domain::name::text_key;

/// What rows are taken for where no heading says it.
const USUAL_KIND: &str = "dossier";

/// Texts of a column that are listed for the office to say what they mean.
const LISTED: usize = 30;

/// A connector's text, and the headings nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorProposal {
    pub toml: String,
    pub yields: String,
    pub placed: usize,
    /// Headings that were placed by what stands under them.
    pub guessed: Vec<String>,
    pub unplaced: Vec<String>,
    /// Per heading, what it is proposed to mean.
    pub columns: Vec<Option<ProposedColumn>>,
}

/// Is an export as far as it is known: its headings, what stands under each in its first rows, and its form.
#[derive(Debug, Clone, Copy)]
pub struct SampledExport<'s> {
    pub headings: &'s [String],
    /// As many as headings; empty where nothing was read.
    pub samples: &'s [Vec<String>],
    pub format: SourceFormat,
    /// JSON: where the records are.
    pub records: Option<&'s str>,
}

/// What a heading is proposed to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedColumn {
    pub is: String,
    pub is_required: bool,
    /// By what stands under the heading, not by the heading.
    pub is_guessed: bool,
}

impl Catalog {
    /// Whether any connector knows a heading.
    pub fn knows_heading(&self, key: &str) -> bool {
        let mut columns = self.connectors.iter().flat_map(|connector| &connector.columns);
        columns.any(|column| column.is.is_some() && column.is_meant_by(key))
    }

    /// Maps every heading that another connector of the same kind knows; the kind is the one that knows most of them. Of dossiers, what
    /// stands under the others is looked at too. Fails where the names of agencies cannot be read.
    pub fn propose_connector(
        &self,
        id: &str,
        export: &SampledExport,
    ) -> Result<ConnectorProposal, CatalogError> {
        let yields = self.likeliest_kind(export.headings);
        let mut meant = self.match_headings(&yields, export.headings);
        let guesser = ContentGuesser::new(self)?;
        if yields == USUAL_KIND {
            guess_unplaced(&guesser, export, &mut meant);
        }
        let mut toml = self.describe_table(id, &yields, export);
        for (at, (heading, meant)) in export.headings.iter().zip(&meant).enumerate() {
            let quoted = quote_toml(heading);
            let Some(column) = meant else {
                self.offer_unplaced(&mut toml, &yields, heading);
                continue;
            };
            toml.push('\n');
            if column.is_guessed {
                let _ = writeln!(toml, "# {}", self.phrases.format_phrase("proposal.guessed", &[]));
            }
            let _ = write!(toml, "[[column]]\nheading = {quoted}\nis = \"{}\"\n", column.is);
            if column.is_required {
                toml.push_str("required = true\n");
            }
            let values = export.samples.get(at).map_or(&[][..], Vec::as_slice);
            self.ask_for_values(&mut toml, column, &guesser.unknown_texts(&column.is, values));
        }
        self.ask_for_missing(&mut toml, &yields, &meant);
        self.list_names(&mut toml, &yields);
        let of = |wanted: &dyn Fn(&Option<ProposedColumn>) -> bool| -> Vec<String> {
            let named = export.headings.iter().zip(&meant).filter(|(_, meant)| wanted(meant));
            named.map(|(heading, _)| heading.clone()).collect()
        };
        Ok(ConnectorProposal {
            toml,
            placed: meant.iter().flatten().count(),
            guessed: of(&|meant| meant.as_ref().is_some_and(|column| column.is_guessed)),
            unplaced: of(&|meant| meant.is_none()),
            columns: meant,
            yields,
        })
    }

    fn likeliest_kind(&self, headings: &[String]) -> String {
        let mut kinds: Vec<&str> = self.connectors.iter().map(|one| one.yields.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let count = |kind: &&str| self.match_headings(kind, headings).iter().flatten().count();
        let best = kinds.iter().rev().copied().max_by_key(count).filter(|kind| count(kind) > 0);
        best.unwrap_or(USUAL_KIND).to_owned()
    }

    fn describe_table(&self, id: &str, yields: &str, export: &SampledExport) -> String {
        let format = match export.format {
            SourceFormat::Workbook => "workbook",
            SourceFormat::Csv => "csv",
            SourceFormat::Json => "json",
        };
        let basis = self.phrases.format_phrase("proposal.basis", &[]);
        let records =
            export.records.map_or(String::new(), |at| format!("records = [{}]\n", quote_toml(at)));
        format!(
            "id = \"{id}\"\nname = \"{id}\"\nyields = \"{yields}\"\nformats = [\"{format}\"]\n\
             basis = {}\n{records}",
            quote_toml(&basis)
        )
    }

    /// Leaves a heading for the office to say what it means, or to leave out; one that is of no person may be kept as it is.
    fn offer_unplaced(&self, toml: &mut String, yields: &str, heading: &str) {
        let quoted = quote_toml(heading);
        let is_personal = may_be_personal(heading) || self.layout.is_personal_heading(heading);
        if yields != OF_KIND || is_personal {
            let _ = write!(toml, "\n# [[column]]\n# heading = {quoted}\n# is = \"\"\n");
            return;
        }
        let own = self.extra_of_heading(heading);
        let told = self.phrases.format_phrase("proposal.extra", &[]);
        let _ = write!(
            toml,
            "\n# {told}\n# [[column]]\n# heading = {quoted}\n# is = \"{PREFIX}{}\"\n# label = {}\n",
            own.name,
            quote_toml(&own.label)
        );
    }

    /// Lists texts of a coded column that nobody knows, and the values they may mean.
    fn ask_for_values(&self, toml: &mut String, column: &ProposedColumn, unknown: &[String]) {
        if unknown.is_empty() {
            return;
        }
        let values = self
            .vocabulary
            .coded_values(&column.is)
            .map(|value| format!("{value} ({})", self.vocabulary.display_name(&column.is, value)));
        let values = values.collect::<Vec<_>>().join(", ");
        let told = self.phrases.format_phrase("proposal.values", &[("values", &values)]);
        let _ = write!(toml, "# {told}\n# [values.{}]\n", column.is);
        for text in unknown.iter().take(LISTED) {
            let _ = writeln!(toml, "# {} = \"\"", quote_toml(text));
        }
    }

    fn ask_for_missing(&self, toml: &mut String, yields: &str, meant: &[Option<ProposedColumn>]) {
        let is_given = |name: &String| meant.iter().flatten().any(|column| column.is == *name);
        let needed = canonical::needed_columns(&self.content, yields);
        let missing: Vec<String> = needed.into_iter().filter(|name| !is_given(name)).collect();
        if missing.is_empty() {
            return;
        }
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

    /// Lists what `is` may say of a kind, with its meaning: an installed program has no schema to look into.
    fn list_names(&self, toml: &mut String, yields: &str) {
        let told = self.phrases.format_phrase("proposal.names", &[]);
        let _ = write!(toml, "\n# {told}\n");
        for name in canonical::nameable_columns(&self.content, yields) {
            let id = format!("column.{name}");
            let meaning =
                if self.phrases.has_phrase(&id) { self.phrases.phrase_text(&id) } else { "" };
            let _ =
                writeln!(toml, "{}", format!("#   {name}: {meaning}").trim_end_matches([' ', ':']));
        }
        if yields == OF_KIND {
            let told = self.phrases.format_phrase("proposal.extra_name", &[]);
            let _ = writeln!(toml, "#   {PREFIX}…: {told}");
        }
    }

    /// Per heading, the canonical column it means to connectors of a kind, and whether they need it. One heading a column.
    fn match_headings(&self, kind: &str, headings: &[String]) -> Vec<Option<ProposedColumn>> {
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
            let is_required = columns.iter().any(|column| column.required);
            Some(ProposedColumn { is, is_required, is_guessed: false })
        };
        headings.iter().map(&mut place).collect()
    }
}

/// Writes a text on one line of TOML, as a key or as a value, whatever is in it.
fn quote_toml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// Guesses what stands under headings that nobody knows. What a row cannot do without, the export is known by.
fn guess_unplaced(
    guesser: &ContentGuesser,
    export: &SampledExport,
    meant: &mut [Option<ProposedColumn>],
) {
    let taken: Vec<String> = meant.iter().flatten().map(|column| column.is.clone()).collect();
    let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
    let nothing = Vec::new();
    let columns: Vec<Vec<String>> = (0..meant.len())
        .map(|at| match meant[at] {
            None if !is_personal_heading(&export.headings[at]) => {
                export.samples.get(at).unwrap_or(&nothing).clone()
            }
            None | Some(_) => Vec::new(),
        })
        .collect();
    for (meant, guess) in meant.iter_mut().zip(guesser.guess_columns(&columns, &taken)) {
        if let (None, Some(is)) = (&meant, guess) {
            let is_required = ["dossier_code", "solving_agency", "status"].contains(&&*is);
            *meant = Some(ProposedColumn { is, is_required, is_guessed: true });
        }
    }
}
