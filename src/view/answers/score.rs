//! A scorecard filled in.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::decimal::FixedDecimal,
    view::{PointsOrigin, ScoreRequest, ScoreTotal, ScoredRow},
    warehouse::WarehouseError,
};

/// Answers a scorecard: the total and every row, for one agency and period.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreAnswer {
    pub scorecard: String,
    pub name: String,
    pub agency_code: String,
    pub agency_name: String,
    /// Id of the period.
    pub period: String,
    pub data_version: String,
    /// Null where its rows are no parts of one whole.
    pub points: Option<String>,
    /// Of the rows that have points, unless the whole was published.
    pub max: Option<String>,
    /// Points among them that the card's rule gives where there was nothing to count; null where there are none.
    pub points_by_rule: Option<String>,
    #[schema(value_type = String, example = "computed")]
    pub origin: PointsOrigin,
    pub rows: Vec<ScoreRow>,
}

/// Holds one row of a scorecard with its points and where they come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreRow {
    pub id: String,
    pub group: String,
    pub name: String,
    pub max: Option<String>,
    pub points: Option<String>,
    pub lost: Option<String>,
    /// The card's rule that gives the points, where there was nothing to count; null elsewhere.
    pub rule: Option<String>,
    #[schema(value_type = String, example = "published")]
    pub origin: PointsOrigin,
    /// Whether dossiers are enough to recompute it.
    pub is_computable: bool,
    pub computed_numerator: Option<i64>,
    pub computed_denominator: Option<i64>,
    pub computed_points: Option<String>,
    pub published_numerator: Option<i64>,
    pub published_denominator: Option<i64>,
    pub published_score: Option<String>,
    pub recomputed_points: Option<String>,
    pub target: Option<String>,
    pub before: Option<String>,
    pub rank: Option<i64>,
    pub rank_before: Option<i64>,
    pub ranked_of: Option<i64>,
    pub office: Option<String>,
    pub feeds: Vec<String>,
}

impl ScoreAnswer {
    /// Fills in the scorecard. Fails where the warehouse cannot be asked.
    pub fn new(asked: &ScoreRequest, agency_name: &str) -> Result<Self, WarehouseError> {
        let rows = asked.score_rows()?;
        let ScoreTotal { points, max, origin, by_rule } = asked.total_score(&rows)?;
        let card = asked.card;
        Ok(Self {
            scorecard: card.id.clone(),
            name: card.name.clone(),
            agency_code: asked.agency.to_owned(),
            agency_name: agency_name.to_owned(),
            period: asked.period.to_string(),
            data_version: asked.warehouse.data_version.clone(),
            points: card.adds_up.then(|| points.to_string()),
            max: card.adds_up.then(|| max.to_string()),
            points_by_rule: by_rule.filter(|_| card.adds_up).map(|points| points.to_string()),
            origin,
            rows: rows.iter().map(ScoreRow::new).collect(),
        })
    }
}

impl ScoreRow {
    /// Makes the answer's row of a scored row.
    pub fn new(row: &ScoredRow) -> Self {
        let text = |points: Option<FixedDecimal>| points.map(|points| points.to_string());
        Self {
            id: row.id.clone(),
            group: row.group.clone(),
            name: row.name.clone(),
            max: row.max.map(|max| max.to_string()),
            points: text(row.points),
            lost: text(row.lost_points()),
            rule: row.rule.clone(),
            origin: row.origin,
            is_computable: row.is_computable,
            computed_numerator: row.computed.and_then(|measure| measure.shown_counts().0),
            computed_denominator: row.computed.and_then(|measure| measure.shown_counts().1),
            computed_points: text(row.computed_points),
            published_numerator: row.published.and_then(|figure| figure.numerator),
            published_denominator: row.published.and_then(|figure| figure.denominator),
            published_score: row
                .published
                .and_then(|figure| figure.score)
                .map(|score| score.to_string()),
            recomputed_points: text(row.recomputed_points),
            target: text(row.target),
            before: text(row.before),
            rank: row.rank,
            rank_before: row.rank_before,
            ranked_of: row.ranked_of,
            office: row.office.clone(),
            feeds: row.feeds.iter().map(|(id, _)| id.clone()).collect(),
        }
    }
}
