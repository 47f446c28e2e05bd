//! Which agency a text of an export means.

use std::collections::HashSet;

use jiff::civil::Date;

use super::agencies::Agencies;
use crate::domain::name::{agency_key, agency_parts, bare_key, spelled, text_key, without_type};

/// Suggestions offered for a name nobody knows.
const SUGGESTED: usize = 3;
/// Agencies listed where a name could mean several.
pub(super) const LISTED: usize = 5;

/// Why a text means no agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// The reason of the rejected row.
    pub reason: &'static str,
    /// The agencies that may be meant.
    pub names: String,
}

/// Where a name without a parent is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scopes<'a> {
    /// The agency whose office this is: names mean its own units, and no others but those of the title.
    pub office: Option<&'a str>,
    /// The agency an export's title names: its units come before others.
    pub title: Option<&'a str>,
}

/// The agencies of a day, and those among which a name without a parent is looked for.
pub struct Known<'a> {
    pub(super) agencies: &'a Agencies,
    pub(super) on: Date,
    office: Option<HashSet<usize>>,
    title: Option<HashSet<usize>>,
}

impl Agencies {
    /// The agencies of a day, as the units of the scopes are named.
    pub fn on(&self, on: Date, scopes: Scopes) -> Known<'_> {
        let mut known = Known { agencies: self, on, office: None, title: None };
        known.office = (scopes.office)
            .map(|scope| known.under(&known.roots(scope)))
            .filter(|units| !units.is_empty());
        known.title = scopes.title.and_then(|title| {
            let mut roots = known.roots(title);
            // A commune's name stands in many provinces; the office's is meant.
            if roots.iter().any(|at| known.is_of_office(*at)) {
                roots.retain(|at| known.is_of_office(*at));
            }
            Some(known.under(&roots)).filter(|units| !units.is_empty())
        });
        known
    }

    /// The code of the agency an office answers for, as it was on a day, else as it ever was; none if several are called so.
    pub fn scope_code(&self, scope: &str, on: Date) -> Option<&str> {
        let known = self.on(on, Scopes::default());
        let named = self.named(scope);
        let only = |wanted: &dyn Fn(usize) -> bool| {
            let codes: HashSet<&str> = (named.iter().filter(|at| wanted(**at)))
                .map(|at| self.all[*at].code.as_str())
                .collect();
            (codes.len() == 1).then(|| codes.into_iter().next()).flatten()
        };
        only(&|at| known.exists(at)).or_else(|| only(&|_| true))
    }

    /// The agencies of any day that have a code, else those that have a name.
    fn named(&self, scope: &str) -> HashSet<usize> {
        let key = spelled(&agency_key(scope));
        let named = (self.by_code.get(&text_key(scope))).or_else(|| self.by_name.get(&key));
        named.into_iter().flatten().copied().collect()
    }

    /// Whether an agency of any day is meant; else the nearest names.
    pub fn knows(&self, scope: &str) -> Result<(), Unmatched> {
        let known = self.on(Date::MAX, Scopes::default());
        if known.roots(scope).is_empty() {
            return Err(known.nearest(&spelled(&agency_key(scope))));
        }
        Ok(())
    }
}

impl Known<'_> {
    /// The code, or what to tell the clerk: the nearest names, or those the text could mean.
    pub fn find(&self, text: &str) -> Result<String, Unmatched> {
        let agencies = self.agencies;
        if let Some(at) = self.by_code(text) {
            return Ok(agencies.all[at].code.clone());
        }
        let (own, parents) = match agencies.by_name.get(&spelled(&agency_key(text))) {
            // A comma may be part of a name.
            Some(_) => (agency_key(text), Vec::new()),
            None => agency_parts(text),
        };
        let key = spelled(&own);
        let named = match agencies.by_name.get(&key) {
            None if without_type(&key).is_none() => agencies.by_bare_name.get(&key),
            named => named,
        };
        let named: Vec<usize> = named.into_iter().flatten().copied().collect();
        let exists = |at: &usize| self.exists(*at) && self.is_under_all(*at, &parents);
        let living = named.iter().copied().filter(exists).collect();
        match self.narrowed(living, !parents.is_empty())[..] {
            [at] => Ok(agencies.all[at].code.clone()),
            [] => {
                let by_code = agencies.by_code.get(&text_key(text));
                let ended = by_code.map_or(named, Clone::clone);
                self.successor_of(&ended, &parents).unwrap_or_else(|| Err(self.nearest(&key)))
            }
            ref several => Err(Unmatched {
                reason: "several_agencies",
                names: self.names(several.iter().take(LISTED).copied()),
            }),
        }
    }

    /// Those among which a name is looked for.
    pub(super) fn narrowed(&self, mut fitting: Vec<usize>, has_parent: bool) -> Vec<usize> {
        if fitting.iter().any(|at| self.is_of_title(*at)) {
            fitting.retain(|at| self.is_of_title(*at));
        // A name with its parent means one agency wherever it is; a name alone is of the office's own.
        } else if !has_parent || fitting.iter().any(|at| self.is_of_office(*at)) {
            fitting.retain(|at| self.is_of_office(*at));
        }
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }

    /// The agency of a code on this day. A code is also kept by a successor, so the day decides.
    fn by_code(&self, code: &str) -> Option<usize> {
        self.by_key(&text_key(code))
    }

    fn by_key(&self, key: &str) -> Option<usize> {
        let known = self.agencies.by_code.get(key)?;
        known.iter().copied().find(|at| self.exists(*at))
    }

    pub(super) fn exists(&self, at: usize) -> bool {
        let agency = &self.agencies.all[at];
        agency.first_on <= self.on && self.on <= agency.last_on
    }

    /// The agencies above one, nearest first.
    fn above(&self, at: usize) -> impl Iterator<Item = usize> {
        let parent = |at: usize| self.by_key(self.agencies.all[at].parent.as_ref()?);
        // Four levels are the most there ever were; content that goes in a circle ends here too.
        std::iter::successors(parent(at), move |at| parent(*at)).take(8)
    }

    fn is_of_title(&self, at: usize) -> bool {
        (self.title.as_ref()).is_some_and(|units| units.contains(&at))
    }

    fn is_of_office(&self, at: usize) -> bool {
        (self.office.as_ref()).is_none_or(|units| units.contains(&at))
    }

    /// The agencies a scope names, on any day, and what went into them.
    fn roots(&self, scope: &str) -> HashSet<usize> {
        let agencies = self.agencies;
        let own = agencies.named(scope);
        let codes: HashSet<&str> = own.iter().map(|at| agencies.all[*at].code.as_str()).collect();
        let gone = (agencies.successions.iter())
            .filter(|one| codes.contains(one.successor.as_str()))
            .filter_map(|one| agencies.by_code.get(&text_key(&one.code))?.first());
        gone.chain(&own).copied().collect()
    }

    /// The agencies that are, or stand below, one with the code of a root.
    fn under(&self, roots: &HashSet<usize>) -> HashSet<usize> {
        let code = |at: usize| self.agencies.all[at].code.as_str();
        let codes: HashSet<&str> = roots.iter().map(|at| code(*at)).collect();
        let is_under = |at: &usize| {
            std::iter::once(*at).chain(self.above(*at)).any(|at| codes.contains(code(at)))
        };
        (0..self.agencies.all.len()).filter(is_under).collect()
    }

    /// Whether an agency stands under all of them, named as they are.
    pub(super) fn is_under_all(&self, at: usize, parents: &[String]) -> bool {
        parents.iter().all(|parent| self.is_under(at, &spelled(parent)))
    }

    /// Whether an agency stands, at any height, under one of that name.
    fn is_under(&self, at: usize, parent: &str) -> bool {
        self.above(at).any(|at| {
            let key = &self.agencies.all[at].key;
            key == parent || without_type(key).as_deref() == Some(parent)
        })
    }

    fn nearest(&self, key: &str) -> Unmatched {
        let bare = |key: &str| bare_key(&without_type(key).unwrap_or_else(|| key.to_owned()));
        let wanted = bare(key);
        let is_candidate =
            |at: &usize| self.exists(*at) && (self.is_of_office(*at) || self.is_of_title(*at));
        let mut scored: Vec<(f64, usize)> = (0..self.agencies.all.len())
            .filter(is_candidate)
            .map(|at| (strsim::jaro_winkler(&bare(&self.agencies.all[at].key), &wanted), at))
            .collect();
        let other = |at: usize| !self.is_of_title(at);
        scored.sort_by(|(a, at), (b, bt)| {
            b.total_cmp(a).then((other(*at), at).cmp(&(other(*bt), bt)))
        });
        Unmatched {
            reason: "unknown_agency",
            names: self.names(scored.into_iter().take(SUGGESTED).map(|(_, at)| at)),
        }
    }

    pub(super) fn names(&self, positions: impl Iterator<Item = usize>) -> String {
        let agencies = self.agencies;
        let name = |at: usize| format!("{} ({})", agencies.all[at].name, agencies.all[at].code);
        positions.map(name).collect::<Vec<_>>().join(", ")
    }
}
