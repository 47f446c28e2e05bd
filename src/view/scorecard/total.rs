//! What a scorecard comes to.

use super::{PointsOrigin, ScoreRequest, ScoredRow};
use crate::{
    domain::{decimal::FixedDecimal, threshold::Threshold},
    warehouse::WarehouseError,
};

/// Holds the total of a scorecard and where its points come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreTotal {
    pub points: FixedDecimal,
    /// Of what has points.
    pub max: FixedDecimal,
    pub origin: PointsOrigin,
    /// Points among them that a rule gives where there was nothing to count.
    pub by_rule: Option<FixedDecimal>,
}

impl ScoreRequest<'_> {
    /// The whole: as published, else the sum of the groups, each as published, else as its rows that have points.
    pub fn total_score(&self, rows: &[ScoredRow]) -> Result<ScoreTotal, WarehouseError> {
        if let Some(score) =
            self.published_figure(self.card.published.as_deref())?.and_then(|figure| figure.score)
        {
            let groups = rows.iter().filter(|row| row.is_group).filter_map(|row| row.max);
            return Ok(ScoreTotal {
                points: score.to_hundredths(),
                max: sum_points(groups.map(Threshold::to_hundredths)),
                origin: PointsOrigin::Published,
                by_rule: None,
            });
        }
        let told = |row: &&ScoredRow| {
            let is_in_group = |group: &&ScoredRow| {
                group.is_group && group.group == row.group && group.points.is_some()
            };
            row.is_group || !rows.iter().any(|group| is_in_group(&group))
        };
        let scored = || rows.iter().filter(|row| row.points.is_some()).filter(told);
        let mut ruled = scored().filter(|row| row.rule.is_some()).peekable();
        Ok(ScoreTotal {
            points: sum_points(scored().filter_map(|row| row.points)),
            max: sum_points(scored().filter_map(|row| row.max).map(Threshold::to_hundredths)),
            origin: PointsOrigin::Computed,
            by_rule: ruled.peek().is_some().then(|| sum_points(ruled.filter_map(|row| row.points))),
        })
    }
}

fn sum_points(parts: impl Iterator<Item = FixedDecimal>) -> FixedDecimal {
    parts.fold(FixedDecimal::from_whole(0), FixedDecimal::plus)
}
