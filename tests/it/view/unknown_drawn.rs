//! Pictures end where knowledge does; of nothing, and of one column, there is none.

use axum::http::StatusCode;
use clap::ValueEnum;
use motcua::view::ChartKind;

use crate::{
    pipeline::journey::sampled,
    support::visitor::{Visitor, text},
    view::unknown_shown::half_a_quarter,
};

async fn picture(visitor: &Visitor, address: &str) -> (StatusCode, String) {
    let response = visitor.get(&format!("/charts/{address}")).await;
    (response.status(), text(response).await)
}

/// What a picture says, whatever lines it takes.
fn words_of(svg: &str) -> String {
    let texts = svg.split('>').filter_map(|part| part.split('<').next());
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_chart_ends_at_the_last_known_month_and_marks_the_one_that_goes_on() {
    let visitor = Visitor::of(half_a_quarter());
    for kind in [ChartKind::Line, ChartKind::Heat, ChartKind::Multiples, ChartKind::Parts] {
        let address = format!("on_time_rate.svg?period=2024&kind={}", kind.id());
        let (status, svg) = picture(&visitor, &address).await;
        assert_eq!(status, StatusCode::OK, "{address}: {svg}");
        for part in [
            "T1/24*",
            "T2/24",
            "T3/24*",
            "Năm 2024 (số liệu từ ngày 05/01/2024 đến ngày 15/03/2024)",
            "*: kỳ đầu từ ngày 05/01/2024, kỳ cuối mới đến ngày 15/03/2024",
        ] {
            assert!(words_of(&svg).contains(part), "{part} in {address}");
        }
        assert!(!svg.contains("T4/24"), "{address}");
    }
    let (_, svg) = picture(&visitor, "update_count.svg?period=2024&kind=line").await;
    assert!(svg.contains("<desc>T1/24*: 20; T2/24: 20; T3/24*: 20</desc>"), "{svg}");
    let (_, svg) = picture(&visitor, "on_time_rate.svg?period=2024&kind=weeks").await;
    assert!(svg.contains("Tuần 11*") && !svg.contains("Tuần 12"), "{svg}");
}

#[tokio::test]
async fn there_is_no_picture_of_what_nobody_knows_or_of_one_column() {
    let visitor = Visitor::of(sampled().0);
    let refused = async |address: String, sentence: &str| {
        let (status, page) = picture(&visitor, &address).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
        assert!(page.contains(sentence) && !page.contains("<svg"), "{address}: {page}");
    };
    for kind in ChartKind::value_variants().iter().map(|kind| kind.id()) {
        let address = |metric: &str, rest: &str| format!("{metric}.svg?kind={kind}&{rest}");
        let after = "chưa có số liệu sau 31/12/2023";
        refused(address("on_time_rate", "period=2024"), after).await;
        refused(address("overdue_open", "period=2024-W10"), after).await;
        refused(address("update_count", "period=2022"), "chưa có số liệu trước 03/01/2023").await;
        refused(address("progress_766", "period=2025-01&published=1"), "Không có số công bố").await;
        let by_week = "Số công bố chỉ có theo tháng, không có theo tuần";
        refused(address("progress_766", "period=2026-W33&published=1"), by_week).await;
    }
    let weeks = "progress_766.svg?kind=weeks&period=2026-08&published=1".to_owned();
    refused(weeks, "Số công bố chỉ có theo tháng, không có theo tuần").await;
    for kind in ["line", "heat", "multiples"] {
        let address = format!("progress_766.svg?kind={kind}&period=2026-08&published=1");
        refused(address, "Chỉ có số liệu của tháng 8/2026").await;
        let address = format!("on_time_rate.svg?kind={kind}&period=2023-05-01..2023-05-20");
        refused(address, "hình theo thời gian cần ít nhất hai kỳ").await;
    }
    for kind in ["bar", "dots"] {
        let address = format!("progress_766.svg?kind={kind}&period=2026-08&published=1");
        assert_eq!(picture(&visitor, &address).await.0, StatusCode::OK, "{address}");
    }
}
