//! From one metric's number to another's: the dossiers that differ, why, and that they add up.

use motcua::{
    domain::measure::{MeasureUnit, MetricSubject},
    warehouse::{
        WarehouseError,
        query::{BridgeAsked, BridgeSide, MetricBridge, Warehouse},
    },
};

use crate::support::{desk::Desk, office::Office};

/// In March 2023: done before the hour, after it on the day, days late; open, done in April, withdrawn; asked twice; asked once and answered.
const MARCH: &str = "\
dossier_code,received_at,due_at,ended_at,status,supplement_count,supplement_requested_at,supplement_completed_at
early,01/03/2023 08:00:00,06/03/2023 09:00:00,06/03/2023 08:00:00,finished,,,
hour,01/03/2023 08:00:00,06/03/2023 09:00:00,06/03/2023 16:45:00,finished,,,
late,01/03/2023 08:00:00,06/03/2023 09:00:00,09/03/2023 08:00:00,finished,,,
open,20/03/2023 08:00:00,10/04/2023 09:00:00,,in_progress,,,
april,25/03/2023 08:00:00,10/04/2023 09:00:00,05/04/2023 08:00:00,finished,,,
gone,10/03/2023 08:00:00,20/03/2023 09:00:00,15/03/2023 08:00:00,withdrawn,,,
twice,01/03/2023 08:00:00,12/03/2023 09:00:00,10/03/2023 08:00:00,finished,2,02/03/2023 08:00:00,03/03/2023 08:00:00
waited,01/03/2023 08:00:00,10/03/2023 09:00:00,14/03/2023 08:00:00,finished,1,03/03/2023 08:00:00,08/03/2023 08:00:00
";

fn asked<'a>(office: &'a Office, (first, second): (&str, &str), period: &str) -> BridgeAsked<'a> {
    let metric = |id| office.catalog.find_metric(id).expect("a metric");
    let (first, second) = (metric(first), metric(second));
    BridgeAsked {
        first,
        second,
        reasons: office.catalog.find_bridge(first, second),
        period: period.parse().expect("a period"),
        agency: Some("184"),
    }
}

fn steps(bridge: &MetricBridge) -> Vec<(&str, u64, i64, i64)> {
    bridge
        .steps
        .iter()
        .map(|step| {
            (step.reason.as_str(), step.dossiers, step.change.numerator, step.change.denominator)
        })
        .collect()
}

fn side(numerator: i64, denominator: i64) -> BridgeSide {
    BridgeSide { numerator, denominator }
}

#[test]
fn each_dossier_that_766_judges_otherwise_says_why() {
    let office = Office::new();
    office.given(MARCH);
    let asked = asked(&office, ("on_time_rate", "progress_766"), "2023-03");
    let warehouse = office.warehouse();
    let bridge = warehouse.dossiers.bridge_metrics(&asked).expect("answered").expect("known");
    // early, hour and twice of early, hour, late, twice, waited.
    assert_eq!(bridge.first, side(3, 5));
    // early, open, april, gone and waited of all eight.
    assert_eq!(bridge.second, side(5, 8));
    assert_eq!(
        steps(&bridge),
        [
            ("open", 2, 2, 2),
            ("asked_twice", 1, -1, 0),
            ("hour", 1, -1, 0),
            ("waiting", 1, 1, 0),
            ("withdrawn", 1, 1, 1),
        ]
    );
    let rows = warehouse.dossiers.list_bridge(&asked, None, 100).expect("listed");
    let told: Vec<(&str, &str)> =
        rows.iter().map(|row| (row.reason.as_str(), row.dossier.dossier_code.as_str())).collect();
    assert_eq!(
        told,
        [
            ("asked_twice", "TWICE"),
            ("hour", "HOUR"),
            ("open", "APRIL"),
            ("open", "OPEN"),
            ("waiting", "WAITED"),
            ("withdrawn", "GONE"),
        ]
    );
    let open = warehouse.dossiers.list_bridge(&asked, Some("open"), 1).expect("listed");
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].first, open[0].second), (side(0, 0), side(1, 1)));
}

#[test]
fn what_was_received_before_or_ended_after_the_period_is_told() {
    let office = Office::with_metrics(&["on_time_rate_received"]);
    office.given(MARCH);
    let april = asked(&office, ("on_time_rate", "on_time_rate_received"), "2023-04");
    let march = asked(&office, ("on_time_rate", "on_time_rate_received"), "2023-03");
    let warehouse = office.warehouse();
    let ask = |asked| warehouse.dossiers.bridge_metrics(asked).expect("answered").expect("known");
    // The dossier received in March and done in April.
    assert_eq!(steps(&ask(&april)), [("received_before", 1, -1, -1)]);
    assert_eq!((ask(&april).first, ask(&april).second), (side(1, 1), side(0, 0)));
    assert_eq!(steps(&ask(&march)), [("ended_after", 1, 1, 1)]);
    assert_eq!((ask(&march).first, ask(&march).second), (side(3, 5), side(4, 6)));
}

#[test]
fn metrics_that_no_content_leads_between_tell_how_they_differ() {
    let office = Office::with_metrics(&["on_time_rate_received"]);
    office.given(MARCH);
    let asked = asked(&office, ("progress_766", "on_time_rate"), "2023-03");
    let warehouse = office.warehouse();
    let bridge = warehouse.dossiers.bridge_metrics(&asked).expect("answered").expect("known");
    // hour, twice and waited are counted by both; open, april and gone by the first alone.
    assert_eq!(steps(&bridge), [("both", 3, 1, 0), ("only_first", 3, -3, -3)]);
}

/// On the demo's data, every pair of shares of dossiers, of every period there is a number of.
#[test]
fn first_and_steps_add_up_to_the_numbers_of_both_metrics() {
    let desk = Desk::after_demo();
    let office = Office::of_every_metric();
    let warehouse = Warehouse::open_published(&desk.path().join("motcua-data")).expect("opened");
    let shares: Vec<_> = (office.catalog.metrics.iter())
        .filter(|it| it.unit == MeasureUnit::Percent && it.subject == MetricSubject::Dossier)
        .collect();
    let mut held = 0;
    for period in ["2023", "2023-Q4", "2023-06"] {
        for pair in shares.windows(2) {
            let asked = BridgeAsked {
                first: pair[0],
                second: pair[1],
                reasons: None,
                period: period.parse().expect("a period"),
                agency: Some("184"),
            };
            let Some(bridge) = warehouse.dossiers.bridge_metrics(&asked).expect("answered") else {
                continue;
            };
            let sum = bridge.steps.iter().fold(bridge.first, |sum, step| BridgeSide {
                numerator: sum.numerator + step.change.numerator,
                denominator: sum.denominator + step.change.denominator,
            });
            assert_eq!(sum, bridge.second, "{} {} {period}", pair[0].id, pair[1].id);
            held += 1;
        }
    }
    assert!(held >= 20, "{held} were known");
}

#[test]
fn every_dossier_of_the_demo_that_differs_has_a_reason() {
    let desk = Desk::after_demo();
    let office = Office::of_every_metric();
    let warehouse = Warehouse::open_published(&desk.path().join("motcua-data")).expect("opened");
    let mut differing = 0;
    for bridge in &office.catalog.bridges {
        for period in ["2023", "2023-Q2", "2023-12"] {
            let mut asked = asked(&office, (&bridge.first, &bridge.second), period);
            asked.agency = None;
            let found =
                warehouse.dossiers.bridge_metrics(&asked).expect("answered").expect("known");
            for step in &found.steps {
                assert!(bridge.reasons.contains_key(&step.reason), "{period}: {step:?}");
                differing += step.dossiers;
            }
        }
    }
    assert!(differing > 100, "{differing}");
}

#[test]
fn who_sees_numbers_alone_is_shown_no_dossier() {
    let office = Office::new();
    office.given(MARCH);
    let asked = asked(&office, ("on_time_rate", "progress_766"), "2023-03");
    let scope = motcua::domain::sight::DataScope::Aggregates;
    let warehouse = office.warehouse().with_scope(&scope).expect("seen");
    let refused = warehouse.dossiers.bridge_metrics(&asked).expect_err("no rows");
    assert!(matches!(refused, WarehouseError::OutOfSight), "{refused}");
}
