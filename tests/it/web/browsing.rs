//! What a visitor finds behind the overview: from a number down to one dossier, and beside it.

use axum::http::{StatusCode, header};
use scraper::Selector;

use crate::{
    pipeline::journey::sampled,
    support::{
        office::Office,
        visitor::{Visitor, all, bytes, text},
    },
};

#[tokio::test]
async fn from_the_overview_to_one_dossier() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/agencies/06283?period=2023").await;
    assert!(all(&page, ".sub")[0].contains("Hạng 17 trên 17"));
    // 69 of 88 on time: 19 of the commune's 480 files, 3,958… points.
    assert_eq!(all(&page, ".dragging tbody tr")[0], "Cấp bản sao trích lục hộ tịch 69 / 88 3,96");
    let links = visitor.links(&page, ".dragging tbody a");
    let listed = visitor.page(&links[0]).await;
    assert_eq!(all(&listed, "h1"), ["Làm giảm chỉ tiêu: Giải quyết đúng hạn: 19"]);
    let rows = all(&listed, ".dossiers tbody tr");
    assert_eq!(rows.len(), 19);
    assert!(rows.iter().all(|row| row.contains("Xã An Sơn Cấp bản sao trích lục hộ tịch")));
    let dossier = visitor.page(&visitor.links(&listed, ".dossiers tbody a")[0]).await;
    assert!(all(&dossier, "dd").contains(&"Cấp bản sao trích lục hộ tịch".to_owned()));
    assert_eq!(all(&dossier, ".versions tbody tr").len(), 1);
}

#[tokio::test]
async fn dossiers_are_listed_by_the_page_and_taken_away_whole() {
    let visitor = Visitor::of(sampled().0);
    let first = visitor.page("/dossiers").await;
    assert_eq!(all(&first, "h1"), ["Giải quyết quá hạn: 397"]);
    assert_eq!(all(&first, ".dossiers tbody tr").len(), 50);
    assert!(all(&first, ".more")[0].starts_with("1–50 trên 397"));
    let last = visitor.page("/dossiers?page=8").await;
    assert_eq!(all(&last, ".dossiers tbody tr").len(), 397 - 350);
    assert!(all(&last, ".more [rel=next]").is_empty());
    for past in ["/dossiers?page=9", "/dossiers?page=4294967295"] {
        let past = visitor.page(past).await;
        assert!(all(&past, ".more")[0].starts_with("351–397 trên 397"), "the last one");
    }
    let none = visitor.page("/dossiers?code=nothing").await;
    assert_eq!(all(&none, ".empty a"), ["Bỏ lọc"]);
    let csv = text(visitor.get("/dossiers.csv?page=8").await).await;
    assert_eq!(csv.lines().count(), 1 + 397);
    let xlsx = visitor.get("/dossiers.xlsx?agency=06283").await;
    assert_eq!(
        xlsx.headers()[header::CONTENT_DISPOSITION],
        "attachment; filename=\"giai-quyet-qua-han-xa-an-son-2023.xlsx\""
    );
    assert!(bytes(xlsx).await.starts_with(b"PK"));
    let found = visitor.page("/dossiers?list=received&code=H37-230104-00282").await;
    assert_eq!(all(&found, "h1"), ["Đã tiếp nhận: 1"]);
}

#[tokio::test]
async fn a_dossier_shows_what_changed_between_two_exports() {
    let office = Office::new();
    let heading =
        "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n";
    for (name, rest) in [
        ("a-2023-12-05.csv", "08/12/2023;;Đang xử lý"),
        ("b-2023-12-20.csv", "15/12/2023;11/12/2023;Đã xử lý xong"),
    ] {
        let row = format!("{heading}S/1;06283;04/12/2023;{rest}\n");
        office.ingest(&office.file(name, row), &motcua::pipeline::IngestOverrides::default());
    }
    let visitor = Visitor::of(office);
    let page = visitor.page("/dossiers/S%2F1").await;
    assert_eq!(
        all(&page, ".versions li"),
        [
            "Trạng thái: Đang xử lý → Đã xử lý xong",
            "Hẹn trả: 08/12/2023 → 15/12/2023",
            "Giải quyết xong: – → 11/12/2023"
        ]
    );
}

#[tokio::test]
async fn a_metric_says_who_what_and_how() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/indicators/on_time_rate?period=2023").await;
    assert_eq!(all(&page, ".ranking tbody tr").len(), 17);
    let parts = all(&page, "section h2");
    for part in ["Theo thủ tục", "Theo lĩnh vực", "Theo kênh nộp", "Cách tính"] {
        assert!(parts.contains(&part.to_owned()), "{part} in {parts:?}");
    }
    assert!(all(&page, "dt").contains(&"Căn cứ".to_owned()));
    let csv = text(visitor.get("/indicators/on_time_rate.csv?period=2023").await).await;
    assert!(csv.contains("06283;Xã An Sơn;387;480;80,63%"), "{csv}");
}

#[tokio::test]
async fn agencies_are_found_by_a_part_of_their_name_without_its_marks() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/agencies?period=2023&q=an%20son").await;
    assert_eq!(all(&page, ".agencies tbody tr"), ["Xã An Sơn 80,63% 508 77,98% 57,39%"]);
    assert_eq!(all(&page, ".agencies th")[1], "Giải quyết đúng hạn theo ngày", "with its rule");
    let none = visitor.page("/agencies?period=2023&q=ha%20noi").await;
    assert_eq!(all(&none, ".empty a"), ["Xem mọi đơn vị"]);
}

#[tokio::test]
async fn scorecards_comparisons_checks_and_sources_have_a_page_each() {
    let visitor = Visitor::of(sampled().0);
    let card = visitor.page("/scorecards/cchc_van_quan_2023?period=2023").await;
    assert_eq!(all(&card, ".total"), ["Điểm đã có: 80,61/99,50 (của các dòng, nhóm có điểm)"]);
    let unchosen = visitor.page("/scorecards/766?period=2026-08").await;
    assert_eq!(all(&unchosen, ".empty"), ["Hãy chọn một đơn vị để điền bảng điểm."]);
    let compared = visitor.page("/compare?period=2023&metric=on_time_rate").await;
    assert_eq!(all(&compared, ".compare tbody tr").len(), 17);
    assert_eq!(all(&compared, "section > p")[0], "Trung vị của các đơn vị: 95,62%");
    let checks = visitor.page("/checks").await;
    assert_eq!(all(&checks, "[data-check=received_on_a_day_off] .num"), ["90"]);
    let cases = visitor.page("/checks/received_on_a_day_off").await;
    assert_eq!(all(&cases, ".cases tbody tr").len(), 90);
    let csv = text(visitor.get("/checks/received_on_a_day_off/rows.csv").await).await;
    assert_eq!(csv.lines().count(), 91);
    let sources = visitor.page("/sources").await;
    assert_eq!(all(&sources, ".files tbody tr").len(), 4);
}

#[tokio::test]
async fn rejected_rows_are_shown_with_what_to_do() {
    let office = Office::new();
    let bad = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nA1;nơi nào;04/12/2023;;Đang xử lý\n";
    office.ingest(
        &office.file("x-2023-12-31.csv", bad),
        &motcua::pipeline::IngestOverrides::default(),
    );
    let visitor = Visitor::of(office);
    let page = visitor.page("/sources?file=x-2023-12-31.csv").await;
    let rows = all(&page, ".rejected tbody tr");
    assert_eq!(rows.len(), 1);
    assert!(rows[0].contains("nơi nào Không có đơn vị tên này"), "{rows:?}");
    let csv = text(visitor.get("/sources/rejected.csv?file=x-2023-12-31.csv").await).await;
    assert!(csv.contains("nơi nào"));
    // Of an export nobody took in, an empty list would read as if nothing were wrong.
    for address in ["/sources?file=y.csv", "/sources/rejected.csv?file=y.csv"] {
        let answer = visitor.get(address).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{address}");
        assert!(text(answer).await.contains("Chưa nạp tệp nào tên “y.csv”"), "{address}");
    }
}

#[tokio::test]
async fn a_page_keeps_its_question_when_the_period_changes() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/dossiers?period=2023&agency=06283&list=ended&page=2").await;
    let month = visitor.links(&page, ".choices a[rel=prev]");
    assert_eq!(month, ["/dossiers?agency=06283&list=ended&period=2022"]);
    assert!(all(&page, ".stale").is_empty());
    let later = visitor.page("/?period=2024").await;
    // Known until 31 December, and it is 2 January: two days are not old.
    assert!(all(&later, ".stale").is_empty());
}

#[tokio::test]
async fn what_an_address_gets_wrong_is_said() {
    let visitor = Visitor::of(sampled().0);
    for (address, status) in [
        ("/dossiers?list=nothing", StatusCode::NOT_FOUND),
        ("/dossiers?metric=nothing", StatusCode::NOT_FOUND),
        ("/dossiers?page=two", StatusCode::BAD_REQUEST),
        ("/dossiers?agency=99999", StatusCode::NOT_FOUND),
        ("/dossiers/nothing", StatusCode::NOT_FOUND),
        ("/indicators/nothing", StatusCode::NOT_FOUND),
        ("/indicators/nothing.csv", StatusCode::NOT_FOUND),
        ("/scorecards/nothing", StatusCode::NOT_FOUND),
        ("/compare?metric=nothing", StatusCode::NOT_FOUND),
        ("/checks/nothing", StatusCode::NOT_FOUND),
        ("/agencies?level=moon", StatusCode::BAD_REQUEST),
        ("/?published=maybe", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(visitor.get(address).await.status(), status, "{address}");
    }
}

#[tokio::test]
async fn a_metric_of_one_agency_is_its_own() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/indicators/on_time_rate?period=2023&agency=06283").await;
    assert!(all(&page, ".total")[0].starts_with("80,63% 387 / 480 hồ sơ"));
    let links = visitor.links(&page, "#bang .more a");
    assert!(links[..3].iter().all(|link| link.ends_with("&agency=06283")), "{links:?}");
    let csv = text(visitor.get(&links[0]).await).await;
    assert_eq!(csv.lines().count(), 2);
    let compared = visitor.page("/compare?period=2023&metric=on_time_rate&agency=06283").await;
    assert!(!compared.html().contains("Trung vị"), "the middle of one is itself");
}

#[tokio::test]
async fn the_way_from_a_number_to_that_of_766_names_its_dossiers() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/compare?period=2023&metric=progress_766&agency=06283").await;
    let sides = all(&page, ".bridge tr.side th");
    assert_eq!(sides.len(), 2, "{sides:?}");
    assert!(sides[0].starts_with("Tỷ lệ hồ sơ giải quyết đúng hạn (theo ngày)"), "{sides:?}");
    assert!(sides[1].starts_with("Tiến độ giải quyết hồ sơ"), "{sides:?}");
    assert_eq!(all(&page, ".bridge tbody tr:first-child td.num")[..3], ["387", "480", "80,63%"]);
    // Numerators of the first, of the steps and of the second: the steps lead from one to the other.
    let counts: Vec<i64> = all(&page, ".bridge tbody tr td:nth-of-type(2)")
        .iter()
        .map(|shown| shown.replace('.', "").replace('−', "-").parse().expect("a count"))
        .collect();
    let (last, others) = counts.split_last().expect("rows");
    assert!(counts.len() > 3, "{counts:?}");
    assert_eq!(others.iter().sum::<i64>(), *last);
    let links = visitor.links(&page, ".bridge details a");
    assert!(links.iter().all(|link| link.starts_with("/dossiers/")) && !links.is_empty());
    let all_of_them = visitor.page("/compare?period=2023&metric=progress_766").await;
    assert!(all(&all_of_them, ".bridge").is_empty(), "it is asked of one agency");
}

#[tokio::test]
async fn a_filter_of_dossiers_keeps_the_metric_they_stand_behind() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/dossiers?period=2023&metric=due_soon&agency=06283").await;
    assert_eq!(all(&page, "h1"), ["Sắp đến hạn: 10"]);
    assert_eq!(all(&page, "select[name=list] option[selected]"), ["Sắp đến hạn"]);
    let kept = Selector::parse("input[type=hidden][name=metric]").expect("a selector");
    assert_eq!(page.select(&kept).next().and_then(|one| one.attr("value")), Some("due_soon"));
    let other = visitor.page("/dossiers?period=2023&metric=due_soon&list=late").await;
    assert_eq!(all(&other, "h1"), ["Giải quyết quá hạn: 397"], "a list chosen by hand holds");
}

#[tokio::test]
async fn behind_a_chart_stands_its_table() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/agencies/06283?period=2023").await;
    let rows = all(&page, ".chart.line .data tbody tr");
    assert_eq!((rows.len(), rows[0].as_str()), (12, "T1/23 84,85%"));
    let page = visitor.page("/?period=2023").await;
    assert_eq!(all(&page, ".data tbody tr").len(), 17 + 17, "of the dots and of the grid");
}

#[tokio::test]
async fn a_page_says_how_old_its_data_is_while_the_period_goes_on() {
    // 32 days after the last export; the year 2023 was over with it.
    let visitor = Visitor::on(sampled().0, || jiff::civil::date(2024, 2, 1).at(8, 0, 0, 0));
    let page = visitor.page("/?period=2024").await;
    assert!(all(&page, ".stale")[0].contains("31/12/2023, 32 ngày trước"));
    assert!(all(&visitor.page("/?period=2023").await, ".stale").is_empty());
    // Who chose no period wants to know how it stands now.
    assert!(!all(&visitor.page("/").await, ".stale").is_empty());
    let page = visitor.page("/agencies/06283?period=2023").await;
    assert!(all(&page, "h2").contains(&"Tính đến ngày 31/12/2023".to_owned()));
}

#[tokio::test]
async fn a_list_is_of_the_rule_that_is_asked_for() {
    let visitor = Visitor::of(sampled().0);
    let titles = async |address: &str| {
        let page = visitor.page(address).await;
        (all(&page, "h1").remove(0), all(&page, ".rules a").len())
    };
    let by_day = titles("/dossiers?list=ended_overdue&period=2023&agency=06283").await;
    assert_eq!(by_day, ("Giải quyết quá hạn: 93".to_owned(), 2));
    // By the instant, one in eight of those that ended on the day is late too, and what is asked twice.
    let by_instant =
        titles("/dossiers?list=ended_overdue&period=2023&agency=06283&rule=timestamp").await;
    assert_ne!(by_instant.0, by_day.0);
    assert_eq!(titles("/dossiers?list=due_soon&period=2023").await.1, 0, "which knows one rule");
}

#[tokio::test]
async fn a_card_of_another_time_says_so() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/scorecards/cchc_van_quan_2023?period=2026-08").await;
    assert!(all(&page, ".stale").iter().any(|text| text.contains("không phải của kỳ đang xem")));
    let own = visitor.page("/scorecards/cchc_van_quan_2023?period=2023").await;
    assert!(all(&own, ".stale").is_empty());
}
