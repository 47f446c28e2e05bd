//! Charts of what is counted through time: parts, small lines side by side, weeks; and the rule it is counted by.

use axum::http::StatusCode;

use crate::{
    pipeline::journey::sampled,
    support::visitor::{Visitor, all, bytes, text},
};

#[tokio::test]
async fn an_agencys_dossiers_fall_into_early_on_time_and_overdue() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/agencies/06283?period=2023").await;
    let titles = all(&page, ".chart.parts .for-page svg title");
    // 480 ended: 247 before the day they were due, 140 on it, 93 after it.
    let title = "Xã An Sơn: 51,46% trước hạn, 29,17% đúng ngày hẹn, 19,38% quá hạn";
    assert_eq!(titles, [title]);
    let rows = all(&page, ".chart.parts tbody tr");
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[0], "T1/23 19 (57,58%) 9 (27,27%) 5 (15,15%)");
    let count = |column: usize| -> u32 {
        let cells = all(&page, &format!(".chart.parts tbody td:nth-child({column})"));
        cells
            .iter()
            .map(|cell| cell.split(' ').next().expect("a count").parse::<u32>().expect("a count"))
            .sum()
    };
    assert_eq!([count(2), count(3), count(4)], [247, 140, 93]);
    let said = &all(&page, ".chart.parts .for-page svg desc")[0];
    assert!(said.starts_with("T1/23: Trước hạn 19 (57,58%), Đúng ngày hẹn 9 (27,27%), Quá hạn 5"));
    // Whole pages have one for all of them; the address is the picture's own.
    let whole = text(visitor.get("/charts/on_time_rate.svg?period=2023&kind=parts").await).await;
    assert!(whole.contains("<title>Huyện Văn Quan: "), "{whole}");
    let png =
        bytes(visitor.get("/charts/on_time_rate.png?period=2023&kind=parts&agency=06283").await);
    assert!(png.await.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn a_metric_without_parts_has_no_picture_of_them() {
    let visitor = Visitor::of(sampled().0);
    let refused = visitor.get("/charts/update_count.svg?period=2023&kind=parts").await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    let page = visitor.page("/indicators/update_count?period=2023").await;
    assert!(all(&page, ".chart.parts").is_empty());
}

#[tokio::test]
async fn every_agency_has_a_small_line_on_one_scale() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/indicators/on_time_rate?period=2023").await;
    let rows = all(&page, ".chart.multiples tbody tr");
    assert_eq!(rows.len(), 17);
    assert!(rows[0].starts_with("Xã An Sơn 80,63% 84,85% 91,49%"), "{}", rows[0]);
    let said = &all(&page, ".chart.multiples .for-page svg desc")[0];
    assert!(said.starts_with("Xã An Sơn 80,63%: T1/23 84,85%, T2/23 91,49%"), "{said}");
    let texts = all(&page, ".chart.multiples .for-page svg text");
    // From 60 on, once for each of six rows of three.
    assert_eq!(texts.iter().filter(|text| *text == "60%").count(), 6);
}

#[tokio::test]
async fn the_grid_is_by_month_or_by_week() {
    let visitor = Visitor::of(sampled().0);
    let columns = async |address: &str| {
        let page = visitor.page(address).await;
        let heads = all(&page, "#theo-thoi-gian thead th");
        (heads.len() - 1, heads[1].clone(), heads[heads.len() - 1].clone())
    };
    assert_eq!(columns("/?period=2023").await, (12, "T1/23".into(), "T12/23".into()));
    let weeks = columns("/?period=2023&grid=weeks").await;
    assert_eq!(weeks, (52, "Tuần 1".into(), "Tuần 52".into()));
    let quarter = columns("/?period=2023-Q3&grid=weeks").await;
    assert_eq!(quarter, (16, "Tuần 24".into(), "Tuần 39".into()));
    let page = visitor.page("/?period=2023&grid=weeks").await;
    let choice = visitor.links(&page, "#theo-thoi-gian > .more a");
    assert_eq!(choice, ["/?period=2023#theo-thoi-gian"]);
    assert_eq!(visitor.get("/?grid=days").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_rule_is_chosen_in_the_address_and_all_that_is_counted_follows() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/?period=2023").await;
    assert_eq!(all(&page, ".rules a"), ["Theo ngày", "Theo giờ, bộ chỉ số 766"]);
    let links = visitor.links(&page, ".rules a");
    assert_eq!(links[1], "/?period=2023&rule=timestamp");
    let page = visitor.page(&links[1]).await;
    assert!(all(&page, "[data-sentence=floor] .told")[0].starts_with("4 trên 17"));
    assert_eq!(all(&page, ".ranking tbody tr")[0], "17 Xã An Sơn 76,18% 387 /508 121 702");
    assert!(all(&page, ".tile")[0].contains("90,62%"), "{:?}", all(&page, ".tile"));
    assert!(all(&page, "svg title").iter().all(|title| !title.contains("giải quyết đúng hạn")));
    let agency = visitor.page("/agencies/06283?period=2023&rule=timestamp").await;
    assert!(all(&agency, ".sub")[0].contains("quy tắc: theo giờ, bộ chỉ số 766"));
    assert!(all(&agency, "section h2").contains(&"121 hồ sơ làm giảm tỷ lệ".to_owned()));
    // A metric under the other rule is that one's own page.
    let metric = visitor.page("/indicators/on_time_rate?period=2023&rule=timestamp").await;
    assert_eq!(all(&metric, "h1"), ["Tiến độ giải quyết hồ sơ (bộ chỉ số 766)"]);
    let links = visitor.links(&metric, ".rules a");
    assert_eq!(links[0], "/indicators/on_time_rate?period=2023");
    assert!(all(&visitor.page("/indicators/update_count").await, ".rules").is_empty());
    assert_eq!(visitor.get("/?rule=nonsense").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_picture_names_the_worst_in_the_unit_of_its_metric() {
    let visitor = Visitor::of(sampled().0);
    let title = async |metric: &str| {
        let address = format!("/charts/{metric}.svg?period=2023");
        let svg = text(visitor.get(&address).await).await;
        let after = svg.split_once("<title>").expect("a title").1;
        after.split_once("</title>").expect("a title").0.to_owned()
    };
    let days = title("average_processing_days").await;
    assert!(days.starts_with("Cao nhất: ") && days.ends_with(" ngày"), "{days}");
    let overdue = title("overdue_open").await;
    assert!(overdue.starts_with("Cao nhất: ") && overdue.ends_with(" hồ sơ"), "{overdue}");
    assert_eq!(title("update_count").await, "Thấp nhất: Xã Đồng Giáp, 254 hồ sơ");
}

#[tokio::test]
async fn tiles_stand_under_the_district_and_the_worst_is_first() {
    let visitor = Visitor::of(sampled().0);
    let svg = text(visitor.get("/charts/on_time_rate.svg?period=2023&kind=tiles").await).await;
    // 17 communes of one district, one of them under the floor.
    assert!(svg.contains(">\nHuyện Văn Quan: 1 trên 17 không đạt\n"), "{svg}");
    assert!(
        svg.contains("<desc>Huyện Văn Quan: 1 trên 17 không đạt: Xã An Sơn: 80,63%; "),
        "{svg}"
    );
    // Of few the ranking shows as much.
    let page = visitor.page("/indicators/on_time_rate?period=2023").await;
    assert!(all(&page, ".chart.tiles").is_empty());
    let many = "/indicators/progress_766?period=2026-08&published=1";
    assert_eq!(all(&visitor.page(many).await, ".chart.tiles .for-phone svg").len(), 1);
}
