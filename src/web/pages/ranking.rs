//! Agencies in their order, as a table with bars.

use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::{Hundredths, thousands},
        measure::{Better, Measure},
        threshold::Threshold,
    },
    view::Wording,
    warehouse::read::{Target, Targets, Value},
};

pub struct Ranking {
    pub rows: Vec<Ranked>,
    /// "90%"; none where no limit is drawn in.
    pub floor: Option<String>,
    /// Of a hundred, for the line in the bars.
    pub floor_at: Option<String>,
    /// Whether there are denominators, and how many more are needed can be said.
    pub is_share: bool,
    /// What the metric counts: "hồ sơ".
    pub noun: String,
}

/// One agency.
pub struct Ranked {
    pub code: String,
    pub name: String,
    pub value: String,
    pub rank: Option<usize>,
    pub is_below: bool,
    /// Of a hundred, for the bar.
    pub share: String,
    pub numerator: String,
    pub denominator: String,
    pub missed: String,
    pub needed: String,
}

impl Ranking {
    /// `values` come lowest first; `all` are those the bars are held against.
    pub fn new(
        words: Wording,
        metric: &Metric,
        level: &str,
        (values, targets): (&[&Value], &Targets),
    ) -> Self {
        let floor = targets.of_level(level).filter(|_| metric.better == Better::Higher);
        let largest = values.iter().map(|value| value.measure.numerator).max();
        let mut rank = 0;
        let rows = values.iter().map(|value| {
            let is_ranked = !value.is_few && !value.measure.is_empty();
            rank += usize::from(is_ranked);
            ranked(words, metric, targets.of_value(value), value, largest.unwrap_or(0))
                .ranked(is_ranked.then_some(rank))
        });
        Self {
            rows: rows.collect(),
            floor: floor.map(|target| words.limit_value(metric, target)),
            floor_at: floor
                .filter(|_| metric.unit.is_of_hundred())
                .map(|target| target.value.to_string()),
            is_share: metric.denominator.is_some() && metric.unit.is_of_hundred(),
            noun: words.say(&format!("subject.{}", metric.subject.id()), &[]),
        }
    }
}

impl Ranked {
    fn ranked(self, rank: Option<usize>) -> Self {
        Self { rank, ..self }
    }
}

/// Whether it is strictly under its limit.
pub fn is_below(metric: &Metric, targets: &Targets, value: &Value) -> bool {
    let limit = targets.of_value(value).filter(|_| metric.better == Better::Higher);
    limit.is_some_and(|target| target.value.is_above(value.measure, metric.unit))
}

fn ranked(
    words: Wording,
    metric: &Metric,
    target: Option<&Target>,
    value: &Value,
    largest: i64,
) -> Ranked {
    let Measure { numerator, denominator, .. } = value.measure;
    let share = if metric.unit.is_of_hundred() {
        value.measure.value(metric.unit)
    } else {
        Hundredths::of_fraction(numerator, largest, 100)
    };
    let limit: Option<Threshold> =
        target.filter(|_| metric.better == Better::Higher).map(|target| target.value);
    let missed = match metric.better {
        Better::Higher => denominator.map(|denominator| denominator - numerator),
        Better::Lower => Some(numerator),
    };
    let is_told = value.measure.is_told();
    Ranked {
        code: value.agency_code.clone(),
        name: value.agency_name.clone(),
        value: words.ranked(metric, value),
        rank: None,
        is_below: limit.is_some_and(|limit| limit.is_above(value.measure, metric.unit)),
        share: format!("{:.2}", share.map_or(0.0, Hundredths::approximate).clamp(0.0, 100.0)),
        numerator: if is_told { thousands(numerator) } else { String::new() },
        denominator: denominator.filter(|_| is_told).map_or(String::new(), thousands),
        missed: missed.filter(|_| is_told).map_or(String::new(), thousands),
        needed: (limit.filter(|_| is_told).and_then(|limit| limit.needed(value.measure)))
            .map_or("–".into(), thousands),
    }
}
