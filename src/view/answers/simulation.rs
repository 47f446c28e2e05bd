//! What an agency's dossiers can make of its place in a published table.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{decimal::FixedDecimal, fraction::ExactFraction, measure::Measure},
    view::{
        ScoreRequest,
        simulation::{RankStep, ScoreSimulation, SimulatedScore, TriedPeriod},
    },
    warehouse::query::{LeverDossier, LeverStanding, format_civil_time},
};

/// Answers a simulation: the agency's score as counted, at the least, at the most, and how far the same was off in earlier periods.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulationAnswer {
    pub scorecard: String,
    pub agency_code: String,
    pub agency_name: String,
    /// Id of the period.
    pub period: String,
    pub data_version: String,
    /// Null where no table of the period, or of one of the same kind before it, holds the agency.
    pub simulation: Option<SimulationBody>,
    /// The dossiers that can still move a row.
    pub rows: Vec<SimulationRow>,
}

/// Holds what a simulation says; points are rounded texts.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulationBody {
    /// Id of the period of the published table.
    pub table_period: String,
    pub publisher: String,
    /// The day of the export that told the table.
    pub told_on: Option<String>,
    /// Level of those the agency is ranked with; null where all of the table are.
    pub level: Option<String>,
    pub ranked_of: usize,
    /// Rows of the table that could not be read or whose level is unknown; with any, ranks may be worse than told.
    pub unread: usize,
    pub published: SimulatedCase,
    /// The day until which dossiers say how the period went; null where they say nothing of it.
    pub known_until: Option<String>,
    pub counted: SimulatedCase,
    pub lowest: SimulatedCase,
    pub highest: SimulatedCase,
    /// With the numbers that were asked for; null where none were.
    pub tried: Option<SimulatedCase>,
    pub levers: Vec<SimulatedLever>,
    /// Rows that stay as they were published, and why: `not_published`, `told_apart`, `not_counted`.
    pub stuck: Vec<StuckRow>,
    pub up: Vec<SimulatedStep>,
    pub down: Vec<SimulatedStep>,
    pub periods_tried: Vec<TriedRow>,
    pub mean_error: Option<String>,
    pub largest_error: Option<String>,
    /// Four in five of the periods tried were no further off; null where too few were tried.
    pub usual_error: Option<String>,
    pub usual_rank_error: Option<usize>,
}

/// Holds a total and its rank, and between what they lie; a rank is null where the others are not to be seen.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulatedCase {
    pub points: String,
    pub rank: Option<usize>,
    /// Null where too few periods were tried.
    pub points_from: Option<String>,
    pub points_to: Option<String>,
    pub rank_best: Option<usize>,
    pub rank_worst: Option<usize>,
}

/// Holds a row that dossiers can move.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulatedLever {
    pub id: String,
    pub name: String,
    /// Id of the card's row.
    pub row: String,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    /// Dossiers that count now, and no more if nothing is done.
    pub kept: i64,
    /// Dossiers that do not count, and will if it is done.
    pub gained: i64,
    /// Dossiers that count no more, whatever is done.
    pub lost: i64,
    /// What one dossier adds below the full mark, with four decimals and as an exact fraction.
    pub points_each: Option<String>,
    pub points_each_exact: Option<String>,
    pub published_numerator: Option<i64>,
    pub published_denominator: Option<i64>,
    /// Ours of the table's period.
    pub then_numerator: Option<i64>,
    pub then_denominator: Option<i64>,
}

/// Holds a row that stays as it was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct StuckRow {
    pub id: String,
    pub row: String,
    #[schema(value_type = String, example = "not_counted")]
    pub reason: crate::view::simulation::StuckReason,
}

/// Holds the dossiers of each lever, in the levers' order, that change the rank.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulatedStep {
    pub dossiers: Vec<i64>,
    pub points: String,
    pub rank: usize,
    /// Null where too few periods were tried.
    pub rank_best: Option<usize>,
    pub rank_worst: Option<usize>,
}

/// Holds an earlier period the simulation was made in, against what was published of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedRow {
    pub period: String,
    pub predicted: String,
    pub published: String,
    pub error: String,
    pub predicted_rank: Option<usize>,
    pub published_rank: Option<usize>,
    pub ranked_of: usize,
}

/// Holds a dossier that can still move a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulationRow {
    pub lever: String,
    pub standing: LeverStanding,
    pub dossier_code: String,
    pub agency_code: String,
    pub procedure_name: Option<String>,
    pub status: String,
    pub received_at: Option<String>,
    pub due_at: Option<String>,
    /// The day from which it is too late; null where there is none.
    pub lost_on: Option<String>,
}

impl SimulationBody {
    /// Makes the answer of a simulation.
    pub fn new(simulation: &ScoreSimulation, tried: Option<SimulatedScore>) -> Self {
        let ScoreSimulation { table, back_test, .. } = simulation;
        let published = SimulatedScore { total: table.own, rank: table.own_rank(), range: None };
        let text = |number: Option<FixedDecimal>| number.map(|number| number.to_string());
        Self {
            table_period: table.period.to_string(),
            publisher: table.publisher.clone(),
            told_on: table.told_on.map(|day| day.to_string()),
            level: table.level.clone(),
            ranked_of: table.count_ranked(),
            unread: table.unread,
            published: SimulatedCase::new(published),
            known_until: simulation.on.map(|day| day.to_string()),
            counted: SimulatedCase::new(simulation.counted),
            lowest: SimulatedCase::new(simulation.low),
            highest: SimulatedCase::new(simulation.high),
            tried: tried.map(SimulatedCase::new),
            levers: list_levers(simulation),
            stuck: (simulation.stuck.iter())
                .map(|stuck| StuckRow {
                    id: stuck.lever.id.clone(),
                    row: stuck.row.id.clone(),
                    reason: stuck.reason,
                })
                .collect(),
            up: simulation.up.iter().map(SimulatedStep::new).collect(),
            down: simulation.down.iter().map(SimulatedStep::new).collect(),
            periods_tried: back_test.tried.iter().map(TriedRow::new).collect(),
            mean_error: text(back_test.mean_error()),
            largest_error: text(back_test.errors().last().copied()),
            usual_error: text(back_test.usual_error()),
            usual_rank_error: back_test.usual_rank_error(),
        }
    }
}

impl SimulationAnswer {
    /// Makes the answer for an agency; fails where the warehouse cannot be asked.
    pub fn new(
        asked: &ScoreRequest,
        agency_name: &str,
        simulation: Option<SimulationBody>,
        rows: Vec<SimulationRow>,
    ) -> Self {
        Self {
            scorecard: asked.card.id.clone(),
            agency_code: asked.agency.to_owned(),
            agency_name: agency_name.to_owned(),
            period: asked.period.to_string(),
            data_version: asked.warehouse.data_version.clone(),
            simulation,
            rows,
        }
    }
}

impl SimulationRow {
    /// Makes the row of a dossier of a lever.
    pub fn new(lever: &str, row: LeverDossier) -> Self {
        let LeverDossier { standing, lost_on, dossier } = row;
        Self {
            lever: lever.to_owned(),
            standing,
            dossier_code: dossier.dossier_code,
            agency_code: dossier.agency_code,
            procedure_name: dossier.procedure_name,
            status: dossier.status,
            received_at: dossier.received_at.map(format_civil_time),
            due_at: dossier.due_at.map(format_civil_time),
            lost_on: lost_on.map(|day| day.to_string()),
        }
    }
}

impl SimulatedCase {
    fn new(score: SimulatedScore) -> Self {
        let ranks = score.range.and_then(|range| range.ranks);
        Self {
            points: score.total.to_string(),
            rank: score.rank,
            points_from: score.range.map(|range| range.lowest.to_string()),
            points_to: score.range.map(|range| range.highest.to_string()),
            rank_best: ranks.map(|(best, _)| best),
            rank_worst: ranks.map(|(_, worst)| worst),
        }
    }
}

impl SimulatedStep {
    fn new(step: &RankStep) -> Self {
        let ranks = step.range.and_then(|range| range.ranks);
        Self {
            dossiers: step.dossiers.clone(),
            points: step.total.to_string(),
            rank: step.rank,
            rank_best: ranks.map(|(best, _)| best),
            rank_worst: ranks.map(|(_, worst)| worst),
        }
    }
}

impl TriedRow {
    fn new(tried: &TriedPeriod) -> Self {
        Self {
            period: tried.period.to_string(),
            predicted: tried.predicted.to_string(),
            published: tried.published.to_string(),
            error: tried.error().to_string(),
            predicted_rank: tried.ranks.map(|(predicted, _)| predicted),
            published_rank: tried.ranks.map(|(_, published)| published),
            ranked_of: tried.ranked_of,
        }
    }
}

fn list_levers(simulation: &ScoreSimulation) -> Vec<SimulatedLever> {
    let counts = |it: Option<Measure>| it.map_or((None, None), Measure::shown_counts);
    let each = simulation.levers.iter().map(|lever| {
        let (numerator, denominator) = lever.counted.shown_counts();
        let (published_numerator, published_denominator) = counts(lever.published);
        let (then_numerator, then_denominator) = counts(lever.ours_then);
        let points = lever.points_each();
        SimulatedLever {
            id: lever.lever.id.clone(),
            name: lever.lever.name.clone(),
            row: lever.row.id.clone(),
            numerator,
            denominator,
            kept: lever.counts.kept,
            gained: lever.counts.gained,
            lost: lever.counts.lost,
            points_each: points.map(ExactFraction::to_four_decimals),
            points_each_exact: points.map(|points| {
                let (numerator, denominator) = points.terms();
                format!("{numerator}/{denominator}")
            }),
            published_numerator,
            published_denominator,
            then_numerator,
            then_denominator,
        }
    });
    each.collect()
}
