//! Scorecards of agencies of which nothing was to be counted: points by the card's rule alone, which is printed.

use jiff::civil::date;
use motcua::pipeline::IngestOverrides;

use crate::support::{
    office::{AGENCY, Office},
    visitor::{Visitor, all},
};

/// An Sơn has 10 dossiers, all in time; of petitions one was answered in Hòa Bình, if any export of petitions is there.
fn office(has_petitions: bool) -> Office {
    let office = Office::of_every_metric();
    if has_petitions {
        let petitions = "petition_code,agency_code,received_at,due_at,answered_at,petition_status,satisfied\n\
             P1,06274,2023-03-01,2023-03-10,2023-03-02,answered,true\n";
        let path = office.file("petitions.csv", petitions);
        let said = IngestOverrides {
            connector: Some("given_petition".into()),
            snapshot_on: Some(date(2024, 1, 1)),
            ..IngestOverrides::default()
        };
        office.ingest(&path, &said);
    }
    let row = "finished,2023-03-01,2023-03-06,2023-03-06\n";
    office.given(&("status,received_at,due_at,ended_at\n".to_owned() + &row.repeat(10)));
    office
}

async fn card(office: Office) -> (Vec<String>, String) {
    let visitor = Visitor::of(office);
    let page = visitor.page(&format!("/scorecards/766?period=2023&agency={AGENCY}")).await;
    (all(&page, ".score tbody tr"), all(&page, ".total").remove(0))
}

fn row<'r>(rows: &'r [String], id: &str) -> &'r str {
    rows.iter().find(|row| row.starts_with(&format!("{id} "))).expect("the row")
}

#[tokio::test]
async fn points_for_nothing_are_told_with_their_rule_and_in_the_total() {
    let (rows, total) = card(office(true)).await;
    let rule = "không có phản ánh, kiến nghị nào: 6 điểm, theo tài liệu mô tả công thức 766";
    let petitions = row(&rows, "5.2");
    assert!(petitions.contains("6,00 6,00 0,00"), "{petitions}");
    assert!(petitions.contains(rule), "{petitions}");
    assert!(row(&rows, "5.3").contains("không có trả lời nào được đánh giá: 6 điểm"));
    // Without a rule, nothing of nothing is no data.
    assert!(row(&rows, "1.2").ends_with("chưa có dữ liệu"), "{}", row(&rows, "1.2"));
    // 20 for all in time, twice 6 for nothing.
    let said = "Điểm đã có: 32,00/32,00 (của các dòng, nhóm có điểm), trong đó 12,00 điểm là của dòng không phát sinh, theo quy tắc ghi ở dòng";
    assert!(total.contains(said), "{total}");
}

#[tokio::test]
async fn what_nobody_exported_is_not_nothing() {
    let (rows, total) = card(office(false)).await;
    for id in ["5.2", "5.3"] {
        assert!(row(&rows, id).ends_with("chưa có dữ liệu"), "{}", row(&rows, id));
    }
    assert!(
        total.contains("Điểm đã có: 20,00/20,00 (") && !total.contains("không phát sinh"),
        "{total}"
    );
}
