//! The page Sức khỏe and the same as JSON.

use motcua::domain::sight::UserRole;

use crate::{
    health::examined::healthy_office,
    support::visitor::{Visitor, all, text},
};

#[tokio::test]
async fn the_page_and_the_json_say_the_same_lines() {
    let visitor = Visitor::of(healthy_office());
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let page = visitor.page_as(&cookie, "/admin/health").await;
    let json = text(visitor.get_as(&cookie, "/api/v1/admin/health").await).await;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    // What is typed is code on the page, and between backticks elsewhere.
    let said: Vec<String> = (json["lines"].as_array().expect("lines").iter())
        .map(|line| line["said"].as_str().expect("a sentence").replace('`', ""))
        .collect();
    let shown = all(&page, ".health .said");
    assert!(shown.len() >= 15, "{shown:?}");
    for sentence in &shown {
        // How much is free changes between two looks.
        let is_of_the_disk = sentence.contains("trống");
        assert!(is_of_the_disk || said.contains(sentence), "{sentence}: {said:?}");
    }
    assert!(shown.iter().any(|line| line == "chưa cấu hình sao lưu"), "{shown:?}");
}

#[tokio::test]
async fn the_admin_page_leads_there_and_nothing_is_kept() {
    let visitor = Visitor::of(healthy_office());
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let page = visitor.page_as(&cookie, "/admin").await;
    assert!(visitor.links(&page, "header nav a").contains(&"/admin/health".to_owned()));
    for address in ["/admin/health", "/api/v1/admin/health"] {
        let response = visitor.get_as(&cookie, address).await;
        assert_eq!(response.headers()["cache-control"], "no-store", "{address}");
    }
}
