//! What to tell a clerk whose text means no agency: who is called nearly so, or is called so elsewhere.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{
    matching::{LISTED, MatchFailure, MatchableAgencies, NameScopes},
    text::AgencyText,
};
use crate::domain::name::{bare_key, lower_first, spell_out_type, without_type};

/// Suggestions offered for a name nobody knows.
const SUGGESTED: usize = 3;
/// From here on a name is near enough to be offered before nearer ones of elsewhere.
const ALIKE: f64 = 0.8;

impl MatchableAgencies<'_> {
    /// Why a text means nobody from a day on until this one.
    pub(in crate::warehouse) fn explain_unmatched(
        &self,
        text: &AgencyText,
        since: Date,
    ) -> MatchFailure {
        self.find_elsewhere(text).unwrap_or_else(|| self.suggest_nearest(text, since))
    }

    /// Who is called so under another agency than the text says, as `Tỉnh Phú Thọ: Xã Yên Lạc (08824)`; first those under one
    /// that is called nearly as the text says.
    fn find_elsewhere(&self, text: &AgencyText) -> Option<MatchFailure> {
        let under = text.readings.iter().filter(|reading| !reading.parents.is_empty());
        let own: HashSet<usize> = under.flat_map(|reading| &reading.own).copied().collect();
        let started = own.into_iter().filter(|at| self.agencies.record(*at).first_on <= self.on);
        let mut found: Vec<(f64, usize)> =
            started.map(|at| (self.likeness_above(at, &text.above), at)).collect();
        let other = |at: usize| (!self.is_in_scope(at), !self.exists_today(at), at);
        found.sort_by(|(one, at), (another, bt)| {
            other(*at)
                .0
                .cmp(&other(*bt).0)
                .then(another.total_cmp(one))
                .then(other(*at).cmp(&other(*bt)))
        });
        let mut names: Vec<String> = Vec::new();
        let kin = if found.is_empty() { Vec::new() } else { self.longer_names(text) };
        for at in kin.into_iter().chain(found.into_iter().map(|(_, at)| at)) {
            let path: Vec<&str> =
                self.ancestors_until(at).map(|at| self.agencies.record(at).name.as_str()).collect();
            let name = format!("{}: {}", path.join(", "), self.join_names([at].into_iter()));
            if !names.contains(&name) && names.len() < SUGGESTED {
                names.push(name);
            }
        }
        (!names.is_empty())
            .then(|| MatchFailure { reason: "agency_elsewhere", names: names.join("; ") })
    }

    /// Who is called as the text says and more, under the agency it names: of `Phường Xuân Hương, tỉnh Lâm Đồng` it is `Phường Xuân
    /// Hương - Đà Lạt`, before any Xuân Hương of another province.
    fn longer_names(&self, text: &AgencyText) -> Vec<usize> {
        let (agencies, wanted, above) =
            (self.agencies, bare_name_key(&text.key), self.named_above(text));
        let is_longer = |at: &usize| {
            let rest = bare_name_key(agencies.key(*at)).strip_prefix(&wanted).map(str::to_owned);
            rest.is_some_and(|rest| rest.starts_with([' ', '-']))
        };
        let is_under = |at: usize| self.ancestors_until(at).any(|one| above.contains(&one));
        (0..agencies.timeline.version_count())
            .filter(|at| {
                !above.is_empty() && self.exists_today(*at) && is_longer(at) && is_under(*at)
            })
            .collect()
    }

    /// Whoever may be meant by what a text names above its own name.
    fn named_above(&self, text: &AgencyText) -> HashSet<usize> {
        text.above.iter().flat_map(|written| self.agencies.find_parents(written)).collect()
    }

    /// Who may be meant, of many: each with those above it as of this day, those of the scopes first.
    pub(in crate::warehouse) fn describe_candidates(&self, meant: &[usize]) -> String {
        let mut meant = meant.to_vec();
        let others =
            |at: usize| (!self.is_of_title(at), !self.is_of_office(at), !self.exists_today(at));
        meant.sort_by_key(|at| others(*at));
        self.describe_with_parents(meant.into_iter().take(LISTED))
    }

    /// `Xã An Sơn, huyện Văn Quan, tỉnh Lạng Sơn (06283)`, each.
    fn describe_with_parents(&self, positions: impl Iterator<Item = usize>) -> String {
        let placed = |at: usize| {
            let agency = self.agencies.record(at);
            let above =
                self.ancestors_until(at).map(|one| lower_first(&self.agencies.record(one).name));
            let name: Vec<String> = std::iter::once(agency.name.clone()).chain(above).collect();
            format!("{} ({})", name.join(", "), agency.code)
        };
        positions.map(placed).collect::<Vec<_>>().join("; ")
    }

    /// Who stood above an agency on its last day until now, nearest first.
    fn ancestors_until(&self, at: usize) -> impl Iterator<Item = usize> {
        let its_day = self.agencies.record(at).last_on.min(self.on);
        let path: Vec<usize> =
            self.agencies.agencies_on(its_day, NameScopes::default()).ancestors_of(at).collect();
        path.into_iter()
    }

    /// How alike those above an agency are to those a text names.
    fn likeness_above(&self, at: usize, written: &[String]) -> f64 {
        let best = |written: &String| {
            let likeness = |above: usize| {
                strsim::jaro_winkler(
                    &bare_name_key(self.agencies.key(above)),
                    &bare_name_key(&spell_out_type(written)),
                )
            };
            self.ancestors_until(at).map(likeness).fold(0.0, f64::max)
        };
        written.iter().map(best).sum()
    }

    fn is_in_scope(&self, at: usize) -> bool {
        self.is_of_office(at) || self.is_of_title(at)
    }

    /// Who is called nearly so and was there on any day from one on until this; those under the agency the text names come first.
    pub(in crate::warehouse) fn suggest_nearest(
        &self,
        text: &AgencyText,
        since: Date,
    ) -> MatchFailure {
        let agencies = self.agencies;
        let wanted = bare_name_key(&text.key);
        let above = self.named_above(text);
        let is_candidate = |at: &usize| {
            let agency = agencies.record(*at);
            let was_there = agency.first_on <= self.on && since.min(self.on) <= agency.last_on;
            was_there && self.is_in_scope(*at)
        };
        let is_far = |at: usize| {
            !above.is_empty() && !self.ancestors_until(at).any(|one| above.contains(&one))
        };
        // What the title says of the file, no less than what the text says of the unit, is where to look first.
        let is_strange = |at: usize, likeness: f64| {
            above.is_empty() && !(self.is_of_title(at) && likeness >= ALIKE)
        };
        let score = |at: usize| {
            let likeness = strsim::jaro_winkler(&bare_name_key(agencies.key(at)), &wanted);
            (is_far(at) || is_strange(at, likeness), likeness, at)
        };
        let mut scored: Vec<(bool, f64, usize)> =
            (0..agencies.timeline.version_count()).filter(is_candidate).map(score).collect();
        let other = |at: usize| (!self.is_of_title(at), !self.exists_today(at), at);
        scored.sort_by(|(far, a, at), (other_far, b, bt)| {
            far.cmp(other_far).then(b.total_cmp(a)).then_with(|| other(*at).cmp(&other(*bt)))
        });
        let mut nearest: Vec<usize> = Vec::new();
        let label = |at: usize| (&agencies.record(at).code, agencies.key(at));
        for (_, _, at) in scored {
            if nearest.iter().all(|known| label(*known) != label(at)) {
                nearest.push(at);
            }
            if nearest.len() == SUGGESTED {
                break;
            }
        }
        let names: HashSet<&str> =
            nearest.iter().map(|at| agencies.record(*at).name.as_str()).collect();
        let names = if names.len() < nearest.len() {
            self.describe_with_parents(nearest.into_iter())
        } else {
            self.join_names(nearest.into_iter())
        };
        MatchFailure { reason: "unknown_agency", names }
    }
}

/// What is compared: a name without its type and without any mark.
fn bare_name_key(key: &str) -> String {
    bare_key(&without_type(key).unwrap_or_else(|| key.to_owned()))
}
