//! The answer to "this metric, this period, these agencies", the same for the command line and the API.

use serde::Serialize;

use super::{
    super::WarehouseError,
    slice_by::SliceBy,
    targets::Targets,
    value::{Level, Selection, Value},
    warehouse::Warehouse,
};
use crate::{
    catalog::metric::Metric,
    domain::{
        measure::Unit,
        period::Period,
        threshold::Threshold,
        verdict::{Verdict, is_under},
    },
};

/// Which agencies an answer lists.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Without a level: communes, or with an agency, that agency alone.
    pub level: Option<Level>,
    /// This agency and those under it.
    pub agency: Option<String>,
    /// Only those strictly below.
    pub below: Option<Threshold>,
}

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Answer {
    /// Id of the metric.
    pub metric: String,
    pub name: String,
    /// Id of the period.
    pub period: String,
    /// `date` or `timestamp`.
    pub rule: &'static str,
    pub data_version: String,
    /// Lowest first, then those of too few to be ranked, then those without a value.
    pub rows: Vec<AnswerRow>,
}

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AnswerRow {
    pub agency_code: String,
    pub agency_name: String,
    /// Null where it is withheld.
    pub numerator: Option<i64>,
    /// Null for a count, and where it is withheld.
    pub denominator: Option<i64>,
    /// Rounded half up to two places; null over a zero denominator.
    pub value: Option<String>,
    /// Over so few that it is not ranked; left out where it is ranked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_few: bool,
    /// Of so few that who asks is not told; left out where it is told.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_withheld: bool,
    /// Against the limit that binds the agency: `met`, `floor_missed`, `goal_missed`, `small_sample` or `no_value`; left out where
    /// nothing is set, and of a part of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "floor_missed")]
    pub verdict: Option<Verdict>,
}

impl Warehouse {
    pub fn answer(
        &self,
        metric: &Metric,
        period: Period,
        published: bool,
        filter: &Filter,
    ) -> Result<Answer, WarehouseError> {
        let rows = self.listed(metric, period, published, filter)?;
        let targets = self.targets(metric, period.end())?;
        let told = |value| row(value, metric.unit, Some(&targets));
        Ok(self.said((metric, period), rows.into_iter().map(told).collect()))
    }

    /// The same of one part of the number: of the subjects of one procedure, sector, channel.
    pub fn answer_of_part(
        &self,
        (metric, period): (&Metric, Period),
        part: (SliceBy, &str),
        filter: &Filter,
    ) -> Result<Answer, WarehouseError> {
        let values = self.values_of_part(metric, period, part)?;
        let rows = filter.of(metric, &values).into_iter();
        Ok(self.said((metric, period), rows.map(|value| row(value, metric.unit, None)).collect()))
    }

    fn said(&self, (metric, period): (&Metric, Period), rows: Vec<AnswerRow>) -> Answer {
        Answer {
            metric: metric.id.clone(),
            name: metric.name.clone(),
            period: period.to_string(),
            rule: metric.rule.id(),
            data_version: self.data_version.clone(),
            rows,
        }
    }

    /// The values a filter lets through, lowest first.
    pub fn listed(
        &self,
        metric: &Metric,
        period: Period,
        published: bool,
        filter: &Filter,
    ) -> Result<Vec<Value>, WarehouseError> {
        let values = self.values(&Selection { metric, period, published })?;
        Ok(filter.of(metric, &values))
    }
}

impl Filter {
    /// Those of the values it lets through, in their order.
    fn of(&self, metric: &Metric, values: &[Value]) -> Vec<Value> {
        let commune = Level::Named("commune".into());
        let level = self.level.as_ref().or(self.agency.is_none().then_some(&commune));
        let wanted = |value: &Value| match (level, &self.agency) {
            (Some(level), None) => value.is_at(level),
            (Some(level), Some(agency)) => {
                value.is_at(level) && stands_under(values, value, agency)
            }
            (None, Some(agency)) => value.agency_code == *agency,
            (None, None) => true,
        };
        let is_below = |value: &Value| {
            self.below.is_none_or(|limit| is_under(value.measure, metric.unit, limit))
        };
        values.iter().filter(|value| wanted(value) && is_below(value)).cloned().collect()
    }
}

/// Whether an agency is another one or somewhere below it.
fn stands_under(values: &[Value], value: &Value, ancestor: &str) -> bool {
    let parent =
        |code: &str| values.iter().find(|value| value.agency_code == code)?.parent_code.as_deref();
    std::iter::successors(Some(value.agency_code.as_str()), |code| parent(code))
        .take(5)
        .any(|code| code == ancestor)
}

fn row(value: Value, unit: Unit, targets: Option<&Targets>) -> AnswerRow {
    let verdict = targets.map(|targets| targets.verdict(&value));
    let (numerator, denominator) = value.measure.counts();
    AnswerRow {
        numerator,
        denominator,
        value: value.measure.plain(unit),
        is_few: value.is_few,
        is_withheld: value.measure.is_withheld,
        verdict: verdict.filter(|it| *it != Verdict::NoTarget),
        agency_code: value.agency_code,
        agency_name: value.agency_name,
    }
}
