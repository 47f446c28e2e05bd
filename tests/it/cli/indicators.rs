//! The commands that say why a number is what it is, on the samples.

use motcua::{
    domain::measure::Measure,
    pipeline::IngestOverrides,
    view::{PointsOrigin, ScoreRequest, compare_agencies},
    warehouse::query::AgencyFilter,
};

use crate::{
    pipeline::journey::sampled,
    support::{desk::Desk, office::Office},
};

#[test]
fn what_drags_a_number_down_comes_first_with_the_points_it_costs() {
    let desk = Desk::after_demo();
    let by = "show on_time_rate --period 2023 --agency 06283 --by";
    insta::assert_snapshot!(desk.run(&format!("{by} procedure")));
    insta::assert_snapshot!(desk.run(&format!("{by} channel --format json")));
    insta::assert_snapshot!(desk.run("show update_count --period 2023 --by sector --format csv"));
    insta::assert_snapshot!(desk.run(&format!("{by} month")));
    insta::assert_snapshot!(desk.run("show silent_communes --period 2023 --by procedure"));
}

#[test]
fn a_number_stands_beside_the_periods_before_and_what_was_published() {
    let desk = Desk::after_demo();
    insta::assert_snapshot!(desk.run("compare on_time_rate --period 2023-12 --agency 06283"));
    insta::assert_snapshot!(
        desk.run("compare progress_766 --period 2026-08 --agency H44.104 --format json")
    );
    insta::assert_snapshot!(desk.run("compare update_count --period 2023-12 --format csv"));
}

#[test]
fn scorecards_say_what_is_published_computed_or_without_data() {
    let desk = Desk::after_demo();
    insta::assert_snapshot!(desk.run("score"));
    insta::assert_snapshot!(desk.run("score cchc_van_quan_2023 --period 2023"));
    insta::assert_snapshot!(desk.run("score cchc_tuyen_quang_2020 --period 2020"));
    insta::assert_snapshot!(desk.run("score 766 --period 2026-08 --agency H44.104"));
    insta::assert_snapshot!(desk.run("score 766 --period 2023 --agency 06283 --format csv"));
    insta::assert_snapshot!(desk.run("score cchc_van_quan_2023 --period 2024"));
    insta::assert_snapshot!(desk.run("score cchc_van_quan_2023 --period 2023 --agency 06253"));
    insta::assert_snapshot!(desk.run("score 766 --period 2026-08"));
}

#[test]
fn the_outlook_says_how_many_more_it_takes_and_how_far_it_was_off() {
    let desk = Desk::after_demo();
    insta::assert_snapshot!(
        desk.run("forecast on_time_rate --period 2023-12-18..2024-01-07 --agency 06283")
    );
    insta::assert_snapshot!(desk.run("forecast on_time_rate --period 2024-W01 --format json"));
    insta::assert_snapshot!(desk.run("forecast on_time_rate --period 2023 --agency 06283"));
    insta::assert_snapshot!(desk.run("forecast on_time_rate --period 2025"));
    insta::assert_snapshot!(desk.run("forecast update_count --period 2023"));
}

#[test]
fn the_way_from_one_number_to_another_is_told_by_reason_and_dossier() {
    let desk = Desk::after_demo();
    let asked = "bridge on_time_rate --against progress_766 --period 2023-12 --agency 06283";
    insta::assert_snapshot!(desk.run(asked));
    insta::assert_snapshot!(desk.run(&format!("{asked} --format csv --reason hour --limit 2")));
    insta::assert_snapshot!(desk.run(&format!("{asked} --format json --limit 1")));
    insta::assert_snapshot!(desk.run("bridge open --against progress_766 --period 2023"));
    insta::assert_snapshot!(
        desk.run("bridge on_time_rate --against progress_766 --period 2023 --reason hours")
    );
}

#[test]
fn checks_of_the_data_list_what_they_find_and_exit_with_one() {
    let desk = Desk::after_demo();
    insta::assert_snapshot!(desk.run("checks"));
    insta::assert_snapshot!(desk.run("checks received_on_a_day_off --agency 06283 --limit 3"));
    insta::assert_snapshot!(desk.run("checks --severity block"));
    insta::assert_snapshot!(desk.run("checks paid_online_without_fee"));
}

#[test]
fn subjects_that_are_no_dossiers_are_listed_by_name() {
    let desk = Desk::after_demo();
    insta::assert_snapshot!(
        desk.run("rows procedures_with_files_rate --period 2023-12-29 --agency 06283 --failing")
    );
}

/// The 163 units of tỉnh Phú Thọ, August 2026: ratio and score follow from the counts, to the second decimal.
#[test]
fn every_published_row_recomputes_exactly() {
    let (office, _) = sampled();
    let warehouse = office.warehouse();
    let csv = std::fs::read_to_string("connectors/dvcqg_progress/sample.csv")
        .expect("the published figures");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let period = "2026-08".parse().expect("a period");
    let mut card = office
        .catalog
        .find_scorecard("766", jiff::civil::date(2026, 8, 31))
        .expect("a card")
        .clone();
    for group in &mut card.groups {
        group.rows.retain(|row| row.id == "2.1");
    }
    let mut units = 0;
    for record in reader.deserialize::<std::collections::HashMap<String, String>>() {
        let published = record.expect("a row");
        let number = |name: &str| published[name].parse::<i64>().expect("a count");
        let decimal =
            |name: &str| format!("{:.2}", published[name].parse::<f64>().expect("a number"));
        let asked = ScoreRequest {
            catalog: &office.catalog,
            warehouse: &warehouse,
            card: &card,
            period,
            agency: &published["departmentCode"],
        };
        let rows = asked.score_rows().expect("answered");
        let row = rows.iter().find(|row| row.id == "2.1").expect("the row of progress");
        let measure = Measure::new_rate(number("totalOnTime"), number("totalReceived"));
        let figure = row.published.expect("published");
        assert_eq!(
            (figure.numerator, figure.denominator),
            (Some(measure.numerator), measure.denominator)
        );
        assert_eq!(row.origin, PointsOrigin::Published);
        assert_eq!(
            row.points.map(|points| points.to_string()),
            Some(decimal("score")),
            "{published:?}"
        );
        assert_eq!(row.recomputed_points, row.points, "{published:?}");
        let ratio = measure.value(motcua::domain::measure::MeasureUnit::Percent);
        assert_eq!(
            ratio.map_or("0.00".into(), |ratio| ratio.to_string()),
            decimal("ratio"),
            "{published:?}"
        );
        units += 1;
    }
    assert_eq!(units, 163);
}

/// A commune that says itself how many it received is held against what its dossiers come to.
#[test]
fn a_declared_count_stands_beside_the_dossiers() {
    let office = Office::new();
    office.given("status,received_at\nfinished,04/03/2023\nfinished,06/03/2023\n");
    let declared = "Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số;Giá trị;Điểm;Nguồn\nreceived;06283;2023;5;;;;Báo cáo của xã\n";
    office.ingest(&office.file("khai-2023-12-31.csv", declared), &IngestOverrides::default());
    let metric = office.catalog.find_metric("update_count").expect("a metric");
    let filter = AgencyFilter { agency: Some("06283".into()), ..AgencyFilter::default() };
    let period = "2023".parse().expect("a period");
    let rows = compare_agencies(&office.warehouse(), metric, period, &filter).expect("answered");
    let numbers = [rows[0].ours, rows[0].published].map(|number| number.map(|one| one.numerator));
    assert_eq!(numbers, [Some(2), Some(5)]);
    assert_eq!(rows[0].difference(metric).map(|gap| gap.to_string()).as_deref(), Some("-3.00"));
}
