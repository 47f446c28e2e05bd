//! Pages, charts and the API, asked through the router as a browser would.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use motcua::web::{Site, router};
use scraper::{Html, Selector};
use tower::ServiceExt;

use crate::{journey::sampled, office::Office};

struct Visitor {
    /// Its data folder goes with it.
    office: Office,
    site: Arc<Site>,
}

impl Visitor {
    fn of(office: Office) -> Self {
        let site = Arc::new(Site::new(office.catalog.clone(), &office.data()));
        Self { office, site }
    }

    async fn get(&self, address: &str) -> Response<Body> {
        self.send(
            Request::get(address)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    async fn send(&self, request: Request<Body>) -> Response<Body> {
        router(Arc::clone(&self.site))
            .oneshot(request)
            .await
            .expect("answered")
    }

    async fn page(&self, address: &str) -> Html {
        let response = self.get(address).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        Html::parse_document(&text(response).await)
    }
}

async fn bytes(response: Response<Body>) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body")
        .to_vec()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(bytes(response).await).expect("UTF-8")
}

/// The text of every match, its spaces folded.
fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let fold = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&selector)
        .map(|element| fold(element.text().collect::<Vec<_>>().join(" ")))
        .collect()
}

#[tokio::test]
async fn the_overview_says_the_finding_and_lists_who_is_under_the_floor() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/").await;
    assert_eq!(
        all(&page, "h1"),
        ["1 trên 17 xã, phường, thị trấn giải quyết hồ sơ đúng hạn dưới 90% trong năm 2023"]
    );
    assert_eq!(
        all(&page, ".ranking tbody tr"),
        ["1 Xã An Sơn 80,63% 387 /480 93 450"]
    );
    let tile = all(&page, "[data-metric=on_time_rate]");
    assert_eq!(
        tile,
        [
            "Giải quyết đúng hạn 94,84% 7.296 / 7.693 hồ sơ ✓ ngưỡng 90% · đạt chưa có số của năm 2022"
        ]
    );
    assert!(all(&page, "footer")[0].contains("31/12/2023"));
    assert!(
        all(&page, "svg text")
            .iter()
            .any(|text| text == "ngưỡng 90%")
    );
    let link = Selector::parse(".ranking a").expect("a selector");
    let link = page
        .select(&link)
        .next()
        .and_then(|link| link.attr("href"))
        .expect("a link");
    assert_eq!(all(&visitor.page(link).await, "h1"), ["Xã An Sơn"]);
}

#[tokio::test]
async fn the_portals_figures_are_shown_apart_from_ours() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/?published=1").await;
    assert_eq!(
        all(&page, "h1"),
        ["98 trên 148 xã, phường, thị trấn giải quyết hồ sơ đúng hạn dưới 90% trong tháng 8/2026"]
    );
    let rows = all(&page, ".ranking tbody tr");
    assert_eq!(
        (rows.len(), rows[0].as_str()),
        (98, "1 Xã Hợp Kim 66,67% 408 /612 204 1.428")
    );
    assert!(all(&page, "[data-metric=progress_766]")[0].contains("78,38% 144.625 / 184.513 hồ sơ"));
}

#[tokio::test]
async fn an_agency_page_lists_its_failing_dossiers_without_a_person() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/agencies/06283?period=2023").await;
    assert_eq!(all(&page, ".dossiers tbody tr").len(), 93);
    assert!(all(&page, "section h2").contains(&"93 hồ sơ kéo chỉ tiêu xuống".to_owned()));
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
    let png = bytes(
        visitor
            .get("/charts/on_time_rate.png?period=2023&agency=06283&kind=line")
            .await,
    )
    .await;
    assert!(png.starts_with(b"\x89PNG"));
    let published = text(
        visitor
            .get("/charts/progress_766.svg?period=2026-08&published=1")
            .await,
    )
    .await;
    assert!(published.contains("40 thấp nhất trong 148"));
}

#[tokio::test]
async fn the_api_gives_the_same_json_as_the_command_line() {
    let visitor = Visitor::of(sampled().0);
    let answer = visitor
        .get("/api/v1/metrics/on_time_rate?period=2023&level=commune&below=90")
        .await;
    let answer: serde_json::Value = serde_json::from_slice(&bytes(answer).await).expect("JSON");
    let keys: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        ["metric", "name", "period", "rule", "data_version", "rows"]
    );
    let row = serde_json::json!({
        "agency_code": "06283", "agency_name": "Xã An Sơn", "numerator": 387, "denominator": 480, "value": "80.63",
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
    assert_eq!(
        visitor.send(again()).await.status(),
        StatusCode::NOT_MODIFIED
    );

    let more = visitor.office.file(
        "more.csv",
        "dossier_code,solving_agency,status,received_at\nN1,06283,received,2023-12-30\n",
    );
    visitor.office.ingest(
        &more,
        &motcua::pipeline::Said {
            connector: Some("given".into()),
            ..Default::default()
        },
    );
    assert!(data.join("warehouse.duckdb").exists());
    assert_eq!(visitor.send(again()).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn errors_are_vietnamese_pages_with_a_way_on() {
    let visitor = Visitor::of(sampled().0);
    let cases = [
        ("/nowhere", StatusCode::NOT_FOUND, "Không có trang này"),
        (
            "/agencies/99999",
            StatusCode::NOT_FOUND,
            "Không có trang này",
        ),
        (
            "/?period=thang-8",
            StatusCode::BAD_REQUEST,
            "Địa chỉ chưa đúng",
        ),
        (
            "/charts/nothing.png",
            StatusCode::NOT_FOUND,
            "Không có trang này",
        ),
        (
            "/charts/on_time_rate.gif",
            StatusCode::NOT_FOUND,
            "Không có trang này",
        ),
        (
            "/charts/on_time_rate.svg?kind=pie",
            StatusCode::BAD_REQUEST,
            "Địa chỉ chưa đúng",
        ),
    ];
    for (address, status, title) in cases {
        let response = visitor.get(address).await;
        assert_eq!(response.status(), status, "{address}");
        let page = Html::parse_document(&text(response).await);
        assert_eq!(all(&page, "h1"), [title], "{address}");
        assert!(all(&page, "main a").contains(&"Về trang tổng quan".to_owned()));
    }
    let problem = visitor.get("/api/v1/metrics/nothing?period=2023").await;
    assert_eq!(
        problem.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
}

#[tokio::test]
async fn before_anything_is_published_the_page_says_what_to_do() {
    let visitor = Visitor::of(Office::new());
    let response = visitor.get("/").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text(response).await.contains("motcua ingest"));
    assert_eq!(visitor.get("/healthz").await.status(), StatusCode::OK);
    assert_eq!(
        visitor.get("/readyz").await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let visitor = Visitor::of(Office::new());
    for address in ["/healthz", "/nowhere", "/assets/motcua.css"] {
        let response = visitor.get(address).await;
        assert!(
            response.headers()[header::CONTENT_SECURITY_POLICY]
                .to_str()
                .expect("text")
                .contains("default-src 'none'")
        );
        assert_eq!(
            response.headers()[header::X_CONTENT_TYPE_OPTIONS],
            "nosniff"
        );
    }
    for address in [
        "/assets/../queries/metrics/on_time_rate.sql",
        "/assets/fonts/OFL.txt",
    ] {
        assert_eq!(
            visitor.get(address).await.status(),
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
}
