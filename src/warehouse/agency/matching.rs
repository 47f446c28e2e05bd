//! Which agency of a day a text of an export means.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{
    registry::AgencyDirectory,
    text::{AgencyReading, AgencyText},
};
use crate::domain::name::{agency_key, spell_out_type};

/// Agencies listed where a name could mean several.
pub(super) const LISTED: usize = 5;

/// Why a text means no agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchFailure {
    /// The reason of the rejected row.
    pub reason: &'static str,
    /// The agencies that may be meant.
    pub names: String,
}

/// Where a name without a parent is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct NameScopes<'a> {
    /// The agency whose office this is: names mean its own units, and no others but those of the title.
    pub office: Option<&'a str>,
    /// The agency an export's title names: its units come before others.
    pub title: Option<&'a str>,
}

/// The agencies of a day, and those among which a name without a parent is looked for.
#[derive(Clone)]
pub struct MatchableAgencies<'a> {
    pub(in crate::warehouse) agencies: &'a AgencyDirectory,
    pub(in crate::warehouse) on: Date,
    /// Agencies, by their first span; their units are meant.
    office: Option<HashSet<usize>>,
    title: Option<HashSet<usize>>,
}

impl AgencyDirectory {
    /// The agencies of a day, as the units of the scopes are named.
    pub fn agencies_on(&self, on: Date, scopes: NameScopes) -> MatchableAgencies<'_> {
        let roots = |scope: &str| Some(self.scope_units(scope)).filter(|roots| !roots.is_empty());
        let mut known = MatchableAgencies { agencies: self, on, office: None, title: None };
        known.office = scopes.office.and_then(roots);
        known.title = scopes.title.and_then(|title| {
            let mut roots = roots(title)?;
            // A commune's name stands in many provinces; the office's is meant.
            if roots.iter().any(|at| known.is_of_office(*at)) {
                roots.retain(|at| known.is_of_office(*at));
            }
            Some(roots)
        });
        known
    }

    /// The code of the agency an office answers for, as it was on a day, else as it ever was; none if several are called so.
    pub fn scope_code(&self, scope: &str, on: Date) -> Option<&str> {
        let named = self.find_named(scope);
        let only = |wanted: &dyn Fn(usize) -> bool| {
            let codes: HashSet<&str> = (named.iter().filter(|at| wanted(**at)))
                .map(|at| self.record(*at).code.as_str())
                .collect();
            (codes.len() == 1).then(|| codes.into_iter().next()).flatten()
        };
        only(&|at| self.record(at).exists_on(on)).or_else(|| only(&|_| true))
    }

    /// The agencies of any day that have a code, else those that have a name.
    fn find_named(&self, scope: &str) -> HashSet<usize> {
        let coded: HashSet<usize> = self.timeline.holders_of(scope).collect();
        if !coded.is_empty() {
            return coded;
        }
        let named = self.by_name.get(&spell_out_type(&agency_key(scope)));
        named.into_iter().flatten().copied().collect()
    }

    /// The agencies a scope names, on any day, and what went into them.
    fn scope_units(&self, scope: &str) -> HashSet<usize> {
        let unit = |at: usize| self.timeline.unit(at);
        let named: Vec<usize> = self.find_named(scope).into_iter().collect();
        let own: HashSet<usize> = named.iter().map(|at| unit(*at)).collect();
        // All versions of a unit follow each other.
        let versions = own.iter().flat_map(|first| {
            (*first..self.timeline.version_count()).take_while(|at| unit(*at) == *first)
        });
        let gone = versions.flat_map(|at| self.timeline.predecessors(at)).map(unit);
        gone.chain(own.iter().copied()).collect()
    }

    /// Whether an agency of any day is meant; else the nearest names.
    pub fn check_known(&self, scope: &str) -> Result<(), MatchFailure> {
        if self.scope_units(scope).is_empty() {
            let known = self.agencies_on(Date::MAX, NameScopes::default());
            return Err(known.suggest_nearest(&self.parse_agency_text(scope), Date::MAX));
        }
        Ok(())
    }
}

impl MatchableAgencies<'_> {
    /// The agency of this day that a text means by its code or its name; `None` where none is called so.
    pub(super) fn find_existing(&self, text: &AgencyText) -> Result<Option<usize>, MatchFailure> {
        // A code is also kept by a successor, so the day decides.
        if let Some(at) = self.agencies.timeline.at(text.text, self.on) {
            return Ok(Some(at));
        }
        let fitting = self.select_fitting(&text.readings, |at| self.exists_today(at));
        match fitting[..] {
            [] => Ok(None),
            [at] => Ok(Some(at)),
            ref several => Err(MatchFailure {
                reason: "several_agencies",
                names: self.describe_candidates(several),
            }),
        }
    }

    /// Those a text may mean that are so: under those it names above them as they were called then, else as they are called on
    /// another day, or what became of them is.
    fn select_fitting(
        &self,
        readings: &[AgencyReading],
        is_so: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        for is_then in [true, false] {
            for reading in readings {
                let own = reading.own.iter().copied().filter(|at| is_so(*at));
                let fitting = own.filter(|at| self.is_under_all(*at, &reading.parents, is_then));
                let fitting = self.narrow_to_scopes(fitting.collect(), !reading.parents.is_empty());
                if !fitting.is_empty() {
                    return fitting;
                }
            }
        }
        Vec::new()
    }

    /// Those among which a name is looked for.
    pub(super) fn narrow_to_scopes(&self, mut fitting: Vec<usize>, has_parent: bool) -> Vec<usize> {
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

    /// Tells whether the agency at this position of the registry exists on the day matched for.
    pub(in crate::warehouse) fn exists_today(&self, at: usize) -> bool {
        self.agencies.record(at).exists_on(self.on)
    }

    /// The agencies above one on this day, nearest first.
    pub(in crate::warehouse) fn ancestors_of(&self, at: usize) -> impl Iterator<Item = usize> {
        self.agencies.timeline.ancestors(at, self.on)
    }

    /// Tells whether the agency stands in the scope of the export's title; false without such a scope.
    pub(super) fn is_of_title(&self, at: usize) -> bool {
        self.title.as_ref().is_some_and(|roots| self.is_of(at, roots))
    }

    /// Tells whether the agency stands in the scope of the office; true where no office scope is set.
    pub(super) fn is_of_office(&self, at: usize) -> bool {
        self.office.as_ref().is_none_or(|roots| self.is_of(at, roots))
    }

    /// Whether an agency is one of the roots or stands below one.
    fn is_of(&self, at: usize, roots: &HashSet<usize>) -> bool {
        let mut line = std::iter::once(at).chain(self.ancestors_of(at));
        line.any(|at| roots.contains(&self.agencies.timeline.unit(at)))
    }

    /// Whether an agency stands under one of each of the parents, at any height: as they were called on this day (`is_then`), or
    /// as they were ever called, what they went into whole too.
    pub(super) fn is_under_all(&self, at: usize, parents: &[Vec<usize>], is_then: bool) -> bool {
        let agencies = self.agencies;
        let is_one = |above: usize, parent: &[usize]| {
            if is_then {
                return parent.contains(&above);
            }
            agencies.timeline.successor_line(above).any(|one| {
                let unit = agencies.timeline.unit(one);
                parent.iter().any(|at| agencies.timeline.unit(*at) == unit)
            })
        };
        parents.iter().all(|parent| self.ancestors_of(at).any(|above| is_one(above, parent)))
    }

    /// Joins the agencies at these positions as `name (code)`, with commas between.
    pub(in crate::warehouse) fn join_names(
        &self,
        positions: impl Iterator<Item = usize>,
    ) -> String {
        let agencies = self.agencies;
        let name =
            |at: usize| format!("{} ({})", agencies.record(at).name, agencies.record(at).code);
        positions.map(name).collect::<Vec<_>>().join(", ")
    }
}
