//! The page of the time that dossiers take, and what the API says of it.

use crate::support::{
    office::Office,
    visitor::{Visitor, all, text},
};

/// Two of three took a day, and one three; nothing is known of 2021.
#[tokio::test]
async fn the_page_of_handling_says_half_and_nine_in_ten_and_what_is_not_known() {
    let office = Office::with_metrics(&["average_processing_days"]);
    let row = |code: &str, ended: u8| {
        format!("{code},Khai sinh,06283,finished,01/12/2023,20/12/2023,{ended:02}/12/2023\n")
    };
    let heading = "dossier_code,procedure_name,solving_agency,status,received_at,due_at,ended_at\n";
    let rows = [row("A1", 2), row("A2", 2), row("A3", 4)].concat();
    office.given(&(heading.to_owned() + &rows)).0.pop().expect("one").expect("taken in");
    let visitor = Visitor::of(office);
    let page = visitor.page("/handling?period=2023-12").await;
    let heading = ["Một nửa hồ sơ xong trong 1 ngày và chín phần mười trong 3 ngày"];
    assert_eq!(all(&page, "h1"), heading);
    let unknown = visitor.page("/handling?period=2021").await;
    assert!(all(&unknown, ".empty")[0].contains("chưa biết hồ sơ nào đã giải quyết xong"));
    let answer = text(visitor.get("/api/v1/handling-times?period=2023-12").await).await;
    assert!(answer.contains(r#""is_all":true,"dossiers":3,"median_days":1,"ninetieth_days":3"#));
    let unknown = text(visitor.get("/api/v1/handling-times?period=2021").await).await;
    assert!(unknown.contains(r#""reason":""#) && unknown.contains(r#""rows":[]"#), "{unknown}");
}

fn office_of(rows: &str) -> Visitor {
    let office = Office::with_metrics(&["average_processing_days"]);
    let heading =
        "dossier_code,solving_agency,status,received_at,current_step,step_office,step_started_at\n";
    office.given(&(heading.to_owned() + rows)).0.pop().expect("one").expect("taken in");
    Visitor::of(office)
}

async fn section(visitor: &Visitor) -> String {
    let page = visitor.page("/handling?period=2023-12").await;
    let sections = all(&page, "section");
    let named = sections.into_iter().find(|text| text.contains("nằm ở bước nào"));
    named.expect("a section").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Told on the first of January 2024, of two at one step since when is known of one.
#[tokio::test]
async fn it_says_where_open_dossiers_lie_and_of_how_many_nobody_knows() {
    let visitor = office_of(
        "A1,06283,in_progress,01/12/2023,Thẩm định,Phòng A,22/12/2023\n\
         A2,06283,supplement_requested,01/12/2023,Thẩm định,Phòng A,\n\
         A3,06283,in_progress,01/12/2023,,,\n",
    );
    let said = section(&visitor).await;
    assert!(said.contains("Phòng A Thẩm định 2 1 10 (biết của 1 hồ sơ) 10"), "{said}");
    assert!(said.contains("Chưa biết 1 hồ sơ đang giải quyết nằm ở bước nào."), "{said}");
    let answer = text(visitor.get("/api/v1/handling-times?period=2023-12").await).await;
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(
        answer["current_steps"],
        serde_json::json!([{
            "office": "Phòng A", "step": "Thẩm định", "dossiers": 2, "waiting_dossiers": 1,
            "timed_dossiers": 1, "median_days": 10, "longest_days": 10
        }])
    );
    assert_eq!(answer["current_unknown"], 1);
}

#[tokio::test]
async fn none_that_is_open_and_none_of_which_the_step_is_known_are_told_apart() {
    let done = office_of("A1,06283,finished,01/12/2023,Thẩm định,Phòng A,22/12/2023\n");
    assert!(section(&done).await.contains("Số liệu không có hồ sơ nào đang giải quyết."));
    let unknown = office_of("A1,06283,in_progress,01/12/2023,,,\n");
    let said = section(&unknown).await;
    assert!(said.contains("Chưa biết 1 hồ sơ đang giải quyết nằm ở bước nào."), "{said}");
    assert!(said.contains("currentTask"), "{said}");
}

/// Of the samples' 639 dossiers messages tell the steps: the API has what the page shows, in minutes.
#[tokio::test]
async fn machines_get_the_steps_the_page_shows_in_minutes() {
    let visitor = Visitor::of(crate::pipeline::commune_of_2026::sampled());
    let answer = async |address: &str| text(visitor.get(address).await).await;
    let told = answer("/api/v1/handling-steps?period=2026-Q3").await;
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let rows = told["rows"].as_array().expect("rows");
    let page = visitor.page("/handling?period=2026-Q3").await;
    let shown = all(&page, "[data-head='Bước đưa hồ sơ đến']");
    assert_eq!(rows.len(), shown.len());
    assert!(!rows.is_empty());
    for row in rows {
        let count = |name: &str| row[name].as_i64();
        assert!(
            count("timed_steps") <= count("steps") && count("overdue_steps") <= count("due_steps")
        );
        assert!(count("median_minutes") <= count("ninetieth_minutes"), "{row}");
        assert!(count("ninetieth_minutes") <= count("longest_minutes"), "{row}");
    }
    let totals: Vec<i64> = rows.iter().filter_map(|row| row["total_minutes"].as_i64()).collect();
    assert!(totals.is_sorted_by(|one, next| one >= next), "{totals:?}");
    assert_eq!(told["misses_beginning"], false);
    let csv = answer("/api/v1/handling-steps.csv?period=2026-Q3").await;
    assert!(csv.starts_with("office,status,steps,timed_steps,median_minutes"), "{csv}");
    assert_eq!(csv.lines().count(), rows.len() + 1);
    let links = visitor.attributes(&page, "a", "href");
    assert!(links.iter().any(|link| link.starts_with("/api/v1/handling-steps.csv?")), "{links:?}");
    let begun = answer("/api/v1/handling-times?period=2026").await;
    assert!(begun.contains(r#""is_unfinished":true,"misses_beginning":true"#), "{begun}");
}
