//! How many of how many miss what is set; those of too few are counted apart.

use super::wording::AnswerWording;
use crate::{
    catalog::metric::Metric,
    domain::{measure::BetterDirection, name::lower_first},
    warehouse::query::{ActiveTargets, AgencyValue},
};

/// Agencies counted by their verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerdictTally {
    /// Over enough to be judged.
    pub judged: usize,
    /// Those of them that miss what is set.
    pub missed: usize,
    /// Over too few.
    pub few: usize,
    /// Those of too few that lie on the wrong side.
    pub few_beyond: usize,
}

impl VerdictTally {
    /// Of those with a value.
    pub fn count_verdicts(
        values: &[AgencyValue],
        metric: &Metric,
        targets: &ActiveTargets,
    ) -> Self {
        let mut tally = Self::default();
        for value in values.iter().filter(|value| value.measure.value(metric.unit).is_some()) {
            let verdict = targets.judge_value(value);
            if value.is_few {
                tally.few += 1;
                tally.few_beyond += usize::from(verdict.is_few_beyond());
            } else {
                tally.judged += 1;
                tally.missed += usize::from(verdict.is_missed());
            }
        }
        tally
    }

    /// All with a value.
    pub fn all(self) -> usize {
        self.judged + self.few
    }

    /// "3 đơn vị ít hồ sơ (1 dưới 90%)"; nothing where nobody has too few.
    pub fn describe_small_sample(
        self,
        words: AnswerWording,
        metric: &Metric,
        limit: &str,
    ) -> Option<String> {
        let id = match (self.few_beyond, metric.better) {
            _ if self.few == 0 => return None,
            (0, _) => "few.agencies",
            (_, BetterDirection::Higher) => "few.agencies_under",
            (_, BetterDirection::Lower) => "few.agencies_over",
        };
        let said = [
            ("few", self.few.to_string()),
            ("beyond", self.few_beyond.to_string()),
            ("noun", words.noun(metric)),
            ("floor", limit.to_owned()),
        ];
        Some(words.fill_phrase(id, &said.each_ref().map(|(name, value)| (*name, value.as_str()))))
    }

    /// The title of a chart of them: "1 trên 17 xã dưới 90%: tỷ lệ …".
    pub fn describe_finding(
        self,
        words: AnswerWording,
        metric: &Metric,
        (level, limit): (&str, &str),
    ) -> String {
        let few = self.describe_small_sample(words, metric, limit);
        let side = if metric.better == BetterDirection::Higher { "below" } else { "over" };
        let id = match (&few, self.missed) {
            (Some(_), _) => format!("finding.{side}_of_enough"),
            (None, 0) => format!("finding.none_{side}"),
            (None, _) => format!("finding.{side}"),
        };
        // With those of too few in it, a title has no room for the long name.
        let metric_name = if few.is_some() { &metric.short_name } else { &metric.name };
        let said = [
            ("below", self.missed.to_string()),
            ("all", self.judged.to_string()),
            ("level", level.to_owned()),
            ("floor", limit.to_owned()),
            ("noun", words.noun(metric)),
            ("few", few.unwrap_or_default()),
            ("metric", lower_first(metric_name)),
        ];
        words.fill_phrase(&id, &said.each_ref().map(|(name, value)| (*name, value.as_str())))
    }
}
