//! The API: the numbers of the pages for machines, in three forms, with problems that say what is wrong.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::{
    pipeline::journey::sampled,
    support::{
        office::Office,
        visitor::{Visitor, all, bytes, text},
    },
};

async fn answer(visitor: &Visitor, address: &str) -> Value {
    let response = visitor.get(&format!("/api/v1/{address}")).await;
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    serde_json::from_slice(&bytes(response).await).expect("JSON")
}

#[tokio::test]
async fn values_parts_series_and_comparisons_agree() {
    let visitor = Visitor::of(sampled().0);
    let values = answer(&visitor, "metrics/on_time_rate/values?period=2023&agency=06283").await;
    assert_eq!(values["rows"][0]["value"], "80.63");
    let address = "metrics/on_time_rate/parts?period=2023&agency=06283&by=procedure";
    let parts = answer(&visitor, address).await;
    let sum = |name: &str, of: &Value| -> i64 {
        of["rows"].as_array().expect("rows").iter().filter_map(|row| row[name].as_i64()).sum()
    };
    assert_eq!((sum("numerator", &parts), sum("denominator", &parts)), (387, 480));
    assert_eq!(parts["rows"][0]["gain"], "3.96");
    let address = "metrics/on_time_rate/series?period=2023&agency=06283";
    let series = answer(&visitor, address).await;
    assert_eq!((sum("numerator", &series), sum("denominator", &series)), (387, 480));
    assert_eq!(series["rows"][0]["start"], "2023-01-01");
    let address = "metrics/on_time_rate/compare?period=2023&agency=06283";
    let compared = answer(&visitor, address).await;
    assert_eq!(compared["rows"][0]["ours"]["value"], "80.63");
    assert_eq!(compared["rows"][0]["published"], Value::Null);
}

#[tokio::test]
async fn a_part_of_a_number_is_told_of_each_agency() {
    let visitor = Visitor::of(sampled().0);
    let parts = "metrics/on_time_rate/parts?period=2023&agency=06283&by=channel";
    let parts = answer(&visitor, parts).await;
    for part in parts["rows"].as_array().expect("rows") {
        let code = part["code"].as_str().expect("a code");
        let address =
            format!("metrics/on_time_rate/values?period=2023&agency=06283&by=channel&slice={code}");
        let value = &answer(&visitor, &address).await["rows"][0];
        assert_eq!(
            (&value["numerator"], &value["denominator"]),
            (&part["numerator"], &part["denominator"]),
            "{code}"
        );
    }
    let unknown =
        visitor.get("/api/v1/metrics/on_time_rate/values?period=2023&by=none&slice=online").await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    let address =
        "/api/v1/metrics/progress_766/values?period=2026-08&published=1&by=channel&slice=online";
    let one_number = visitor.get(address).await;
    assert_eq!(one_number.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn cases_of_a_check_come_page_by_page() {
    let visitor = Visitor::of(sampled().0);
    let checks = answer(&visitor, "checks").await;
    let rows = checks["rows"].as_array().expect("rows").iter();
    let most = rows.max_by_key(|row| row["found"].as_u64()).expect("a check");
    let (id, found) = (most["check"].as_str().expect("an id"), most["found"].as_u64());
    assert!(found > Some(1), "the sample has something to find");
    let (mut cursor, mut seen) = (String::new(), std::collections::BTreeSet::new());
    loop {
        let page = answer(&visitor, &format!("checks/{id}?limit=100{cursor}")).await;
        let rows = page["rows"].as_array().expect("rows");
        seen.extend(rows.iter().map(ToString::to_string));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(Some(seen.len() as u64), found);
    let csv = text(visitor.get(&format!("/api/v1/checks/{id}.csv?limit=1")).await).await;
    assert!(
        csv.starts_with("agency_code,subject_id,detail\n") && csv.lines().count() == 2,
        "{csv}"
    );
}

#[tokio::test]
async fn rows_come_page_by_page_each_once() {
    let visitor = Visitor::of(sampled().0);
    let address = "metrics/on_time_rate/rows?period=2023&agency=06283&failing=true&limit=40";
    let (mut codes, mut cursor) = (Vec::new(), String::new());
    for count in [40, 40, 13] {
        let page = answer(&visitor, &format!("{address}{cursor}")).await;
        assert_eq!(page["total"], 93);
        let rows = page["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), count);
        codes.extend(rows.iter().map(|row| row["dossier_code"].to_string()));
        cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap_or("none"));
    }
    assert_eq!(cursor, "&cursor=none");
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 93);
    let other = visitor.get(&format!("/api/v1/{address}&cursor=0123456789ab-40")).await;
    assert_eq!(other.status(), StatusCode::CONFLICT, "of another build");
}

#[tokio::test]
async fn a_table_is_json_csv_or_xlsx_by_its_address_or_by_what_is_accepted() {
    let visitor = Visitor::of(sampled().0);
    let address =
        |ending: &str| format!("/api/v1/metrics/on_time_rate/values{ending}?period=2023&below=90");
    let expected = "agency_code,agency_name,numerator,denominator,value,reason,is_few,is_withheld,verdict,\
        reported_numerator,reported_denominator\n\
        06283,Xã An Sơn,387,480,80.63,,,,floor_missed,,\n";
    assert_eq!(text(visitor.get(&address(".csv")).await).await, expected);
    assert!(bytes(visitor.get(&address(".xlsx")).await).await.starts_with(b"PK"));
    // The form is part of what is kept: JSON first, and CSV of the same address after it.
    assert!(text(visitor.get(&address("")).await).await.starts_with('{'));
    let accepting =
        Request::get(address("")).header(header::ACCEPT, "text/csv").body(Body::empty());
    let csv = visitor.send(accepting.expect("a request")).await;
    assert_eq!(csv.headers()[header::VARY], "accept, cookie, authorization");
    assert_eq!(text(csv).await, expected);
}

#[tokio::test]
async fn a_table_has_the_same_columns_whatever_stands_in_them_and_says_that_more_follows() {
    let visitor = Visitor::of(sampled().0);
    let heads = |csv: String| csv.lines().next().map(str::to_owned);
    let address = "/api/v1/metrics/progress_766/compare.csv?level=commune&period=";
    let (ours, published, none) = (
        text(visitor.get(&format!("{address}2023")).await).await,
        text(visitor.get(&format!("{address}2026-08")).await).await,
        text(visitor.get(&format!("{address}2001")).await).await,
    );
    assert_eq!(heads(ours.clone()), heads(published));
    assert_eq!(heads(ours), heads(none));
    let address = "/api/v1/metrics/on_time_rate/rows.csv?period=2023&limit=5";
    let first = visitor.get(address).await;
    assert_eq!(first.headers()["x-total-count"], "7693");
    let link = first.headers()[header::LINK].to_str().expect("text").to_owned();
    let next = link.trim_start_matches('<').split('>').next().expect("an address").to_owned();
    assert_ne!(text(visitor.get(&next).await).await, text(first).await);
}

#[tokio::test]
async fn lists_say_what_there_is_to_ask() {
    let visitor = Visitor::of(sampled().0);
    let metrics = answer(&visitor, "metrics").await;
    assert_eq!(
        metrics["rows"].as_array().map(Vec::len),
        Some(visitor.office.catalog.metrics.len())
    );
    let metric = answer(&visitor, "metrics/on_time_rate").await;
    assert_eq!(metric["targets"][0]["value"], "90");
    let agencies = answer(&visitor, "agencies?period=2023&level=commune").await;
    assert_eq!(agencies["rows"].as_array().map(Vec::len), Some(17));
    let cards = answer(&visitor, "scorecards").await;
    assert!(cards["rows"].to_string().contains("cchc_van_quan_2023"));
    let card = answer(&visitor, "scorecards/cchc_van_quan_2023?period=2023").await;
    assert_eq!((&card["points"], &card["max"]), (&json!("80.61"), &json!("99.50")));
    let checks = answer(&visitor, "checks").await;
    assert!(checks["rows"].to_string().contains(r#""check":"received_on_a_day_off","#));
    let cases = answer(&visitor, "checks/received_on_a_day_off?limit=5").await;
    assert_eq!((&cases["found"], cases["rows"].as_array().map(Vec::len)), (&json!(90), Some(5)));
    let sources = answer(&visitor, "sources").await;
    assert_eq!(sources["rows"].as_array().map(Vec::len), Some(4));
    let health = answer(&visitor, "health").await;
    assert_eq!(
        (&health["status"], &health["known_until"]),
        (&json!("ready"), &json!("2023-12-31"))
    );
}

#[tokio::test]
async fn what_is_wrong_is_a_problem_of_rfc_9457() {
    let visitor = Visitor::of(sampled().0);
    for (address, status, detail) in [
        ("nothing", StatusCode::NOT_FOUND, "/api/v1/nothing"),
        ("metrics/nothing", StatusCode::NOT_FOUND, "nothing"),
        ("metrics/on_time_rate/values", StatusCode::BAD_REQUEST, "period"),
        ("metrics/on_time_rate/parts?period=2023&by=moon", StatusCode::NOT_FOUND, "by=moon"),
        ("metrics/on_time_rate/series?period=2023", StatusCode::BAD_REQUEST, "agency"),
        ("metrics/on_time_rate/rows?period=2023&limit=many", StatusCode::BAD_REQUEST, "limit=many"),
        ("metrics/%ff/values?period=2023", StatusCode::BAD_REQUEST, "/api/v1/metrics/%ff/values"),
        ("checks/nothing", StatusCode::NOT_FOUND, "nothing"),
    ] {
        let response = visitor.get(&format!("/api/v1/{address}")).await;
        assert_eq!(response.status(), status, "{address}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let problem: Value = serde_json::from_slice(&bytes(response).await).expect("JSON");
        assert_eq!(
            (&problem["status"], &problem["detail"]),
            (&json!(status.as_u16()), &json!(detail))
        );
    }
    let empty = Visitor::of(Office::new());
    let response = empty.get("/api/v1/agencies").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer(&empty, "health").await["status"], "no_warehouse");
}

#[tokio::test]
async fn what_is_kept_of_an_address_answers_no_other_method() {
    let visitor = Visitor::of(sampled().0);
    visitor.get("/api/v1/sources").await;
    let trace = Request::builder().method("TRACE").uri("/api/v1/sources").body(Body::empty());
    let response = visitor.send(trace.expect("a request")).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn a_monitor_reads_what_was_asked_and_how_old_the_data_is() {
    let visitor = Visitor::of(sampled().0);
    visitor.get("/agencies/06283").await;
    visitor.get("/agencies/99999").await;
    let told = text(visitor.get("/metrics").await).await;
    for line in [
        r#"motcua_requests_total{route="/agencies/{code}",status="200"} 1"#,
        r#"motcua_requests_total{route="/agencies/{code}",status="404"} 1"#,
        "motcua_ready 1",
        // 31 December 2023.
        r#"motcua_newest_on_seconds{connector="generic_csv"} 1703980800"#,
        r#"motcua_rows{connector="generic_csv",kind="kept"} 3413"#,
        "# EOF",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    assert!(!told.contains("06283"), "an address may name a dossier");
    let empty = Visitor::of(Office::new());
    assert!(text(empty.get("/metrics").await).await.contains("motcua_ready 0"));
}

#[tokio::test]
async fn the_document_names_every_route_and_each_of_its_examples_answers() {
    let visitor = Visitor::of(sampled().0);
    let document = answer(&visitor, "openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let page = visitor.page("/api").await;
    let examples = visitor.links(&page, ".more a");
    let mut paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    paths.sort();
    assert_eq!(
        paths,
        [
            "/api/v1/agencies",
            "/api/v1/checks",
            "/api/v1/checks/{id}",
            "/api/v1/due-dossiers",
            "/api/v1/handling-steps",
            "/api/v1/handling-times",
            "/api/v1/health",
            "/api/v1/metrics",
            "/api/v1/metrics/{id}",
            "/api/v1/metrics/{id}/compare",
            "/api/v1/metrics/{id}/parts",
            "/api/v1/metrics/{id}/rows",
            "/api/v1/metrics/{id}/series",
            "/api/v1/metrics/{id}/values",
            "/api/v1/scorecards",
            "/api/v1/scorecards/{id}",
            "/api/v1/scorecards/{id}/simulation",
            "/api/v1/sources",
            "/api/v1/urgings",
            "/card.pdf",
            "/card.png",
            "/card.txt",
        ]
    );
    assert_eq!(examples.len(), document["paths"].as_object().map_or(0, serde_json::Map::len));
    for example in examples {
        let status = visitor.get(&example).await.status();

        assert_eq!(status, StatusCode::OK, "{example}");
    }
}

/// The page is for people; the document stays as machines and their makers know it.
#[tokio::test]
async fn the_page_of_the_api_is_vietnamese() {
    let page = Visitor::of(sampled().0).page("/api").await;
    let letter = regex::Regex::new("[ăâđêôơưạảấầẩậắằặẹẻếềểệịọỏốồổộớờởợụủứừửựỳýíìóòáàéèúù]")
        .expect("a pattern");
    let mut told = all(&page, "main section > p:first-of-type");
    told.extend(all(&page, "main section td:nth-child(3)"));
    assert!(told.len() > 40, "{told:?}");
    let english: Vec<_> =
        told.iter().filter(|said| !letter.is_match(&said.to_lowercase())).collect();
    assert!(english.is_empty(), "{english:?}");
}
