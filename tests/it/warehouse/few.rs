//! Few dossiers, and limits that bind some: what is marked, what is not ranked, whose floor counts.

use std::fmt::Write as _;

use motcua::{
    catalog::Catalog,
    view::AnswerWording,
    warehouse::query::{AgencyFilter, AgencyValue},
};

use crate::support::{
    office::{Office, computed_values, level},
    visitor::{Visitor, all, text},
};

/// An Sơn 5 of 10 on time, Hòa Bình 9 of 10, Đồng Giáp 0 of 9: one too few to be ranked.
const GIVEN: [(&str, usize, usize); 3] = [("06283", 5, 10), ("06274", 9, 10), ("06295", 0, 9)];

fn given(office: &Office) {
    let mut csv = "solving_agency,status,received_at,due_at,ended_at\n".to_owned();
    for (agency, on_time, all) in GIVEN {
        for number in 0..all {
            let ended = if number < on_time { "03/03" } else { "09/03" };
            let _ = writeln!(csv, "{agency},finished,01/03/2023,06/03/2023,{ended}/2023");
        }
    }
    office.given(&csv);
}

fn codes(values: &[AgencyValue]) -> Vec<&str> {
    values.iter().map(|value| value.agency_code.as_str()).collect()
}

#[test]
fn a_rate_of_fewer_than_ten_is_listed_after_the_ranked_and_marked() {
    let office = Office::new();
    given(&office);
    let values = office.list("on_time_rate", "2023", false, &level("commune"));
    assert_eq!(codes(&values), ["06283", "06274", "06295"]);
    assert_eq!(values.iter().map(|value| value.is_few).collect::<Vec<_>>(), [false, false, true]);
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let words = AnswerWording::new(&office.catalog);
    assert_eq!(words.ranked_value(metric, &values[0]), "50,00%");
    assert_eq!(words.ranked_value(metric, &values[2]), "0,00% (ít hồ sơ)");
    // A count is no rate: few of them are the answer.
    let counts = office.list("update_count", "2023", false, &level("commune"));
    assert!(counts.iter().all(|value| !value.is_few));
}

#[tokio::test]
async fn the_overview_lists_it_under_the_floor_without_a_rank() {
    let office = Office::new();
    given(&office);
    let page = Visitor::of(office).page("/?period=2023").await;
    assert_eq!(
        all(&page, "[data-sentence=floor] .told"),
        [
            "1 trên 2 đơn vị cấp xã đủ hồ sơ giải quyết hồ sơ đúng hạn dưới 90% trong năm 2023 (số liệu từ ngày 01/03/2023): xã An Sơn 50,00% (5/10). 1 đơn vị có ít hồ sơ (dưới 10) nên chưa xét, trong đó 1 chưa đạt: xã Đồng Giáp 0,00% (0/9)."
        ]
    );
    // Of the two that are ranked the best is 1, whoever stands first.
    let rows = [
        "2 Xã An Sơn 50,00% 5 /10 5 40",
        "Ít hồ sơ (dưới 10)",
        "– Xã Đồng Giáp 0,00% (ít hồ sơ) 0 /9 9 –",
    ];
    assert_eq!(all(&page, ".ranking tbody tr"), rows);
    assert_eq!(all(&page, ".ranking .strong"), ["50,00%"]);
}

#[tokio::test]
async fn agencies_are_ranked_within_their_size_where_the_content_says_so() {
    let mut office = Office::new();
    office.catalog.headline.size_groups = vec![20];
    let mut csv = "solving_agency,status,received_at,due_at,ended_at\n".to_owned();
    for (agency, on_time, all) in
        [("06283", 5, 10), ("06274", 9, 10), ("06298", 27, 30), ("06313", 30, 30)]
    {
        for number in 0..all {
            let ended = if number < on_time { "03/03" } else { "09/03" };
            let _ = writeln!(csv, "{agency},finished,01/03/2023,06/03/2023,{ended}/2023");
        }
    }
    office.given(&csv);
    let visitor = Visitor::of(office);
    let page = visitor.page("/indicators/on_time_rate?period=2023").await;
    let rows = [
        "Từ 20 hồ sơ trở lên",
        "2 Xã Bình Phúc 90,00% 27 /30 3 0",
        "1 Xã Tri Lễ 100,00% 30 /30 0 0",
        "Dưới 20 hồ sơ",
        "2 Xã An Sơn 50,00% 5 /10 5 40",
        "1 Xã Hòa Bình 90,00% 9 /10 1 0",
    ];
    assert_eq!(all(&page, ".ranking tbody tr"), rows);
    let agency = visitor.page("/agencies/06298?period=2023").await;
    assert!(all(&agency, ".sub")[0].contains("Hạng 2 trên 2 đơn vị cấp xã"));
    assert!(all(&agency, ".sub")[0].contains("trong nhóm từ 20 hồ sơ trở lên"));
}

#[test]
fn the_limit_of_an_agency_comes_before_that_of_its_level_before_the_one_for_all() {
    let own = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        (
            "queries/reference/target.csv",
            "metric_id,kind,agency_code,level,value,valid_from,valid_to,source\n\
            on_time_rate,floor,,,90,2018-01-01,,kế hoạch\n\
            on_time_rate,floor,,commune,80,2018-01-01,,kế hoạch\n\
            on_time_rate,floor,06283,,45,2018-01-01,2023-12-31,kế hoạch\n",
        ),
        (
            "queries/reference/parameter.csv",
            "id,value,meaning\nfew_dossiers,5,ít\ndue_soon_days,5,sắp\nusual_weeks,8,tuần\n\
            usual_weeks_with_files,4,tuần\npetition_days,15,ngày\npublication_days,5,ngày\nbulk_endings,20,hồ sơ\n",
        ),
        (
            "connectors/given/connector.toml",
            include_str!("../../content/connectors/given/connector.toml"),
        ),
    ] {
        let path = own.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let office =
        Office::with(Catalog::load_content(Some(own.path())).expect("the content is well"));
    given(&office);
    let warehouse = office.warehouse();
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let limit = |code: &str, level: &str, day: &str| {
        let targets =
            warehouse.metrics.targets(metric, day.parse().expect("a day")).expect("answered");
        targets.target_for(code, level).map(|target| target.value.to_string())
    };
    assert_eq!(limit("06283", "commune", "2023-12-31").as_deref(), Some("45"));
    assert_eq!(limit("06283", "commune", "2024-01-01").as_deref(), Some("80"));
    assert_eq!(limit("06274", "commune", "2023-12-31").as_deref(), Some("80"));
    assert_eq!(limit("184", "district", "2023-12-31").as_deref(), Some("90"));
    assert_eq!(limit("184", "district", "2017-12-31"), None);
    // Five are enough here: Đồng Giáp's nine are ranked.
    let values = computed_values(
        &warehouse,
        metric,
        "2023".parse().expect("a period"),
        &AgencyFilter::default(),
    );
    assert_eq!(values[0].agency_code, "06295");
    assert!(!values[0].is_few);
}

/// A metric that is better when lower, with a floor of 0,5 %: what passes it is over, on every page and in every picture.
#[tokio::test]
async fn a_floor_of_what_is_better_lower_is_a_ceiling_everywhere() {
    let office = Office::of_every_metric();
    let own = "metric_id,kind,agency_code,level,value,valid_from,valid_to,source\n\
        supplement_rate,floor,,,0.5,2018-01-01,,kế hoạch\n";
    std::fs::create_dir_all(office.data()).expect("made");
    std::fs::write(office.data().join("targets.csv"), own).expect("written");
    // An Sơn 1 of 10 supplemented, Hòa Bình none of 10, Đồng Giáp 9 of 9: too few.
    let mut csv = "solving_agency,status,received_at,supplement_count\n".to_owned();
    for (agency, supplemented, all) in [("06283", 1, 10), ("06274", 0, 10), ("06295", 9, 9)] {
        for number in 0..all {
            let count = i32::from(number < supplemented);
            let _ = writeln!(csv, "{agency},received,01/03/2023,{count}");
        }
    }
    office.given(&csv);
    let visitor = Visitor::of(office);
    let page = visitor.page("/indicators/supplement_rate?period=2023").await;
    // 10 of 29 in all is 34,48 %: 33,98 points over; the worst first, and of those ranked the best is 1.
    assert!(
        all(&page, ".total")[0].contains("▲ ngưỡng 0,5% · vượt 33,98 điểm %"),
        "{:?}",
        all(&page, ".total")
    );
    let rows = [
        // 1 of 200 is 0,5 %: 190 more.
        "2 Xã An Sơn 10,00% 1 /10 1 190",
        "1 Xã Hòa Bình 0,00% 0 /10 0 0",
        "Ít hồ sơ (dưới 10)",
        "– Xã Đồng Giáp 100,00% (ít hồ sơ) 9 /9 9 –",
    ];
    assert_eq!(all(&page, ".ranking tbody tr"), rows);
    assert_eq!(all(&page, ".ranking .strong"), ["10,00%"]);
    let tiles = visitor.page("/agencies/06283?period=2023").await;
    assert!(
        all(&tiles, "[data-metric=supplement_rate]")[0]
            .contains("▲ ngưỡng 0,5% · vượt 9,50 điểm %")
    );
    let fine = visitor.page("/agencies/06274?period=2023").await;
    assert!(all(&fine, "[data-metric=supplement_rate]")[0].contains("✓ ngưỡng 0,5% · đạt"));
    let few = visitor.page("/agencies/06295?period=2023").await;
    assert!(
        all(&few, "[data-metric=supplement_rate]")[0]
            .contains("○ ngưỡng 0,5% · ít hồ sơ, không xét")
    );
    let listed = visitor.page("/indicators?period=2023").await;
    assert!(
        all(&listed, "[data-metric=supplement_rate]")[0]
            .contains("▲ ngưỡng 0,5% · vượt 33,98 điểm %")
    );
    let title = "1 trên 2 đơn vị đủ hồ sơ vượt 0,5%; 1 đơn vị ít hồ sơ (1 vượt 0,5%): phải bổ sung";
    for kind in ["bar", "dots", "heat", "multiples"] {
        let address = format!("/charts/supplement_rate.svg?period=2023&kind={kind}");
        let svg = text(visitor.get(&address).await).await;
        assert!(svg.contains(&format!("<title>{title}</title>")), "{kind}: {svg}");
    }
    let answer = visitor.get("/api/v1/metrics/supplement_rate/values?period=2023").await;
    let answer: serde_json::Value = serde_json::from_str(&text(answer).await).expect("JSON");
    let verdicts: Vec<&str> = answer["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["verdict"].as_str())
        .collect();
    // The API lists the lowest first, those of too few behind them.
    assert_eq!(verdicts, ["met", "floor_missed", "small_sample"]);
}

#[tokio::test]
async fn a_week_offers_the_four_weeks_that_end_with_it() {
    let office = Office::new();
    given(&office);
    let visitor = Visitor::of(office);
    let page = visitor.page("/?period=2023-W10").await;
    let links = visitor.links(&page, "a.weeks");
    assert_eq!(links, ["/?period=2023-02-13..2023-03-12"]);
    assert_eq!(all(&page, "a.weeks"), ["Bốn tuần gộp lại (13/02–12/03/2023)"]);
    assert!(all(&visitor.page(&links[0]).await, "h1")[0].contains("từ 13/02/2023 đến 12/03/2023"));
    // Nothing else than a week is offered them.
    let page = visitor.page("/?period=2023-03").await;
    assert!(visitor.links(&page, "a.weeks").is_empty());
}
