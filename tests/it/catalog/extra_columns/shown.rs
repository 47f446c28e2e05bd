//! Where the columns are shown, and to whom.

use axum::http::{StatusCode, header};
use jiff::civil::date;
use motcua::domain::sight::UserRole;

use super::{FIRST, give, office};
use crate::support::{
    office::AGENCY,
    visitor::{Visitor, all, bytes, text},
};

#[tokio::test]
async fn pages_files_and_the_api_show_it_under_its_name() {
    let office = office();
    give(&office, date(2023, 12, 31), &FIRST);
    let visitor = Visitor::of(office);
    let page = visitor.page("/dossiers/A1?period=2023-12").await;
    let facts = all(&page, "dl").join(" ");
    assert!(facts.contains("Nơi cất hồ sơ giấy") && facts.contains("12/2023"), "{facts}");

    let list = "?metric=update_count&period=2023-12";
    let page = visitor.page(&format!("/dossiers{list}&extra.kho=KHO%20b")).await;
    assert!(all(&page, "thead th").contains(&"Nơi cất hồ sơ giấy".to_owned()));
    assert_eq!(all(&page, "tbody td.code"), ["A2"]);
    assert_eq!(all(&page, "tbody td.own"), ["Kho B", "13/2023"]);
    assert_eq!(visitor.attributes(&page, ".filters [name=\"extra.kho\"]", "value"), ["KHO b"]);
    let csv = text(visitor.get(&format!("/dossiers.csv{list}&extra.kho=kho")).await).await;
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].ends_with(";Nơi cất hồ sơ giấy;Số vào sổ"), "{csv}");
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines.iter().any(|line| line.ends_with(";Kho A;12/2023")), "{csv}");
    let xlsx = visitor.get(&format!("/dossiers.xlsx{list}")).await;
    assert_eq!(xlsx.status(), StatusCode::OK);
    assert!(bytes(xlsx).await.starts_with(b"PK"));

    let rows = "/api/v1/metrics/update_count/rows";
    let asked = "?period=2023-12&extra.so_vao_so=12/2023";
    let answer = text(visitor.get(&format!("{rows}{asked}")).await).await;
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["total"], 1);
    let expected = serde_json::json!({"kho": "Kho A", "so_vao_so": "12/2023"});
    assert_eq!(answer["rows"][0]["extra"], expected);
    let csv = text(visitor.get(&format!("{rows}.csv{asked}")).await).await;
    assert!(
        csv.lines()
            .next()
            .is_some_and(|head| head.ends_with("measured_on,extra.kho,extra.so_vao_so")),
        "{csv}"
    );
    assert!(csv.contains(",Kho A,12/2023"), "{csv}");
    let excel = text(visitor.get(&format!("{rows}.csv{asked}&excel=1")).await).await;
    assert!(excel.contains(";Nơi cất hồ sơ giấy;Số vào sổ"), "{excel}");
    // A column that nobody keeps is no filter that lets all through.
    for address in
        [format!("{rows}?period=2023-12&extra.khong=1"), format!("/dossiers{list}&extra.khong=1")]
    {
        assert_eq!(visitor.get(&address).await.status(), StatusCode::BAD_REQUEST, "{address}");
    }
}

#[tokio::test]
async fn a_commune_sees_those_of_its_own_dossiers_alone() {
    let office = office();
    give(&office, date(2023, 12, 31), &FIRST);
    let visitor = Visitor::of(office);
    let cookie = visitor.let_in("anson", UserRole::Commune, Some(AGENCY));
    let page = visitor.page_as(&cookie, "/dossiers?metric=update_count&period=2023-12").await;
    assert_eq!(all(&page, "tbody td.code").len(), 3);
    assert!(!page.html().contains("Tủ 3"));
    let asked = "/api/v1/metrics/update_count/rows.csv?period=2023-12&extra.kho=T%E1%BB%A7";
    let found = visitor.get_as(&cookie, asked).await;
    assert_eq!(found.status(), StatusCode::OK);
    assert_eq!(text(found).await.lines().count(), 1, "the heading alone");
    let other = visitor.get_as(&cookie, "/dossiers/B1?period=2023-12").await;
    assert_eq!(other.status(), StatusCode::NOT_FOUND);
    // Whoever reads sums alone sees no row.
    let reader = visitor.let_in("lan", UserRole::Viewer, None);
    let refused = visitor.get_as(&reader, asked).await;
    assert_eq!(
        refused.status(),
        StatusCode::FORBIDDEN,
        "{:?}",
        refused.headers()[header::CONTENT_TYPE]
    );
}
