//! An outlook for machines.

use crate::{
    catalog::metric::Metric,
    domain::{decimal::FixedDecimal, verdict::VerdictRule},
    view::PeriodForecast,
    warehouse::query::ActiveTarget,
};

/// Makes the JSON of a forecast; values are rounded texts, counts are numbers.
pub fn forecast_json(
    metric: &Metric,
    outlook: &PeriodForecast,
    (judge, target): (VerdictRule, Option<&ActiveTarget>),
) -> serde_json::Value {
    let (so_far, standing) = (outlook.so_far(), outlook.standing);
    let text = |number: Option<FixedDecimal>| number.map(|number| number.to_string());
    serde_json::json!({
        "metric": metric.id, "known_until": outlook.on.to_string(), "is_over": outlook.is_over,
        "numerator": so_far.numerator, "denominator": so_far.denominator, "value": so_far.to_plain(metric.unit),
        "floor": target.map(|target| target.value.to_string()),
        "needed": target.and_then(|target| outlook.needed_on_time(judge, target.target_kind())),
        // `open_late` is the old name, kept for one version.
        "open_overdue": standing.overdue, "open_late": standing.overdue, "open_due_within": standing.due_within, "open_due_after": standing.due_after,
        "best": outlook.best_possible().to_plain(metric.unit),
        "open_can_reach": target.map(|target| outlook.can_reach(judge, target.target_kind())),
        "expected": outlook.expected.and_then(|measure| measure.to_plain(metric.unit)),
        "lowest": text(outlook.range.map(|(lowest, _)| lowest)), "highest": text(outlook.range.map(|(_, highest)| highest)),
        "periods_tried": outlook.errors.len(), "mean_error": text(outlook.mean_error()),
        "largest_error": text(outlook.errors.last().copied()),
    })
}
