//! Agencies that ended, as portals go on naming them: what they went into.

use super::{
    matching::{LISTED, MatchFailure, MatchableAgencies, NameScopes},
    text::{AgencyReading, AgencyText},
};

impl MatchableAgencies<'_> {
    /// What an agency that ended before this day went into, as portals go on naming it. `None` where none ended.
    pub(super) fn successor_of(&self, text: &AgencyText) -> Option<Result<usize, MatchFailure>> {
        let coded: Vec<usize> = self.agencies.timeline.holders_of(text.text).collect();
        if !coded.is_empty() {
            let reading = AgencyReading { own: coded, parents: Vec::new() };
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
            let its_day = agencies.agencies_on(agencies.record(*at).last_on, NameScopes::default());
            agencies.record(*at).last_on < self.on
                && its_day.is_under_all(*at, &reading.parents, is_then)
        };
        // What each went into: one agency, or the parts.
        let fate = |at: &usize| match self.whole_successor(*at) {
            Some(whole) => (true, vec![whole]),
            None => (false, agencies.timeline.successors(*at).map(|(at, _)| at).collect()),
        };
        let fates: Vec<(bool, Vec<usize>)> =
            (reading.own.iter()).filter(|at| has_ended(at)).map(fate).collect();
        let all = fates.iter().flat_map(|(_, into)| into).copied().collect();
        let meant = self.narrow_to_scopes(all, !reading.parents.is_empty());
        let is_meant = |(_, into): &&(bool, Vec<usize>)| into.iter().any(|at| meant.contains(at));
        let unmatched = |reason, names| Some(Err(MatchFailure { reason, names }));
        let fates: Vec<_> = fates.iter().filter(is_meant).collect();
        let are_whole = fates.iter().all(|(is_whole, _)| *is_whole);
        match (fates.len(), &meant[..]) {
            (0, _) => None,
            (_, [at]) if are_whole => Some(Ok(*at)),
            (1, _) if !are_whole => {
                unmatched("divided_agency", self.join_names(meant.iter().take(LISTED).copied()))
            }
            _ => unmatched("several_agencies", self.describe_candidates(&meant)),
        }
    }

    /// The agency of this day that wholly succeeds one that ended.
    fn whole_successor(&self, ended: usize) -> Option<usize> {
        self.agencies.timeline.successor_line(ended).find(|at| self.exists_today(*at))
    }
}
