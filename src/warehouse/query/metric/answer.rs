//! The answer to "this metric, this period, these agencies", the same for the command line and the API.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    queries::MetricQueries,
    targets::ActiveTargets,
    value::{AgencyLevel, AgencyValue, MetricRequest},
};
use crate::{
    catalog::metric::Metric,
    domain::{
        known::{DataGap, KnownSpan},
        measure::MeasureUnit,
        period::Period,
        reason::ReasonCode,
        threshold::Threshold,
        verdict::{Verdict, is_under},
    },
    warehouse::WarehouseError,
};

/// Which agencies an answer lists.
#[derive(Debug, Clone, Default)]
pub struct AgencyFilter {
    /// Without a level: communes, or with an agency, that agency alone.
    pub level: Option<AgencyLevel>,
    /// This agency and those under it.
    pub agency: Option<String>,
    /// Only those strictly below.
    pub below: Option<Threshold>,
}

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Answer)]
pub struct MetricAnswer {
    /// Id of the metric.
    pub metric: String,
    pub name: String,
    /// Id of the period.
    pub period: String,
    /// `date` or `timestamp`.
    pub rule: &'static str,
    pub data_version: String,
    /// The first day anything is known of, and the last: before and after them nothing is counted, and nothing is nought.
    pub known_from: Option<String>,
    pub known_until: Option<String>,
    /// Whether the period goes on after the last known day: its numbers are those until then.
    pub is_unfinished: bool,
    /// Why there are no values at all: `nothing_known`, `before_first_day`, `after_last_day` or `not_published`; left out where there may
    /// be some.
    #[schema(value_type = Option<String>, example = "after_last_day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// How many dossiers (petitions, tasks) of all agencies and periods are not counted, because a value this metric uses cannot be read;
    /// left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<u64>,
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
    /// Rounded half up to two places; null where `reason` says why.
    pub value: Option<String>,
    /// Why there is no value: `nothing_known`, `before_first_day`, `after_last_day`, `withheld` or `nothing_counted`; left out
    /// where there is one.
    #[schema(value_type = Option<String>, example = "after_last_day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// The same with its day, for people.
    #[serde(skip)]
    pub gap: Option<DataGap>,
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

impl MetricQueries {
    /// Answers with the values a filter lets through, each held against its limit.
    pub fn answer(
        &self,
        metric: &Metric,
        period: Period,
        published: bool,
        filter: &AgencyFilter,
    ) -> Result<MetricAnswer, WarehouseError> {
        let rows = self.list_values(metric, period, published, filter)?;
        let targets = self.targets(metric, period.end())?;
        let to_row = |value| row(value, metric.unit, Some(&targets));
        let rows = rows.into_iter().map(to_row).collect();
        Ok(self.to_answer(&MetricRequest { metric, period, published }, rows))
    }

    /// Says the values of one part of the number; no limit is set for it.
    pub(in crate::warehouse::query) fn answer_of_values(
        &self,
        selection: &MetricRequest,
        values: &[AgencyValue],
        filter: &AgencyFilter,
    ) -> MetricAnswer {
        let rows = filter.of(selection.metric, values).into_iter();
        let rows = rows.map(|value| row(value, selection.metric.unit, None)).collect();
        self.to_answer(selection, rows)
    }

    fn to_answer(&self, selection: &MetricRequest, rows: Vec<AnswerRow>) -> MetricAnswer {
        let MetricRequest { metric, period, published } = *selection;
        // A published figure is known where it is there.
        let known = if published { KnownSpan::default() } else { self.known_span(metric) };
        let not_published = (published && rows.is_empty()).then_some(DataGap::NotPublished);
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        MetricAnswer {
            metric: metric.id.clone(),
            name: metric.name.clone(),
            period: period.to_string(),
            rule: metric.rule.id(),
            data_version: self.build.data_version.clone(),
            known_from: text(known.from),
            known_until: text(known.until),
            is_unfinished: known.cut(period).is_some(),
            reason: self.gap(selection).or(not_published).map(DataGap::reason),
            left_out: Some(self.left_out(metric)).filter(|count| *count > 0 && !published),
            rows,
        }
    }

    /// The values a filter lets through, lowest first.
    pub fn list_values(
        &self,
        metric: &Metric,
        period: Period,
        published: bool,
        filter: &AgencyFilter,
    ) -> Result<Vec<AgencyValue>, WarehouseError> {
        let values = self.values(&MetricRequest { metric, period, published })?;
        Ok(filter.of(metric, &values))
    }
}

impl AgencyFilter {
    /// Those of the values it lets through, in their order.
    fn of(&self, metric: &Metric, values: &[AgencyValue]) -> Vec<AgencyValue> {
        let commune = AgencyLevel::Named("commune".into());
        let level = self.level.as_ref().or(self.agency.is_none().then_some(&commune));
        let wanted = |value: &AgencyValue| match (level, &self.agency) {
            (Some(level), None) => value.is_at(level),
            (Some(level), Some(agency)) => {
                value.is_at(level) && stands_under(values, value, agency)
            }
            (None, Some(agency)) => value.agency_code == *agency,
            (None, None) => true,
        };
        let is_below = |value: &AgencyValue| {
            self.below.is_none_or(|limit| is_under(value.measure, metric.unit, limit))
        };
        values.iter().filter(|value| wanted(value) && is_below(value)).cloned().collect()
    }
}

/// Whether an agency is another one or somewhere below it.
fn stands_under(values: &[AgencyValue], value: &AgencyValue, ancestor: &str) -> bool {
    let parent =
        |code: &str| values.iter().find(|value| value.agency_code == code)?.parent_code.as_deref();
    std::iter::successors(Some(value.agency_code.as_str()), |code| parent(code))
        .take(5)
        .any(|code| code == ancestor)
}

fn row(value: AgencyValue, unit: MeasureUnit, targets: Option<&ActiveTargets>) -> AnswerRow {
    let verdict = targets.map(|targets| targets.verdict(&value));
    let (numerator, denominator) = value.measure.counts();
    AnswerRow {
        numerator,
        denominator,
        value: value.measure.plain(unit),
        reason: value.measure.reason(),
        gap: value.measure.gap,
        is_few: value.is_few,
        is_withheld: value.measure.is_withheld,
        verdict: verdict.filter(|it| *it != Verdict::NoTarget),
        agency_code: value.agency_code,
        agency_name: value.agency_name,
    }
}
