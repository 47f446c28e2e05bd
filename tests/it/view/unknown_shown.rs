//! What nobody knows, as it is shown: on pages, to machines, at a terminal.

use jiff::civil::date;
use motcua::{
    pipeline::IngestOverrides,
    view::{AnswerWording, ComparedParts},
};
use serde_json::{Value, json};

use crate::{
    pipeline::journey::sampled,
    support::{
        desk::Desk,
        office::Office,
        visitor::{Visitor, all, text},
    },
};

/// Half of January to half of March 2024, of two communes of one district; ten dossiers a month in each.
pub fn half_a_quarter() -> Office {
    let office = Office::of_every_metric();
    let mut csv = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n".to_owned();
    for (agency, month) in
        [("06283", 1), ("06283", 2), ("06283", 3), ("06274", 1), ("06274", 2), ("06274", 3)]
    {
        let row = |number| {
            format!(
                "{agency}-{month}-{number},{agency},finished,05/0{month}/2024,20/0{month}/2024,10/0{month}/2024\n"
            )
        };
        csv.extend((0..10).map(row));
    }
    let said = IngestOverrides {
        connector: Some("given".into()),
        snapshot_on: Some(date(2024, 3, 15)),
        ..IngestOverrides::default()
    };
    office.begin_with(&office.file("given.csv", csv), &said, date(2024, 1, 2).at(8, 0, 0, 0));
    office
}

#[tokio::test]
async fn pages_of_a_period_nobody_knows_say_so_and_nothing_of_nought() {
    let visitor = Visitor::of(sampled().0);
    let sentence = "chưa có số liệu sau 31/12/2023";
    let overview = visitor.page("/?period=2024").await;
    assert_eq!(all(&overview, "h1"), ["Chưa có số liệu của kỳ này"]);
    assert_eq!(all(&overview, ".gap"), [format!("Năm 2024: {sentence}.")]);
    assert!(all(&overview, ".tile .value").iter().all(|value| value == sentence));
    let watched = all(&overview, "[data-watched]");
    assert_eq!(watched.len(), 3);
    for one in watched {
        assert!(one.contains(sentence) && !one.contains("Không có"), "{one}");
    }
    let metric = visitor.page("/indicators/update_count?period=2024").await;
    let rows = all(&metric, ".ranking tbody tr");
    assert_eq!(rows.len(), 17);
    assert!(rows.iter().all(|row| row.ends_with(sentence)), "{rows:?}");
    let agency = visitor.page("/agencies/06283?period=2024").await;
    assert!(!all(&agency, "h2").iter().any(|head| head.contains("Không có")), "no dossier drags");
    let dossiers = visitor.page("/dossiers?list=overdue&period=2024").await;
    assert_eq!(all(&dossiers, "h1"), ["Đang giải quyết, đã quá hạn: –"]);
    assert!(all(&dossiers, ".empty")[0].starts_with("Kỳ này chưa có số liệu"));
    let csv = text(visitor.get("/indicators/overdue_open.csv?period=2024").await).await;
    assert!(
        csv.lines().nth(1).is_some_and(|row| row.ends_with(&format!(";;;{sentence};"))),
        "{csv}"
    );
    let csv = text(visitor.get("/dossiers.csv?period=2024").await).await;
    assert!(csv.ends_with(&format!("Năm 2024: {sentence}\n")), "{csv}");
}

#[tokio::test]
async fn a_period_that_goes_on_is_named_with_the_days_that_are_known() {
    let visitor = Visitor::of(half_a_quarter());
    let page = visitor.page("/?period=2024").await;
    let is_named =
        |text: &String| text.ends_with("Năm 2024 (số liệu từ ngày 05/01/2024 đến ngày 15/03/2024)");
    assert!(all(&page, "summary").iter().any(is_named));
    // A way of three months, not of twelve: the last point is a quarter along.
    let metric = visitor.page("/indicators?period=2024").await;
    let points = visitor.attributes(&metric, "[data-metric=update_count] polyline", "points");
    assert_eq!(points, ["2.0,12.0 10.7,12.0 19.5,12.0"]);
}

#[tokio::test]
async fn machines_get_null_and_the_reason() {
    let visitor = Visitor::of(sampled().0);
    let answer = async |address: &str| -> Value {
        let address = format!("/api/v1/metrics/{address}");
        serde_json::from_str(&text(visitor.get(&address).await).await).expect("JSON")
    };
    let values = answer("overdue_open/values?period=2024-W10").await;
    let (known, reason) = (json!("2023-12-31"), json!("after_last_day"));
    assert_eq!((&values["known_until"], &values["reason"]), (&known, &reason));
    let row = &values["rows"][0];
    let told = (&row["numerator"], &row["value"], &row["reason"]);
    assert_eq!(told, (&Value::Null, &Value::Null, &reason));
    let series = answer("update_count/series?period=2024-02&agency=06283").await;
    let told: Vec<_> = series["rows"].as_array().expect("rows").iter().rev().take(3).collect();
    assert_eq!((&told[0]["reason"], &told[1]["reason"]), (&reason, &reason));
    assert!(told[2]["reason"].is_null() && told[2]["numerator"].is_i64(), "December");
    for address in ["rows?period=2024", "parts?period=2024&by=procedure"] {
        let empty = answer(&format!("on_time_rate/{address}")).await;
        assert_eq!((&empty["rows"], &empty["reason"]), (&json!([]), &reason), "{address}");
    }
    let compared = answer("progress_766/compare?period=2026-08&level=province").await;
    let row = &compared["rows"][0];
    assert!(row["published"]["value"].is_string(), "{row}");
    let published = answer("progress_766/values?period=2025-01&published=true").await;
    assert_eq!(published["reason"], "not_published");
}

#[test]
fn a_terminal_is_told_when_nothing_is_known() {
    let desk = Desk::after_demo();
    let shown = desk.run("show overdue_open --period 2024-W10");
    assert!(shown.contains("Tuần 10 năm 2024: chưa có số liệu sau 31/12/2023"), "{shown}");
    assert!(
        shown.lines().filter(|row| row.starts_with("06")).all(|row| row.ends_with("31/12/2023"))
    );
    for line in [
        "forecast on_time_rate --period 2024-Q1",
        "chart update_count --period 2024 --kind line -o x.svg",
    ] {
        let told = desk.run(line);
        assert!(
            told.starts_with("exit 1\n") && told.contains("chưa có số liệu sau 31/12/2023"),
            "{told}"
        );
    }
    assert!(!desk.path().join("x.svg").exists());
    for line in [
        "rows open --period 2024 --agency 06283",
        "show open --period 2024 --by procedure",
        "compare open --period 2025",
    ] {
        let told = desk.run(line);
        assert!(told.contains("chưa có số liệu sau 31/12/2023"), "{line}: {told}");
    }
}

#[tokio::test]
async fn a_comparison_says_which_number_is_missing_and_leaves_no_empty_column() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/compare?period=2026-08").await;
    let missing = "Tiến độ giải quyết hồ sơ (bộ chỉ số 766): chưa có số tính từ hồ sơ để đối chiếu";
    assert_eq!(all(&page, "h1"), [missing]);
    assert_eq!(all(&page, ".compare thead th"), ["Đơn vị", "Cổng công bố"]);
    let page = visitor.page("/compare?period=2023&metric=on_time_rate").await;
    let missing = "Tỷ lệ hồ sơ giải quyết đúng hạn: chưa có số của Cổng để đối chiếu";
    assert_eq!(all(&page, "h1"), [missing]);
    let heads = all(&page, ".compare thead th");
    assert!(heads.starts_with(&["Đơn vị".into(), "Tính từ hồ sơ".into()]), "{heads:?}");
    assert!(!heads.contains(&"Chênh lệch".to_owned()), "{heads:?}");
}

/// The first dossiers came on the 5th of January 2024, a Friday; the export is of the 15th of March.
#[tokio::test]
async fn a_number_of_a_period_that_began_before_the_first_day_says_so_wherever_it_is_told() {
    let office = half_a_quarter();
    let (catalog, warehouse) = (office.catalog.clone(), office.warehouse());
    let on_time = catalog.find_metric("on_time_rate").expect("known");
    let notes = |period: &str| {
        let period = period.parse().expect("a period");
        ComparedParts::of_period(&warehouse, on_time, period)
            .earlier_notes(AnswerWording::new(&catalog), period)
    };
    assert_eq!(notes("2024-02"), ["Kỳ trước: tháng 1/2024 (số liệu từ ngày 05/01/2024)"]);
    assert_eq!(notes("2024-03"), [] as [String; 0]);
    let visitor = Visitor::of(office);
    let answer = async |address: &str| -> Value {
        let address = format!("/api/v1/metrics/{address}");
        serde_json::from_str(&text(visitor.get(&address).await).await).expect("JSON")
    };
    let january = answer("on_time_rate/values?period=2024-01").await;
    assert_eq!(january["misses_beginning"], json!(true));
    let february = answer("on_time_rate/values?period=2024-02").await;
    assert!(february.get("misses_beginning").is_none(), "{february}");
    // What is left at the end is the same, whenever the period began.
    let stock = answer("overdue_open/values?period=2024-01").await;
    assert!(stock.get("misses_beginning").is_none(), "{stock}");
    let compared = answer("on_time_rate/compare?period=2024-02").await;
    let row = &compared["rows"][0];
    assert_eq!(row["before"]["misses_beginning"], json!(true));
    assert!(row["ours"].get("misses_beginning").is_none(), "{row}");
    let series = answer("on_time_rate/series?period=2024&agency=06283").await;
    let begun = [&series["rows"][0], &series["rows"][1]].map(|row| &row["misses_beginning"]);
    assert_eq!(begun, [&json!(true), &json!(false)]);
    let page = visitor.page("/compare?metric=on_time_rate&period=2024-02").await;
    assert!(all(&page, "main p").concat().contains("Kỳ trước: tháng 1/2024 (số liệu từ ngày"));
}
