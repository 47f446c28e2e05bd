//! How many dossiers bring each better rank, and how many cost each worse one.

use super::{
    lever::{ScoreLever, total_with},
    score::ScoreRange,
    table::ScoreTable,
};
use crate::domain::{decimal::FixedDecimal, fraction::ExactFraction};

/// Holds the least that changes a rank: how many dossiers of each lever, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankStep {
    /// Dossiers of each lever, in the levers' order.
    pub dossiers: Vec<i64>,
    pub total: FixedDecimal,
    pub rank: usize,
    /// Between what these lie; `None` where too few periods were tried.
    pub range: Option<ScoreRange>,
}

impl RankStep {
    /// All of them together.
    pub fn count_all(&self) -> i64 {
        self.dossiers.iter().sum()
    }
}

/// The fewest dossiers that bring each better rank. The one that adds the most is always next: no other choice of as many adds more,
/// since what a dossier of a row adds never grows.
pub(super) fn climb(table: &ScoreTable, levers: &[ScoreLever]) -> Vec<RankStep> {
    let limits: Vec<i64> = levers.iter().map(|lever| lever.counts.gained).collect();
    walk(table, levers, &limits, |lever, taken| {
        let at = lever.counts.kept + taken;
        lever.points_with(at + 1).minus(lever.points_with(at))
    })
}

/// How many dossiers that go overdue cost each worse rank, those first of which each costs the most.
pub(super) fn descend(table: &ScoreTable, levers: &[ScoreLever]) -> Vec<RankStep> {
    let limits: Vec<i64> = levers.iter().map(|lever| lever.counts.kept).collect();
    walk(table, levers, &limits, |lever, taken| {
        let at = lever.counts.kept - taken;
        lever.points_with(at - 1).minus(lever.points_with(at))
    })
}

/// Takes dossiers one by one, of the lever that moves the total the most, and notes each new rank.
fn walk(
    table: &ScoreTable,
    levers: &[ScoreLever],
    limits: &[i64],
    change: impl Fn(&ScoreLever, i64) -> ExactFraction,
) -> Vec<RankStep> {
    let mut steps = Vec::new();
    let kept: Vec<i64> = levers.iter().map(|lever| lever.counts.kept).collect();
    let mut total = total_with(table, levers, &kept);
    let Some(mut rank) = table.rank_at(total.to_hundredths()) else {
        return steps;
    };
    let size = |it: ExactFraction| it.max(ExactFraction::ZERO.minus(it));
    let mut taken = vec![0; levers.len()];
    let mut next: Vec<Option<ExactFraction>> = vec![None; levers.len()];
    loop {
        for (at, lever) in levers.iter().enumerate() {
            let is_left = taken[at] < limits[at];
            next[at] = is_left.then(|| change(lever, taken[at]));
        }
        // Of equal ones the first of the card.
        let most = (0..levers.len()).rev().max_by_key(|at| next[*at].map(size));
        let Some((at, moved)) = most.and_then(|at| Some((at, next[at]?))) else {
            return steps;
        };
        taken[at] += 1;
        total = total.plus(moved);
        let reached = table.rank_at(total.to_hundredths());
        if let Some(reached) = reached.filter(|reached| *reached != rank) {
            rank = reached;
            let (dossiers, total) = (taken.clone(), total.to_hundredths());
            steps.push(RankStep { dossiers, total, rank, range: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{Catalog, scorecard::ScorecardItem},
        domain::measure::Measure,
        warehouse::query::LeverCounts,
    };

    fn lever<'a>(
        catalog: &'a Catalog,
        row: &'a ScorecardItem,
        (numerator, denominator): (i64, i64),
        (kept, gained): (i64, i64),
    ) -> ScoreLever<'a> {
        let counted = Measure::new_rate(numerator, denominator);
        let points = row.exact_points(counted).expect("points");
        ScoreLever {
            lever: &catalog.levers[0],
            metric: catalog.find_metric(&catalog.levers[0].id).expect("a metric"),
            row,
            on: jiff::civil::date(2026, 8, 20),
            counted,
            counts: LeverCounts { kept, gained, lost: 0 },
            published: None,
            ours_then: None,
            rule: None,
            known_from: None,
            published_points: points,
            counted_points: points,
        }
    }

    fn row(max: &str, full_from: Option<&str>) -> ScorecardItem {
        let number = |text: &str| text.parse().expect("a number");
        ScorecardItem {
            max: Some(number(max)),
            full_from: full_from.map(number),
            ..ScorecardItem::default()
        }
    }

    fn told(steps: &[RankStep]) -> Vec<(Vec<i64>, String, usize)> {
        steps.iter().map(|it| (it.dossiers.clone(), it.total.to_string(), it.rank)).collect()
    }

    #[test]
    fn at_the_full_mark_more_dossiers_bring_nothing() {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let (short, whole) = (row("2", Some("80")), row("6", None));
        // 2 × 3/5 ÷ 0,8 = 1,5 of 2: one more is the full mark, 0,5 points; of the other each is 6 / 20 = 0,3 points.
        let levers =
            [lever(&catalog, &short, (3, 5), (0, 2)), lever(&catalog, &whole, (10, 20), (0, 3))];
        let table = ScoreTable::of_totals("70.00", &["70.40", "70.50", "71.00", "71.40", "75.00"]);
        assert_eq!(
            told(&climb(&table, &levers)),
            [
                // 70,5 is as many as one of them has.
                (vec![1, 0], "70.50".to_owned(), 4),
                // 70,8 changes nothing; 71,1 passes the next; 71,4 is as many as the one after.
                (vec![1, 2], "71.10".to_owned(), 3),
                (vec![1, 3], "71.40".to_owned(), 2),
            ]
        );
    }

    #[test]
    fn what_goes_overdue_costs_ranks_and_what_is_beyond_the_mark_costs_none() {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let short = row("2", Some("80"));
        // All five of five count: four are the full mark still, so that the first costs nothing and each after it 0,5.
        let levers = [lever(&catalog, &short, (5, 5), (3, 0))];
        let table = ScoreTable::of_totals("70.00", &["69.80", "69.50", "60.00"]);
        assert_eq!(
            told(&descend(&table, &levers)),
            [(vec![2], "69.50".to_owned(), 2), (vec![3], "69.00".to_owned(), 3)]
        );
    }

    #[test]
    fn who_is_alone_climbs_nowhere() {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let whole = row("6", None);
        let levers = [lever(&catalog, &whole, (1, 4), (0, 2))];
        assert!(climb(&ScoreTable::of_totals("70.00", &[]), &levers).is_empty());
    }
}
