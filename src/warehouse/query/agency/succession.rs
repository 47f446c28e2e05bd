//! Who answers for the numbers of an agency that is no more.

use jiff::civil::Date;

use super::{day_span::DaySpan, hierarchy::AgencyTree};

impl AgencyTree {
    /// What a code had gone into by a day: another code, whole.
    pub(super) fn successor_by(&self, code: &str, by: Date) -> Option<&str> {
        let ended = self.versions_of(code);
        let mut heirs = ended.filter(|at| self.heir_day(*at).is_some_and(|on| on <= by));
        heirs.find_map(|at| self.whole_heir(at).find(|heir| *heir != code))
    }

    /// The code of what an agency went into whole on a day.
    pub(super) fn successor_on(&self, code: &str, day: Date) -> Option<&str> {
        let ended = |at: &usize| self.heir_day(*at) == Some(day);
        let ended = self.versions_of(code).find(ended)?;
        let other = self.whole_heir(ended).find(|heir| *heir != code);
        other.or_else(|| self.whole_heir(ended).next())
    }

    /// Whether a code meant a larger agency at the beginning of a span than at its end: nobody knows whose its numbers are.
    pub(super) fn is_split_in(&self, code: &str, span: DaySpan) -> bool {
        let is_kept_by_part = |at: usize| {
            let mut heirs = self.timeline.successors(at);
            heirs.any(|(heir, is_whole)| !is_whole && self.timeline.record(heir).code == code)
        };
        let is_in = |on: Date| span.start < on && on <= span.end;
        let mut ended = self.versions_of(code);
        ended.any(|at| self.heir_day(at).is_some_and(is_in) && is_kept_by_part(at))
    }

    /// The day on which others have what was an agency's.
    fn heir_day(&self, at: usize) -> Option<Date> {
        self.timeline.record(at).last_on.tomorrow().ok()
    }

    /// The codes of what an agency went into whole.
    fn whole_heir(&self, at: usize) -> impl Iterator<Item = &str> {
        let whole = self.timeline.successors(at).filter(|(_, is_whole)| *is_whole);
        whole.map(|(heir, _)| self.timeline.record(heir).code.as_str())
    }
}
