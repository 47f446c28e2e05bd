//! A tile for each agency, beside those that stood under the same agency before: what a map would show where there is none.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};

use super::{AnswerWording, ChartRequest, PictureError};
use crate::{
    chart::{ChartMark, TileGrid, TileGroup},
    domain::{
        decimal::format_unsigned,
        name::bare_key,
        period::{Period, PeriodShape},
    },
    warehouse::query::{ActiveTargets, AgencyName, AgencyValue},
};

/// More groups than this are no neighbourhoods any more.
const MOST_GROUPS: usize = 40;

/// The code and the name of what stands over agencies; nothing where nobody is known to.
type GroupName = Option<(String, String)>;

impl ChartRequest<'_> {
    /// Makes the tiles of all agencies, the worst of a group first, and the marks they show.
    pub(super) fn tile_grid(
        &self,
        targets: &ActiveTargets,
    ) -> Result<(TileGrid, Vec<ChartMark>), PictureError> {
        let values = self.ranked_values()?;
        let names = self.name_groups(&values);
        let mut groups: BTreeMap<(bool, String, GroupName), Vec<&AgencyValue>> = BTreeMap::new();
        for (value, name) in values.iter().zip(names) {
            let key = name.as_ref().map_or_else(String::new, |(_, name)| bare_key(name));
            groups.entry((name.is_none(), key, name)).or_default().push(value);
        }
        let grid = TileGrid {
            frame: self.explain_hollow_marks(
                self.chart_frame(self.describe_finding(&values, targets), "subtitle.tiles", None),
                targets.verdict_rule(),
                &self.tile_marks(values.iter(), targets),
            ),
            groups: (groups.into_iter())
                .map(|((.., name), values)| {
                    let marks = self.tile_marks(values.into_iter(), targets);
                    TileGroup { heading: self.group_heading(name, &marks), marks }
                })
                .collect(),
            full: self.axis_maximum(),
        };
        let marks = grid.groups.iter().flat_map(|group| group.marks.clone()).collect();
        Ok((grid, marks))
    }

    /// What each agency stands under; where that is one for all, what each stood under before, unless those are too many.
    fn name_groups(&self, values: &[AgencyValue]) -> Vec<GroupName> {
        let count = |names: &[GroupName]| names.iter().collect::<BTreeSet<_>>().len();
        let now: Vec<GroupName> = values.iter().map(|value| self.group_now(value)).collect();
        if count(&now) > 1 {
            return now;
        }
        let turn = self.last_turn(values);
        let before: Vec<GroupName> =
            values.iter().map(|value| self.group_before(value, turn)).collect();
        if count(&before) > MOST_GROUPS { now } else { before }
    }

    fn tile_marks<'v>(
        &self,
        values: impl Iterator<Item = &'v AgencyValue>,
        targets: &ActiveTargets,
    ) -> Vec<ChartMark> {
        let words = AnswerWording::new(self.catalog);
        // That it is of few is seen; it has no room in a tile.
        let mark = |value: &AgencyValue| ChartMark {
            text: words.format_value(self.metric, value.measure),
            ..self.agency_mark(value.agency_name.clone(), value, targets)
        };
        values.map(mark).collect()
    }

    /// `Huyện Văn Quan: 1 trên 17 không đạt`
    fn group_heading(&self, name: GroupName, marks: &[ChartMark]) -> String {
        let words = AnswerWording::new(self.catalog);
        let missed = marks.iter().filter(|mark| mark.tone.is_bad()).count();
        let said = [
            ("group", name.map_or_else(|| words.fill_phrase("tiles.other", &[]), |it| it.1)),
            ("missed", format_unsigned(missed as u64)),
            ("all", format_unsigned(marks.len() as u64)),
        ];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        words.fill_phrase(if missed > 0 { "tiles.missed" } else { "tiles.group" }, &said)
    }

    /// The last day up to now on which any of them was made of others.
    fn last_turn(&self, values: &[AgencyValue]) -> Option<Date> {
        let until = self.period.end();
        let agencies = &self.warehouse.agencies;
        let days = values.iter().filter_map(|value| {
            agencies.find_lineage(&value.agency_code, until).map(|lineage| lineage.on)
        });
        days.max()
    }

    /// Whom an agency, or most of what it was made of, stood under before agencies turned; whom it stands under now where that is not
    /// known.
    fn group_before(&self, value: &AgencyValue, turn: Option<Date>) -> GroupName {
        let Some(turn) = turn else { return self.group_now(value) };
        let lineage = self.warehouse.agencies.find_lineage(&value.agency_code, self.period.end());
        let day = turn.checked_sub(1.day()).unwrap_or(turn);
        let before = Period { shape: PeriodShape::Span(day, day), ..self.period };
        let parts = match lineage.filter(|lineage| lineage.on == turn) {
            Some(lineage) if lineage.whole.is_empty() => lineage.split,
            Some(lineage) => lineage.whole,
            None => Vec::new(),
        };
        let mut codes: Vec<&str> = parts.iter().map(|part| part.code.as_str()).collect();
        if codes.is_empty() {
            codes.push(&value.agency_code);
        }
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for code in codes {
            let found = self.warehouse.agencies.at(code, before);
            if let Some(over) = found.and_then(|found| self.over(&found, before)) {
                *counts.entry(over).or_default() += 1;
            }
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(over, _)| over);
        most.or_else(|| self.group_now(value))
    }

    fn group_now(&self, value: &AgencyValue) -> GroupName {
        let over = self.warehouse.agencies.at(value.parent_code.as_deref()?, self.period)?;
        Some((over.code, over.name))
    }

    fn over(&self, agency: &AgencyName, period: Period) -> GroupName {
        let over = self.warehouse.agencies.at(agency.parent_code.as_deref()?, period)?;
        Some((over.code, over.name))
    }
}
