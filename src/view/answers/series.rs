//! One agency through time.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    catalog::metric::Metric,
    domain::period::Period,
    warehouse::{
        WarehouseError,
        read::{AgencyName, Selection, Warehouse},
    },
};

#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesAnswer {
    /// Id of the metric.
    pub metric: String,
    pub name: String,
    pub agency_code: String,
    pub agency_name: String,
    /// `date` or `timestamp`.
    pub rule: &'static str,
    pub data_version: String,
    /// The steps of the period asked for, the earliest first.
    pub rows: Vec<SeriesRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesRow {
    /// Id of the step.
    pub period: String,
    pub start: String,
    pub end: String,
    /// Null where nobody can say, before the agency was made of parts of others; and of so few that who asks is not told.
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    pub value: Option<String>,
}

impl SeriesAnswer {
    pub fn new(
        warehouse: &Warehouse,
        selection: &Selection,
        agency: &AgencyName,
    ) -> Result<Self, WarehouseError> {
        let metric: &Metric = selection.metric;
        let steps = selection.period.steps();
        let series = warehouse.series(selection, &agency.code, &steps)?;
        let row = |(period, value): (Period, Option<crate::warehouse::read::Value>)| {
            let measure = value.map(|value| value.measure).filter(|measure| !measure.is_withheld);
            SeriesRow {
                period: period.to_string(),
                start: period.start().to_string(),
                end: period.end().to_string(),
                numerator: measure.map(|measure| measure.numerator),
                denominator: measure.and_then(|measure| measure.denominator),
                value: measure.and_then(|measure| measure.plain(metric.unit)),
            }
        };
        Ok(Self {
            metric: metric.id.clone(),
            name: metric.name.clone(),
            agency_code: agency.code.clone(),
            agency_name: agency.name.clone(),
            rule: metric.rule.id(),
            data_version: warehouse.data_version.clone(),
            rows: series.into_iter().map(row).collect(),
        })
    }
}
