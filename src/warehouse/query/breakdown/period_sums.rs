//! The sums by slice of a period: whole months from the sums by month, the days around them one by one.
//!
//! Days are written out, not bound: the engine passes over what it need not read only for what it knows beforehand.

use jiff::{ToSpan, civil::Date};

use crate::{domain::period::Period, warehouse::engine::quote_literal};

/// A stretch of sums that are kept: from the first day on, through the last.
#[derive(Debug, PartialEq, Eq)]
struct SumStretch {
    table: &'static str,
    kind: &'static str,
    first: Option<Date>,
    last: Date,
}

/// `counted`: agency, slice and sums of a metric in a period, and of how many events they are; `among` is a condition more.
pub fn period_sums_sql(
    metric_id: &str,
    is_flow: bool,
    period: Period,
    known_until: Option<Date>,
    among: &str,
) -> String {
    let (start, end) = (period.start(), period.end());
    let mut stretches = split_stretches("flow", Some(start), end);
    // What is open is known until the newest export; a period after it has no stock.
    if let Some(known) = known_until.filter(|known| !is_flow && start <= *known) {
        stretches.extend(self::split_stretches("stock", None, end.min(known)));
    }
    let metric = quote_literal(metric_id);
    let select = |stretch: SumStretch| {
        let SumStretch { table, kind, first, last } = stretch;
        let from = first.map_or(String::new(), |first| format!(" and on_day >= date '{first}'"));
        format!(
            "select agency_code, slice_number, numerator, denominator, events from {table} \
             where metric_id = {metric} and kind = '{kind}'{from} and on_day <= date '{last}' {among}"
        )
    };
    let selects: Vec<String> = stretches.into_iter().map(select).collect();
    format!("with counted as (\n{}\n),\n", selects.join("\nunion all\n"))
}

/// A month is kept under its first day.
fn split_stretches(kind: &'static str, first: Option<Date>, last: Date) -> Vec<SumStretch> {
    let of = |table, first: Option<Date>, last: Date| SumStretch { table, kind, first, last };
    let months = "metric_slice_month";
    let next_month = |day: Date| day.last_of_month().saturating_add(1.day());
    let first_month = first.map(|first| match first.day() {
        1 => first,
        _ => next_month(first),
    });
    // The first day of the month that is not whole any more.
    let after = last.saturating_add(1.day());
    let rest = after.first_of_month();
    if first_month.is_some_and(|month| month >= rest) {
        return vec![of("metric_slice", first, last)];
    }
    let mut stretches =
        vec![of(months, first_month, rest.saturating_sub(1.day()).first_of_month())];
    if let (Some(first), Some(month)) = (first, first_month)
        && first < month
    {
        stretches.push(of("metric_slice", Some(first), month.saturating_sub(1.day())));
    }
    if rest <= last {
        stretches.push(of("metric_slice", Some(rest), last));
    }
    stretches
}

#[cfg(test)]
mod tests;
