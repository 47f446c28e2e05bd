//! Few dossiers, and limits that bind some: what is marked, what is not ranked, whose floor counts.

use std::fmt::Write as _;

use motcua::{
    catalog::Catalog,
    view::Wording,
    warehouse::read::{Filter, Value},
};

use crate::{
    office::{Office, level},
    visitor::{Visitor, all},
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

fn codes(values: &[Value]) -> Vec<&str> {
    values.iter().map(|value| value.agency_code.as_str()).collect()
}

#[test]
fn a_rate_of_fewer_than_ten_is_listed_after_the_ranked_and_marked() {
    let office = Office::new();
    given(&office);
    let values = office.list("on_time_rate", "2023", false, &level("commune"));
    assert_eq!(codes(&values), ["06283", "06274", "06295"]);
    assert_eq!(values.iter().map(|value| value.is_few).collect::<Vec<_>>(), [false, false, true]);
    let metric = office.catalog.metric("on_time_rate").expect("a metric");
    let words = Wording::new(&office.catalog);
    assert_eq!(words.ranked(metric, &values[0]), "50,00%");
    assert_eq!(words.ranked(metric, &values[2]), "0,00% (ít hồ sơ)");
    // A count is no rate: few of them are the answer.
    let counts = office.list("update_count", "2023", false, &level("commune"));
    assert!(counts.iter().all(|value| !value.is_few));
}

#[tokio::test]
async fn the_overview_lists_it_under_the_floor_without_a_rank() {
    let office = Office::new();
    given(&office);
    let page = Visitor::of(office).page("/?period=2023").await;
    assert_eq!(all(&page, ".ranking td.rank"), ["1", "–"]);
    assert_eq!(all(&page, ".ranking .strong"), ["50,00%", "0,00% (ít hồ sơ)"]);
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
            include_str!("../content/connectors/given/connector.toml"),
        ),
    ] {
        let path = own.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let office = Office::with(Catalog::load(Some(own.path())).expect("the content is well"));
    given(&office);
    let warehouse = office.warehouse();
    let limit = |code: &str, level: &str, day: &str| {
        let targets =
            warehouse.targets("on_time_rate", day.parse().expect("a day")).expect("answered");
        targets.of(code, level).map(|target| target.value.to_string())
    };
    assert_eq!(limit("06283", "commune", "2023-12-31").as_deref(), Some("45"));
    assert_eq!(limit("06283", "commune", "2024-01-01").as_deref(), Some("80"));
    assert_eq!(limit("06274", "commune", "2023-12-31").as_deref(), Some("80"));
    assert_eq!(limit("184", "district", "2023-12-31").as_deref(), Some("90"));
    assert_eq!(limit("184", "district", "2017-12-31"), None);
    // Five are enough here: Đồng Giáp's nine are ranked.
    let metric = office.catalog.metric("on_time_rate").expect("a metric");
    let values = warehouse
        .listed(metric, "2023".parse().expect("a period"), false, &Filter::default())
        .expect("answered");
    assert_eq!(values[0].agency_code, "06295");
    assert!(!values[0].is_few);
}
