//! Tables taken away: numbers, shares and days as such, named after whose and when they are, in the order of the page.

use std::io::Cursor;

use axum::http::header;
use calamine::{Data, Reader as _, Sheets};

use crate::{
    pipeline::journey::sampled,
    support::visitor::{Visitor, all, bytes, text},
};

async fn workbook(visitor: &Visitor, address: &str) -> Vec<Vec<Data>> {
    let file = bytes(visitor.get(address).await).await;
    let mut book: Sheets<_> =
        calamine::open_workbook_auto_from_rs(Cursor::new(file)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("read");
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn file_name(response: &axum::http::Response<axum::body::Body>) -> &str {
    response.headers()[header::CONTENT_DISPOSITION].to_str().expect("plain")
}

#[tokio::test]
async fn a_workbook_of_dossiers_holds_days_and_numbers() {
    let visitor = Visitor::of(sampled().0);
    let rows = workbook(&visitor, "/dossiers.xlsx?agency=06283&period=2023").await;
    assert_eq!(rows.len(), 1 + 93);
    let Data::DateTime(received) = &rows[1][4] else { panic!("a day: {:?}", rows[1][4]) };
    // 01/01/2023 is day 44 927; 08:58:49 is 32 329 of 86 400 seconds.
    assert!((received.as_f64() - 44_985.374_178).abs() < 0.000_01, "{received:?}");
    // Due on Friday 03/03/2023, done on Tuesday 21/03/2023: 6 to 10, 13 to 17, 20 and 21.
    assert_eq!(rows[1][7], Data::String("Quá hạn 12 ngày làm việc".into()));
    assert_eq!(rows[1][8], Data::Float(12.0));
    assert_eq!(rows[1][0], Data::String("000.26.18.H37-230228-00264".into()), "codes are texts");
}

#[tokio::test]
async fn a_workbook_of_a_metric_holds_counts_and_shares() {
    let visitor = Visitor::of(sampled().0);
    let address = "/indicators/on_time_rate.xlsx?period=2023";
    let rows = workbook(&visitor, address).await;
    let own = rows.iter().find(|row| row[0] == Data::String("06283".into())).expect("An Sơn");
    // 387 of 480 is 80.625, shown 80,63%.
    assert_eq!(own[2..5], [Data::Float(387.0), Data::Float(480.0), Data::Float(0.8063)]);
    let response = visitor.get(address).await;
    let name = "attachment; filename=\"giai-quyet-dung-han-huyen-van-quan-2023.xlsx\"";
    assert_eq!(file_name(&response), name);
    // Of a week most have too few: that is said beside the number, which stays one.
    let week = workbook(&visitor, "/indicators/on_time_rate.xlsx?period=2023-W52").await;
    let few = week.iter().find(|row| row[5] == Data::String("ít hồ sơ".into())).expect("few");
    assert!(matches!(few[4], Data::Float(_)), "{:?}", few[4]);
}

#[tokio::test]
async fn the_api_gives_a_workbook_with_numbers_and_a_csv_for_a_vietnamese_spreadsheet() {
    let visitor = Visitor::of(sampled().0);
    let values = "/api/v1/metrics/on_time_rate/values.xlsx?period=2023&level=commune";
    let rows = workbook(&visitor, values).await;
    let own = rows.iter().find(|row| row[0] == Data::String("06283".into())).expect("An Sơn");
    assert_eq!(own[2..5], [Data::Float(387.0), Data::Float(480.0), Data::Float(0.8063)]);
    let response = visitor.get(values).await;
    assert_eq!(file_name(&response), "attachment; filename=\"on-time-rate-2023.xlsx\"");
    let rows = "/api/v1/metrics/on_time_rate/rows.csv?period=2023&agency=06283&failing=1&limit=2";
    let plain = text(visitor.get(rows).await).await;
    assert!(plain.starts_with("dossier_code,agency_code,"), "{plain}");
    assert!(plain.contains(",overdue,12,2023-03-21"), "{plain}");
    let excel = text(visitor.get(&format!("{rows}&excel=1")).await).await;
    let mut lines = excel.lines();
    assert!(lines.next().expect("a heading").starts_with("\u{feff}Mã hồ sơ;Mã đơn vị;"), "{excel}");
    let first = lines.next().expect("a row");
    assert!(first.contains(";28/02/2023 08:58;03/03/2023 16:30;21/03/2023 10:58;"), "{first}");
    let values = "/api/v1/metrics/on_time_rate/values.csv?period=2023&level=commune&excel=1";
    assert!(text(visitor.get(values).await).await.contains(";387;480;80,63%;"));
}

#[tokio::test]
async fn page_api_and_file_answer_one_question_alike() {
    let visitor = Visitor::of(sampled().0);
    let asked = "period=2023&agency=06283&lateness=overdue:11..12&due_from=2023-07-01&sort=-due_at";
    let page = visitor.page(&format!("/dossiers?{asked}")).await;
    let listed = all(&page, ".dossiers tbody .code");
    assert!(listed.len() > 5, "{listed:?}");
    assert_eq!(visitor.attributes(&page, ".dossiers th[aria-sort]", "aria-sort"), ["descending"]);
    assert!(all(&page, ".dossiers th[aria-sort]")[0].starts_with("Hẹn trả"));
    let csv = text(visitor.get(&format!("/dossiers.csv?{asked}")).await).await;
    let codes: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.split(';').next()).collect();
    assert_eq!(codes, listed);
    let address = format!("/api/v1/metrics/on_time_rate/rows.csv?{asked}&failing=1");
    let api = text(visitor.get(&address).await).await;
    let codes: Vec<&str> = api.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(codes, listed);
    for wrong in ["lateness=bad", "lateness=overdue:5..1", "sort=name", "due_from=31/12/2023"] {
        let response = visitor.get(&format!("/dossiers?period=2023&{wrong}")).await;
        assert_eq!(response.status(), 400, "{wrong}");
        let address = format!("/api/v1/metrics/on_time_rate/rows?period=2023&{wrong}");
        assert_eq!(visitor.get(&address).await.status(), 400, "{wrong}");
    }
}

#[tokio::test]
async fn headings_sort_and_turn_round() {
    let visitor = Visitor::of(sampled().0);
    let worst = visitor.page("/dossiers?period=2023").await;
    assert_eq!(all(&worst, "th[aria-sort]"), ["So với hạn ↓"]);
    let lateness = all(&worst, ".dossiers tbody .lateness");
    assert_eq!(lateness[0], "Quá hạn 12 ngày làm việc");
    let turned = visitor.links(&worst, "th[aria-sort] a");
    let best = visitor.page(&turned[0]).await;
    assert_eq!(all(&best, "th[aria-sort]"), ["So với hạn ↑"]);
    assert_eq!(all(&best, ".dossiers tbody .lateness")[0], "Quá hạn dưới 1 ngày làm việc");
}

#[tokio::test]
async fn a_dossier_says_in_its_heading_how_late_it_is() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/dossiers/000.26.18.H37-230228-00264?period=2023").await;
    let heading = "Hồ sơ 000.26.18.H37-230228-00264: Quá hạn 12 ngày làm việc";
    assert_eq!(all(&page, "h1"), [heading]);
    assert!(all(&page, ".sub")[0].starts_with("Tính đến ngày 21/03/2023"));
}

#[tokio::test]
async fn a_list_of_what_is_due_says_within_how_many_days_and_leads_to_each() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/dossiers?list=due_soon&period=2023").await;
    assert_eq!(all(&page, "h1"), ["Sắp đến hạn: 275"]);
    // From Monday 01/01, a day off on which the samples are due all the same, over Tuesday 02/01 to Friday 05/01, to Monday 08/01.
    let span = &all(&page, ".due-days")[0];
    assert!(span.starts_with("Hẹn trả trong 5 ngày làm việc, từ 01/01 đến 08/01/2024;"), "{span}");
    let days: Vec<(String, u32)> = (all(&page, ".tabs a").into_iter())
        .filter_map(|text| {
            let (day, count) = text.split_once(' ')?;
            Some((day.to_owned(), count.parse().ok()?))
        })
        .collect();
    assert_eq!(days.iter().map(|(_, count)| count).sum::<u32>(), 275);
    let of_day = visitor.page(&visitor.links(&page, ".tabs a")[0]).await;
    assert_eq!(all(&of_day, "h1"), [format!("Sắp đến hạn: {}", days[0].1)]);
    let due = all(&of_day, ".dossiers tbody td[data-head='Hẹn trả']");
    assert!(due.iter().all(|text| text.starts_with("01/01/2024")), "{due:?}");
    assert_eq!(all(&of_day, ".tabs [aria-current]").len(), 1);
}
