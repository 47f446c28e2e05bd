//! Which agency a code means in a span of days, and who bears its numbers then.

use super::{day_span::DaySpan, hierarchy::AgencyTree};
use crate::domain::{
    agency::{AgencyRecord, walk_line},
    agency_code::AgencyCode,
};

impl AgencyTree {
    /// The agency a code means in a span: with a day, whoever had it on that day; else whoever has it in the span and is told of,
    /// else the newest that had it.
    pub(in crate::warehouse::query) fn version_in(
        &self,
        code: &str,
        span: DaySpan,
    ) -> Option<&AgencyRecord> {
        self.meant_in(code, span).map(|at| self.timeline.record(at))
    }

    /// The position in the timeline of the agency a code means in a span.
    fn meant_in(&self, code: &str, span: DaySpan) -> Option<usize> {
        let AgencyCode { code, on } = AgencyCode::from_text(code);
        let in_span = self.versions_of(code).find(|at| self.existed_in(*at, span));
        let told = match on {
            Some(on) => self.versions_of(code).find(|at| self.timeline.record(*at).exists_on(on)),
            None => self.dated_version(code, in_span),
        };
        let Some(told) = told else { return in_span.or_else(|| self.versions_of(code).next()) };
        // Its name may have changed since.
        let unit = self.timeline.unit(told);
        let mut own = self.versions_of(code).filter(|at| self.timeline.unit(*at) == unit);
        own.find(|at| self.existed_in(*at, span)).or(Some(told))
    }

    /// Every version of a code that counts in any number, the newest first.
    pub(super) fn versions_of(&self, code: &str) -> impl Iterator<Item = usize> {
        self.counted.get(code).into_iter().flatten().copied()
    }

    fn existed_in(&self, at: usize, span: DaySpan) -> bool {
        self.timeline.record(at).exists_within(span.start, span.end)
    }

    /// Of a code that means an agency nothing is told of: another one that is told of with a day of its own.
    fn dated_version(&self, code: &str, in_span: Option<usize>) -> Option<usize> {
        let (day, since) = *self.days_of.get(code)?;
        let is_told =
            |at: usize| since.is_some_and(|since| since <= self.timeline.record(at).last_on);
        let told = self.versions_of(code).find(|at| self.timeline.record(*at).exists_on(day))?;
        (!in_span.is_some_and(is_told)).then_some(told)
    }

    /// A code as it is written in a span: without a day where it means the same without.
    pub(in crate::warehouse::query) fn normalize_code(&self, code: &str, span: DaySpan) -> String {
        let AgencyCode { code: alone, on } = AgencyCode::from_text(code);
        let unit = |code: &str| self.meant_in(code, span).map(|at| self.timeline.unit(at));
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
        let was_there = self.meant_in(code, span).is_some_and(|at| self.existed_in(at, span));
        if was_there { self.normalize_code(code, span) } else { self.successor_code(code, span) }
    }

    /// What an agency went into whole by the end of a span, if it is no more then.
    fn direct_successor(&self, code: &str, span: DaySpan) -> Option<String> {
        let last_on = self.version_in(code, span)?.last_on;
        if last_on >= span.end {
            return None;
        }
        let AgencyCode { code: alone, on } = AgencyCode::from_text(code);
        let heir = match on {
            Some(_) => self.successor_on(alone, last_on.tomorrow().ok()?),
            None => self.successor_by(alone, span.end),
        };
        heir.map(str::to_owned)
    }

    /// The agency above another one: as it was in the span, or in the last of its own days before, or in the first after.
    pub(in crate::warehouse::query) fn parent_in(
        &self,
        code: &str,
        span: DaySpan,
    ) -> Option<String> {
        let child = self.version_in(code, span)?;
        let parent = child.parent_code.as_deref()?;
        let day = span.end.min(child.last_on).max(child.first_on);
        let then = self.versions_of(parent).find(|at| self.timeline.record(*at).exists_on(day));
        let now = self.meant_in(parent, span);
        match (then, now) {
            (Some(then), Some(now)) if self.timeline.unit(then) != self.timeline.unit(now) => {
                let known_day = self.timeline.record(then).known_day();
                let dated = AgencyCode::on_day(parent, known_day).to_string();
                Some(self.successor_code(&dated, span))
            }
            _ => Some(parent.to_owned()),
        }
    }
}
