//! What changed against the period before: who rose, who fell, by how much, and through which procedures.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use super::{
    super::cut::list_contributions,
    proof::ProofPlace,
    request::{BriefingRequest, BriefingSentence, SentenceKind},
};
use crate::{
    domain::{
        decimal::FixedDecimal,
        measure::{BetterDirection, Measure},
        name::{bare_key, lower_first, name_in_sentence},
        period::Period,
    },
    warehouse::{
        WarehouseError,
        query::{AgencyValue, BreakdownDimension},
    },
};

/// Agencies named on either side, and procedures of each: on a page, and on a card.
const NAMED: usize = 2;
const NAMED_ON_CARD: usize = 1;

/// One agency in two periods, both over enough to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyChange {
    pub code: String,
    pub name: String,
    pub now: Measure,
    pub before: Measure,
    /// Of the numbers as they are shown, so that a reader who subtracts finds the same.
    pub difference: FixedDecimal,
    /// Whether its numbers before are those of the agencies it was made of.
    pub is_of_predecessors: bool,
}

/// A procedure, and how many points of the agency's change came through it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCause {
    pub code: Option<String>,
    pub name: String,
    /// Points the agency lost through it (below nought), or gained.
    pub difference: FixedDecimal,
}

/// Lists who has a value over enough in both periods: whose value fell most first.
pub fn list_changes(
    asked: &BriefingRequest,
    over: Period,
) -> Result<Vec<AgencyChange>, WarehouseError> {
    let (metric, before) = (asked.ranking, over.previous_period());
    let now = asked.ranked(metric, over)?;
    let then: HashMap<String, AgencyValue> = (asked.ranked(metric, before)?.into_iter())
        .map(|value| (value.agency_code.clone(), value))
        .collect();
    let mut changes = Vec::new();
    for value in now {
        let lineage = asked.warehouse.agencies.find_lineage(&value.agency_code, over.end());
        let is_of_predecessors = lineage.is_some_and(|lineage| before.end() < lineage.on);
        let earlier = if is_of_predecessors {
            let selection = asked.selection(metric, over);
            let series =
                asked.warehouse.metrics.series(&selection, &value.agency_code, &[before])?;
            series.into_iter().next().and_then(|(_, value)| value)
        } else {
            then.get(&value.agency_code).cloned()
        };
        let Some(earlier) = earlier.filter(|earlier| !earlier.is_few && !value.is_few) else {
            continue;
        };
        let shown = value.measure.value(metric.unit).zip(earlier.measure.value(metric.unit));
        changes.extend(shown.map(|(shown, before)| AgencyChange {
            code: value.agency_code,
            name: value.agency_name,
            now: value.measure,
            before: earlier.measure,
            difference: shown.minus(before),
            is_of_predecessors,
        }));
    }
    changes.sort_by_cached_key(|change| (change.difference, bare_key(&change.name)));
    Ok(changes)
}

impl BriefingRequest<'_> {
    /// Finds the procedures a change of an agency came through, at most so many; none where they are not known of both periods.
    pub fn find_causes(
        &self,
        change: &AgencyChange,
        over: Period,
        at_most: usize,
    ) -> Result<Vec<ChangeCause>, WarehouseError> {
        let is_share = self.ranking.unit.is_of_hundred() && !self.basis.is_published();
        // Of few dossiers of one procedure, two periods would tell more than one does.
        if !is_share || change.is_of_predecessors || !self.tells_rows() {
            return Ok(Vec::new());
        }
        let mut lost: BTreeMap<Option<String>, (Option<String>, FixedDecimal)> = BTreeMap::new();
        let nought = FixedDecimal::from_whole(0);
        for (period, is_now) in [(over, true), (over.previous_period(), false)] {
            let parts = list_contributions(
                self.catalog,
                self.warehouse,
                (self.ranking, period),
                Some(&change.code),
                BreakdownDimension::Procedure,
            )?;
            for part in parts {
                let gain = part.gain.unwrap_or(nought);
                let entry = lost.entry(part.code).or_insert((None, nought));
                entry.0 = entry.0.take().or(part.name);
                entry.1 = if is_now { entry.1.minus(gain) } else { entry.1.plus(gain) };
            }
        }
        let is_worse = self.is_worse(change);
        let same_way =
            |difference: FixedDecimal| difference != nought && difference.is_negative() == is_worse;
        let mut causes: Vec<ChangeCause> = (lost.into_iter())
            .filter(|(_, (_, difference))| same_way(*difference))
            .map(|(code, (name, difference))| ChangeCause {
                name: name
                    .or_else(|| code.clone())
                    .unwrap_or_else(|| self.words().fill_phrase("value.unknown", &[])),
                code,
                difference,
            })
            .collect();
        causes.sort_by_key(|cause| Reverse(cause.difference.abs()));
        causes.truncate(at_most);
        Ok(causes)
    }

    /// Tells whether a value went the wrong way: where lower is better, up.
    pub fn is_worse(&self, change: &AgencyChange) -> bool {
        let is_down = change.difference.is_negative();
        let is_changed = change.difference != FixedDecimal::from_whole(0);
        is_changed && is_down == (self.ranking.better == BetterDirection::Higher)
    }

    /// Says who rose and who fell, and through which procedures.
    pub(super) fn change_sentence(&self, over: Period) -> Result<BriefingSentence, WarehouseError> {
        let changes = list_changes(self, over)?;
        let mut parts = vec![self.whole_change(over)?];
        let nought = FixedDecimal::from_whole(0);
        let fallen: Vec<&AgencyChange> =
            changes.iter().filter(|change| change.difference.is_negative()).collect();
        let risen: Vec<&AgencyChange> =
            changes.iter().rev().filter(|change| change.difference > nought).collect();
        let is_alone = self.ranked(self.ranking, over)?.len() == 1;
        if is_alone {
            parts.extend(self.own_causes(&changes, over)?);
        } else if !changes.is_empty() {
            parts.push(self.side_part("fallen", &fallen, over)?);
            parts.push(self.side_part("risen", &risen, over)?);
        }
        let proofs = if changes.is_empty() {
            Vec::new()
        } else {
            vec![self.make_proof("briefing.proof.changes", ProofPlace::Changes, over)]
        };
        Ok(BriefingSentence { kind: SentenceKind::Change, text: parts.join(" "), proofs })
    }

    /// "So với tuần 51: toàn huyện từ 94,02% lên 94,26% (tăng 0,24 điểm %)."
    fn whole_change(&self, over: Period) -> Result<String, WarehouseError> {
        let (words, metric, before) = (self.words(), self.ranking, over.previous_period());
        let now = self.whole(metric, over)?.filter(|now| !now.is_empty() && now.is_told());
        let then = self.whole(metric, before)?.filter(|then| !then.is_empty() && then.is_told());
        let before_name = if over == self.period {
            self.known_name(before)
        } else {
            let days = words.short_period(before);
            let name = words.fill_phrase("briefing.four_weeks_before", &[("days", &days)]);
            words.name_known_part(name, self.known_part(before))
        };
        let mut said = vec![
            ("before", before_name),
            ("metric", lower_first(&metric.short_name)),
            ("whose", name_in_sentence(&self.describe_whose()?)),
        ];
        let shown = now.zip(then).and_then(|(now, then)| {
            Some((now, then, now.value(metric.unit)?.minus(then.value(metric.unit)?)))
        });
        let Some((now, then, difference)) = shown else {
            let gap = self.warehouse.metrics.gap(&self.selection(metric, before));
            let gap = gap.map(|gap| words.describe_gap(gap));
            said.push(("gap", gap.clone().unwrap_or_default()));
            let id = if gap.is_some() { "briefing.no_before_known" } else { "briefing.no_before" };
            return Ok(self.say(id, &said));
        };
        said.push(("now", words.format_value(metric, now)));
        said.push(("then", words.format_value(metric, then)));
        said.push(("size", self.describe_size(difference)));
        Ok(self.say(&format!("briefing.whole_{}", way_of(difference)), &said))
    }

    /// "3 xã giảm, nhiều nhất Xã An Sơn giảm 3,20 điểm % còn 80,63% (thủ tục Đăng ký khai sinh 2,10 điểm %)."
    fn side_part(
        &self,
        side: &str,
        changes: &[&AgencyChange],
        over: Period,
    ) -> Result<String, WarehouseError> {
        let words = self.words();
        let said_of = [("level", self.level_name().to_owned())];
        if changes.is_empty() {
            return Ok(self.say(&format!("briefing.none_{side}"), &said_of));
        }
        let (mut named, most) = (Vec::new(), self.named_of_side());
        for change in changes.iter().take(most) {
            let said = [
                ("agency", &*name_in_sentence(&change.name)),
                ("size", &self.describe_size(change.difference)),
                ("now", &words.format_value(self.ranking, change.now)),
                ("causes", &self.describe_causes(change, over)?),
            ];
            named.push(words.fill_phrase(&format!("briefing.agency_{side}"), &said));
        }
        let said = [
            ("count", changes.len().to_string()),
            ("level", self.level_name().to_owned()),
            ("names", named.join("; ")),
        ];
        // Where all of them are named, none of them is called the most.
        let id = if changes.len() > most { "most" } else { "all" };
        Ok(self.say(&format!("briefing.{side}_{id}"), &said))
    }

    fn named_of_side(&self) -> usize {
        if self.is_brief { NAMED_ON_CARD } else { NAMED }
    }

    /// Through which procedures the one agency's value changed.
    fn own_causes(
        &self,
        changes: &[AgencyChange],
        over: Period,
    ) -> Result<Option<String>, WarehouseError> {
        let Some(change) = changes.first() else { return Ok(None) };
        let causes = self.list_causes(change, over)?;
        let said = [("causes", causes.clone())];
        Ok((!causes.is_empty()).then(|| self.say("briefing.own_causes", &said)))
    }

    /// " (thủ tục Đăng ký khai sinh 2,10 điểm %, …)", or nothing.
    fn describe_causes(
        &self,
        change: &AgencyChange,
        over: Period,
    ) -> Result<String, WarehouseError> {
        let causes = self.list_causes(change, over)?;
        let said = [("causes", causes.as_str())];
        let has_any = !causes.is_empty();
        Ok(if has_any { self.words().fill_phrase("briefing.causes", &said) } else { causes })
    }

    fn list_causes(&self, change: &AgencyChange, over: Period) -> Result<String, WarehouseError> {
        let causes = self.find_causes(change, over, self.named_of_side())?;
        let said = causes.iter().map(|cause| {
            let size = self.describe_size(cause.difference);
            let said = [("name", cause.name.as_str()), ("size", &size)];
            self.words().fill_phrase("briefing.cause", &said)
        });
        Ok(said.collect::<Vec<_>>().join(", "))
    }

    /// "3,20 điểm %", or "1,50 ngày" of what is no share.
    pub fn describe_size(&self, difference: FixedDecimal) -> String {
        let (words, unit) = (self.words(), self.ranking.unit);
        let size = difference.abs().to_vietnamese();
        if unit.is_of_hundred() {
            return words.fill_phrase("briefing.points", &[("size", &size)]);
        }
        let name = words.fill_phrase(&format!("unit.{}", unit.id()), &[]);
        format!("{} {name}", size.trim_end_matches(",00"))
    }
}

/// Which way a value went.
fn way_of(difference: FixedDecimal) -> &'static str {
    match difference {
        size if size.is_negative() => "down",
        size if size == FixedDecimal::from_whole(0) => "same",
        _ => "up",
    }
}
