//! One number with its counts, its target, its change and its way here.

use std::cmp::Ordering;

use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::FixedDecimal,
        measure::{Measure, MeasureUnit},
        period::Period,
    },
    view::{JudgedValue, VerdictTally},
    warehouse::query::{AgencyName, MetricRequest},
    web::http::{
        error::WebError,
        page_context::{PageContext, PageView},
    },
};

/// Holds one headline number with its counts, its target, its change and its trend.
pub struct MetricTile {
    pub id: String,
    pub name: String,
    pub rule: String,
    pub value: String,
    /// A count: what stands in `counts` is what is counted.
    pub is_count: bool,
    pub has_value: bool,
    /// There is no number, and words say so.
    pub is_said: bool,
    pub counts: String,
    /// Against the target, where there is one.
    pub against: Option<JudgedValue>,
    pub change: String,
    /// What the lock of the period says beside the number; empty where it is not locked.
    pub lock: String,
    /// Points of a line in a box of 100 by 24; empty where there are not two of them.
    pub trend: String,
}

impl MetricTile {
    /// Of each metric, over all agencies together.
    pub fn of_metrics(context: &PageContext, metrics: &[&Metric]) -> Result<Vec<Self>, WebError> {
        let PageView { period, basis, .. } = context.view;
        let periods = [vec![period, period.previous_period()], period.trend_steps()].concat();
        context.warehouse.metrics.prefetch(metrics, &periods, basis)?;
        metrics.iter().map(|metric| Self::of_all(context, metric)).collect()
    }

    /// Of all agencies together.
    pub fn of_all(context: &PageContext, metric: &Metric) -> Result<Self, WebError> {
        let measures = (
            total_measure(context, metric, context.view)?,
            total_measure(context, metric, context.view.before())?,
        );
        let mut steps = Vec::new();
        for period in context.view.period.trend_steps() {
            steps.push(total_measure(context, metric, PageView { period, ..context.view })?);
        }
        let trend = trend_points(metric, &steps);
        Self::new(context, metric, (measures.0, Some(measures.1)), None, trend)
    }

    /// Of one agency, if it has something to tell; the first two periods are this one and the one before.
    pub fn of_agency(
        context: &PageContext,
        metric: &Metric,
        agency: &AgencyName,
        periods: &[Period],
    ) -> Result<Option<Self>, WebError> {
        let PageView { period, basis, .. } = context.view;
        let selection = MetricRequest { metric, period, basis };
        let series = context.warehouse.metrics.series(&selection, &agency.code, periods)?;
        let measures: Vec<Option<Measure>> =
            series.into_iter().map(|(_, value)| value.map(|value| value.measure)).collect();
        let Some(now) =
            measures[0].filter(|now| now.is_withheld || now.value(metric.unit).is_some())
        else {
            return Ok(None);
        };
        let nothing = Measure::new_rate(0, 0);
        let steps: Vec<Measure> =
            measures[2..].iter().map(|measure| measure.unwrap_or(nothing)).collect();
        let trend = trend_points(metric, &steps);
        Self::new(context, metric, (now, measures[1]), Some(agency), trend).map(Some)
    }

    /// `measures` are of the period and of the one before; the target is the agency's, else the one for all.
    pub fn new(
        context: &PageContext,
        metric: &Metric,
        measures: (Measure, Option<Measure>),
        agency: Option<&AgencyName>,
        trend: String,
    ) -> Result<Self, WebError> {
        let (words, period) = (context.words(), context.view.period);
        let targets = context.warehouse.metrics.targets(metric, period.end())?;
        let target = match agency {
            Some(agency) => targets.target_for(&agency.code, &agency.level),
            None => targets.general_target(),
        };
        let (now, before) = measures;
        let asked =
            MetricRequest { metric, period: period.previous_period(), basis: context.view.basis };
        let before_name = words.asked_period_name(context.warehouse, &asked);
        Ok(Self {
            id: metric.id.clone(),
            name: metric.short_name.clone(),
            rule: metric.rule_name.clone(),
            value: words.format_value(metric, now),
            is_count: metric.denominator.is_none(),
            has_value: !now.is_empty(),
            is_said: now.value(metric.unit).is_none(),
            counts: words.format_counts(metric, now),
            against: target.and_then(|target| {
                JudgedValue::new(words, metric, target, targets.judge_under(Some(target), now))
            }),
            change: change_arrow(metric, now, before)
                + &words.describe_change(metric, now, (before, &before_name)),
            trend,
            lock: (context.lock_mark(metric, agency.map(|agency| agency.code.as_str()))?)
                .unwrap_or_default(),
        })
    }

    /// The share of agencies that reach the floor, of those over enough to be judged.
    pub fn of_agencies(context: &PageContext, metric: &Metric, tally: VerdictTally) -> Self {
        let (words, judged) = (context.words(), tally.judged);
        let reached = judged - tally.missed;
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let measure = Measure::new_rate(count(reached), count(judged));
        let counts =
            format!("{reached} / {judged} {}", words.level_name(&context.catalog.headline.level));
        Self {
            id: metric.id.clone(),
            name: words.fill_phrase("tile.agencies", &[]),
            rule: metric.rule_name.clone(),
            value: measure
                .to_vietnamese(MeasureUnit::Percent)
                .unwrap_or_else(|| words.format_value(metric, measure)),
            is_count: false,
            has_value: judged > 0,
            is_said: judged == 0,
            counts,
            against: None,
            change: String::new(),
            lock: String::new(),
            trend: String::new(),
        }
    }
}

/// Takes from a table what all of its lines say of the period before, to be said once over it; `None` where they differ.
pub fn take_common_change<'t>(tiles: impl Iterator<Item = &'t mut MetricTile>) -> Option<String> {
    let saying: Vec<&mut MetricTile> = tiles.filter(|tile| !tile.change.is_empty()).collect();
    let change = saying.first()?.change.clone();
    if saying.len() < 2 || saying.iter().any(|tile| tile.change != change) {
        return None;
    }
    for tile in saying {
        tile.change.clear();
    }
    Some(change)
}

/// Up, down or level, of the numbers as they are shown; nothing where one of them has no value.
fn change_arrow(metric: &Metric, now: Measure, before: Option<Measure>) -> String {
    let shown = |measure: Measure| measure.value(metric.unit).filter(|_| !measure.is_empty());
    let order = shown(now).zip(before.and_then(shown)).map(|(now, before)| now.cmp(&before));
    order.map_or(String::new(), |order| match order {
        Ordering::Less => "↓ ".to_owned(),
        Ordering::Equal => "→ ".to_owned(),
        Ordering::Greater => "↑ ".to_owned(),
    })
}

/// The sum over the agencies that stand above all others: everything the warehouse holds.
fn total_measure(
    context: &PageContext,
    metric: &Metric,
    view: PageView,
) -> Result<Measure, WebError> {
    let selection = MetricRequest { metric, period: view.period, basis: view.basis };
    let nothing = Measure::new(0, metric.denominator.as_ref().map(|_| 0));
    Ok(context.warehouse.metrics.total(&selection)?.unwrap_or(nothing))
}

/// `0.0,20.1 9.1,3.0`: a value a step, the lowest at the bottom.
fn trend_points(metric: &Metric, steps: &[Measure]) -> String {
    let value = |measure: &Measure| {
        let is_told = measure.denominator.is_none() || !measure.is_empty();
        let value = measure.value(metric.unit).filter(|_| is_told);
        value.map(FixedDecimal::to_f64)
    };
    let known: Vec<(usize, f64)> = (steps.iter().enumerate())
        .filter_map(|(step, measure)| Some((step, value(measure)?)))
        .collect();
    let values = || known.iter().map(|(_, value)| *value);
    let (least, most) =
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let whole = f64::from(u32::try_from(steps.len().max(2) - 1).unwrap_or(1));
    let point = |(step, value): &(usize, f64)| {
        let x = f64::from(u32::try_from(*step).unwrap_or(0)) * 96.0 / whole + 2.0;
        let y = if most > least { 22.0 - 20.0 * (value - least) / (most - least) } else { 12.0 };
        format!("{x:.1},{y:.1}")
    };
    if known.len() < 2 {
        return String::new();
    }
    known.iter().map(point).collect::<Vec<_>>().join(" ")
}
