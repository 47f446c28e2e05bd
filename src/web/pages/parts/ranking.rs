//! Agencies in their order, as a table with bars; those of too few under a heading of their own.

use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::{FixedDecimal, format_thousands},
        measure::{BetterDirection, Measure},
    },
    view::{AgencyRanks, AnswerWording, SizeGroups},
    warehouse::query::{ActiveTarget, ActiveTargets, AgencyValue},
    web::http::{error::WebError, page_context::PageContext},
};

/// Holds a ranking of agencies as a table: the ranked, those of too few, those without a value.
pub struct RankingView {
    pub groups: Vec<RankingGroup>,
    /// "90%"; none where no limit is drawn in.
    pub floor: Option<String>,
    /// Of a hundred, for the line in the bars.
    pub floor_at: Option<String>,
    /// Whether there are denominators, and how many more are needed can be said.
    pub is_share: bool,
    /// Whether anybody has a rank.
    pub has_ranks: bool,
    /// What the metric counts: "hồ sơ".
    pub noun: String,
}

/// The ranked, those of too few, and those without a value.
#[derive(Default)]
pub struct RankingGroup {
    /// None over the first.
    pub heading: Option<String>,
    pub rows: Vec<RankedAgency>,
}

/// One agency.
pub struct RankedAgency {
    pub code: String,
    pub name: String,
    pub value: String,
    /// The best is 1, whatever the order of the table.
    pub rank: Option<usize>,
    pub is_missed: bool,
    pub is_few: bool,
    /// Of a hundred, for the bar.
    pub share: String,
    pub numerator: String,
    pub denominator: String,
    pub missed: String,
    pub needed: String,
}

impl RankingView {
    /// `values` are shown in this order, those of too few behind the ranked.
    pub fn new(
        context: &PageContext,
        metric: &Metric,
        values: &[&AgencyValue],
        targets: &ActiveTargets,
    ) -> Result<Self, WebError> {
        let words = context.words();
        // Ranks are among all of the level, whoever is shown.
        let all = context.warehouse.metrics.values(&context.metric_request(metric))?;
        let all = context.ranked().select_values(metric, &all);
        let sizes = SizeGroups::new(&context.catalog.headline.size_groups, metric);
        let places: Vec<AgencyRanks> = (0..sizes.count())
            .map(|group| AgencyRanks::new(metric, &sizes.select_peers(&all, group)))
            .collect();
        let floor = targets.target_of_level(&context.catalog.headline.level);
        let largest = values.iter().map(|value| value.measure.numerator).max();
        // The ranked, the largest first; those of too few; those without a value.
        let (few, nothing) = (sizes.count(), sizes.count() + 1);
        let mut groups: Vec<RankingGroup> =
            (0..=nothing).map(|_| RankingGroup::default()).collect();
        for value in values {
            let row = ranked_agency(words, metric, targets, value, largest.unwrap_or(0));
            let has_value = value.measure.value(metric.unit).is_some();
            let size = sizes.find_group(value);
            let group = match (value.is_few, has_value) {
                (true, _) => few,
                (_, false) => nothing,
                _ => few - 1 - size,
            };
            let rank = places[size].rank_of(&value.agency_code);
            groups[group].rows.push(RankedAgency { rank, ..row });
        }
        if sizes.are_several() {
            for size in 0..few {
                groups[few - 1 - size].heading = Some(sizes.describe_group(words, metric, size));
            }
        }
        groups[few].heading = Some(words.few_heading(metric, targets.verdict_rule()));
        // What nobody knows is not nothing: each row says so itself.
        let is_known = values.iter().all(|value| value.measure.gap.is_none());
        groups[nothing].heading =
            is_known.then(|| words.fill_phrase("few.nothing", &[("noun", &words.noun(metric))]));
        let groups: Vec<RankingGroup> =
            groups.into_iter().filter(|group| !group.rows.is_empty()).collect();
        Ok(Self {
            floor: floor.map(|target| words.limit_value(metric, target)),
            floor_at: floor
                .filter(|_| metric.unit.is_of_hundred())
                .map(|target| target.value.to_string()),
            is_share: metric.denominator.is_some() && metric.unit.is_of_hundred(),
            has_ranks: groups.iter().flat_map(|group| &group.rows).any(|row| row.rank.is_some()),
            noun: words.noun(metric),
            groups,
        })
    }

    /// Over how many columns a heading stands.
    pub fn columns(&self) -> usize {
        let of_share = if self.is_share { 2 + usize::from(self.floor.is_some()) } else { 0 };
        3 + usize::from(self.has_ranks) + of_share
    }
}

fn ranked_agency(
    words: AnswerWording,
    metric: &Metric,
    targets: &ActiveTargets,
    value: &AgencyValue,
    largest: i64,
) -> RankedAgency {
    let Measure { numerator, denominator, .. } = value.measure;
    let share = if metric.unit.is_of_hundred() {
        value.measure.value(metric.unit)
    } else {
        FixedDecimal::of_fraction(numerator, largest, 100)
    };
    let missed = match metric.better {
        BetterDirection::Higher => denominator.map(|denominator| denominator - numerator),
        BetterDirection::Lower => Some(numerator),
    };
    let is_told = value.measure.is_told();
    let bound = targets.target_of_value(value).map(ActiveTarget::target_kind);
    let needed = bound
        .filter(|_| is_told && !value.is_few)
        .and_then(|bound| targets.verdict_rule().needed_successes(value.measure, bound));
    RankedAgency {
        code: value.agency_code.clone(),
        name: value.agency_name.clone(),
        value: words.ranked_value(metric, value),
        rank: None,
        is_missed: targets.judge_value(value).is_missed(),
        is_few: value.is_few,
        share: format!("{:.2}", share.map_or(0.0, FixedDecimal::to_f64).clamp(0.0, 100.0)),
        numerator: if is_told { format_thousands(numerator) } else { String::new() },
        denominator: denominator.filter(|_| is_told).map_or(String::new(), format_thousands),
        missed: missed.filter(|_| is_told).map_or(String::new(), format_thousands),
        needed: needed.map_or("–".into(), format_thousands),
    }
}
