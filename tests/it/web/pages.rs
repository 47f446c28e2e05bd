//! Pages, charts and the API, asked through the router as a browser would.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use scraper::Selector;

use crate::{
    pipeline::journey::sampled,
    support::{
        office::Office,
        visitor::{Visitor, all, bytes, text},
    },
};

#[tokio::test]
async fn the_overview_says_the_finding_and_lists_who_is_under_the_floor() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/").await;
    assert_eq!(all(&page, "h1"), ["Huyện Văn Quan, năm 2023"]);
    assert_eq!(
        all(&page, "[data-sentence=floor] .told"),
        [
            "1 trên 17 đơn vị cấp xã giải quyết hồ sơ đúng hạn dưới 90% trong năm 2023: xã An Sơn 80,63% (387/480)."
        ]
    );
    assert_eq!(all(&page, ".ranking tbody tr"), ["17 Xã An Sơn 80,63% 387 /480 93 450"]);
    let tile = all(&page, "[data-metric=on_time_rate]");
    assert_eq!(
        tile,
        [
            "Giải quyết đúng hạn 94,84% 7.296 / 7.693 hồ sơ ✓ ngưỡng 90% · đạt chưa có số của năm 2022"
        ]
    );
    assert!(all(&page, "footer")[0].contains("31/12/2023"));
    assert!(all(&page, "svg text").iter().any(|text| text == "ngưỡng 90%"));
    let link = Selector::parse(".ranking a").expect("a selector");
    let link = page.select(&link).next().and_then(|link| link.attr("href")).expect("a link");
    assert_eq!(all(&visitor.page(link).await, "h1"), ["Xã An Sơn"]);
}

#[tokio::test]
async fn the_portals_figures_are_shown_apart_from_ours() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/?published=1").await;
    let floor = all(&page, "[data-sentence=floor] .told");
    assert!(
        floor[0].starts_with(
            "98 trên 148 đơn vị cấp xã giải quyết hồ sơ đúng hạn dưới 90% trong tháng 8/2026: xã Hợp Kim 66,67% (408/612), "
        ),
        "{floor:?}"
    );
    assert!(floor[0].ends_with(" và 92 đơn vị khác."), "{floor:?}");
    let rows = all(&page, ".ranking tbody tr");
    assert_eq!((rows.len(), rows[0].as_str()), (12, "148 Xã Hợp Kim 66,67% 408 /612 204 1.428"));
    let all_of_them = visitor.page("/indicators/progress_766?published=1").await;
    assert_eq!(all(&all_of_them, ".ranking tbody tr").len(), 148);
    assert_eq!(all(&all_of_them, ".ranking td.strong").len(), 98);
    assert!(all(&page, "[data-metric=progress_766]")[0].contains("78,38% 144.625 / 184.513 hồ sơ"));
}

#[tokio::test]
async fn an_agency_page_lists_its_failing_dossiers_without_a_person() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/agencies/06283?period=2023").await;
    assert_eq!(all(&page, "section:not([id]) .dossiers tbody tr").len(), 20);
    assert!(!all(&page, "#due_soon tbody tr").is_empty());
    assert!(all(&page, "section h2").contains(&"93 hồ sơ làm giảm tỷ lệ".to_owned()));
    let html = page.html();
    for person in ["Nông Văn Mẫu", "Thôn Mẫu", "09000"] {
        assert!(!html.contains(person), "{person}");
    }
}

#[tokio::test]
async fn charts_come_as_svg_and_png() {
    let visitor = Visitor::of(sampled().0);
    let svg = visitor.get("/charts/on_time_rate.svg?period=2023").await;
    assert_eq!(svg.headers()[header::CONTENT_TYPE], "image/svg+xml");
    let svg = text(svg).await;
    assert!(svg.contains("Thị trấn Văn Quan") && svg.contains("<desc>") && svg.contains("80,63%"));
    let png =
        bytes(visitor.get("/charts/on_time_rate.png?period=2023&agency=06283&kind=line").await)
            .await;
    assert!(png.starts_with(b"\x89PNG"));
    let published =
        text(visitor.get("/charts/progress_766.svg?period=2026-08&published=1").await).await;
    assert!(published.contains("40 thấp nhất trong 148"));
}

#[tokio::test]
async fn a_picture_is_as_large_as_where_it_goes_and_a_page_is_sent_small() {
    let visitor = Visitor::of(sampled().0);
    let slide = visitor.get("/charts/on_time_rate.png?period=2023&kind=dots&size=slide").await;
    assert_eq!(&bytes(slide).await[16..24], [0, 0, 7, 128, 0, 0, 4, 56], "1920 by 1080");
    let unknown = visitor.get("/charts/on_time_rate.png?period=2023&size=wall").await;
    assert_eq!(unknown.status(), StatusCode::BAD_REQUEST);
    let packed = Request::get("/").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty());
    let packed = visitor.send(packed.expect("a request")).await;
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    // With two fonts of 14 kB and the style, the first paint needs less than 100 kB.
    assert!(bytes(packed).await.len() < 40_000);
}

#[tokio::test]
async fn the_api_gives_the_same_json_as_the_command_line() {
    let visitor = Visitor::of(sampled().0);
    let answer =
        visitor.get("/api/v1/metrics/on_time_rate/values?period=2023&level=commune&below=90").await;
    let answer: serde_json::Value = serde_json::from_slice(&bytes(answer).await).expect("JSON");
    let keys: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    let expected = [
        "metric",
        "name",
        "period",
        "rule",
        "data_version",
        "known_from",
        "known_until",
        "is_unfinished",
        "rows",
    ];
    assert_eq!(keys, expected);
    let row = serde_json::json!({
        "agency_code": "06283", "agency_name": "Xã An Sơn", "numerator": 387, "denominator": 480, "value": "80.63",
        "verdict": "floor_missed",
    });
    assert_eq!(answer["rows"], serde_json::json!([row]));
}

#[tokio::test]
async fn an_unchanged_page_answers_304_until_new_data_is_published() {
    let (office, _) = sampled();
    let data = office.data();
    let visitor = Visitor::of(office);
    let first = visitor.get("/?period=2023").await;
    let tag = first.headers()[header::ETAG].clone();
    let again = || {
        Request::get("/?period=2023")
            .header(header::IF_NONE_MATCH, &tag)
            .body(Body::empty())
            .expect("a request")
    };
    assert_eq!(visitor.send(again()).await.status(), StatusCode::NOT_MODIFIED);

    let weak = format!("\"other\", W/{}", tag.to_str().expect("text"));
    let request = Request::get("/?period=2023").header(header::IF_NONE_MATCH, weak);
    let packed = visitor.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(packed.status(), StatusCode::NOT_MODIFIED, "packed on the way it is weak");

    let more = visitor.office.file(
        "more.csv",
        "dossier_code,solving_agency,status,received_at\nN1,06283,received,2023-12-30\n",
    );
    visitor.office.ingest(
        &more,
        &motcua::pipeline::IngestOverrides {
            connector: Some("given".into()),
            ..Default::default()
        },
    );
    assert!(motcua::warehouse::find_published(&data).is_some());
    assert_eq!(visitor.send(again()).await.status(), StatusCode::OK);
}

/// A rule that is not closed takes all after it with it: paper and phones lost theirs once.
#[tokio::test]
async fn the_style_sheet_closes_every_rule_it_opens() {
    let sheet = text(Visitor::of(Office::new()).get("/assets/motcua.css").await).await;
    let mut depth = 0;
    for (number, line) in (1..).zip(sheet.lines()) {
        if line.starts_with('@') {
            assert_eq!(depth, 0, "line {number} stands within another rule: {line}");
        }
        depth += line.matches('{').count();
        depth -= line.matches('}').count();
    }
    assert_eq!(depth, 0);
}
