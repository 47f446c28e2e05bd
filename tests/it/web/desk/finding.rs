//! Agencies, procedures and periods are chosen or found by their names, never typed as codes.

use axum::http::{StatusCode, header};
use motcua::domain::sight::UserRole;
use scraper::Html;

use crate::{
    pipeline::journey::sampled,
    support::{
        office::Office,
        visitor::{Visitor, all, text},
    },
};

async fn page_of(visitor: &Visitor, cookie: &str, address: &str) -> (StatusCode, Html) {
    let response = visitor.get_as(cookie, address).await;
    let status = response.status();
    (status, Html::parse_document(&text(response).await))
}

#[tokio::test]
async fn a_name_as_the_list_offers_it_is_the_agency() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/reports?period=2023-12").await;
    let offered = visitor.attributes(&page, "datalist option", "value");
    assert!(offered.contains(&"Xã An Sơn (06283)".to_owned()), "{offered:?}");
    let named = "X%C3%A3+An+S%C6%A1n+%2806283%29";
    let page = visitor.page(&format!("/reports?period=2023-12&agency={named}")).await;
    let links = visitor.links(&page, ".reports a");
    assert!(links.iter().all(|link| link.contains("agency=06283")), "{links:?}");
    let tile = "/dossiers?period=2023&agency=";
    let by_name = all(&visitor.page(&format!("{tile}{named}")).await, "h1");
    assert_eq!(by_name, all(&visitor.page(&format!("{tile}06283")).await, "h1"));
}

#[tokio::test]
async fn of_several_of_one_name_one_is_to_be_chosen() {
    let visitor = Visitor::of(sampled().0);
    let response = visitor.get("/reports?period=2023-12&agency=An+S%C6%A1n").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let page = Html::parse_document(&text(response).await);
    assert_eq!(all(&page, "h1"), ["Chọn một trong các tên sau"]);
    let links = visitor.links(&page, ".found a");
    assert!(links.len() > 1, "there is more than one An Sơn: {links:?}");
    assert!(links.contains(&"/reports?period=2023-12&agency=06283".to_owned()), "{links:?}");
    for nobody in ["Kh%C3%B4ng+c%C3%B3", "99999"] {
        let (status, _) = page_of(&visitor, "", &format!("/reports?agency={nobody}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{nobody}");
    }
}

#[tokio::test]
async fn a_name_that_is_only_alike_is_never_taken_for_the_agency() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("xa", UserRole::Commune, Some("06283"));
    // Without marks it may be another's name, though this is the only one in scope.
    let (status, page) = page_of(&visitor, &cookie, "/reports?agency=an+son").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(all(&page, ".found a").len(), 1);
    let api = "/api/v1/metrics/on_time_rate/values?period=2023&agency=an+son";
    let status = visitor.get_as(&cookie, api).await.status();
    assert_eq!(status, StatusCode::NOT_FOUND, "a program asks by a code");
}

#[tokio::test]
async fn nobody_is_told_of_agencies_outside_their_scope() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("xa", UserRole::Commune, Some("06283"));
    let page = visitor.page_as(&cookie, "/reports").await;
    assert_eq!(visitor.attributes(&page, "datalist option", "value"), ["Xã An Sơn (06283)"]);
    // Of all that are called so it is the only one in scope.
    let (status, page) = page_of(&visitor, &cookie, "/reports?agency=An+S%C6%A1n").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(visitor.attributes(&page, "input[name=agency]", "value"), ["Xã An Sơn (06283)"]);
    for other in ["H%C3%B2a+B%C3%ACnh", "06280"] {
        let (status, _) = page_of(&visitor, &cookie, &format!("/reports?agency={other}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test]
async fn a_user_of_a_commune_is_added_by_its_name() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let token = visitor.form_token(&cookie);
    let fields = format!("form_token={token}&name=lan&role=commune&agency=");
    let names = async || all(&visitor.page_as(&cookie, "/admin").await, ".users td:first-child");
    // Several are called so: the form waits.
    let asked = visitor.post_as(&cookie, "/admin/users", &format!("{fields}An+S%C6%A1n")).await;
    assert_eq!(asked.status(), StatusCode::BAD_REQUEST);
    let page = Html::parse_document(&text(asked).await);
    assert!(visitor.attributes(&page, "input[type=radio]", "value").contains(&"06283".to_owned()));
    assert_eq!(visitor.attributes(&page, "main form", "action"), ["/admin/users"]);
    assert_eq!(visitor.attributes(&page, "main input[name=name]", "value"), ["lan"]);
    assert!(!names().await.contains(&"lan".to_owned()), "nothing was changed");
    // What was chosen is sent with the rest.
    let made = visitor.post_as(&cookie, "/admin/users", &format!("{fields}06283")).await;
    assert_eq!(made.status(), StatusCode::OK);
    assert!(names().await.contains(&"lan".to_owned()));
    let none = visitor.post_as(&cookie, "/admin/users", &format!("{fields}Xqz")).await;
    assert_eq!(none.headers()[header::LOCATION], "/admin?said=bad_agency");
}

#[tokio::test]
async fn a_procedure_is_found_by_its_code_or_by_words_of_its_name() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/dossiers?period=2023").await;
    let code = visitor.attributes(&page, "select[name=procedure] option", "value").remove(1);
    let name = all(&page, "select[name=procedure] option").remove(1);
    let address = |procedure: &str| {
        let asked = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("procedure", procedure)
            .finish();
        format!("/dossiers?period=2023&{asked}")
    };
    let count = async |text: &str| all(&visitor.page(&address(text)).await, "h1");
    let by_code = count(&code).await;
    assert_ne!(by_code, all(&page, "h1"), "it is narrowed");
    assert_eq!(count(&format!("{name} ({code})")).await, by_code);
    // Of what nobody knows there is not 0, there is no list; of what only this period lacks there are 0.
    for unknown in ["không có thủ tục ấy", "9.999999"] {
        let (status, page) = page_of(&visitor, "", &address(unknown)).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let said = all(&page, "main").join(" ");
        assert!(
            said.contains(&format!("Không có thủ tục nào có mã hoặc tên “{unknown}”")),
            "{said}"
        );
        let asked = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("procedure", unknown)
            .finish();
        let api = format!("/api/v1/metrics/on_time_rate/rows?period=2023&{asked}");
        assert_eq!(visitor.get(&api).await.status(), StatusCode::NOT_FOUND);
    }
    let far = address(&code).replace("period=2023&", "period=2023-01-01..2023-01-01&");
    let page = visitor.page(&far).await;
    assert_eq!(all(&page, ".empty").len(), 1, "none of that day");
    let api =
        format!("/api/v1/metrics/on_time_rate/rows?period=2023-01-01..2023-01-01&procedure={code}");
    assert_eq!(visitor.get(&api).await.status(), StatusCode::OK);
    // A word of many names: which is to be chosen.
    let (status, page) = page_of(&visitor, "", &address("đăng ký")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(visitor.links(&page, ".found a").iter().all(|link| link.contains("procedure=")));
}

#[tokio::test]
async fn every_kind_of_period_is_chosen_from_a_list() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/?period=2023").await;
    let ids = visitor.attributes(&page, "select[name=period] option", "value");
    for id in ["2023", "2023-H1", "2023-Q4", "2023-12", "2023-W52", "bc:2023-12"] {
        assert!(ids.contains(&id.to_owned()), "{id} of {ids:?}");
    }
    assert!(!ids.contains(&"2023-W53".to_owned()), "2023 has 52 weeks");
    assert_eq!(
        visitor.attributes(&page, "select[name=period] option[selected]", "value"),
        ["2023"]
    );
    let page = visitor.page("/?period=2023-12-01..2023-12-15").await;
    let chosen = visitor.attributes(&page, "select[name=period] option[selected]", "value");
    assert_eq!(chosen, ["2023-12-01..2023-12-15"], "what is shown can be kept");
}

#[tokio::test]
async fn the_page_of_periods_leads_back_with_the_rule() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/indicators/on_time_rate?period=2023&rule=timestamp").await;
    let other = visitor.links(&page, ".choices .others a").remove(0);
    let page = visitor.page(&other).await;
    let links = visitor.links(&page, ".periods a");
    let week = "/indicators/on_time_rate?rule=timestamp&period=2023-W51";
    assert!(links.contains(&week.to_owned()), "{links:?}");
    assert!(links.iter().all(|link| link.contains("rule=timestamp")), "{links:?}");
    let days = visitor.get(&format!("{other}&day_from=2023-12-01&day_to=2023-12-15")).await;
    let to = "/indicators/on_time_rate?rule=timestamp&period=2023-12-01..2023-12-15";
    assert_eq!(days.headers()[header::LOCATION], to);
    let page = visitor.page(&format!("{other}&day_from=2023-12-15&day_to=2023-12-01")).await;
    assert_eq!(
        all(&page, ".stale[role=status]").last().expect("said"),
        "Ngày cuối phải từ ngày đầu trở đi"
    );
    let elsewhere = visitor.page("/periods?to=https%3A%2F%2Fexample.org%2F").await;
    assert!(visitor.links(&elsewhere, "main a").iter().all(|link| link.starts_with('/')));
}

#[tokio::test]
async fn whoever_sees_no_dossier_is_offered_no_days() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("xem", UserRole::Viewer, None);
    let page = visitor.page_as(&cookie, "/periods?to=/").await;
    assert!(all(&page, "input[name=day_from]").is_empty());
    let days = "/periods?to=/&day_from=2023-12-01&day_to=2023-12-15";
    assert_eq!(visitor.get_as(&cookie, days).await.status(), StatusCode::OK, "it leads nowhere");
}

/// What nobody knows is no 0; what there is, but not in the period, is.
#[tokio::test]
async fn a_part_that_nobody_knows_has_no_number() {
    let visitor = Visitor::of(sampled().0);
    let values = |slice: &str| format!("/api/v1/metrics/on_time_rate/values?period=2023&{slice}");
    for slice in [
        "by=procedure&slice=9.999999",
        "by=sector&slice=Ngo%E1%BA%A1i%20giao",
        "by=status&slice=gone",
    ] {
        assert_eq!(visitor.get(&values(slice)).await.status(), StatusCode::NOT_FOUND, "{slice}");
    }
    let none = visitor.get(&values("agency=06283&by=status&slice=registered")).await;
    assert_eq!(none.status(), StatusCode::OK);
    assert!(text(none).await.contains("\"numerator\":0"));
}

/// A survey of 2021 beside dossiers of 2023: the page of periods begins with the first of all.
#[tokio::test]
async fn the_years_begin_with_the_first_anything_is_known_of() {
    let office = Office::of_every_metric();
    office.given("solving_agency,status,received_at,due_at,ended_at\n06283,finished,2023-12-20,2023-12-26,2023-12-28\n");
    let survey = "Mã phiếu;Đơn vị;Ngày khảo sát;Loại khảo sát;Yếu tố;Câu hỏi;Mức đánh giá;Điểm;Số phiếu\n\
        P1;xã An Sơn;12/12/2021;Một cửa;Công chức;Q1;Rất hài lòng;5;\n";
    let path = office.file("khao-sat-2021-12-31.csv", survey);
    let (taken, _) = office.ingest(&path, &motcua::pipeline::IngestOverrides::default());
    assert!(taken[0].is_ok(), "{taken:?}");
    let page = Visitor::of(office).page("/periods?to=/").await;
    let years = all(&page, ".tabs a").into_iter().filter(|name| name.len() == 4);
    assert_eq!(years.collect::<Vec<_>>(), ["2023", "2022", "2021"]);
}
