//! How many are under the floor, and which, with their numbers; those of too few dossiers apart.

use super::{
    super::{judged::JudgedValue, tally::VerdictTally},
    proof::RankingSubset,
    request::{BriefingRequest, BriefingSentence, SentenceKind},
};
use crate::{
    catalog::content::text_template::TextTemplate,
    domain::{
        measure::{BetterDirection, Measure},
        name::{lower_first, name_in_sentence},
        period::Period,
    },
    warehouse::{
        WarehouseError,
        query::{ActiveTargets, AgencyValue},
    },
};

impl BriefingRequest<'_> {
    /// Says how many are under the floor, and which.
    pub(super) fn floor_sentence(&self, over: Period) -> Result<BriefingSentence, WarehouseError> {
        let values = self.ranked(self.ranking, over)?;
        let targets = self.warehouse.metrics.targets(self.ranking, over.end())?;
        let text = if let [alone] = values.as_slice() {
            self.floor_of_one(over, &targets, alone)
        } else {
            self.floor_of_several(over, &targets, &values)
        };
        let is_missed = values.iter().any(|value| targets.judge_value(value).is_beyond());
        let subset = if is_missed { RankingSubset::Missed } else { RankingSubset::All };
        let proofs = vec![self.ranking_proof(self.ranking, over, subset)];
        Ok(BriefingSentence { kind: SentenceKind::Floor, text, proofs })
    }

    /// "Trong tuần 52, 1 trên 17 xã dưới 90% …: Xã An Sơn 80,63% (387/480). 3 xã ít hồ sơ …"
    fn floor_of_several(
        &self,
        over: Period,
        targets: &ActiveTargets,
        values: &[AgencyValue],
    ) -> String {
        let (words, metric) = (self.words(), self.ranking);
        let tally = VerdictTally::count_verdicts(values, metric, targets);
        let missed: Vec<&AgencyValue> =
            values.iter().filter(|value| targets.judge_value(value).is_missed()).collect();
        let limit = targets.target_of_level(&self.catalog.headline.level);
        let worst = values.iter().find(|value| !value.is_few && has_value(self, value.measure));
        let side = if metric.better == BetterDirection::Higher { "below" } else { "over" };
        let id = match (tally.judged, limit) {
            (0, _) if tally.few == 0 => "briefing.nobody".to_owned(),
            (0, _) => "briefing.nobody_judged".to_owned(),
            (_, None) => "briefing.worst".to_owned(),
            (..) if missed.is_empty() => format!("briefing.none_{side}"),
            _ => format!("briefing.{side}"),
        };
        let (level, period) = (self.judged_level(&tally), self.period_words(over));
        let floor = limit.map_or(String::new(), |limit| words.limit_value(metric, limit));
        let said = [
            ("period", period.clone()),
            ("below", missed.len().to_string()),
            ("all", tally.judged.to_string()),
            ("level", level.clone()),
            ("noun", words.noun(metric)),
            ("enough", targets.verdict_rule().enough.to_string()),
            ("metric", lower_first(&metric.short_name)),
            ("finding", self.describe_finding(missed.is_empty(), (&level, &floor, &period))),
            ("floor", floor),
            ("names", self.name_with_values(&missed)),
            ("worst", worst.map_or(String::new(), |worst| self.name_with_values(&[worst]))),
        ];
        let first = self.say(&id, &said);
        [vec![first], self.few_parts(&tally, targets, values), self.unnamed_part(values)]
            .concat()
            .join(" ")
    }

    /// Where some have too few, it is said of whom all else is said.
    fn judged_level(&self, tally: &VerdictTally) -> String {
        let level = self.level_name();
        if tally.few == 0 || tally.judged == 0 {
            return level.to_owned();
        }
        let noun = self.words().noun(self.ranking);
        self.words().fill_phrase("few.level", &[("level", level), ("noun", &noun)])
    }

    /// "đơn vị cấp xã giải quyết hồ sơ đúng hạn dưới 90% trong năm 2023", in the page's own words if it has any.
    fn describe_finding(
        &self,
        is_none: bool,
        (level, floor, period): (&str, &str, &str),
    ) -> String {
        let page = &self.catalog.overview;
        let said = [("level", level), ("floor", floor), ("period", period)];
        let (own, usual) = if is_none {
            (&page.none_below, "overview.none_below")
        } else {
            (&page.finding, "overview.finding")
        };
        match own {
            Some(own) => {
                TextTemplate::parse(own).render(&said).expect("checked when it was loaded")
            }
            None => self.words().fill_phrase(usual, &said),
        }
    }

    /// Those of too few, and which of them would miss it.
    fn few_parts(
        &self,
        tally: &VerdictTally,
        targets: &ActiveTargets,
        values: &[AgencyValue],
    ) -> Vec<String> {
        if tally.few == 0 {
            return Vec::new();
        }
        let beyond: Vec<&AgencyValue> =
            values.iter().filter(|value| targets.judge_value(value).is_few_beyond()).collect();
        let said = [
            ("few", tally.few.to_string()),
            ("level", self.level_name().to_owned()),
            ("noun", self.words().noun(self.ranking)),
            ("enough", targets.verdict_rule().enough.to_string()),
            ("beyond", beyond.len().to_string()),
            ("names", self.name_with_values(&beyond)),
        ];
        let id = if beyond.is_empty() { "briefing.few" } else { "briefing.few_beyond" };
        vec![self.say(id, &said)]
    }

    /// How many have too few to be told to who asks.
    fn unnamed_part(&self, values: &[AgencyValue]) -> Vec<String> {
        let unnamed = values.iter().filter(|value| value.measure.is_withheld).count();
        let said = [("count", unnamed.to_string()), ("level", self.level_name().to_owned())];
        (unnamed > 0).then(|| self.say("briefing.unnamed", &said)).into_iter().collect()
    }

    /// "Trong tuần 52, Xã An Sơn giải quyết đúng hạn 80,63% (387/480): ngưỡng 90%, thiếu 9,37 điểm."
    fn floor_of_one(&self, over: Period, targets: &ActiveTargets, alone: &AgencyValue) -> String {
        let (words, metric) = (self.words(), self.ranking);
        let judged = targets
            .target_of_value(alone)
            .and_then(|target| JudgedValue::new(words, metric, target, targets.judge_value(alone)));
        let id = match &judged {
            _ if !has_value(self, alone.measure) => "briefing.own_nothing",
            Some(_) => "briefing.own_judged",
            None => "briefing.own",
        };
        let said = [
            ("period", self.period_words(over)),
            ("agency", name_in_sentence(&alone.agency_name)),
            ("metric", lower_first(&metric.short_name)),
            ("value", words.format_value(metric, alone.measure)),
            ("fraction", words.format_fraction(alone.measure).replace(" / ", "/")),
            ("judged", judged.map_or(String::new(), |judged| judged.text.replace(" · ", ", "))),
        ];
        self.say(id, &said)
    }
}

/// Whether there is a number to tell.
fn has_value(asked: &BriefingRequest, measure: Measure) -> bool {
    measure.is_told() && measure.value(asked.ranking.unit).is_some()
}
