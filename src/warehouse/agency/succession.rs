//! Agencies that ended, as portals go on naming them: what they went into.

use super::{
    matching::{LISTED, MatchFailure, MatchableAgencies, NameScopes},
    registry::AgencyDirectory,
    text::{AgencyReading, AgencyText},
};
use crate::domain::name::text_key;

impl MatchableAgencies<'_> {
    /// What an agency that ended before this day went into, as portals go on naming it. `None` where none ended.
    pub(super) fn successor_of(&self, text: &AgencyText) -> Option<Result<usize, MatchFailure>> {
        if let Some(coded) = self.agencies.by_code.get(&text_key(text.text)) {
            let reading = AgencyReading { own: coded.clone(), parents: Vec::new() };
            return self.successor_of_reading(&reading, true);
        }
        let ways = [true, false]
            .into_iter()
            .flat_map(|is_then| text.readings.iter().map(move |reading| (reading, is_then)));
        ways.into_iter().find_map(|(reading, is_then)| self.successor_of_reading(reading, is_then))
    }

    fn successor_of_reading(
        &self,
        reading: &AgencyReading,
        is_then: bool,
    ) -> Option<Result<usize, MatchFailure>> {
        let agencies = self.agencies;
        let has_ended = |at: &usize| {
            let its_day = agencies.on(agencies.all[*at].last_on, NameScopes::default());
            agencies.all[*at].last_on < self.on
                && its_day.is_under_all(*at, &reading.parents, is_then)
        };
        // What each went into: one agency, or the parts.
        let fate = |at: &usize| match self.whole_successor(*at) {
            Some(whole) => (true, vec![whole]),
            None => (false, agencies.heirs_of(*at).map(|(at, _)| at).collect()),
        };
        let fates: Vec<(bool, Vec<usize>)> =
            (reading.own.iter()).filter(|at| has_ended(at)).map(fate).collect();
        let all = fates.iter().flat_map(|(_, into)| into).copied().collect();
        let meant = self.narrowed(all, !reading.parents.is_empty());
        let is_meant = |(_, into): &&(bool, Vec<usize>)| into.iter().any(|at| meant.contains(at));
        let unmatched = |reason, names| Some(Err(MatchFailure { reason, names }));
        let fates: Vec<_> = fates.iter().filter(is_meant).collect();
        let are_whole = fates.iter().all(|(is_whole, _)| *is_whole);
        match (fates.len(), &meant[..]) {
            (0, _) => None,
            (_, [at]) if are_whole => Some(Ok(*at)),
            (1, _) if !are_whole => {
                unmatched("divided_agency", self.names(meant.iter().take(LISTED).copied()))
            }
            _ => unmatched("several_agencies", self.places(&meant)),
        }
    }

    /// The agency of this day that wholly succeeds one that ended.
    fn whole_successor(&self, ended: usize) -> Option<usize> {
        self.agencies.line(ended).find(|at| self.exists(*at))
    }
}

impl AgencyDirectory {
    /// An agency, what it went into wholly, and so on.
    pub(in crate::warehouse) fn line(&self, at: usize) -> impl Iterator<Item = usize> {
        let whole = |at: &usize| {
            let renamed = at + 1;
            let is_renamed = |at: usize| {
                let same = self.all.get(renamed).is_some_and(|one| one.unit == self.all[at].unit);
                same.then_some(renamed)
            };
            let heir = self.heirs_of(*at).find(|(_, is_whole)| *is_whole).map(|(heir, _)| heir);
            heir.or_else(|| is_renamed(*at))
        };
        // As `above`: content that goes in a circle ends here.
        std::iter::successors(Some(at), whole).take(8)
    }

    /// What an agency went into on the day after its last.
    pub(super) fn heirs_of(&self, at: usize) -> impl Iterator<Item = (usize, bool)> {
        self.heirs.get(&at).into_iter().flatten().copied()
    }
}
