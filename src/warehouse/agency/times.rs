//! What a text means on each day an export tells of: the agency of the dossier's own day, not of the day the export was made.

use jiff::civil::Date;

use super::{
    matching::{MatchFailure, MatchableAgencies, NameScopes},
    registry::AgencyDirectory,
};
use crate::domain::{agency_code::AgencyCode, period::Period};

/// The stretches of days of an export, in each of which agencies stay the same; the last one holds the day it was made.
pub struct AgencyTimes<'a> {
    agencies: &'a AgencyDirectory,
    stretches: Vec<MatchableAgencies<'a>>,
}

/// The stretches a row speaks of, by their numbers: that of the first of its days, and that of the last.
pub type StretchRange = (usize, usize);

impl AgencyDirectory {
    /// The agencies until a day, as the units of the scopes are named.
    pub fn agencies_until(&self, made_on: Date, scopes: NameScopes) -> AgencyTimes<'_> {
        let eves = self.timeline.turns().iter().filter(|day| **day <= made_on);
        let days = eves.filter_map(|day| day.yesterday().ok()).chain([made_on]);
        let stretches = days.map(|day| self.agencies_on(day, scopes)).collect();
        AgencyTimes { agencies: self, stretches }
    }
}

impl AgencyTimes<'_> {
    /// The days on which a stretch begins, but for the first.
    pub fn stretch_starts(&self) -> &[Date] {
        &self.agencies.timeline.turns()[..self.stretches.len() - 1]
    }

    /// The stretch of a day; of the day the export was made, for later ones.
    pub fn stretch_of(&self, day: Date) -> usize {
        self.stretch_starts().partition_point(|turn| *turn <= day)
    }

    /// The stretches of a period; the last one for what is none.
    pub fn stretches_of_period(&self, text: &str) -> StretchRange {
        let period = text.parse::<Period>();
        period.map_or((self.last_stretch(), self.last_stretch()), |period| {
            (self.stretch_of(period.start()), self.stretch_of(period.end()))
        })
    }

    /// The last stretch: of what has no day of its own.
    pub fn last_stretch(&self) -> usize {
        self.stretches.len() - 1
    }

    /// The code of the agency a text means in what happened between two stretches, or what to tell the clerk: whoever was called
    /// so in the first of them; else what became of whoever was called so before; else whoever is called so after.
    pub fn find_agency(
        &self,
        text: &str,
        (first, last): StretchRange,
    ) -> Result<String, MatchFailure> {
        let read = self.agencies.parse_agency_text(text);
        let code = |at: usize| self.agencies.record(at).code.clone();
        let then = &self.stretches[first];
        if let Some(at) = then.find_existing(&read)? {
            return Ok(code(at));
        }
        if let Some(into) = then.successor_of(&read) {
            return into.map(code);
        }
        for later in &self.stretches[first + 1..] {
            if let Some(at) = later.find_existing(&read)? {
                return Ok(self.code_before_its_time(at, last));
            }
        }
        let now = &self.stretches[self.last_stretch()];
        Err(now.explain_unmatched(&read, then.on))
    }

    /// Of an agency that is named for what happened before it was there: its code, with a day of its own where another agency had
    /// the code then.
    fn code_before_its_time(&self, at: usize, last: usize) -> String {
        let (agency, unit) = (self.agencies.record(at), self.agencies.timeline.unit(at));
        let then = self.agencies.timeline.at(&agency.code, self.stretches[last].on);
        match then {
            Some(then) if self.agencies.timeline.unit(then) != unit => {
                AgencyCode::on_day(&agency.code, self.agencies.record(unit).first_on).to_string()
            }
            _ => agency.code.clone(),
        }
    }
}
