//! The answer to "this metric, this period, these agencies".

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::MetricEnvelope;
use crate::{
    catalog::metric::Metric,
    domain::{
        basis::MetricBasis,
        known::{DataGap, KnownSpan},
        measure::{Measure, MeasureUnit},
        period::Period,
        reason::ReasonCode,
        verdict::Verdict,
    },
    period_lock::LockedPeriod,
    warehouse::{
        WarehouseError,
        query::{
            ActiveTargets, AgencyFilter, AgencyValue, BreakdownDimension, MetricRequest, Warehouse,
        },
    },
};

/// Lists the values of agencies.
pub type MetricAnswer = MetricEnvelope<ValuesBody>;

/// Holds the values of agencies, and from when until when anything is known.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Answer)]
pub struct ValuesBody {
    /// The first day anything is known of, and the last: before and after them nothing is counted, and nothing is nought.
    pub known_from: Option<String>,
    pub known_until: Option<String>,
    /// Whether the period goes on after the last known day: its numbers are those until then.
    pub is_unfinished: bool,
    /// Whether the period began before the first known day: its numbers are those from then on; left out where it did not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub misses_beginning: bool,
    /// Why there are no values at all: `nothing_known`, `before_first_day`, `after_last_day` or `not_published`; left out where there may
    /// be some.
    #[schema(value_type = Option<String>, example = "after_last_day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// How many dossiers (petitions, tasks) of all agencies and periods are not counted, because a value this metric uses cannot be read;
    /// left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<u64>,
    /// When the period was locked; left out where it is not. Each row says then what was reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked_at: Option<String>,
    /// Whether the metric was locked with the period; left out where that is not locked. What was not is none of what was reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_reported: Option<bool>,
    /// Agencies of which something was reported and of which nothing is counted now: they have no row; left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_without_row: Option<usize>,
    /// Why what was reported cannot be told: the lock is damaged; left out where it is whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock_problem: Option<String>,
    /// Lowest first, then those of too few to be ranked, then those without a value.
    pub rows: Vec<AnswerRow>,
}

/// Holds the value of one agency in an answer, with its counts and its verdict.
#[derive(Debug, Clone, Serialize, ToSchema)]
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
    /// What was reported of it, where the period is locked: left out where it is not, where nothing was reported, and where it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_numerator: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_denominator: Option<i64>,
}

impl MetricAnswer {
    /// Answers with the values a filter lets through, each held against its limit.
    pub fn of_values(
        warehouse: &Warehouse,
        selection: &MetricRequest,
        filter: &AgencyFilter,
    ) -> Result<Self, WarehouseError> {
        let MetricRequest { metric, period, .. } = *selection;
        let values = filter.select_values(metric, &warehouse.metrics.values(selection)?);
        let targets = warehouse.metrics.targets(metric, period.end())?;
        let to_row = |value| row(value, metric.unit, Some(&targets));
        Ok(Self::of_rows(warehouse, selection, values.into_iter().map(to_row).collect()))
    }

    /// Answers with the values of one part of the number, the subjects of one procedure, sector, channel; no limit is set for it.
    pub fn of_part(
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
        part: (BreakdownDimension, &str),
        filter: &AgencyFilter,
    ) -> Result<Self, WarehouseError> {
        let values = warehouse.breakdowns.values_of_part(metric, period, part)?;
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        let rows = filter.select_values(metric, &values).into_iter();
        let rows = rows.map(|value| row(value, metric.unit, None)).collect();
        Ok(Self::of_rows(warehouse, &selection, rows))
    }

    /// Says of each agency what was reported of it when the period was locked.
    pub fn with_lock(
        mut self,
        warehouse: &Warehouse,
        asked: (&Metric, Period),
        lock: &LockedPeriod,
    ) -> Result<Self, WarehouseError> {
        self.body.locked_at = Some(lock.note.locked_at.to_string());
        let held = lock.hold_metric(warehouse, asked, None)?;
        self.body.is_reported = Some(held.is_some());
        let Some(held) = held else { return Ok(self) };
        for row in &mut self.body.rows {
            let now = row.numerator.map(|numerator| Measure::new(numerator, row.denominator));
            let reported = lock.find_reported(warehouse, asked, (&row.agency_code, now));
            let counts = reported.map(Measure::shown_counts).unwrap_or_default();
            (row.reported_numerator, row.reported_denominator) = counts;
        }
        let gone = held.units.iter().filter(|(_, unit)| unit.now.is_none()).count();
        self.body.reported_without_row = Some(gone).filter(|count| *count > 0);
        Ok(self)
    }

    fn of_rows(warehouse: &Warehouse, selection: &MetricRequest, rows: Vec<AnswerRow>) -> Self {
        let MetricRequest { metric, period, basis } = *selection;
        let (metrics, published) = (&warehouse.metrics, basis.is_published());
        // A published figure is known where it is there.
        let known = if published { KnownSpan::default() } else { metrics.known_span(metric) };
        let not_published = (published && rows.is_empty()).then_some(DataGap::NotPublished);
        let part = metrics.known_part(selection);
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        let body = ValuesBody {
            known_from: text(known.from),
            known_until: text(known.until),
            is_unfinished: part.until.is_some(),
            misses_beginning: part.from.is_some(),
            reason: metrics.gap(selection).or(not_published).map(DataGap::reason),
            left_out: Some(metrics.left_out(metric)).filter(|count| *count > 0 && !published),
            locked_at: None,
            is_reported: None,
            reported_without_row: None,
            lock_problem: None,
            rows,
        };
        Self::new(metric, period, &warehouse.data_version, body)
    }
}

fn row(value: AgencyValue, unit: MeasureUnit, targets: Option<&ActiveTargets>) -> AnswerRow {
    let verdict = targets.map(|targets| targets.judge_value(&value));
    let (numerator, denominator) = value.measure.shown_counts();
    AnswerRow {
        numerator,
        denominator,
        value: value.measure.to_plain(unit),
        reason: value.measure.reason(),
        gap: value.measure.gap,
        is_few: value.is_few,
        is_withheld: value.measure.is_withheld,
        verdict: verdict.filter(|it| *it != Verdict::NoTarget),
        agency_code: value.agency_code,
        agency_name: value.agency_name,
        reported_numerator: None,
        reported_denominator: None,
    }
}
