//! Which agency a code means in a span of days, and who bears its numbers then.

use super::{hierarchy::AgencyTree, place::AgencyVersion, succession::DaySpan};
use crate::domain::{agency::walk_line, agency_code::AgencyCode};

impl AgencyTree {
    /// The agency a code means in a span: with a day, whoever had it on that day; else whoever has it in the span and is told of,
    /// else the newest that had it.
    pub(in crate::warehouse::query) fn version_in(
        &self,
        code: &str,
        span: DaySpan,
    ) -> Option<&AgencyVersion> {
        let AgencyCode { code, on } = AgencyCode::from_text(code);
        let all = self.places.get(code)?;
        let in_span = all.iter().find(|place| place.existed_in(span));
        let told = match on {
            Some(on) => all.iter().find(|place| place.stands_on(on)),
            None => self.dated_version(code, in_span),
        };
        let Some(told) = told else { return in_span.or_else(|| all.first()) };
        // Its name may have changed since.
        let mut own = all.iter().filter(|place| place.unit_from == told.unit_from);
        own.find(|place| place.existed_in(span)).or(Some(told))
    }

    /// Of a code that means an agency nothing is told of: another one that is told of with a day of its own.
    fn dated_version(&self, code: &str, in_span: Option<&AgencyVersion>) -> Option<&AgencyVersion> {
        let (day, since) = *self.days_of.get(code)?;
        let is_told = |place: &AgencyVersion| since.is_some_and(|since| since <= place.last_on());
        let told = self.places.get(code)?.iter().find(|place| place.stands_on(day))?;
        (!in_span.is_some_and(is_told)).then_some(told)
    }

    /// A code as it is written in a span: without a day where it means the same without.
    pub(in crate::warehouse::query) fn normalize_code(&self, code: &str, span: DaySpan) -> String {
        let AgencyCode { code: alone, on } = AgencyCode::from_text(code);
        let unit = |code: &str| self.version_in(code, span).map(|place| place.unit_from);
        let is_same = on.is_some() && unit(code).is_some() && unit(code) == unit(alone);
        if is_same { alone.to_owned() } else { code.to_owned() }
    }

    /// The code an agency's numbers go under: its own, or that of what it had gone into whole by the end of the span. A code
    /// that another agency has by then is left to it.
    pub(super) fn successor_code(&self, code: &str, span: DaySpan) -> String {
        let first = self.normalize_code(code, span);
        let line = walk_line(first, |code| self.direct_successor(code, span));
        line.last().unwrap_or_else(|| code.to_owned())
    }

    /// The code under which what an agency did is told in a span: its own, if it was there, else that of what it went into.
    pub(in crate::warehouse::query) fn reporting_code(&self, code: &str, span: DaySpan) -> String {
        let was_there = self.version_in(code, span).is_some_and(|place| place.existed_in(span));
        if was_there { self.normalize_code(code, span) } else { self.successor_code(code, span) }
    }

    /// What an agency went into whole by the end of a span, if it is no more then.
    fn direct_successor(&self, code: &str, span: DaySpan) -> Option<String> {
        let place = self.version_in(code, span)?;
        if place.last_on() >= span.end {
            return None;
        }
        let AgencyCode { code: alone, on } = AgencyCode::from_text(code);
        if on.is_some() {
            let heir = self.heirs.successor_on(alone, place.last_on().tomorrow().ok()?)?;
            return Some(heir.to_owned());
        }
        self.heirs.successor_by(alone, span.end).map(str::to_owned)
    }

    /// The agency above another one: as it was in the span, or in the last of its own days before, or in the first after.
    pub(in crate::warehouse::query) fn parent_in(
        &self,
        code: &str,
        span: DaySpan,
    ) -> Option<String> {
        let place = self.version_in(code, span)?;
        let parent = place.parent_code.as_deref()?;
        let day = span.end.min(place.last_on()).max(place.valid_from);
        let then = self.places.get(parent).into_iter().flatten().find(|one| one.stands_on(day));
        let now = self.version_in(parent, span);
        match (then, now) {
            (Some(then), Some(now)) if then.unit_from != now.unit_from => {
                let dated = AgencyCode::on_day(parent, then.known_day()).to_string();
                Some(self.successor_code(&dated, span))
            }
            _ => Some(parent.to_owned()),
        }
    }
}
