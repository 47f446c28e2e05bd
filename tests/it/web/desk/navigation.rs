//! The pages there are stand on every page, with the period and the rule one looks at.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use motcua::{catalog::Catalog, domain::sight::UserRole};
use scraper::Html;

use crate::{
    pipeline::journey::sampled,
    support::{
        office::Office,
        visitor::{Visitor, all, text},
    },
};

const OF_ADMIN: [&str; 14] = [
    "Tổng quan",
    "Đơn vị",
    "Chỉ tiêu",
    "Hồ sơ",
    "Báo cáo",
    "Kỳ đã khóa",
    "Đôn đốc",
    "Bảng điểm",
    "Đối chiếu",
    "Kiểm tra",
    "Dữ liệu",
    "Quản trị",
    "Sức khỏe",
    "Tài khoản",
];

async fn navigation(visitor: &Visitor, cookie: &str, address: &str) -> (Vec<String>, Vec<String>) {
    let page = Html::parse_document(&text(visitor.get_as(cookie, address).await).await);
    (all(&page, "header nav a"), visitor.links(&page, "header nav a"))
}

#[tokio::test]
async fn every_page_and_every_error_shows_all_pages() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    for address in [
        "/",
        "/agencies",
        "/agencies/06283",
        "/indicators",
        "/indicators/on_time_rate",
        "/dossiers",
        "/checks",
        "/compare",
        "/scorecards",
        "/reports",
        "/locks",
        "/urgings",
        "/sources",
        "/work",
        "/admin",
        "/admin/health",
        "/account",
        "/api",
        "/periods",
        "/sources/describe",
        "/admin/sending",
        "/nowhere",
        "/agencies/99999",
        "/?period=thang-8",
        "/charts/nothing.png",
    ] {
        assert_eq!(navigation(&visitor, &cookie, address).await.0, OF_ADMIN, "{address}");
    }
    // A form that is too old is an error too.
    let late = visitor.post_as(&cookie, "/admin/users", "form_token=none").await;
    assert_eq!(late.status(), StatusCode::FORBIDDEN);
    assert_eq!(all(&Html::parse_document(&text(late).await), "header nav a"), OF_ADMIN);
}

#[tokio::test]
async fn everybody_is_shown_the_pages_they_may_see() {
    let visitor = Visitor::of(sampled().0);
    let commune = visitor.let_in("xa", UserRole::Commune, Some("06283"));
    let shown = navigation(&visitor, &commune, "/admin").await.0;
    assert_eq!(
        shown,
        [
            "Tổng quan",
            "Đơn vị",
            "Chỉ tiêu",
            "Hồ sơ",
            "Báo cáo",
            "Bảng điểm",
            "Đối chiếu",
            "Kiểm tra",
            "Tài khoản",
        ]
    );
    // Nobody known is shown nothing of the office.
    let unknown = navigation(&visitor, "", "/nowhere").await.0;
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[tokio::test]
async fn the_period_and_the_rule_go_along() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let view = "?period=2023-12&rule=timestamp";
    for address in ["/", "/reports", "/admin", "/account", "/api", "/nowhere", "/agencies/99999"] {
        let links = navigation(&visitor, &cookie, &format!("{address}{view}")).await.1;
        assert_eq!(links.len(), 14, "{address}");
        assert!(links.iter().all(|link| link.ends_with(view)), "{address} {links:?}");
    }
    let page = Html::parse_document(
        &text(visitor.get_as(&cookie, &format!("/nowhere{view}")).await).await,
    );
    assert!(visitor.links(&page, "main a").contains(&format!("/{view}")));
    // What cannot be read is not handed on.
    let links = navigation(&visitor, &cookie, "/?period=thang-8").await.1;
    assert_eq!(links[0], "/");
}

#[tokio::test]
async fn after_a_form_one_looks_at_the_same_period() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let fields = format!("form_token={}&name=nobody", visitor.form_token(&cookie));
    let request = Request::post("/admin/users/disable")
        .header(header::HOST, "motcua.local")
        .header(header::ORIGIN, "http://motcua.local")
        .header(header::REFERER, "http://motcua.local/admin?period=2023-12&said=mail")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, &cookie);
    let answer = visitor.send(request.body(Body::from(fields)).expect("a request")).await;
    assert_eq!(answer.headers()[header::LOCATION], "/admin?said=no_user&period=2023-12");
}

#[tokio::test]
async fn without_a_user_every_page_says_how_there_is_one() {
    let visitor = Visitor::of(sampled().0);
    for (address, status) in [
        ("/login", StatusCode::OK),
        ("/sources", StatusCode::OK),
        ("/admin", StatusCode::FORBIDDEN),
        ("/work", StatusCode::FORBIDDEN),
        ("/account", StatusCode::FORBIDDEN),
    ] {
        let response = visitor.get(address).await;
        assert_eq!(response.status(), status, "{address}");
        let page = Html::parse_document(&text(response).await);
        let said = all(&page, "main code");
        assert!(
            said.contains(&"motcua user add TÊN --role admin".to_owned()),
            "{address}: {said:?}"
        );
        assert!(all(&page, "header nav a").contains(&"Đăng nhập".to_owned()), "{address}");
    }
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let page = visitor.page_as(&cookie, "/sources").await;
    assert!(!all(&page, "main code").contains(&"motcua user add TÊN --role admin".to_owned()));
}

#[tokio::test]
async fn where_nothing_is_published_the_pages_are_there() {
    let visitor = Visitor::of(Office::new());
    let (names, _) = navigation(&visitor, "", "/").await;
    assert!(names.contains(&"Dữ liệu".to_owned()), "{names:?}");
    assert_eq!(visitor.get("/reports").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn metrics_and_reports_are_listed_by_use() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/indicators?period=2023").await;
    let metrics = visitor.attributes(&page, "tr[data-metric]", "data-metric");
    assert_eq!(metrics[0], "on_time_rate");
    assert_eq!(metrics.last().expect("some"), "plan_task_on_time_rate");
    assert_eq!(all(&page, "tr.group")[0], "Tiến độ giải quyết");
    let page = visitor.page("/reports").await;
    let first = all(&page, ".reports tbody tr:nth-child(2) td:first-child").remove(0);
    assert_eq!(first, "Báo cáo kết quả giải quyết thủ tục hành chính");
}

#[test]
fn every_metric_and_report_stands_in_a_group() {
    let catalog = Catalog::load_content(None).expect("the content");
    for (heading, members) in catalog.listed_metrics() {
        let ids: Vec<&String> = members.iter().map(|metric| &metric.id).collect();
        assert_ne!(heading, "Khác", "{ids:?}");
    }
    let headings = catalog.listed_reports().into_iter().map(|(heading, _)| heading);
    assert!(!headings.collect::<Vec<_>>().contains(&"Khác".to_owned()));
    assert_eq!(catalog.metrics_by_use().count(), catalog.metrics.len());
}
