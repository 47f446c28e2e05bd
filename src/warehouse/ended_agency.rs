//! Agencies that ended, as portals go on naming them: what they went into.

use super::{
    agencies::Succession,
    agency_match::{Known, LISTED, Scopes, Unmatched},
};
use crate::domain::name::text_key;

impl Known<'_> {
    /// What an agency that ended before this day went into, as portals go on naming it. `None` where none ended.
    pub fn successor_of(
        &self,
        named: &[usize],
        parents: &[String],
    ) -> Option<Result<String, Unmatched>> {
        let agencies = self.agencies;
        let has_ended = |at: &usize| {
            let its_day = self.agencies.on(agencies.all[*at].last_on, Scopes::default());
            agencies.all[*at].last_on < self.on && its_day.is_under_all(*at, parents)
        };
        // What each went into: one agency, or the parts.
        let fate = |at: &usize| match self.whole_successor(*at) {
            Some(whole) => (true, vec![whole]),
            None => (false, self.successors(*at).map(|(at, _)| at).collect()),
        };
        let fates: Vec<(bool, Vec<usize>)> =
            (named.iter()).filter(|at| has_ended(at)).map(fate).collect();
        let all = fates.iter().flat_map(|(_, into)| into).copied().collect();
        let meant = self.narrowed(all, !parents.is_empty());
        let is_meant = |(_, into): &&(bool, Vec<usize>)| into.iter().any(|at| meant.contains(at));
        let unmatched = |reason| {
            Some(Err(Unmatched { reason, names: self.names(meant.iter().take(LISTED).copied()) }))
        };
        let fates: Vec<_> = fates.iter().filter(is_meant).collect();
        let are_whole = fates.iter().all(|(is_whole, _)| *is_whole);
        match (fates.len(), &meant[..]) {
            (0, _) => None,
            (_, [at]) if are_whole => Some(Ok(agencies.all[*at].code.clone())),
            (1, _) if !are_whole => unmatched("divided_agency"),
            _ => unmatched("several_agencies"),
        }
    }

    /// The agency of this day that wholly succeeds one that ended.
    fn whole_successor(&self, ended: usize) -> Option<usize> {
        let mut at = ended;
        // As `above`: content that goes in a circle ends here.
        for _ in 0..8 {
            if self.exists(at) {
                return Some(at);
            }
            at = self.successors(at).find(|(_, is_whole)| *is_whole)?.0;
        }
        None
    }

    /// What an agency went into on the day after its last.
    fn successors(&self, at: usize) -> impl Iterator<Item = (usize, bool)> {
        let agencies = self.agencies;
        let ended = &agencies.all[at];
        let is_its = |one: &&Succession| {
            one.code == ended.code && ended.last_on.tomorrow().is_ok_and(|day| day == one.on)
        };
        agencies.successions.iter().filter(is_its).filter_map(|one| {
            let known = agencies.by_code.get(&text_key(&one.successor))?;
            let began = |at: &&usize| agencies.all[**at].first_on == one.on;
            Some((*known.iter().find(began).or(known.last())?, one.is_whole))
        })
    }
}
