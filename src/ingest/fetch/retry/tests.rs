use super::*;
use jiff::civil::date;
use rstest::rstest;

#[rstest]
#[case::seconds("120", None, Some(120))]
#[case::by_its_own_clock(
    "Wed, 21 Oct 2026 07:28:00 GMT",
    Some("Wed, 21 Oct 2026 07:27:30 GMT"),
    Some(30)
)]
#[case::by_ours("Wed, 21 Oct 2026 07:28:00 GMT", None, Some(60))]
#[case::past("Wed, 21 Oct 2026 07:00:00 GMT", None, Some(0))]
#[case::neither("soon", None, None)]
fn a_portal_says_how_long_it_wants_to_rest(
    #[case] text: &str,
    #[case] clock: Option<&str>,
    #[case] seconds: Option<u64>,
) {
    let now = date(2026, 10, 21).at(14, 27, 0, 0);
    assert_eq!(parse_retry_after(text, clock, now), seconds.map(Duration::from_secs));
}

#[test]
fn waits_double_up_to_a_minute() {
    let waits: Vec<u64> = (1..8).map(|attempt| backoff_delay(attempt).as_secs()).collect();
    assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60]);
}
