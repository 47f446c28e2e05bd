//! An outlook in words.

use super::{super::wording::AnswerWording, PeriodForecast};
use crate::{
    catalog::metric::Metric,
    domain::vietnamese_date::format_day,
    domain::{
        decimal::{FixedDecimal, thousands},
        measure::MeasureUnit,
        verdict::VerdictRule,
    },
    warehouse::query::ActiveTarget,
};

/// How it went so far, how many more it takes, and where it is going.
pub fn outlook_lines(
    words: AnswerWording,
    metric: &Metric,
    outlook: &PeriodForecast,
    (judge, target): (VerdictRule, Option<&ActiveTarget>),
) -> Vec<String> {
    let standing = outlook.standing;
    let percent = |number: FixedDecimal| format!("{}%", number.vietnamese());
    let day = format_day(outlook.on);
    let (value, counts) =
        (words.value(metric, outlook.so_far()), words.counts(metric, outlook.so_far()));
    let mut lines = vec![
        words.say("forecast.so_far", &[("day", &day), ("value", &value), ("counts", &counts)]),
    ];
    if let Some(target) = target.filter(|_| metric.unit == MeasureUnit::Percent && !outlook.is_over)
    {
        let limit = words.limit(metric, target);
        lines.push(match outlook.needed(judge, target.bound()) {
            Some(0) => words.say("forecast.reached", &[("limit", &limit)]),
            Some(needed) => words.say(
                "forecast.needed",
                &[
                    ("limit", &limit),
                    ("needed", &thousands(needed)),
                    ("overdue", &thousands(standing.overdue)),
                ],
            ),
            None => words.say("forecast.out_of_reach", &[("limit", &limit)]),
        });
        let open = [
            thousands(standing.due_within),
            thousands(standing.due_after),
            thousands(standing.overdue),
            words.value(metric, outlook.best()),
        ];
        let id = if outlook.can_reach(judge, target.bound()) {
            "forecast.can"
        } else {
            "forecast.cannot"
        };
        lines.push(words.say(
            id,
            &[
                ("within", &open[0]),
                ("after", &open[1]),
                ("overdue", &open[2]),
                ("best", &open[3]),
                ("limit", &limit),
            ],
        ));
    }
    if outlook.is_over {
        lines.push(words.say("forecast.over", &[]));
        return lines;
    }
    let Some(expected) = outlook.expected.and_then(|measure| measure.value(metric.unit)) else {
        lines.push(words.say("forecast.unknown", &[]));
        return lines;
    };
    lines.push(match outlook.range {
        Some((lowest, highest)) => words.say(
            "forecast.expected",
            &[
                ("value", &percent(expected)),
                ("lowest", &percent(lowest)),
                ("highest", &percent(highest)),
            ],
        ),
        None => words.say("forecast.expected_alone", &[("value", &percent(expected))]),
    });
    if let Some((mean, largest)) = outlook.mean_error().zip(outlook.errors.last()) {
        let tried = outlook.errors.len().to_string();
        let said =
            [("tried", tried), ("mean", mean.vietnamese()), ("largest", largest.vietnamese())];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        lines.push(words.say("forecast.error", &said));
    }
    lines
}
