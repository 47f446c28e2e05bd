//! Which agencies somebody may see.

use std::collections::BTreeSet;

use super::super::connection::in_list;
use crate::domain::agency_code::AgencyCode;

/// Lists the codes of the agencies somebody may see; all of them without a list.
#[derive(Debug, Default)]
pub struct VisibleAgencies(Option<BTreeSet<String>>);

impl VisibleAgencies {
    /// Shows these alone.
    pub fn only(codes: BTreeSet<String>) -> Self {
        Self(Some(codes))
    }

    /// The codes, where they are not all.
    pub fn codes(&self) -> Option<&BTreeSet<String>> {
        self.0.as_ref()
    }

    /// Whether the agency of a code is among them; a code with a day is as visible as the code alone.
    pub fn contains(&self, code: &str) -> bool {
        let is_in = |codes: &BTreeSet<String>| codes.contains(AgencyCode::from_text(code).code);
        self.0.as_ref().is_none_or(is_in)
    }

    /// Writes the condition that holds for them alone; nothing where all are visible.
    pub fn condition(&self) -> String {
        let codes = self.0.as_ref().map(|codes| codes.iter().map(String::as_str));
        codes.map_or_else(String::new, |codes| in_list("agency_code", codes))
    }
}
