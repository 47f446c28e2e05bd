//! An outlook in words.

use super::{super::wording::AnswerWording, PeriodForecast};
use crate::{
    catalog::metric::Metric,
    domain::vietnamese_date::format_day,
    domain::{
        decimal::{FixedDecimal, format_thousands},
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
    let percent = |number: FixedDecimal| format!("{}%", number.to_vietnamese());
    let day = format_day(outlook.on);
    let (value, counts) = (
        words.format_value(metric, outlook.so_far()),
        words.format_counts(metric, outlook.so_far()),
    );
    let mut lines =
        vec![words.fill_phrase(
            "forecast.so_far",
            &[("day", &day), ("value", &value), ("counts", &counts)],
        )];
    if let Some(target) = target.filter(|_| metric.unit == MeasureUnit::Percent && !outlook.is_over)
    {
        let limit = words.describe_limit(metric, target);
        lines.push(match outlook.needed_on_time(judge, target.target_kind()) {
            Some(0) => words.fill_phrase("forecast.reached", &[("limit", &limit)]),
            Some(needed) => words.fill_phrase(
                "forecast.needed",
                &[
                    ("limit", &limit),
                    ("needed", &format_thousands(needed)),
                    ("overdue", &format_thousands(standing.overdue)),
                ],
            ),
            None => words.fill_phrase("forecast.out_of_reach", &[("limit", &limit)]),
        });
        let open = [
            format_thousands(standing.due_within),
            format_thousands(standing.due_after),
            format_thousands(standing.overdue),
            words.format_value(metric, outlook.best_possible()),
        ];
        let id = if outlook.can_reach(judge, target.target_kind()) {
            "forecast.can"
        } else {
            "forecast.cannot"
        };
        lines.push(words.fill_phrase(
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
        lines.push(words.fill_phrase("forecast.over", &[]));
        return lines;
    }
    let Some(expected) = outlook.expected.and_then(|measure| measure.value(metric.unit)) else {
        lines.push(words.fill_phrase("forecast.unknown", &[]));
        return lines;
    };
    lines.push(match outlook.range {
        Some((lowest, highest)) => words.fill_phrase(
            "forecast.expected",
            &[
                ("value", &percent(expected)),
                ("lowest", &percent(lowest)),
                ("highest", &percent(highest)),
            ],
        ),
        None => words.fill_phrase("forecast.expected_alone", &[("value", &percent(expected))]),
    });
    if let Some((mean, largest)) = outlook.mean_error().zip(outlook.errors.last()) {
        let tried = outlook.errors.len().to_string();
        let said = [
            ("tried", tried),
            ("mean", mean.to_vietnamese()),
            ("largest", largest.to_vietnamese()),
        ];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        lines.push(words.fill_phrase("forecast.error", &said));
    }
    lines
}
