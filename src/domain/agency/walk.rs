//! Walks along the timeline. Each ends at the first agency it meets again: a registry that goes in a circle ends there.

use std::collections::HashSet;

use jiff::civil::Date;

use super::timeline::AgencyTimeline;

impl AgencyTimeline {
    /// Walks up from an agency on a day, nearest first, without itself.
    pub fn ancestors(&self, at: usize, day: Date) -> impl Iterator<Item = usize> {
        walk_line(at, move |at| self.holder_on(self.links(*at).parent?, day)).skip(1)
    }

    /// Collects all that stand below an agency on a day, those right under it first.
    pub fn descendants(&self, at: usize, day: Date) -> Vec<usize> {
        let mut met = HashSet::from([at]);
        let (mut line, mut next) = (vec![at], 0);
        while let Some(above) = line.get(next).copied() {
            next += 1;
            let is_under = |child: &usize| {
                let parent = self.links(*child).parent;
                let is_there = self.record(*child).exists_on(day);
                is_there && parent.and_then(|parent| self.holder_on(parent, day)) == Some(above)
            };
            line.extend(
                self.children_of(above).filter(is_under).filter(|child| met.insert(*child)),
            );
        }
        line.split_off(1)
    }

    /// Finds what an agency became on the day after its last: what it went into whole, else itself under its next name.
    pub fn successor(&self, at: usize) -> Option<usize> {
        let whole = self.successors(at).find(|(_, is_whole)| *is_whole).map(|(heir, _)| heir);
        let next = at + 1;
        whole.or_else(|| {
            (next < self.version_count() && self.unit(next) == self.unit(at)).then_some(next)
        })
    }

    /// Gives what an agency went into on the day after its last, and whether wholly.
    pub fn successors(&self, at: usize) -> impl Iterator<Item = (usize, bool)> {
        self.links(at).successors.iter().copied()
    }

    /// Gives what went into an agency, wholly or in part.
    pub fn predecessors(&self, at: usize) -> impl Iterator<Item = usize> {
        self.links(at).predecessors.iter().copied()
    }

    /// Walks on from an agency through what it became, itself first.
    pub fn successor_line(&self, at: usize) -> impl Iterator<Item = usize> {
        walk_line(at, |at| self.successor(*at))
    }
}

/// Walks from one to the next, the first included, until there is none or one comes again.
pub fn walk_line<T: Clone + PartialEq>(
    first: T,
    next: impl Fn(&T) -> Option<T>,
) -> impl Iterator<Item = T> {
    let (mut met, mut here) = (Vec::new(), Some(first));
    std::iter::from_fn(move || {
        let at = here.take()?;
        here = next(&at).filter(|next| *next != at && !met.contains(next));
        // Most lines are of one: these need no memory.
        if here.is_some() {
            met.push(at.clone());
        }
        Some(at)
    })
}
