//! An outlook, for machines and in words.

use crate::{
    catalog::metric::Metric,
    domain::{
        decimal::{Hundredths, thousands},
        measure::Unit,
    },
    view::{Outlook, Wording},
    warehouse::read::Target,
};

pub fn json(metric: &Metric, outlook: &Outlook, target: Option<&Target>) -> serde_json::Value {
    let (so_far, standing) = (outlook.so_far(), outlook.standing);
    let text = |number: Option<Hundredths>| number.map(|number| number.to_string());
    serde_json::json!({
        "metric": metric.id, "known_until": outlook.on.to_string(), "is_over": outlook.is_over,
        "numerator": so_far.numerator, "denominator": so_far.denominator, "value": so_far.plain(metric.unit),
        "floor": target.map(|target| target.value.to_string()),
        "needed": target.and_then(|target| outlook.needed(target.value)),
        "open_late": standing.late, "open_due_within": standing.due_within, "open_due_after": standing.due_after,
        "best": outlook.best().plain(metric.unit),
        "open_can_reach": target.map(|target| outlook.can_reach(target.value)),
        "expected": outlook.expected.and_then(|measure| measure.plain(metric.unit)),
        "lowest": text(outlook.range.map(|(lowest, _)| lowest)), "highest": text(outlook.range.map(|(_, highest)| highest)),
        "periods_tried": outlook.errors.len(), "mean_error": text(outlook.mean_error()),
        "largest_error": text(outlook.errors.last().copied()),
    })
}

pub fn lines(
    words: Wording,
    metric: &Metric,
    outlook: &Outlook,
    target: Option<&Target>,
) -> Vec<String> {
    let standing = outlook.standing;
    let percent = |number: Hundredths| format!("{}%", number.vietnamese());
    let day = outlook.on.strftime("%d/%m/%Y").to_string();
    let (value, counts) =
        (words.value(metric, outlook.so_far()), words.counts(metric, outlook.so_far()));
    let mut lines = vec![
        words.say("forecast.so_far", &[("day", &day), ("value", &value), ("counts", &counts)]),
    ];
    if let Some(target) = target.filter(|_| metric.unit == Unit::Percent && !outlook.is_over) {
        let limit = words.limit(metric, target);
        lines.push(match outlook.needed(target.value) {
            Some(0) => words.say("forecast.reached", &[("limit", &limit)]),
            Some(needed) => words.say(
                "forecast.needed",
                &[
                    ("limit", &limit),
                    ("needed", &thousands(needed)),
                    ("late", &thousands(standing.late)),
                ],
            ),
            None => words.say("forecast.out_of_reach", &[("limit", &limit)]),
        });
        let open = [
            thousands(standing.due_within),
            thousands(standing.due_after),
            thousands(standing.late),
            words.value(metric, outlook.best()),
        ];
        let id = if outlook.can_reach(target.value) { "forecast.can" } else { "forecast.cannot" };
        lines.push(words.say(
            id,
            &[
                ("within", &open[0]),
                ("after", &open[1]),
                ("late", &open[2]),
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
