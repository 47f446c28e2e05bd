//! A number that is counted otherwise than it was reported: which dossiers, and why.

use motcua::{
    domain::{measure::Measure, sight::DataScope},
    period_lock::ReportedNumber,
    view::AnswerWording,
};
use rstest::rstest;

use super::desk::{AN_SON, LockDesk, OTHER, november, on_time, told};

fn rate(numerator: i64, denominator: i64) -> Option<Measure> {
    Some(Measure::new_rate(numerator, denominator))
}

#[test]
fn a_locked_number_that_nothing_changed_is_as_it_was_reported() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    let change = desk.change(&DataScope::All, None).expect("locked");
    assert_eq!((change.number.then, change.number.now), (rate(10, 12), rate(10, 12)));
    assert_eq!(told(&change), []);
    let words = AnswerWording::new(&desk.office.catalog);
    assert_eq!(words.change_mark(desk.metric("on_time_rate"), &change), "đã khóa");
}

#[test]
fn seven_dossiers_make_the_difference_and_are_told_by_reason() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    desk.take_in_three_more();
    let change = desk.change(&DataScope::All, None).expect("locked");
    assert_eq!((change.number.then, change.number.now), (rate(10, 12), rate(12, 15)));
    assert_eq!(told(&change), [("added", 4, 3, 4), ("corrected", 3, -1, -1)]);
    let words = AnswerWording::new(&desk.office.catalog);
    assert_eq!(
        words.change_mark(desk.metric("on_time_rate"), &change),
        "đã báo cáo 83,33%, nay 80,00%: 7 hồ sơ"
    );
    let asked = (desk.metric("on_time_rate"), november());
    let listed = desk.found().list_changed(&desk.office.warehouse(), asked, None, 100);
    let listed = listed.expect("answered");
    let codes: Vec<(&str, &str)> =
        listed.iter().map(|one| (one.reason.as_str(), one.subject_id.as_str())).collect();
    assert_eq!(
        codes,
        [
            ("added", "A11"),
            ("added", "A12"),
            ("added", "A13"),
            ("added", "B4"),
            ("corrected", "A8"),
            ("corrected", "A9"),
            ("corrected", "B2"),
            ("moved", "B1"),
        ],
        "B1 counts elsewhere, and adds nothing to the number of all"
    );
}

/// 06274 went into 06253 in 2025 and stood beside it in 2023: who answers for 06253 now sees both, and 06253 reported nothing itself.
#[test]
fn who_sees_what_went_into_their_agency_is_told_the_sum_of_both_sides() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    let scope = DataScope::Within("06253".to_owned());
    let own = desk.change(&scope, None).expect("its own number");
    assert_eq!((own.number.then, own.number.now), (rate(2, 3), rate(2, 3)));
    assert_eq!(told(&own), []);
    desk.take_in_three_more();
    let own = desk.change(&scope, None).expect("its own number");
    assert_eq!((own.number.then, own.number.now), (rate(2, 3), rate(1, 2)));
}

/// A1, A2 and A3 count at the other commune: 10 of 12 together as before, 5 of 6 there where it was 8 of 9, 5 of 6 here where it was 2
/// of 3. A dossier that moved is of three metrics, and one dossier.
#[test]
fn dossiers_that_moved_between_units_are_told_although_the_sum_is_the_same() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    desk.take_in(10, &["A1", "A2", "A3"].map(|code| on_time(code, OTHER)));
    let (lock, warehouse) = (desk.found(), desk.office.warehouse());
    let asked = (desk.metric("on_time_rate"), november());
    let held = lock.hold_metric(&warehouse, asked, None).expect("answered").expect("locked");
    assert!(held.number.is_same() && !held.is_same());
    let units: Vec<_> = held.units.iter().map(|(code, it)| (&**code, it.then, it.now)).collect();
    assert_eq!(
        units,
        [(OTHER, rate(2, 3), rate(5, 6)), (AN_SON, rate(8, 9), rate(5, 6))],
        "by code"
    );
    let metrics = &desk.office.catalog.metrics;
    let summary = lock.summarize(metrics, (&warehouse, november()), None).expect("answered");
    assert_eq!((summary.dossiers, summary.units.len(), summary.is_same()), (3, 2, false));
    let words = AnswerWording::new(&desk.office.catalog);
    let said = words.lock_summary(&lock.note, &summary);
    assert!(said.contains("khác ở 2 đơn vị, do 3 hồ sơ"), "{said}");
    assert!(!said.contains("các số vẫn như đã báo cáo"), "{said}");
    let own = lock.summarize(metrics, (&warehouse, november()), Some(AN_SON)).expect("answered");
    assert!(!own.differing.is_empty() && own.units.is_empty());
}

#[test]
fn a_metric_that_is_no_longer_counted_is_told_of() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    let (lock, warehouse) = (desk.found(), desk.office.warehouse());
    let gone = desk.metric("on_time_rate").name.clone();
    let mut metrics = desk.office.catalog.metrics.clone();
    metrics.retain(|metric| metric.id != "on_time_rate");
    let summary = lock.summarize(&metrics, (&warehouse, november()), None).expect("answered");
    assert_eq!((summary.gone.as_slice(), summary.is_same()), (&[gone.clone()][..], false));
    let words = AnswerWording::new(&desk.office.catalog);
    let said = words.lock_summary(&lock.note, &summary);
    assert!(said.contains(&format!("1 chỉ tiêu đã khóa nay không còn tính: {gone}")), "{said}");
}

/// 50.000 of 60.000 is 83,3333%, 50.001 of 60.001 is 83,3336%: both are shown as 83,33%.
#[test]
fn numbers_that_round_to_the_same_are_told_by_their_parts() {
    let desk = LockDesk::new();
    let words = AnswerWording::new(&desk.office.catalog);
    let number = ReportedNumber { then: rate(50_000, 60_000), now: rate(50_001, 60_001) };
    assert_eq!(
        words.lock_mark(desk.metric("on_time_rate"), number, None),
        "đã báo cáo 83,33% (50.000 / 60.000), nay 83,33% (50.001 / 60.001)"
    );
}

/// B1 counts at another agency now: the number of both differs by it, that of all does not.
#[rstest]
#[case::where_it_came(AN_SON, rate(8, 9), rate(11, 13), &[("added", 3, 2, 3), ("corrected", 2, 0, 0), ("moved", 1, 1, 1)])]
#[case::where_it_was(OTHER, rate(2, 3), rate(1, 2), &[("added", 1, 1, 1), ("corrected", 1, -1, -1), ("moved", 1, -1, -1)])]
fn a_dossier_that_moved_is_told_of_both_agencies(
    #[case] agency: &str,
    #[case] then: Option<Measure>,
    #[case] now: Option<Measure>,
    #[case] expected: &[(&str, u64, i64, i64)],
) {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    desk.take_in_three_more();
    let change = desk.change(&DataScope::All, Some(agency)).expect("locked");
    assert_eq!((change.number.then, change.number.now), (then, now));
    assert_eq!(told(&change), expected);
}

#[test]
fn who_sees_one_agency_is_told_of_it_alone() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    desk.take_in_three_more();
    let scope = DataScope::Within(OTHER.to_owned());
    let own = desk.change(&scope, None).expect("its own number");
    assert_eq!((own.number.then, own.number.now), (rate(2, 3), rate(1, 2)));
    assert_eq!(told(&own), [("added", 1, 1, 1), ("corrected", 1, -1, -1), ("moved", 1, -1, -1)]);
    assert_eq!(desk.change(&scope, Some(AN_SON)), None, "the other one's number is not told");
    let warehouse = desk.office.warehouse().with_scope(&scope).expect("opened");
    let asked = (desk.metric("on_time_rate"), november());
    let listed = desk.found().list_changed(&warehouse, asked, None, 100).expect("answered");
    let codes: Vec<&str> = listed.iter().map(|one| one.subject_id.as_str()).collect();
    assert_eq!(codes, ["B4", "B2", "B1"]);
    let asked = desk.found().list_changed(&warehouse, asked, Some(AN_SON), 100).expect("answered");
    assert_eq!(asked, [], "whatever is asked for");
}

#[test]
fn who_sees_numbers_alone_is_listed_no_dossier() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    let warehouse = desk.office.warehouse().with_scope(&DataScope::Aggregates).expect("opened");
    let asked = (desk.metric("on_time_rate"), november());
    desk.found().list_changed(&warehouse, asked, None, 100).expect_err("refused");
}

/// Nothing was told of A9 since, yet it counts otherwise: the content did.
#[test]
fn a_rule_that_changed_is_told_apart_from_dossiers_that_did() {
    let mut desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    let metrics = &mut desk.office.catalog.metrics;
    let metric = metrics.iter_mut().find(|metric| metric.id == "on_time_rate").expect("there");
    metric.sql = "select solving_agency as agency_code, cast(ended_at as date) as on_day, dossier_code as subject_id, \
        'flow' as kind, 1 as numerator, 1 as denominator from dossier"
        .to_owned();
    desk.office.run_again();
    let data = desk.office.data();
    let mut run = motcua::pipeline::PipelineRun {
        catalog: &desk.office.catalog,
        data: &data,
        now: super::desk::at(4, 8),
        progress: &mut |_| {},
    };
    run.build_anew().expect("built");
    let change = desk.change(&DataScope::All, None).expect("locked");
    assert_eq!((change.number.then, change.number.now), (rate(10, 12), rate(12, 12)));
    assert_eq!(told(&change), [("recounted", 2, 2, 0)]);
}
