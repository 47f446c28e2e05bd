//! The chair's answers: on the overview with their proofs, on a card, in a hall.

use axum::http::header;

use crate::{
    pipeline::journey::sampled,
    support::visitor::{Visitor, all, bytes, text},
};

#[tokio::test]
async fn each_answer_leads_to_a_page_that_lists_exactly_those() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/?period=2023-12").await;
    let answers = all(&page, ".answer .told");
    assert_eq!(answers.len(), 5, "{answers:?}");
    assert!(answers[0].starts_with("4 trên 17 đơn vị cấp xã"), "{answers:?}");
    let floor = visitor.links(&page, "[data-sentence=floor] a");
    let listed = visitor.page(&floor[0]).await;
    assert_eq!(all(&listed, ".ranking tbody tr").len(), 4);
    assert_eq!(all(&listed, ".subset a"), ["Xem tất cả"]);
    let everyone = visitor.page(&visitor.links(&listed, ".subset a")[0]).await;
    assert_eq!(all(&everyone, ".ranking tbody tr").len(), 17);
    let proofs = visitor.links(&page, "[data-sentence=change] a");
    let changed = visitor.page(&proofs[0]).await;
    // 30 of 36 now, 31 of 39 in November; the largest fall stands first.
    let rows = all(&changed, ".changes tbody tr");
    assert!(rows[0].starts_with("Xã Hòa Bình 96,43% 86,67% −9,76"), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("Xã An Sơn 79,49% 83,33% +3,84")), "{rows:?}");
    let lists = visitor.links(&page, "[data-sentence=turnover] a");
    assert_eq!(lists[0], "/dossiers?period=2023-12&list=ended_overdue");
    assert_eq!(lists[1], "/dossiers?period=2023-12&list=overdue&due_from=2023-11-30");
    for address in lists.iter().chain(&visitor.links(&page, "[data-sentence=due] a")) {
        assert!(!all(&visitor.page(address).await, ".dossiers tbody tr").is_empty(), "{address}");
    }
    let unknown = visitor.get("/indicators/on_time_rate?period=2023&only=some").await;
    assert_eq!(unknown.status(), axum::http::StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_card_is_a_page_a_text_a_picture_and_a_sheet() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/card?period=2023-12").await;
    assert_eq!(all(&page, "h1"), ["Huyện Văn Quan, tháng 12/2023"]);
    assert_eq!(all(&page, ".answer").len(), 5);
    let said = text(visitor.get("/card.txt?period=2023-12").await).await;
    assert!(said.starts_with("Huyện Văn Quan, tháng 12/2023\n"), "{said}");
    assert!(said.trim_end().chars().count() <= 900, "{said}");
    let own = text(visitor.get("/card.txt?period=2023&agency=06283").await).await;
    assert!(
        own.contains("Trong năm 2023, xã An Sơn giải quyết đúng hạn 80,63% (387/480)"),
        "{own}"
    );
    let png = visitor.get("/card.png?period=2023-12").await;
    assert_eq!(png.headers()[header::CONTENT_TYPE], "image/png");
    assert_eq!(&bytes(png).await[16..20], [0, 0, 5, 0], "1280 wide");
    if cfg!(feature = "pdf") {
        let pdf = bytes(visitor.get("/card.pdf?period=2023-12").await).await;
        assert!(pdf.starts_with(b"%PDF"));
    }
    let unknown = text(visitor.get("/card.txt?period=2024-02").await).await;
    assert!(unknown.contains("Tháng 2/2024: chưa có số liệu sau 31/12/2023."), "{unknown}");
}

#[tokio::test]
async fn a_hall_sees_one_screen_after_another_and_nothing_of_one_person() {
    let visitor = Visitor::of(sampled().0);
    let first = visitor.get("/meeting?period=2023-12").await;
    let policy = first.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.contains("script-src 'self'") && policy.contains("default-src 'none'"));
    let usual = visitor.get("/?period=2023-12").await;
    let policy = usual.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(!policy.contains("script-src"), "no other page has a script");
    let (mut address, mut screens) = ("/meeting?period=2023-12".to_owned(), 0);
    loop {
        let page = visitor.page(&address).await;
        let html = page.html();
        for told in ["thủ tục “", "H37-"] {
            assert!(!html.contains(told), "{told} on {address}");
        }
        screens += 1;
        assert_eq!(visitor.links(&page, "a[rel=prev]").len(), usize::from(screens > 1));
        match visitor.links(&page, "a[rel=next]").pop() {
            Some(next) => address = next,
            None => break,
        }
    }
    assert_eq!(screens, 5, "the answers, the ladder, the line, its parts, the months");
    // Five of the 17 have one or two that are late.
    let week = visitor.page("/meeting?period=2023-W52&step=2").await;
    assert!(week.html().contains("5 đơn vị có quá ít hồ sơ để nêu, không vẽ"));
    let last = visitor.page("/meeting?period=2023-12&step=99").await;
    assert!(visitor.links(&last, "a[rel=next]").is_empty());
}

#[tokio::test]
async fn papers_about_what_a_page_shows_are_one_step_away() {
    let visitor = Visitor::of(sampled().0);
    let page = visitor.page("/?period=2023-W50").await;
    let paper = "/reports/weekly/file?period=2023-W50&format=docx";
    assert_eq!(visitor.links(&page, ".sub a[download]"), ["/card.txt?period=2023-W50", paper]);
    assert!(bytes(visitor.get(paper).await).await.starts_with(b"PK"));
    let late = visitor.page("/dossiers?period=2023&list=overdue&agency=06283").await;
    let papers = visitor.links(&late, ".more a[download]");
    assert_eq!(papers[0], "/reports/reminder/file?period=2023&agency=06283&format=docx");
    let published = visitor.page("/?period=2026-08&published=1").await;
    let links = visitor.links(&published, ".sub a[download]");
    assert!(links.iter().all(|link| !link.contains("/reports/")), "no paper is made of those");
}
