//! A metric's header declares the kinds of events its SQL yields; one that says otherwise is refused before any number is shown.

use std::fs;

use motcua::{
    catalog::{Catalog, CatalogError},
    warehouse::{self, WarehouseError},
};
use rstest::rstest;

use crate::support::desk::Desk;

/// A metric whose header has `events` and whose SQL yields one event of a kind.
fn metric(events: &str, kind: &str) -> String {
    format!(
        r#"-- id          = "procedures_used"
-- name        = "Thủ tục có hồ sơ"
-- short_name  = "Có hồ sơ"
-- unit        = "dossiers"
-- subject     = "procedure"
{events}-- better      = "higher"
-- numerator   = "thủ tục có hồ sơ tiếp nhận trong kỳ"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận"
-- source      = "theo quy chế của văn phòng"
-- since       = 2020-01-01
select receiving_agency as agency_code, cast(received_at as date) as on_day, procedure_code as subject_id, {kind} as kind,
    1 as numerator, cast(null as integer) as denominator
from dossier
where received_at is not null and procedure_code is not null
"#
    )
}

fn check(text: &str) -> Result<(), WarehouseError> {
    let own = tempfile::tempdir().expect("a folder");
    let path = own.path().join("queries/metrics/procedures_used.sql");
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
    let catalog = Catalog::load_content(Some(own.path())).expect("the header is well");
    warehouse::check_content_sql(&catalog, own.path())
}

#[rstest]
#[case::not_said_is_a_flow("", "'flow'")]
#[case::once("-- events      = [\"once\"]\n", "'once'")]
#[case::one_or_the_other(
    "-- events = [\"stock\", \"once\"]\n",
    "case when fee_amount = 0 then 'once' else 'stock' end"
)]
fn a_header_that_says_what_the_sql_yields_is_well(#[case] events: &str, #[case] kind: &str) {
    check(&metric(events, kind)).expect("well");
}

#[rstest]
#[case::not_said("", "'once'", None, "\"flow\"] mà SQL cho ra các sự kiện loại \"once\"")]
#[case::another(
    "-- events      = [\"stock\"]\n",
    "'flow'",
    Some("-- events      = [\"stock\"]"),
    "\"stock\"] mà SQL cho ra các sự kiện loại \"flow\""
)]
#[case::one_more_than_it_yields(
    "-- events = [\"flow\", \"once\"]\n",
    "'flow'",
    Some("-- events = [\"flow\", \"once\"]"),
    "\"flow\", \"once\"] mà SQL cho ra các sự kiện loại \"flow\""
)]
fn a_header_that_says_otherwise_is_refused_with_its_line(
    #[case] events: &str,
    #[case] kind: &str,
    #[case] line: Option<&str>,
    #[case] told: &str,
) {
    let refused = check(&metric(events, kind)).expect_err("refused");
    let WarehouseError::Content(CatalogError::Place { message, text, at, .. }) = refused else {
        panic!("a place: {refused}")
    };
    let message = message.to_string();
    assert!(message.contains("queries/metrics/procedures_used.sql"), "{message}");
    assert!(message.ends_with(told), "{message}");
    let shown = at.map(|at| &text.inner()[at.offset()..at.offset() + at.len()]);
    assert_eq!(shown, line);
}

#[test]
fn a_kind_that_the_sql_works_out_is_refused_by_the_build() {
    let desk = Desk::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/connectors/generic_dossiers/sample.csv");
    let taken = desk.run(&format!("ingest {sample} --snapshot-on 2023-12-31 --scope 184"));
    assert!(taken.starts_with("exit 0"), "{taken}");
    let path = "own/queries/metrics/procedures_used.sql";
    desk.write(path, &metric("", "'on' || 'ce'"));
    let refused = desk.run("build --content own");
    assert!(refused.starts_with("exit 2"), "{refused}");
    assert!(refused.contains("mà SQL cho ra các sự kiện loại \"once\""), "{refused}");
    desk.write(path, &metric("-- events = [\"once\"]\n", "'on' || 'ce'"));
    assert!(desk.run("build --content own").starts_with("exit 0"));
}
