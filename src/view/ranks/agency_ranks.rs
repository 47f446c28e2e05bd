//! Ranks of rates: the best is 1, those of one value share one, and who is not ranked has none.

use std::collections::HashMap;

use crate::{
    catalog::metric::Metric, domain::measure::BetterDirection, warehouse::query::AgencyValue,
};

/// The ranks of agencies of one level, by their code.
pub struct AgencyRanks(HashMap<String, usize>);

impl AgencyRanks {
    /// `values` are of all of the level, in any order.
    pub fn new(metric: &Metric, values: &[AgencyValue]) -> Self {
        // Of counts, whoever has none is not listed: the least of those listed is not the best.
        let is_rate = metric.denominator.is_some();
        let is_ranked =
            |value: &&AgencyValue| is_rate && !value.is_few && !value.measure.is_empty();
        let mut best_first: Vec<&AgencyValue> = values.iter().filter(is_ranked).collect();
        best_first.sort_by(|a, b| {
            let order = a.measure.compare_exactly(b.measure);
            if metric.better == BetterDirection::Higher { order.reverse() } else { order }
        });
        let mut places = HashMap::with_capacity(best_first.len());
        let mut rank = 0;
        for (at, value) in best_first.iter().enumerate() {
            let is_shared =
                at > 0 && value.measure.compare_exactly(best_first[at - 1].measure).is_eq();
            rank = if is_shared { rank } else { at + 1 };
            places.insert(value.agency_code.clone(), rank);
        }
        Self(places)
    }

    /// Who is alone has none.
    pub fn rank_of(&self, agency: &str) -> Option<usize> {
        self.0.get(agency).copied().filter(|_| self.0.len() > 1)
    }

    /// How many are ranked.
    pub fn count_ranked(&self) -> usize {
        self.0.len()
    }
}
