//! What each sight shows of the same data.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use clap::ValueEnum;
use jiff::civil::date;
use motcua::{
    domain::sight::{DataScope, UserRole},
    state::StateDatabase,
};
use serde_json::Value;

use crate::{
    pipeline::journey::sampled,
    support::{
        office::{Office, computed_values},
        visitor::{Visitor, all, text},
    },
};

async fn json(visitor: &Visitor, cookie: &str, address: &str) -> Value {
    let response = visitor.get_as(cookie, address).await;
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    serde_json::from_str(&text(response).await).expect("JSON")
}

fn codes(answer: &Value) -> Vec<&str> {
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["agency_code"].as_str().expect("a code")).collect()
}

#[tokio::test]
async fn a_commune_sees_itself_and_nothing_of_others() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("anson", UserRole::Commune, Some("06283"));
    let values = "/api/v1/metrics/on_time_rate/values?period=2023&level=all";
    assert_eq!(codes(&json(&visitor, &cookie, values).await), ["06283"]);
    // What stands above it would be a sum of the commune alone.
    for above in ["/agencies/184?period=2023", "/agencies/06298?period=2023"] {
        assert_eq!(visitor.get_as(&cookie, above).await.status(), StatusCode::NOT_FOUND, "{above}");
    }
    let rows =
        json(&visitor, &cookie, "/api/v1/metrics/on_time_rate/rows?period=2023&failing=1").await;
    // 480 dossiers ended, 387 on time.
    assert_eq!(rows["total"], 93);
    assert!(codes(&rows).iter().all(|code| *code == "06283"));
    let page = visitor.page_as(&cookie, "/?period=2023").await;
    assert_eq!(all(&page, ".ranking tbody tr").len(), 1);
    // What it all comes to is what the commune comes to.
    assert!(all(&page, "[data-metric=on_time_rate]")[0].contains("80,63% 387 / 480 hồ sơ"));
    assert!(!page.html().contains("Hoà Bình") && !page.html().contains("Hòa Bình"));
    // Its place among others is told by others' numbers.
    assert!(
        !all(&visitor.page_as(&cookie, "/agencies/06283?period=2023").await, ".sub")[0]
            .contains("Hạng")
    );
}

#[tokio::test]
async fn a_dossier_of_another_commune_is_not_there() {
    let visitor = Visitor::of(sampled().0);
    let officer = visitor.let_in("lan", UserRole::Officer, None);
    let rows = json(&visitor, &officer, "/api/v1/metrics/on_time_rate/rows?period=2023").await;
    let of = |own: bool| {
        let rows = rows["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| (row["agency_code"] == "06283") == own).expect("a row");
        format!("/dossiers/{}", row["dossier_code"].as_str().expect("a code"))
    };
    let others = of(false);
    let commune = visitor.let_in("anson", UserRole::Commune, Some("06283"));
    assert_eq!(visitor.get_as(&officer, &others).await.status(), StatusCode::OK);
    assert_eq!(visitor.get_as(&commune, &others).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_kept_for_one_is_not_shown_to_another() {
    let visitor = Visitor::of(sampled().0);
    let officer = visitor.let_in("lan", UserRole::Officer, None);
    let commune = visitor.let_in("anson", UserRole::Commune, Some("06283"));
    let first = visitor.get_as(&officer, "/?period=2023").await;
    let tag = first.headers()[header::ETAG].clone();
    let whole = text(first).await;
    let own = text(visitor.get_as(&commune, "/?period=2023").await).await;
    assert_ne!(whole, own);
    // Not even with the tag of the other's page.
    let request = Request::get("/?period=2023")
        .header(header::COOKIE, &commune)
        .header(header::IF_NONE_MATCH, tag);
    let response = visitor.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(text(response).await, own);
}

/// Two communes: of two dossiers, and of six of which three were late.
fn few() -> Office {
    let office = Office::new();
    office.given(
        "dossier_code,solving_agency,status,received_at,due_at,ended_at,procedure_name\n\
         A1,06283,finished,2023-12-01,2023-12-05,2023-12-04,Khai sinh\n\
         A2,06283,finished,2023-12-01,2023-12-05,2023-12-09,Khai sinh\n\
         B1,06298,finished,2023-12-01,2023-12-05,2023-12-04,Khai sinh\n\
         B2,06298,finished,2023-12-01,2023-12-05,2023-12-04,Khai sinh\n\
         B3,06298,finished,2023-12-01,2023-12-05,2023-12-04,Khai sinh\n\
         B4,06298,finished,2023-12-01,2023-12-05,2023-12-09,Khai sinh\n\
         B5,06298,finished,2023-12-01,2023-12-05,2023-12-09,Khai sinh\n\
         B6,06298,finished,2023-12-01,2023-12-05,2023-12-09,Khai sinh\n",
    );
    office
}

#[tokio::test]
async fn a_viewer_sees_no_dossier_and_no_count_under_three() {
    let visitor = Visitor::of(few());
    let officer = visitor.let_in("lan", UserRole::Officer, None);
    let viewer = visitor.let_in("khach", UserRole::Viewer, None);
    let address = "/api/v1/metrics/on_time_rate/values?period=2023";
    let of = |answer: &Value, code: &str| {
        let rows = answer["rows"].as_array().expect("rows").clone();
        rows.into_iter().find(|row| row["agency_code"] == code).expect("listed")
    };
    let told = json(&visitor, &officer, address).await;
    assert_eq!(
        (&of(&told, "06283")["numerator"], &of(&told, "06283")["denominator"]),
        (&1.into(), &2.into())
    );
    let told = json(&visitor, &viewer, address).await;
    let withheld = of(&told, "06283");
    assert_eq!(withheld["is_withheld"], true);
    assert_eq!((&withheld["numerator"], &withheld["value"]), (&Value::Null, &Value::Null));
    assert_eq!(of(&told, "06298")["value"], "50.00");
    let page = visitor.page_as(&viewer, "/agencies/06283?period=2023").await;
    assert!(all(&page, "[data-metric=on_time_rate]")[0].contains("quá ít, không nêu"));
    assert!(!page.html().contains("/dossiers"), "no link to what may not be seen");
    let parts = "/api/v1/metrics/on_time_rate/parts?period=2023&by=procedure&agency=06283";
    assert_eq!(json(&visitor, &viewer, parts).await["rows"][0]["is_withheld"], true);
}

#[tokio::test]
async fn a_total_is_told_whole_even_where_its_parts_are_not() {
    let (office, _) = sampled();
    let visitor = Visitor::of(office);
    let officer = visitor.let_in("lan", UserRole::Officer, None);
    let viewer = visitor.let_in("khach", UserRole::Viewer, None);
    for metric in ["overdue_open", "due_soon"] {
        let mut heads = Vec::new();
        for cookie in [&officer, &viewer] {
            let page = visitor.page_as(cookie, "/?period=2023").await;
            heads.push(all(&page, &format!("[data-watched={metric}] h2")));
        }
        assert_eq!(heads[0], heads[1], "{metric}");
    }
}

#[tokio::test]
async fn a_viewer_takes_no_two_spans_apart() {
    let visitor = Visitor::of(few());
    let officer = visitor.let_in("lan", UserRole::Officer, None);
    let viewer = visitor.let_in("khach", UserRole::Viewer, None);
    let span = "period=2023-12-01..2023-12-04";
    for address in [
        format!("/?{span}"),
        format!("/charts/on_time_rate.svg?{span}"),
        format!("/api/v1/metrics/on_time_rate/values?{span}"),
    ] {
        let refused = visitor.get_as(&viewer, &address).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{address}");
        assert!(text(refused).await.contains("theo kỳ của lịch"), "{address}");
        assert_eq!(visitor.get_as(&officer, &address).await.status(), StatusCode::OK, "{address}");
    }
}

/// What is of no agency: reference, what a build says of itself and of its sources, the plan of the office.
const OF_NO_AGENCY: [&str; 31] = [
    "agency",
    "agency_alias",
    "agency_succession",
    "agency_unit",
    "automatic_step",
    "build",
    "build_input",
    "calendar_day",
    "code_turn",
    "divided_code",
    "erased_row",
    "holiday",
    "key_column",
    "known",
    "layout_row",
    "legal_source",
    "metric",
    "metric_left_out",
    "parameter",
    "petition_twice",
    "plan_task",
    "plan_task_version",
    "proactive_service",
    "procedure",
    "rejected_row",
    "slice",
    "source",
    "source_problem",
    "unreadable_value",
    "unsaid_no",
    "vocabulary",
];

#[test]
#[expect(clippy::disallowed_types, reason = "what a build holds is asked of the file itself")]
fn every_relation_is_of_agencies_or_known_to_be_of_none() {
    let (office, _) = sampled();
    let path = crate::support::office::published_file(&office.data());
    let connection = duckdb::Connection::open(path).expect("opened");
    let sql = "select name from (select table_name as name from duckdb_tables() where not internal \
        union all select view_name from duckdb_views() where not internal) where name not in \
        (select table_name from duckdb_columns() where column_name in ('agency_code', 'solving_agency', 'receiving_agency', 'dossier_code')) \
        order by name";
    let mut query = connection.prepare(sql).expect("prepared");
    let names = query.query_map([], |row| row.get::<_, String>(0)).expect("asked");
    let names: Vec<String> = names.collect::<Result<_, _>>().expect("read");
    assert_eq!(names, OF_NO_AGENCY);
}

#[tokio::test]
async fn a_key_shows_what_its_owner_sees_or_less() {
    let visitor = Visitor::of(sampled().0);
    visitor.let_in("lan", UserRole::Officer, None);
    let state = StateDatabase::open(&visitor.office.data()).expect("a state");
    let lan = state.require_user("lan").expect("there");
    let (now, last) = (date(2024, 1, 2).at(8, 0, 0, 0), date(2024, 2, 1));
    let all_of_it = state.add_token(&lan, "all", None, last, now).expect("a key");
    let narrow = state.add_token(&lan, "one", Some("06283"), last, now).expect("a key");
    let ask = |key: String, address: &'static str| {
        let request = Request::get(address).header(header::AUTHORIZATION, format!("Bearer {key}"));
        visitor.send(request.body(Body::empty()).expect("a request"))
    };
    let values = "/api/v1/metrics/on_time_rate/values?period=2023";
    let count = async |key: String| {
        let answer: Value =
            serde_json::from_str(&text(ask(key, values).await).await).expect("JSON");
        codes(&answer).len()
    };
    assert_eq!(count(all_of_it.clone()).await, 17);
    assert_eq!(count(narrow.clone()).await, 1);
    assert_eq!(ask(narrow, "/sources").await.status(), StatusCode::FORBIDDEN);
    // A key looks; it hands nothing in, and lets nobody in.
    for address in ["/work", "/account", "/admin"] {
        assert_eq!(
            ask(all_of_it.clone(), address).await.status(),
            StatusCode::FORBIDDEN,
            "{address}"
        );
    }
    let unknown = ask("motcua_nothing".into(), values).await;
    assert_eq!(unknown.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(unknown.headers()[header::WWW_AUTHENTICATE], "Bearer realm=\"motcua\"");
}

#[test]
fn every_relation_of_agencies_is_narrowed() {
    let (office, _) = sampled();
    let all = office.warehouse();
    let narrow = all.with_scope(&DataScope::Within("06283".into())).expect("seen");
    for metric in &office.catalog.metrics {
        let period = "2023".parse().expect("a period");
        let of_all_levels = motcua::warehouse::query::AgencyFilter {
            level: Some(motcua::warehouse::query::AgencyLevel::All),
            ..Default::default()
        };
        let listed = computed_values(&narrow, metric, period, &of_all_levels);
        assert!(listed.iter().all(|value| value.agency_code == "06283"), "{}", metric.id);
        for by in <motcua::warehouse::query::BreakdownDimension as ValueEnum>::value_variants() {
            let counted = |warehouse: &motcua::warehouse::query::Warehouse, agency| {
                let slices = warehouse
                    .breakdowns
                    .by_dimension(metric, period, agency, *by)
                    .expect("answered");
                slices.iter().map(|slice| slice.measure.numerator).sum::<i64>()
            };
            // Asked for everything, the narrow sight gives what the commune alone has.
            assert_eq!(counted(&narrow, None), counted(&all, Some("06283")), "{}", metric.id);
        }
    }
}
