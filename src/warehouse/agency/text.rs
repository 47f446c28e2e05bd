//! What a text of an export can mean, on whatever day: names of agencies, and of those above them.

use super::registry::AgencyDirectory;
use crate::domain::name::{agency_key, agency_readings, bare_key, spell_out_type, without_type};

/// One way to read a text: agencies of any day that are called so, and under whom they must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyReading {
    pub own: Vec<usize>,
    /// Of each agency the text names above them, who is called so.
    pub parents: Vec<Vec<usize>>,
}

/// All that can be told of a text before a day is known.
pub struct AgencyText<'t> {
    pub text: &'t str,
    /// Key of the own name that was found, else of the shortest that may be one.
    pub key: String,
    /// The one with the longest own name first.
    pub readings: Vec<AgencyReading>,
    /// What stands behind the first dash or comma: those above it, as they are written.
    pub above: Vec<String>,
}

impl AgencyDirectory {
    /// Finds all readings of an agency text, and the agencies of any day that each of them may mean.
    pub(in crate::warehouse) fn parse_agency_text<'t>(&self, text: &'t str) -> AgencyText<'t> {
        let ways = agency_readings(text);
        let (mut key, written) = ways.last().cloned().unwrap_or_else(|| (agency_key(text), vec![]));
        let mut readings = Vec::new();
        // Of a text without any mark nobody knows which names would have none.
        let ways_to_call = if text.is_ascii() {
            &[Self::find_by_plain_name as fn(&Self, &str) -> Vec<usize>][..]
        } else {
            &[Self::find_by_name, Self::find_by_plain_name]
        };
        for called in ways_to_call {
            let mut found: Vec<AgencyReading> = Vec::new();
            for (own, above) in &ways {
                let named = called(self, own);
                if named.is_empty() {
                    continue;
                }
                if found.is_empty() && readings.is_empty() {
                    key.clone_from(own);
                }
                let parents = above.iter().map(|parent| self.find_parents(parent)).collect();
                found.push(AgencyReading { own: named, parents });
            }
            // A comma may be part of a name, and so may a dash.
            if found.iter().any(|reading| reading.parents.is_empty()) {
                found.retain(|reading| reading.parents.is_empty());
            }
            readings.extend(found);
        }
        AgencyText { text, key: spell_out_type(&key), readings, above: written }
    }

    /// Whoever was ever called so. A name without its type is looked for where the text names none.
    fn find_by_name(&self, own: &str) -> Vec<usize> {
        let key = spell_out_type(own);
        let known = self.by_name.get(&key).or_else(|| {
            without_type(&key).is_none().then(|| self.by_bare_name.get(&key)).flatten()
        });
        known.cloned().unwrap_or_default()
    }

    /// Whoever is called so but for marks, if the text was typed without any.
    fn find_by_plain_name(&self, own: &str) -> Vec<usize> {
        let known =
            unmarked_key(&spell_out_type(own)).and_then(|plain| self.by_plain_name.get(&plain));
        known.cloned().unwrap_or_default()
    }

    /// Whoever may be meant above another: with its type or without, and by its code.
    pub(super) fn find_parents(&self, parent: &str) -> Vec<usize> {
        let key = spell_out_type(parent);
        let mut known = self.by_name.get(&key).cloned().unwrap_or_default();
        known.extend(self.by_bare_name.get(&key).into_iter().flatten());
        known.extend(self.timeline.holders_of(parent));
        known.extend(self.find_by_plain_name(parent));
        known
    }
}

/// A key as it is without marks, if the text was typed without any.
fn unmarked_key(key: &str) -> Option<String> {
    let bare = bare_key(key);
    // A type that was shortened is spelled with its marks.
    let typed = without_type(key).unwrap_or_else(|| key.to_owned());
    typed.is_ascii().then_some(bare)
}
