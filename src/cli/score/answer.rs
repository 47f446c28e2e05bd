//! A scorecard for machines.

use serde::Serialize;

use crate::{
    cli::table::Table,
    domain::decimal::Hundredths,
    view::{Origin, ScoredRow},
};

#[derive(Serialize)]
pub struct Answer<'a> {
    pub scorecard: &'a str,
    pub name: &'a str,
    pub agency_code: &'a str,
    pub agency_name: &'a str,
    pub period: String,
    pub data_version: &'a str,
    /// Null where its rows are no parts of one whole.
    pub points: Option<String>,
    /// Of the rows that have points, unless the whole was published.
    pub max: Option<String>,
    pub origin: Origin,
    pub rows: Vec<Row>,
}

#[derive(Serialize)]
pub struct Row {
    id: String,
    group: String,
    name: String,
    max: Option<String>,
    points: Option<String>,
    lost: Option<String>,
    origin: Origin,
    is_computable: bool,
    computed_numerator: Option<i64>,
    computed_denominator: Option<i64>,
    computed_points: Option<String>,
    published_numerator: Option<i64>,
    published_denominator: Option<i64>,
    published_score: Option<String>,
    recomputed_points: Option<String>,
    target: Option<String>,
    before: Option<String>,
    rank: Option<i64>,
    rank_before: Option<i64>,
    ranked_of: Option<i64>,
    office: Option<String>,
    feeds: Vec<String>,
}

impl Row {
    pub fn new(row: &ScoredRow) -> Self {
        let text = |points: Option<Hundredths>| points.map(|points| points.to_string());
        Self {
            id: row.id.clone(),
            group: row.group.clone(),
            name: row.name.clone(),
            max: row.max.map(|max| max.to_string()),
            points: text(row.points),
            lost: text(row.lost()),
            origin: row.origin,
            is_computable: row.is_computable,
            computed_numerator: row.computed.map(|measure| measure.numerator),
            computed_denominator: row.computed.and_then(|measure| measure.denominator),
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

pub fn plain(rows: &[ScoredRow]) -> Table {
    let mut table = Table::new([
        "id",
        "group",
        "name",
        "max",
        "points",
        "lost",
        "target",
        "before",
        "rank",
        "ranked_of",
        "origin",
    ]);
    for row in rows.iter().map(Row::new) {
        let number =
            |number: Option<i64>| number.map_or(String::new(), |number| number.to_string());
        let origin = serde_json::to_value(row.origin)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned));
        table.row([
            row.id,
            row.group,
            row.name,
            row.max.unwrap_or_default(),
            row.points.unwrap_or_default(),
            row.lost.unwrap_or_default(),
            row.target.unwrap_or_default(),
            row.before.unwrap_or_default(),
            number(row.rank),
            number(row.ranked_of),
            origin.unwrap_or_default(),
        ]);
    }
    table
}
