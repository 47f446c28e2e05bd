//! The same simulation made in earlier periods, against what was published of them.

use jiff::ToSpan;

use super::{
    super::{
        forecast::{TRIED, find_four_in_five},
        scorecard::ScoreRequest,
    },
    lever::{ScoreLever, published_points},
    score::ScoreRange,
    table::ScoreTable,
};
use crate::{
    domain::{
        decimal::FixedDecimal,
        fraction::ExactFraction,
        period::{Period, PeriodShape},
    },
    warehouse::WarehouseError,
};

/// Holds the periods the simulation was tried on, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackTest {
    pub tried: Vec<TriedPeriod>,
}

/// What the simulation said of an earlier period, and what was published of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriedPeriod {
    pub period: Period,
    pub predicted: FixedDecimal,
    pub published: FixedDecimal,
    /// The rank that was told in the table before, and the one that was published.
    pub ranks: Option<(usize, usize)>,
    /// How many the published rank is of.
    pub ranked_of: usize,
}

impl TriedPeriod {
    /// How much more was said than was published.
    pub fn error(&self) -> FixedDecimal {
        self.predicted.minus(self.published)
    }

    /// By how many ranks it was off, either way.
    pub fn rank_error(&self) -> Option<usize> {
        self.ranks.map(|(predicted, published)| predicted.abs_diff(published))
    }
}

impl BackTest {
    /// How far it was off in points, either way, smallest first.
    pub fn errors(&self) -> Vec<FixedDecimal> {
        let mut errors: Vec<_> = self.tried.iter().map(|tried| tried.error().abs()).collect();
        errors.sort_unstable();
        errors
    }

    /// How far it was off in ranks, smallest first.
    pub fn rank_errors(&self) -> Vec<usize> {
        let mut errors: Vec<_> = self.tried.iter().filter_map(TriedPeriod::rank_error).collect();
        errors.sort_unstable();
        errors
    }

    /// The mean of the errors in points.
    pub fn mean_error(&self) -> Option<FixedDecimal> {
        let errors = self.errors();
        let zero = FixedDecimal::from_whole(0);
        let sum = errors.iter().fold(zero, |sum, error| sum.plus(*error));
        sum.divided_by(i64::try_from(errors.len()).ok()?)
    }

    /// What four in five of the errors do not pass, in points; `None` where too few periods were tried.
    pub fn usual_error(&self) -> Option<FixedDecimal> {
        find_four_in_five(&self.errors())
    }

    /// What four in five of the errors do not pass, in ranks; `None` where too few periods were tried.
    pub fn usual_rank_error(&self) -> Option<usize> {
        find_four_in_five(&self.rank_errors())
    }

    /// Between what a total and a rank lie, of so many and of at most so many points.
    pub(super) fn range_around(
        &self,
        total: FixedDecimal,
        rank: Option<usize>,
        (ranked, max): (usize, Option<FixedDecimal>),
    ) -> Option<ScoreRange> {
        let error = self.usual_error()?;
        let highest = total.plus(error);
        let ranks = rank.zip(self.usual_rank_error());
        Some(ScoreRange {
            lowest: total.minus(error).max(FixedDecimal::from_whole(0)),
            highest: max.map_or(highest, |max| highest.min(max.max(total))),
            ranks: ranks
                .map(|(rank, off)| (rank.saturating_sub(off).max(1), (rank + off).min(ranked))),
        })
    }
}

/// Makes the simulation in earlier periods, as many days before their end and from a table as old, of the same rows.
pub(super) fn try_before(
    asked: &ScoreRequest,
    table: &ScoreTable,
    levers: &[ScoreLever],
    left: i64,
) -> Result<BackTest, WarehouseError> {
    let mut tried = Vec::new();
    if levers.is_empty() {
        return Ok(BackTest { tried });
    }
    // What was published of the period itself is held against the table before, as of any other.
    let age = table.age.max(1);
    let back = |period: Period, steps| (0..steps).fold(period, |it, _| it.previous_period());
    for step in 1..=TRIED {
        let period = back(asked.period, step);
        let Some(published) = ScoreTable::load(asked, period, 0)? else { continue };
        let Some(before) = ScoreTable::load(asked, back(period, age), age)? else { continue };
        let Some(total) = predict_total(asked, (period, left), &before, levers)? else { continue };
        let predicted = total.to_hundredths();
        tried.push(TriedPeriod {
            period,
            predicted,
            published: published.own,
            ranks: before.rank_at(predicted).zip(published.own_rank()),
            ranked_of: published.count_ranked(),
        });
    }
    Ok(BackTest { tried })
}

/// The total of a period as it was so many days before its end, by what is known now; `None` where a row could not be told then.
fn predict_total(
    asked: &ScoreRequest,
    (period, left): (Period, i64),
    before: &ScoreTable,
    levers: &[ScoreLever],
) -> Result<Option<ExactFraction>, WarehouseError> {
    // A month may be shorter than what is left of the one asked for.
    let on = period.end().saturating_sub(left.days()).max(period.start());
    let told = match left {
        0 => period,
        _ => Period { shape: PeriodShape::Span(period.start(), on), ..period },
    };
    let then = ScoreRequest { period: told, ..*asked };
    let mut total = before.exact;
    for lever in levers {
        // Before the first day known, and of nothing so far, nobody can tell what it would have said.
        let known = asked.warehouse.metrics.known_span(lever.metric);
        let is_known = known.from.is_none_or(|from| from <= period.start());
        let ours = then
            .find_measure(&lever.metric.id)?
            .filter(|ours| is_known && (left == 0 || ours.denominator != Some(0)));
        let points = ours.and_then(|ours| lever.row.exact_points(ours));
        let Some((points, published)) = points.zip(published_points(before, lever.row)) else {
            return Ok(None);
        };
        total = total.minus(published).plus(points);
    }
    Ok(Some(total))
}
