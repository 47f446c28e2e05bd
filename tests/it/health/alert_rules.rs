//! The alert rules ask for numbers that /metrics really has.

use std::{collections::BTreeSet, fs};

use super::examined::healthy_office;
use crate::support::visitor::{Visitor, text};

/// Have no value before a backup was made, or where no store is followed; the gauge of each is in src/web/http/gauges.rs.
const OF_SOME: [&str; 4] = [
    "motcua_last_backup_seconds",
    "motcua_last_backup_proved_seconds",
    "motcua_last_backup_sound",
    "motcua_follow_behind",
];

#[tokio::test]
async fn every_number_of_the_alert_rules_is_told_to_a_monitor() {
    let rules = fs::read_to_string("docs/operations/alerts.yml").expect("the rules");
    let name = regex::Regex::new(r"\bmotcua_[a-z_]+").expect("a pattern");
    let asked: BTreeSet<&str> = name.find_iter(&rules).map(|found| found.as_str()).collect();
    assert!(asked.len() >= 10, "{asked:?}");
    let gauges = fs::read_to_string("src/web/http/gauges.rs").expect("the gauges");
    let visitor = Visitor::of(healthy_office());
    visitor.get("/agencies").await;
    let told = text(visitor.get("/metrics").await).await;
    for name in asked {
        let has_value = told.lines().any(|line| line.split(['{', ' ']).next() == Some(name));
        let of_some = OF_SOME.contains(&name) && gauges.contains(&name["motcua_".len()..]);
        assert!(has_value || of_some, "`{name}` has no value in\n{told}");
    }
}

#[tokio::test]
async fn a_monitor_reads_when_something_was_taken_in_and_what_is_to_be_sent() {
    let visitor = Visitor::of(healthy_office());
    let told = text(visitor.get("/metrics").await).await;
    // 2 January 2024, 8:00 in Viet Nam.
    assert!(told.contains("motcua_last_ingest_seconds 1704157200"), "{told}");
    assert!(told.contains("motcua_deliveries{state=\"uncertain\"} 0"), "{told}");
    assert!(told.contains("motcua_data_needed_bytes 268435456"), "{told}");
}
