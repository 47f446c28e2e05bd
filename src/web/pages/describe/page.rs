//! The page on which an export is described.

use std::collections::BTreeSet;

use askama::Template;

use super::{
    choices::{ChoiceProblem, DescribedChoices, OWN_COLUMN, column_name, may_be_of_all},
    masking::{MASK, is_personal_column, shown_cells},
    trial::TrialResult,
};
use crate::{
    catalog::{Catalog, ConnectorProposal, connector::extra::OF_KIND},
    ingest::UndescribedExport,
    web::{
        http::error::WebError, jobs::pending_exports::PendingExport, navigation::SiteNavigation,
    },
};

/// First rows that are shown.
const SHOWN: usize = 3;
/// Texts of a column that are listed for somebody to say what they mean.
const LISTED_TEXTS: usize = 40;

/// Asks for an export, or shows the one that is described.
#[derive(Template)]
#[template(path = "describe.html")]
pub struct DescribePage {
    pub nav: SiteNavigation,
    pub form_token: String,
    /// None where a file is yet to be sent.
    pub described: Option<DescribedView>,
    /// What the visitor sent before and did not describe: number and name.
    pub waiting: Vec<(u64, String)>,
}

/// Holds an export and what is chosen of it.
pub struct DescribedView {
    id: u64,
    file_name: String,
    kind: String,
    name: String,
    snapshot_on: String,
    columns: Vec<HeadingLine>,
    texts: Vec<TextLine>,
    constants: Vec<ConstantLine>,
    /// Why it cannot be so.
    problem: Option<String>,
    trial: Option<TrialResult>,
}

/// A heading, what stands under it, and what it may mean.
struct HeadingLine {
    at: usize,
    heading: String,
    cells: Vec<String>,
    is_personal: bool,
    is_guessed: bool,
    options: Vec<PickOption>,
}

/// A text nobody knows, and the values it may mean.
struct TextLine {
    /// The field of the form.
    field: String,
    column: String,
    text: String,
    options: Vec<PickOption>,
}

/// A column that no heading means, and the value of all rows.
struct ConstantLine {
    field: String,
    name: String,
    value: String,
    /// Empty where a name is to be written.
    options: Vec<PickOption>,
}

/// An item of a pick list.
struct PickOption {
    value: String,
    name: String,
    is_chosen: bool,
}

/// What the page is made of.
#[derive(Clone, Copy)]
pub struct DescribedExport<'a> {
    pub catalog: &'a Catalog,
    pub pending: &'a PendingExport,
    pub export: &'a UndescribedExport,
    pub proposal: &'a ConnectorProposal,
    pub choices: &'a DescribedChoices,
}

impl DescribedView {
    /// Makes the view; `trial` is what came of a trial, or why there was none.
    pub fn new(
        described: DescribedExport,
        trial: Option<Result<TrialResult, String>>,
    ) -> Result<Self, WebError> {
        let DescribedExport { catalog, pending, proposal, choices, .. } = described;
        let (trial, problem) = match trial {
            None => (None, None),
            Some(Ok(trial)) => (Some(trial), None),
            Some(Err(problem)) => (None, Some(problem)),
        };
        let kind = format!("describe.kind.{}", proposal.yields);
        Ok(Self {
            id: pending.id,
            file_name: pending.file_name.clone(),
            kind: catalog.phrases.format_phrase(&kind, &[]),
            name: choices.name.clone(),
            snapshot_on: choices.snapshot_on.clone(),
            columns: heading_lines(described),
            texts: text_lines(described, trial.as_ref())?,
            constants: constant_lines(described),
            problem,
            trial,
        })
    }
}

/// Says why what was chosen is no connector.
pub fn describe_problem(catalog: &Catalog, problem: &ChoiceProblem) -> String {
    catalog.phrases.format_phrase(problem.phrase, &[("named", &problem.named)])
}

fn heading_lines(described: DescribedExport) -> Vec<HeadingLine> {
    let DescribedExport { catalog, export, proposal, choices, .. } = described;
    let known = catalog.nameable_columns(&proposal.yields);
    let own = (proposal.yields == OF_KIND).then(|| OWN_COLUMN.to_owned());
    let nothing = catalog.phrases.format_phrase("describe.left_out", &[]);
    let line = |(at, heading): (usize, &String)| {
        let values = export.samples.get(at).map_or(&[][..], Vec::as_slice);
        let meant = proposal.columns.get(at).and_then(Option::as_ref);
        let is_personal = is_personal_column(&catalog.layout, heading, values, meant);
        let chosen = choices.columns.get(at).map_or("", String::as_str);
        let masked = |value: &String| if value.is_empty() { "" } else { MASK }.to_owned();
        let option = |column: &String| PickOption {
            value: column.clone(),
            name: column_name(catalog, column),
            is_chosen: column == chosen,
        };
        HeadingLine {
            at,
            heading: heading.clone(),
            cells: if is_personal {
                values.iter().take(SHOWN).map(masked).collect()
            } else {
                shown_cells(values, meant, SHOWN)
            },
            is_personal,
            is_guessed: meant.is_some_and(|column| column.is_guessed && column.is == chosen),
            options: std::iter::once(PickOption {
                value: String::new(),
                name: nothing.clone(),
                is_chosen: chosen.is_empty(),
            })
            .chain(known.iter().map(option))
            .chain(own.iter().map(option))
            .collect(),
        }
    };
    export.headings.names.iter().enumerate().map(line).collect()
}

/// The texts of coded columns that nobody knows: of the first rows, of the last trial, and those that were chosen before.
fn text_lines(
    described: DescribedExport,
    trial: Option<&TrialResult>,
) -> Result<Vec<TextLine>, WebError> {
    let DescribedExport { catalog, export, choices, .. } = described;
    let mut lines = Vec::new();
    for (at, column) in choices.columns.iter().enumerate() {
        if column.is_empty() || !catalog.vocabulary.is_coded(column) {
            continue;
        }
        let values = export.samples.get(at).map_or(&[][..], Vec::as_slice);
        let mut texts: BTreeSet<String> =
            catalog.list_unknown_texts(column, values)?.into_iter().collect();
        let tried = trial.iter().flat_map(|trial| &trial.unknown_texts);
        texts.extend(tried.filter(|(of, _)| of == column).map(|(_, text)| text.clone()));
        let chosen = choices.values.get(column);
        texts.extend(chosen.iter().flat_map(|texts| texts.keys().cloned()));
        lines.extend(texts.into_iter().take(LISTED_TEXTS).map(|text| {
            let value = chosen.and_then(|texts| texts.get(&text)).map_or("", String::as_str);
            TextLine {
                field: format!("text.{column}.{text}"),
                column: column_name(catalog, column),
                options: value_options(catalog, column, value),
                text,
            }
        }));
    }
    Ok(lines)
}

fn constant_lines(described: DescribedExport) -> Vec<ConstantLine> {
    let DescribedExport { catalog, proposal, choices, .. } = described;
    let needed = catalog.needed_columns(&proposal.yields);
    let asked =
        needed.iter().filter(|column| !choices.means(column) && may_be_of_all(catalog, column));
    let line = |column: &String| {
        let value = choices.constant.get(column).map_or("", String::as_str);
        ConstantLine {
            field: format!("all.{column}"),
            name: column_name(catalog, column),
            value: value.to_owned(),
            options: if catalog.vocabulary.is_coded(column) {
                value_options(catalog, column, value)
            } else {
                Vec::new()
            },
        }
    };
    asked.map(line).collect()
}

fn value_options(catalog: &Catalog, column: &str, chosen: &str) -> Vec<PickOption> {
    let nothing = catalog.phrases.format_phrase("describe.not_chosen", &[]);
    let first = PickOption { value: String::new(), name: nothing, is_chosen: chosen.is_empty() };
    let values = catalog.vocabulary.coded_values(column).map(|value| PickOption {
        value: value.to_owned(),
        name: catalog.vocabulary.display_name(column, value).to_owned(),
        is_chosen: value == chosen,
    });
    std::iter::once(first).chain(values).collect()
}
