//! What a visitor is told when something is wrong or not there yet.

use axum::http::{StatusCode, header};
use scraper::Html;

use crate::{
    pipeline::journey::sampled,
    support::{
        office::{Office, published_file},
        visitor::{Visitor, all, text},
    },
};

#[tokio::test]
async fn errors_are_vietnamese_pages_with_a_way_on() {
    let visitor = Visitor::of(sampled().0);
    let cases = [
        ("/nowhere", StatusCode::NOT_FOUND, "Không có trang này"),
        ("/agencies/99999", StatusCode::NOT_FOUND, "Không có trang này"),
        ("/?period=thang-8", StatusCode::BAD_REQUEST, "Địa chỉ chưa đúng"),
        ("/agencies/%FF", StatusCode::BAD_REQUEST, "Địa chỉ chưa đúng"),
        ("/charts/nothing.png", StatusCode::NOT_FOUND, "Không có trang này"),
        ("/charts/on_time_rate.gif", StatusCode::NOT_FOUND, "Không có trang này"),
        ("/charts/on_time_rate.svg?kind=pie", StatusCode::BAD_REQUEST, "Địa chỉ chưa đúng"),
    ];
    for (address, status, title) in cases {
        let response = visitor.get(address).await;
        assert_eq!(response.status(), status, "{address}");
        let page = Html::parse_document(&text(response).await);
        assert_eq!(all(&page, "h1"), [title], "{address}");
        assert!(all(&page, "main a").contains(&"Về trang tổng quan".to_owned()));
    }
    for query in [
        "period=2023&level=xyz",
        "level=commune",
        "period=2023&below=many",
        "period=2023&published=yes",
    ] {
        let problem = visitor.get(&format!("/api/v1/metrics/on_time_rate/values?{query}")).await;
        assert_eq!(problem.status(), StatusCode::BAD_REQUEST, "{query}");
    }
    let blank = visitor
        .get("/api/v1/metrics/on_time_rate/values?period=2023&below=90&agency=&level=")
        .await;
    assert!(text(blank).await.contains("06283"), "a blank option is none");
    let problem = visitor.get("/api/v1/metrics/nothing/values?period=2023").await;
    assert_eq!(problem.headers()[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn before_anything_is_published_the_page_says_what_to_do() {
    let visitor = Visitor::of(Office::new());
    let response = visitor.get("/").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text(response).await.contains("motcua ingest"));
    assert_eq!(visitor.get("/healthz").await.status(), StatusCode::OK);
    assert_eq!(visitor.get("/readyz").await.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let visitor = Visitor::of(Office::new());
    for address in ["/healthz", "/nowhere", "/assets/motcua.css", "/assets/icon.svg"] {
        let response = visitor.get(address).await;
        assert!(
            response.headers()[header::CONTENT_SECURITY_POLICY]
                .to_str()
                .expect("text")
                .contains("default-src 'none'")
        );
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
    for address in ["/assets/../queries/metrics/on_time_rate.sql", "/assets/fonts/OFL.txt"] {
        assert_eq!(visitor.get(address).await.status(), StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
#[expect(
    clippy::disallowed_types,
    reason = "what an older program left is made in the file itself"
)]
async fn a_warehouse_of_another_version_is_named_with_what_to_do() {
    let office = Office::new();
    office.given("dossier_code,status\nA1,finished\n");
    let built = duckdb::Connection::open(published_file(&office.data())).expect("opened");
    built.execute_batch("update build set layout = 'another'").expect("made another");
    drop(built);
    let visitor = Visitor::of(office);
    for address in
        ["/", "/dossiers?list=on_time_rate", "/api/v1/metrics/on_time_rate/values?period=2023"]
    {
        let response = visitor.get(address).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{address}");
        let told = text(response).await;
        assert!(told.contains("một phiên bản khác của motcua"), "{address}: {told}");
        assert!(told.contains("khởi động lại máy chủ"), "{address}: {told}");
    }
}
