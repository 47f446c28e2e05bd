//! A scorecard filled in: what was published first, what we compute beside it, and what there is no data for.

pub(super) mod total;

use crate::{
    catalog::{
        Catalog,
        scorecard::{Scorecard, ScorecardItem},
    },
    domain::basis::MetricBasis,
    domain::{decimal::FixedDecimal, measure::Measure, period::Period, threshold::Threshold},
    warehouse::{
        WarehouseError,
        query::{AgencyFilter, Figure, IndexResult, MetricRequest, Warehouse},
    },
};

/// Where a row's points come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PointsOrigin {
    /// The portal's score, or a result that was taken in.
    Published,
    /// From the portal's counts or ratio, by the card's rule.
    Recomputed,
    /// Its metric.
    Computed,
    /// The card itself.
    Card,
    /// There is no data.
    None,
}

/// Holds one row of a scorecard filled in: its points, what was published and what we compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredRow {
    /// Whether it stands for a whole group, whose rows follow it.
    pub is_group: bool,
    pub group: String,
    pub id: String,
    pub name: String,
    pub max: Option<Threshold>,
    pub points: Option<FixedDecimal>,
    /// The rule that gives them where there was nothing to count.
    pub rule: Option<String>,
    pub origin: PointsOrigin,
    /// Whether exports are enough to recompute it.
    pub is_computable: bool,
    /// Ours, where it can be recomputed.
    pub computed: Option<Measure>,
    pub computed_points: Option<FixedDecimal>,
    pub published: Option<Figure>,
    /// From the published counts, to check the published score.
    pub recomputed_points: Option<FixedDecimal>,
    pub target: Option<FixedDecimal>,
    pub before: Option<FixedDecimal>,
    pub rank: Option<i64>,
    pub rank_before: Option<i64>,
    pub ranked_of: Option<i64>,
    pub office: Option<String>,
    /// Metrics that feed it, with their value.
    pub feeds: Vec<(String, Option<Measure>)>,
}

impl ScoredRow {
    /// Points short of the maximum.
    pub fn lost_points(&self) -> Option<FixedDecimal> {
        Some(self.max?.to_hundredths().minus(self.points?))
    }

    /// A row of points that dossiers are not enough to recompute.
    pub fn is_starred(&self) -> bool {
        !self.is_group && !self.is_computable && self.origin != PointsOrigin::Card
    }
}

/// Whose card, of when.
#[derive(Clone, Copy)]
pub struct ScoreRequest<'a> {
    pub catalog: &'a Catalog,
    pub warehouse: &'a Warehouse,
    pub card: &'a Scorecard,
    pub period: Period,
    pub agency: &'a str,
}

impl ScoreRequest<'_> {
    /// Fills in every row of the card; a card of index results has a row for each result. Fails where
    /// the warehouse cannot be asked.
    pub fn score_rows(&self) -> Result<Vec<ScoredRow>, WarehouseError> {
        let year = self.period.end().year();
        let results = self.warehouse.published.list_index_results(self.agency, year)?;
        if self.card.is_of_results {
            return Ok(results.iter().map(|result| self.result_row(result)).collect());
        }
        let mut rows = Vec::new();
        for group in &self.card.groups {
            if group.max.is_some() {
                let whole = ScorecardItem {
                    name: group.name.clone(),
                    max: group.max,
                    published: group.published.clone(),
                    ..ScorecardItem::default()
                };
                rows.push(ScoredRow {
                    is_group: true,
                    ..self.score_row(&group.name, &whole, None)?
                });
            }
            for row in &group.rows {
                let result = results.iter().find(|result| {
                    let is_row =
                        result.section.as_deref().is_none_or(|section| section == row.name);
                    let index = self.card.index.as_ref().filter(|_| result.section.is_some());
                    is_row && result.index_id == *index.unwrap_or(&row.id)
                });
                rows.push(self.score_row(&group.name, row, result)?);
            }
        }
        Ok(rows)
    }

    fn score_row(
        &self,
        group: &str,
        row: &ScorecardItem,
        result: Option<&IndexResult>,
    ) -> Result<ScoredRow, WarehouseError> {
        let computed = match &row.metric {
            Some(id) => self.find_measure(id)?,
            None => None,
        };
        let by_us = computed.and_then(|measure| row.compute_points(measure));
        let published = self.published_figure(row.published.as_deref())?;
        let by_figures = published.and_then(|figure| row.compute_points(figure.to_measure()?));
        let [computed_points, recomputed_points] =
            [by_us, by_figures].map(|told| told.map(|(points, _)| points));
        let score =
            published.and_then(|figure| figure.score).or(result.and_then(|result| result.score));
        let (points, origin) = match (score, recomputed_points, computed_points, row.achieved) {
            (Some(score), ..) => (Some(score.to_hundredths()), PointsOrigin::Published),
            (None, Some(points), ..) => (Some(points), PointsOrigin::Recomputed),
            (None, None, Some(points), _) => (Some(points), PointsOrigin::Computed),
            (None, None, None, Some(points)) => (Some(points.to_hundredths()), PointsOrigin::Card),
            (None, None, None, None) => (None, PointsOrigin::None),
        };
        let rule = match origin {
            PointsOrigin::Recomputed => by_figures.and_then(|(_, rule)| rule),
            PointsOrigin::Computed => by_us.and_then(|(_, rule)| rule),
            _ => None,
        };
        let mut feeds = Vec::new();
        for id in &row.feeds {
            feeds.push((id.clone(), self.find_measure(id)?));
        }
        Ok(ScoredRow {
            is_group: false,
            group: group.to_owned(),
            id: row.id.clone(),
            name: row.name.clone(),
            max: row.max,
            points,
            rule: rule.map(str::to_owned),
            origin,
            is_computable: row.metric.is_some(),
            computed,
            computed_points,
            published,
            recomputed_points,
            target: row
                .target
                .or(result.and_then(|result| result.target))
                .map(Threshold::to_hundredths),
            before: row
                .before
                .or(result.and_then(|result| result.before))
                .map(Threshold::to_hundredths),
            rank: result.and_then(|result| result.rank).or(row.rank),
            rank_before: result.and_then(|result| result.rank_before).or(row.rank_before),
            ranked_of: result.and_then(|result| result.ranked_of).or(row.ranked_of),
            office: row.office.clone(),
            feeds,
        })
    }

    fn result_row(&self, result: &IndexResult) -> ScoredRow {
        let index = self.catalog.vocabulary.display_name("index_id", &result.index_id).to_owned();
        ScoredRow {
            is_group: false,
            name: result.section.clone().unwrap_or_else(|| index.clone()),
            group: index,
            id: result.index_id.clone(),
            max: result.max_score,
            points: result.score.map(Threshold::to_hundredths),
            rule: None,
            origin: if result.score.is_some() {
                PointsOrigin::Published
            } else {
                PointsOrigin::None
            },
            is_computable: false,
            computed: None,
            computed_points: None,
            published: None,
            recomputed_points: None,
            target: result.target.map(Threshold::to_hundredths),
            before: result.before.map(Threshold::to_hundredths),
            rank: result.rank,
            rank_before: result.rank_before,
            ranked_of: result.ranked_of,
            office: None,
            feeds: Vec::new(),
        }
    }

    /// The metric's value for the agency; over nothing where it has others, `None` where we know nothing of it.
    pub(super) fn find_measure(&self, id: &str) -> Result<Option<Measure>, WarehouseError> {
        // What the cards name was cross-checked when the content was read.
        let Ok(metric) = self.catalog.find_metric(id) else {
            return Ok(None);
        };
        let filter =
            AgencyFilter { agency: Some(self.agency.to_owned()), ..AgencyFilter::default() };
        let request = MetricRequest { metric, period: self.period, basis: MetricBasis::Computed };
        let found = filter.select_values(metric, &self.warehouse.metrics.values(&request)?);
        let told = found.first().map(|value| value.measure);
        let counted = told.filter(|told| told.is_withheld || told.denominator != Some(0));
        if counted.is_some() {
            return Ok(counted);
        }
        if let Some(gap) = self.warehouse.metrics.known_span(metric).find_gap(self.period) {
            return Ok(Some(Measure::from_gap(gap)));
        }
        let is_known = told.is_some() || self.warehouse.agencies.has_events(self.agency)?;
        let nothing = Measure::new(0, metric.denominator.as_ref().map(|_| 0));
        Ok(is_known.then_some(nothing))
    }

    /// Returns the newest published figure of an indicator for the agency; `None` where the row names
    /// none or none was published.
    pub(super) fn published_figure(
        &self,
        indicator: Option<&str>,
    ) -> Result<Option<Figure>, WarehouseError> {
        match indicator {
            Some(indicator) => {
                self.warehouse.published.find_figure(indicator, self.agency, self.period)
            }
            None => Ok(None),
        }
    }
}
