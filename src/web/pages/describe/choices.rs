//! What somebody chose of an export's headings, made a connector; or why it cannot be one.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::masking::is_personal_column;
use crate::{
    catalog::{
        Catalog, ConnectorProposal,
        connector::{
            draft::{ConnectorDraft, DraftColumn, may_be_mapped},
            extra::{OF_KIND, PREFIX, extra_name, may_be_personal},
        },
    },
    domain::name::private_text::is_data,
    ingest::UndescribedExport,
    web::auth::form::CheckedForm,
};

/// Stands in a pick list for a column of the office's own, whose name is made of its heading.
pub const OWN_COLUMN: &str = "extra";

/// Letters a name may have.
const LONGEST_NAME: usize = 80;

/// Holds what the form says; at first what is proposed.
#[derive(Debug, Clone, Default)]
pub struct DescribedChoices {
    pub name: String,
    pub snapshot_on: String,
    /// Per heading, a canonical column or nothing.
    pub columns: Vec<String>,
    /// Per canonical column: text → value, or nothing where none was chosen.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Per canonical column that no heading means: the value of all rows.
    pub constant: BTreeMap<String, String>,
}

/// Says why what was chosen is no connector: the id of a sentence, and what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceProblem {
    pub phrase: &'static str,
    pub named: String,
}

impl DescribedChoices {
    /// Begins with what is proposed; what is of persons is proposed to be left out.
    pub fn from_proposal(
        catalog: &Catalog,
        export: &UndescribedExport,
        proposal: &ConnectorProposal,
        file_name: &str,
    ) -> Self {
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
        // A day in the name is of this file, not of its kind.
        let name: String = stem.chars().filter(|letter| !letter.is_ascii_digit()).collect();
        let name = name.trim_matches(|letter: char| !letter.is_alphabetic());
        let columns = export.headings.names.iter().enumerate().map(|(at, heading)| {
            let meant = proposal.columns.get(at).and_then(Option::as_ref);
            let values = export.samples.get(at).map_or(&[][..], Vec::as_slice);
            let is_left_out = is_personal_column(&catalog.layout, heading, values, meant);
            meant.filter(|_| !is_left_out).map_or_else(String::new, |column| column.is.clone())
        });
        Self { name: name.to_owned(), columns: columns.collect(), ..Self::default() }
    }

    /// Reads the form of an export with so many headings.
    pub fn from_form(form: &CheckedForm, headings: usize) -> Self {
        let mut values: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (named, value) in form.fields_below("text.") {
            if let Some((column, text)) = named.split_once('.') {
                let texts = values.entry(column.to_owned()).or_default();
                texts.insert(text.to_owned(), value.to_owned());
            }
        }
        let constant = form.fields_below("all.").map(|(column, value)| {
            (column.to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        Self {
            name: form.field_value("name").trim().to_owned(),
            snapshot_on: form.field_value("snapshot_on").to_owned(),
            columns: (0..headings)
                .map(|at| form.field_value(&format!("column.{at}")).to_owned())
                .collect(),
            values,
            constant: constant.collect(),
        }
    }

    /// Returns the day whose state the export shows, where one is said.
    pub fn parse_day(&self) -> Result<Option<Date>, ChoiceProblem> {
        let problem =
            |_| ChoiceProblem { phrase: "describe.bad_day", named: self.snapshot_on.clone() };
        let text = self.snapshot_on.trim();
        (!text.is_empty()).then(|| text.parse().map_err(problem)).transpose()
    }

    /// Whether a heading means a column.
    pub fn means(&self, column: &str) -> bool {
        self.columns.iter().any(|meant| meant == column)
    }

    /// Makes a connector of the choices. Fails where they cannot be one, or would keep what is of persons.
    pub fn to_draft(
        &self,
        catalog: &Catalog,
        export: &UndescribedExport,
        proposal: &ConnectorProposal,
    ) -> Result<ConnectorDraft, ChoiceProblem> {
        let problem = |phrase, named: &str| ChoiceProblem { phrase, named: named.to_owned() };
        if self.name.is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(problem("describe.no_name", &LONGEST_NAME.to_string()));
        }
        let known = catalog.nameable_columns(&proposal.yields);
        let mut columns: Vec<DraftColumn> = Vec::new();
        for (at, (heading, is)) in export.headings.names.iter().zip(&self.columns).enumerate() {
            if is.is_empty() {
                continue;
            }
            let values = export.samples.get(at).map_or(&[][..], Vec::as_slice);
            let meant = proposal.columns.get(at).and_then(Option::as_ref);
            if is_data(heading) {
                return Err(problem("describe.no_heading", ""));
            }
            if is_personal_column(&catalog.layout, heading, values, meant) {
                return Err(problem("describe.personal", heading));
            }
            let (is, label) = if is == OWN_COLUMN && proposal.yields == OF_KIND {
                // What is of no person in a column of the program's may be in another.
                let is_personal = is_personal_column(&catalog.layout, heading, values, None);
                if is_personal || may_be_personal(heading) {
                    return Err(problem("describe.personal", heading));
                }
                let own = catalog.extra_of_heading(heading);
                (format!("{PREFIX}{}", own.name), Some(own.label))
            } else if known.contains(is) {
                (is.clone(), None)
            } else {
                return Err(problem("describe.no_column", is));
            };
            if let Some(other) = columns.iter().find(|column| column.is == is) {
                return Err(problem("describe.twice", &format!("{}, {heading}", other.heading)));
            }
            columns.push(DraftColumn { heading: heading.clone(), is, is_required: false, label });
        }
        let needed = catalog.needed_columns(&proposal.yields);
        let constant = self.chosen_constants(catalog, &needed)?;
        let is_given = |name: &&String| {
            columns.iter().any(|column| column.is == **name) || constant.contains_key(*name)
        };
        if let Some(missing) = needed.iter().find(|name| !is_given(name)) {
            return Err(problem("describe.missing", &column_name(catalog, missing)));
        }
        // Others of the kind are known by what no row can do without.
        for column in &mut columns {
            column.is_required = needed.contains(&column.is);
        }
        let mut values = self.values.clone();
        for (column, texts) in &mut values {
            texts.retain(|text, value| {
                let is_value = catalog.vocabulary.coded_values(column).any(|known| known == value);
                is_value && may_be_mapped(text)
            });
        }
        values.retain(|column, texts| !texts.is_empty() && self.means(column));
        Ok(ConnectorDraft {
            id: catalog.free_connector_id(&self.name),
            name: self.name.clone(),
            yields: proposal.yields.clone(),
            format: export.headings.format,
            records: export.headings.records.clone(),
            columns,
            values,
            constant,
        })
    }

    /// The values of all rows, of columns that need one and that no heading means.
    fn chosen_constants(
        &self,
        catalog: &Catalog,
        needed: &[String],
    ) -> Result<BTreeMap<String, String>, ChoiceProblem> {
        let mut chosen = self.constant.clone();
        chosen.retain(|column, value| {
            let is_asked = needed.contains(column) && may_be_of_all(catalog, column);
            !value.is_empty() && is_asked && !self.means(column)
        });
        for (column, value) in &chosen {
            let is_code = catalog.vocabulary.is_coded(column);
            let is_known = catalog.vocabulary.coded_values(column).any(|known| known == value);
            if is_code && !is_known {
                return Err(ChoiceProblem { phrase: "describe.no_column", named: value.clone() });
            }
        }
        Ok(chosen)
    }
}

/// Whether all rows may have one value of a column: a commune's own list names no commune, and one of what is done no status.
pub fn may_be_of_all(catalog: &Catalog, column: &str) -> bool {
    catalog.vocabulary.is_coded(column) || column.ends_with("_agency") || column == "agency_code"
}

/// What a canonical column is called.
pub fn column_name(catalog: &Catalog, column: &str) -> String {
    if let Some(own) = extra_name(column) {
        let known = catalog.extra_columns().into_iter().find(|known| known.name == own);
        return known.map_or_else(|| own.to_owned(), |known| known.label);
    }
    let id = format!("column.{column}");
    let phrases = &catalog.phrases;
    if phrases.has_phrase(&id) { phrases.format_phrase(&id, &[]) } else { column.to_owned() }
}
