use super::*;
use rstest::rstest;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// As `month 2023-02-01..2023-03-01`, `day 2023-01-15..2023-01-31`.
fn told(first: Option<&str>, last: &str) -> Vec<String> {
    let told = |one: SumStretch| {
        let table = if one.table == "metric_slice" { "day" } else { "month" };
        let first = one.first.map_or(String::new(), |first| first.to_string());
        format!("{table} {first}..{}", one.last)
    };
    split_stretches("flow", first.map(day), day(last)).into_iter().map(told).collect()
}

#[rstest]
#[case::a_year(Some("2023-01-01"), "2023-12-31", &["month 2023-01-01..2023-12-01"])]
#[case::a_month(Some("2024-02-01"), "2024-02-29", &["month 2024-02-01..2024-02-01"])]
#[case::within_a_month(Some("2023-06-03"), "2023-06-09", &["day 2023-06-03..2023-06-09"])]
#[case::over_an_edge(Some("2023-06-03"), "2023-07-09", &["day 2023-06-03..2023-07-09"])]
#[case::days_on_both_sides(
    Some("2023-01-15"),
    "2023-04-14",
    &["month 2023-02-01..2023-03-01", "day 2023-01-15..2023-01-31", "day 2023-04-01..2023-04-14"]
)]
#[case::from_the_beginning(None, "2023-04-14", &["month ..2023-03-01", "day 2023-04-01..2023-04-14"])]
fn a_span_is_its_whole_months_and_the_days_around_them(
    #[case] first: Option<&str>,
    #[case] last: &str,
    #[case] expected: &[&str],
) {
    assert_eq!(told(first, last), expected);
}
