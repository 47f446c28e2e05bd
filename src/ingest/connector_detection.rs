//! Which of the connectors that fit an export reads it.

use super::{Export, HeadingProblem, IngestError, table::header::NearMatch};
use crate::{catalog::connector::Connector, domain::name::private_text};

/// A connector that fits, the number of columns it found, and where.
pub type ConnectorMatch<'a, T> = (&'a Connector, usize, T);

/// The one connector that finds the most of its columns; of several, the one the office wrote, then the one of which the
/// fewest columns are missing. `near` is asked only where none fits.
pub fn choose_connector<'a, T>(
    export: &Export,
    mut found: Vec<ConnectorMatch<'a, T>>,
    near: &dyn Fn(&Connector) -> NearMatch,
    tried: &[&'a Connector],
) -> Result<(&'a Connector, T), IngestError> {
    let most = found.iter().map(|(_, columns, _)| *columns).max();
    found.retain(|(_, columns, _)| Some(*columns) == most);
    if found.iter().any(|(connector, ..)| connector.is_own) {
        found.retain(|(connector, ..)| connector.is_own);
    }
    let closest = found.iter().map(|(connector, ..)| connector.columns.len()).min();
    found.retain(|(connector, ..)| Some(connector.columns.len()) == closest);
    if found.len() > 1 {
        let names: Vec<String> = found.iter().map(|(one, ..)| format!("`{}`", one.id)).collect();
        return Err(IngestError::Ambiguous {
            path: export.shown.clone(),
            connectors: names.join(", "),
        });
    }
    match found.pop() {
        Some((connector, _, found)) => Ok((connector, found)),
        None => Err(unrecognised_error(export, near, tried)),
    }
}

/// A connector that could take one heading for two columns stops the export, unless the office's own connector fits.
pub fn not_ambiguous<T>(
    found: &[ConnectorMatch<T>],
    ambiguous: Option<IngestError>,
) -> Result<(), IngestError> {
    match ambiguous {
        Some(error) if !found.iter().any(|(connector, ..)| connector.is_own) => Err(error),
        _ => Ok(()),
    }
}

/// Letters of an unknown heading that are said.
const LONGEST_HEADING: usize = 60;
/// Headings that are said.
const MOST_HEADINGS: usize = 12;

/// Names the nearest connector, what it lacks, and the headings nobody knows.
fn unrecognised_error(
    export: &Export,
    near: &dyn Fn(&Connector) -> NearMatch,
    tried: &[&Connector],
) -> IngestError {
    let nears = tried.iter().rev().map(|connector| (near(connector), *connector));
    let nearest = nears.max_by_key(|(near, _)| (near.found, std::cmp::Reverse(near.missing.len())));
    let (near, connector) = match nearest {
        Some((near, connector)) => (near, Some(connector)),
        None => (NearMatch::default(), None),
    };
    let problem = match (connector, quote_unknown(&near)) {
        (Some(nearest), unknown) if near.found > 1 || tried.len() == 1 => {
            let nearest = format!("`{}` ({})", nearest.id, nearest.name);
            let missing = (!near.missing.is_empty()).then(|| quote_names(&near.missing));
            match (missing, unknown) {
                (None, None) => HeadingProblem::TooFew { nearest },
                (None, Some(headings)) => HeadingProblem::TooFewAndUnknown { nearest, headings },
                (Some(missing), None) => HeadingProblem::Missing { nearest, missing },
                (Some(missing), Some(headings)) => {
                    HeadingProblem::MissingAndUnknown { nearest, missing, headings }
                }
            }
        }
        (_, Some(headings)) => HeadingProblem::Unknown { headings },
        (_, None) => HeadingProblem::NotFound,
    };
    IngestError::Unrecognised { path: export.shown.clone(), problem }
}

/// The unknown headings, unless they are data: those may name a person, and are not repeated.
fn quote_unknown(near: &NearMatch) -> Option<String> {
    let is_of_data = near.found < 2 && near.unknown.iter().any(|text| private_text::is_data(text));
    let headings: Vec<String> = (near.unknown.iter())
        .filter(|text| !is_of_data && !private_text::is_data(text))
        .take(MOST_HEADINGS)
        .map(|heading| match heading.char_indices().nth(LONGEST_HEADING) {
            Some((end, _)) => format!("{}…", &heading[..end]),
            None => heading.clone(),
        })
        .collect();
    (!headings.is_empty()).then(|| quote_names(&headings))
}

fn quote_names(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
