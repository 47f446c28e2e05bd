//! The page of what is due, its files, the tile on the overview, and the same for programs.

use jiff::civil::date;

use crate::support::{
    office::Office,
    visitor::{Visitor, all, text},
};

const HEADING: &str = "dossier_code,procedure_name,solving_agency,status,received_at,due_at\n";

fn office() -> Office {
    let office = Office::new();
    let row = |code: &str, agency: &str, due: &str| {
        format!("{code},Khai sinh,{agency},in_progress,20/12/2023,{due}\n")
    };
    let rows = [
        row("A1", "06283", "02/01/2024"),
        row("A2", "06283", "03/01/2024 08:00"),
        row("A3", "06283", "05/01/2024"),
        row("B1", "06274", "04/01/2024"),
        row("B2", "06274", "29/12/2023"),
    ];
    office.given(&(HEADING.to_owned() + &rows.concat())).0.pop().expect("one").expect("taken in");
    office
}

#[tokio::test]
async fn the_page_says_how_many_until_when_it_is_known_and_what_stands_apart() {
    let visitor = Visitor::of(office());
    let page = visitor.page("/due").await;
    assert_eq!(all(&page, "h1"), ["2 hồ sơ đến hạn trong 24 giờ, 4 trong 3 ngày làm việc"]);
    let basis = "Đếm từ 08:00 ngày 02/01/2024, theo số liệu ngày 01/01/2024: hồ sơ nào xong sau đó thì chưa biết.";
    assert_eq!(all(&page, ".sub"), [basis]);
    let rows = all(&page, "table.due tbody tr");
    assert_eq!(rows.len(), 4);
    assert!(
        rows[0].starts_with("A1 Xã An Sơn Khai sinh") && rows[0].contains("02/01/2024 7 giờ"),
        "{}",
        rows[0]
    );
    assert!(rows[1].contains("03/01/2024 08:00 7 giờ 30 phút"), "{}", rows[1]);
    assert_eq!(all(&page, "table.handling tbody tr"), ["Xã An Sơn 0 2 1", "Xã Hòa Bình 0 0 1"]);
    let told = all(&page, "section p").join(" ");
    assert!(told.contains("1 hồ sơ đã quá hạn từ trước khi có số liệu"), "{told}");
    assert!(told.contains("(7 giờ 30 phút: 07:30–11:30, 13:30–17:00)"), "{told}");
    let narrow = visitor.page("/due?window=within_24h&agency=06283").await;
    assert_eq!(all(&narrow, "table.due tbody tr").len(), 2);
    let refused = visitor.get("/due?window=soon").await;
    assert_eq!(refused.status(), 400);
    assert!(text(refused).await.contains("window=soon (passed, within_24h, within_3d)"));
}

#[tokio::test]
async fn of_old_data_it_says_so_and_counts_from_it() {
    let visitor = Visitor::on(office(), || date(2024, 3, 1).at(8, 0, 0, 0));
    let page = visitor.page("/due").await;
    let basis = &all(&page, ".sub")[0];
    assert!(basis.starts_with("Số liệu đã cũ: theo số liệu ngày 01/01/2024"), "{basis}");
    let headline =
        "Tính đến 17:00 ngày 01/01/2024: 1 hồ sơ đến hạn trong 24 giờ, 3 trong 3 ngày làm việc";
    assert_eq!(all(&page, "h1"), [headline]);
    assert!(basis.contains("Danh sách đếm từ 17:00 ngày 01/01/2024"), "{basis}");
    // A3 is due on the fourth working day after it.
    assert_eq!(all(&page, "table.due tbody tr").len(), 3);
    // The overview counts from now, and of now nothing is known.
    let overview = visitor.page("/").await;
    assert!(all(&overview, "[data-watched=due]").is_empty());
}

#[tokio::test]
async fn nothing_of_it_is_kept_and_it_is_of_no_period() {
    let visitor = Visitor::of(office());
    for path in
        ["/due", "/due.csv", "/due.xlsx", "/api/v1/due-dossiers", "/api/v1/due-dossiers.csv"]
    {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["cache-control"], "private, no-store", "{path}");
    }
    assert!(all(&visitor.page("/due").await, "details.period").is_empty());
    assert_eq!(all(&visitor.page("/dossiers").await, "details.period").len(), 1);
    let old = Visitor::on(office(), || date(2024, 3, 1).at(8, 0, 0, 0));
    let rows = text(old.get("/api/v1/due-dossiers.csv").await).await;
    assert!(rows.contains("counted_from,is_by_clock"), "{rows}");
    assert!(rows.contains("2024-01-01 17:00:00,false"), "{rows}");
}

#[tokio::test]
async fn the_overview_tells_the_same_numbers() {
    let visitor = Visitor::of(office());
    let overview = visitor.page("/?period=2024").await;
    let tile = all(&overview, "[data-watched=due] .tabs a");
    assert_eq!(
        tile,
        [
            "Giờ hẹn đã qua, chưa biết đã xong chưa 0",
            "Trong 24 giờ 2",
            "Sau đó, trong 3 ngày làm việc 2"
        ]
    );
    let before = visitor.page("/?period=2023").await;
    assert!(all(&before, "[data-watched=due]").is_empty(), "2023 is not now");
}

#[tokio::test]
async fn programs_and_spreadsheets_get_the_same_dossiers() {
    let visitor = Visitor::of(office());
    let answer = text(visitor.get("/api/v1/due-dossiers?window=within_24h").await).await;
    let expected = r#""known_at":"2024-01-01 00:00:00","counted_from":"2024-01-02 08:00:00","is_by_clock":true"#;
    assert!(answer.contains(expected), "{answer}");
    assert!(answer.contains(r#""not_listed":{"overdue":1,"later":0,"undated":0,"#), "{answer}");
    assert!(answer.contains(r#""window":"within_24h","office_minutes_left":420"#), "{answer}");
    assert_eq!(answer.matches("dossier_code").count(), 2, "{answer}");
    let table = text(visitor.get("/due.csv").await).await;
    assert!(table.contains("A1;Xã An Sơn;Khai sinh;"), "{table}");
    assert!(table.contains(";Giờ làm việc còn lại;Đếm từ;Lúc đếm"), "{table}");
    assert!(table.contains(";02/01/2024 08:00;hiện nay"), "{table}");
    assert!(table.contains("Trong 24 giờ;01/01/2024;7 giờ"), "{table}");
    assert!(table.contains("Không nằm trong danh sách: 1 hồ sơ đã quá hạn"), "{table}");
}
