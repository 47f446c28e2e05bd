//! Rows of a card whose points dossiers at hand can still move.

use jiff::civil::Date;

use super::{super::scorecard::ScoreRequest, table::ScoreTable};
use crate::{
    catalog::{
        metric::{Metric, lever::LeverDefinition},
        scorecard::ScorecardItem,
    },
    domain::{fraction::ExactFraction, measure::Measure},
    warehouse::{
        WarehouseError,
        query::{LeverAsked, LeverCounts},
    },
};

/// Holds a row of a card that dossiers at hand can move: what it counts, and how many there are.
#[derive(Debug, Clone)]
pub struct ScoreLever<'a> {
    pub lever: &'a LeverDefinition,
    pub metric: &'a Metric,
    pub row: &'a ScorecardItem,
    /// The day until which its metric is told of the period.
    pub on: Date,
    /// What the points are computed from: ours, or what the table says where it was told of the period itself after its end.
    pub counted: Measure,
    pub counts: LeverCounts,
    /// What the table says of the row, where it says numbers.
    pub published: Option<Measure>,
    /// Ours of the table's period.
    pub ours_then: Option<Measure>,
    /// The rule that gives points where nothing was to be counted.
    pub rule: Option<&'a str>,
    /// The first day dossiers are known of, where it lies within the period: what was before it is not counted.
    pub known_from: Option<Date>,
    /// What the row adds to the published total.
    pub(super) published_points: ExactFraction,
    /// What it adds as counted.
    pub(super) counted_points: ExactFraction,
}

/// Why a row stays as it was published, though dossiers could move it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StuckReason {
    /// The table does not say what the row added to the total.
    NotPublished,
    /// What the row added is told by an export of another day than the total.
    ToldApart,
    /// Dossiers do not say what the row comes to in the period.
    NotCounted,
}

/// A row that stays as it was published, and why.
#[derive(Debug, Clone)]
pub struct StuckLever<'a> {
    pub lever: &'a LeverDefinition,
    pub row: &'a ScorecardItem,
    pub reason: StuckReason,
}

impl<'a> ScoreRequest<'a> {
    /// The lever of a row: that of its metric, where its points follow from counts.
    pub(super) fn find_lever(
        &self,
        row: &ScorecardItem,
    ) -> Option<(&'a LeverDefinition, &'a Metric)> {
        let id = row.metric.as_ref().filter(|_| !row.is_ratio_only && row.max.is_some())?;
        Some((self.catalog.find_lever(id)?, self.catalog.find_metric(id).ok()?))
    }
}

impl ScoreLever<'_> {
    /// The row's points if so many of the dossiers at hand are done.
    pub(super) fn points_with(&self, done: i64) -> ExactFraction {
        self.counted_points
            .plus(self.row_points(done).unwrap_or(ExactFraction::ZERO))
            .minus(self.row_points(self.counts.kept).unwrap_or(ExactFraction::ZERO))
    }

    /// What one more adds, below the full mark; `None` where nothing is counted.
    pub fn points_each(&self) -> Option<ExactFraction> {
        let denominator = self.counted.denominator?;
        self.row.exact_points(Measure::new_rate(1, denominator)).filter(|_| denominator > 0)
    }

    fn row_points(&self, done: i64) -> Option<ExactFraction> {
        let denominator = self.counted.denominator?;
        let numerator = self.counted.numerator - self.counts.kept + done;
        // What a portal counted of the period may be less than is at hand.
        self.row.exact_points(Measure::new_rate(numerator.clamp(0, denominator), denominator))
    }
}

/// Lists the rows that dossiers can move, and those that stay as they were published.
pub(super) fn list_levers<'a>(
    asked: &ScoreRequest<'a>,
    table: &ScoreTable,
) -> Result<(Vec<ScoreLever<'a>>, Vec<StuckLever<'a>>), WarehouseError> {
    let (mut levers, mut stuck) = (Vec::new(), Vec::new());
    for row in asked.card.groups.iter().flat_map(|group| &group.rows) {
        let Some((lever, metric)) = asked.find_lever(row) else { continue };
        match read_lever(asked, table, (row, lever, metric))? {
            Ok(found) => levers.push(found),
            Err(reason) => stuck.push(StuckLever { lever, row, reason }),
        }
    }
    Ok((levers, stuck))
}

fn read_lever<'a>(
    asked: &ScoreRequest<'a>,
    table: &ScoreTable,
    (row, lever, metric): (&'a ScorecardItem, &'a LeverDefinition, &'a Metric),
) -> Result<Result<ScoreLever<'a>, StuckReason>, WarehouseError> {
    let Some(published_points) = published_points(table, row) else {
        let is_apart = table.is_told_apart(row);
        let reason = if is_apart { StuckReason::ToldApart } else { StuckReason::NotPublished };
        return Ok(Err(reason));
    };
    let ours = asked.find_measure(&metric.id)?;
    let known = asked.warehouse.metrics.known_span(metric);
    let until = known.until;
    // Nothing so far is no result of a period that goes on.
    let is_over = until.is_some_and(|until| until >= asked.period.end());
    let ours = ours.filter(|ours| is_over || ours.denominator != Some(0));
    let points = ours.and_then(|ours| row.exact_points(ours));
    let (Some(ours), Some(until), Some(points)) = (ours, until, points) else {
        return Ok(Err(StuckReason::NotCounted));
    };
    let published = table.find_figure(row).and_then(|figure| {
        figure.to_measure().filter(|_| figure.numerator.is_some() && figure.denominator.is_some())
    });
    let is_final = table.is_final();
    let on = until.min(asked.period.end());
    let (period, agency) = (asked.period, asked.agency);
    let lever_asked = LeverAsked { metric, lever, period, on, agency };
    // What was told after the end can be moved no more.
    let counts = if is_final {
        LeverCounts::default()
    } else {
        asked.warehouse.dossiers.count_lever(&lever_asked)?
    };
    let then = ScoreRequest { period: table.period, ..*asked };
    let counted = published.filter(|_| is_final).unwrap_or(ours);
    Ok(Ok(ScoreLever {
        lever,
        metric,
        row,
        on,
        counted,
        counts,
        published,
        ours_then: if table.age == 0 { Some(ours) } else { then.find_measure(&metric.id)? },
        rule: row.when_none.as_ref().filter(|_| counted.denominator == Some(0)).map(|it| &*it.rule),
        known_from: known.from.filter(|from| *from > asked.period.start()),
        published_points,
        counted_points: if is_final { published_points } else { points },
    }))
}

/// What a row adds to the published total: its score, else what its counts come to; `None` where neither is told.
pub(super) fn published_points(table: &ScoreTable, row: &ScorecardItem) -> Option<ExactFraction> {
    let figure = table.find_figure(row)?;
    match figure.score {
        Some(score) => Some(score.to_fraction()),
        None => row.exact_points(figure.to_measure()?),
    }
}

/// The published total with the levers' points in place of what was published of them.
pub(super) fn total_with(table: &ScoreTable, levers: &[ScoreLever], done: &[i64]) -> ExactFraction {
    levers.iter().zip(done).fold(table.exact, |total, (lever, done)| {
        total.minus(lever.published_points).plus(lever.points_with(*done))
    })
}
