//! A simulation: an agency's total and rank as its dossiers stand, at the least, at the most, and with numbers to be tried.

use jiff::civil::Date;

use super::{
    super::scorecard::ScoreRequest,
    back_test::{BackTest, try_before},
    ladder::{RankStep, climb, descend},
    lever::{ScoreLever, StuckLever, list_levers, total_with},
    score::SimulatedScore,
    table::ScoreTable,
};
use crate::{
    catalog::metric::lever::LeverDefinition,
    domain::{decimal::FixedDecimal, threshold::Threshold},
    warehouse::{
        WarehouseError,
        query::{LeverAsked, LeverDossier},
    },
};

/// Holds what an agency's dossiers can make of its place in a table.
pub struct ScoreSimulation<'a> {
    pub table: ScoreTable,
    /// The day until which dossiers say how the period went; `None` where they say nothing of it.
    pub on: Option<Date>,
    /// Whether the period goes on after that day.
    pub goes_on: bool,
    /// What moves the total.
    pub levers: Vec<ScoreLever<'a>>,
    /// What would, if enough were known of it.
    pub stuck: Vec<StuckLever<'a>>,
    /// As counted: all that is in time stays so, nothing else is done.
    pub counted: SimulatedScore,
    /// Nothing that is at hand is done.
    pub low: SimulatedScore,
    /// All that is at hand is done.
    pub high: SimulatedScore,
    /// The fewest dossiers that bring each better rank, from as counted on.
    pub up: Vec<RankStep>,
    /// How many that are in time now cost each worse rank if they go overdue.
    pub down: Vec<RankStep>,
    pub back_test: BackTest,
    max: Option<FixedDecimal>,
}

/// Why numbers to be tried cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeProblem {
    /// Nothing of that name can be moved.
    UnknownLever { id: String },
    /// There are not so many.
    TooMany { id: String, at_hand: i64 },
}

impl<'a> ScoreRequest<'a> {
    /// Finds the newest published table that holds the agency, of the period or one of the same kind before it; with others in it if
    /// there is one.
    pub fn find_table(&self) -> Result<Option<ScoreTable>, WarehouseError> {
        ScoreTable::find_newest(self)
    }

    /// Lists the dossiers that can still move a row, lever by lever, at most so many of each; of one lever, or of all.
    pub fn list_at_hand(
        &self,
        lever: Option<&str>,
        at_most: u64,
    ) -> Result<Vec<(&'a LeverDefinition, Vec<LeverDossier>)>, WarehouseError> {
        // The table told after the end of the period leaves nothing to be done.
        if self.find_table()?.is_some_and(|table| table.is_final()) {
            return Ok(Vec::new());
        }
        let rows = self.card.groups.iter().flat_map(|group| &group.rows);
        let mut listed = Vec::new();
        for (found, metric) in rows.filter_map(|row| self.find_lever(row)) {
            let known = self.warehouse.metrics.known_span(metric);
            let until = known.until.filter(|_| known.find_gap(self.period).is_none());
            let (Some(until), true) = (until, lever.is_none_or(|id| id == found.id)) else {
                continue;
            };
            let asked = LeverAsked {
                metric,
                lever: found,
                period: self.period,
                on: until.min(self.period.end()),
                agency: self.agency,
            };
            listed.push((found, self.warehouse.dossiers.list_lever(&asked, at_most)?));
        }
        Ok(listed)
    }

    /// The ids of the levers of the card.
    pub fn lever_ids(&self) -> Vec<&'a str> {
        let rows = self.card.groups.iter().flat_map(|group| &group.rows);
        rows.filter_map(|row| self.find_lever(row)).map(|(lever, _)| lever.id.as_str()).collect()
    }

    /// Says what the agency's dossiers can make of its place in a table. Fails for who sees numbers alone.
    pub fn simulate_score(&self, table: ScoreTable) -> Result<ScoreSimulation<'a>, WarehouseError> {
        let (levers, stuck) = list_levers(self, &table)?;
        let on = levers.iter().map(|lever| lever.on).min();
        let left = on.map_or(0, |on| i64::from((self.period.end() - on).get_days()));
        let back_test = try_before(self, &table, &levers, left)?;
        let nothing = SimulatedScore { total: table.own, rank: None, range: None };
        let max = self.card.groups.iter().map(|group| group.max.map(Threshold::to_hundredths));
        let mut simulation = ScoreSimulation {
            on,
            goes_on: left > 0,
            stuck,
            counted: nothing,
            low: nothing,
            high: nothing,
            up: Vec::new(),
            down: Vec::new(),
            back_test,
            max: max.reduce(|sum, max| Some(sum?.plus(max?))).flatten(),
            levers,
            table,
        };
        let each =
            |of: fn(&ScoreLever) -> i64| simulation.levers.iter().map(of).collect::<Vec<_>>();
        let (counted, none) = (each(|lever| lever.counts.kept), each(|_| 0));
        let all = each(|lever| lever.counts.at_hand());
        simulation.counted = simulation.score_with(&counted);
        // What was published of the period itself after its end is no guess.
        if simulation.table.is_final() {
            simulation.counted.range = None;
        }
        simulation.low = simulation.score_with(&none);
        simulation.high = simulation.score_with(&all);
        simulation.up = simulation.range_steps(climb(&simulation.table, &simulation.levers));
        simulation.down = simulation.range_steps(descend(&simulation.table, &simulation.levers));
        Ok(simulation)
    }
}

impl ScoreSimulation<'_> {
    /// The score if so many dossiers at hand are done, by the levers' ids; what is not named is as counted.
    pub fn try_changes(&self, changes: &[(String, i64)]) -> Result<SimulatedScore, ChangeProblem> {
        let mut done: Vec<i64> = self.levers.iter().map(|lever| lever.counts.kept).collect();
        for (id, count) in changes {
            let at = self.levers.iter().position(|lever| lever.lever.id == *id);
            let Some(at) = at else {
                return Err(ChangeProblem::UnknownLever { id: id.clone() });
            };
            let at_hand = self.levers[at].counts.at_hand();
            if !(0..=at_hand).contains(count) {
                return Err(ChangeProblem::TooMany { id: id.clone(), at_hand });
            }
            done[at] = *count;
        }
        Ok(self.score_with(&done))
    }

    /// No rank is promised without how far it may be off.
    fn range_steps(&self, mut steps: Vec<RankStep>) -> Vec<RankStep> {
        for step in &mut steps {
            let among = (self.table.count_ranked(), self.max);
            step.range = self.back_test.range_around(step.total, Some(step.rank), among);
        }
        steps
    }

    /// The score if of each lever's dossiers so many are done.
    fn score_with(&self, done: &[i64]) -> SimulatedScore {
        let total = total_with(&self.table, &self.levers, done).to_hundredths();
        let rank = self.table.rank_at(total);
        let range = self.back_test.range_around(total, rank, (self.table.count_ranked(), self.max));
        SimulatedScore { total, rank, range }
    }
}
