//! What is made of invented exports says that it is: wherever it is read, and whoever takes it out of its place.

use std::{
    io::{Cursor, Read as _},
    sync::Arc,
};

use axum::http::{
    StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use jiff::civil::date;
use motcua::{
    catalog::settings::OfficeSettings,
    domain::sight::UserRole,
    pipeline::IngestOverrides,
    report::{ReportContext, ReportFormat, ReportRequest, mail, make},
};

use zip::ZipArchive;

use super::{access::LOOKED_AT, server::idle_clerk::IdleClerk};
use crate::support::{
    office::Office,
    visitor::{Visitor, all, bytes, text},
};

const NOTICE: &str = "Dữ liệu dùng thử: hồ sơ là giả định";

/// Two dossiers, one overdue; invented or an office's.
fn office(is_invented: bool) -> Office {
    let office = Office::of_every_metric();
    let list = office.file(
        "ho-so-2023-12-31.csv",
        "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n\
         A1;Xã An Sơn;04/12/2023;08/12/2023;07/12/2023;Đã xử lý xong\n\
         A2;Xã An Sơn;04/12/2023;08/12/2023;11/12/2023;Đã xử lý xong\n",
    );
    let said = IngestOverrides { is_invented, ..IngestOverrides::default() };
    let (taken, _) = office.ingest(&list, &said);
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    office
}

#[tokio::test]
async fn every_page_picture_text_and_answer_of_invented_exports_says_so() {
    let visitor = Visitor::of(office(true));
    for address in ["/", "/agencies", "/agencies/06283", "/indicators/on_time_rate", "/meeting"] {
        let page = visitor.page(&format!("{address}?period=2023-12")).await;
        assert_eq!(all(&page, ".invented"), [NOTICE], "{address}");
    }
    let card = text(visitor.get("/card.txt?period=2023-12").await).await;
    assert!(card.starts_with(&format!("{NOTICE}\n")), "{card}");
    let picture = text(visitor.get("/charts/on_time_rate.svg?period=2023-12&kind=bar").await).await;
    assert!(picture.contains(NOTICE) && picture.contains("gia-dinh-"), "{picture}");
    let answer = visitor.get("/api/v1/metrics/on_time_rate/values?period=2023-12").await;
    let answer: serde_json::Value = serde_json::from_slice(&bytes(answer).await).expect("JSON");
    let version = answer["data_version"].as_str().expect("a text");
    // The mark, and twelve digits as of any build.
    let digits = version.strip_prefix("gia-dinh-").expect("marked");
    assert!(digits.len() == 12 && digits.bytes().all(|it| it.is_ascii_hexdigit()), "{version}");
}

/// What a workbook says in a part of its zip.
fn part_of(book: Vec<u8>, name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut said = String::new();
    zip.by_name(name).expect("a part").read_to_string(&mut said).expect("a text");
    said
}

#[tokio::test]
async fn whatever_route_is_asked_its_page_says_so_and_so_do_names_and_properties_of_its_files() {
    let visitor = Visitor::of(office(true)).with_works(Arc::new(IdleClerk));
    let admin = visitor.let_in("admin", UserRole::Admin, None);
    // Papers say it at their head.
    let of_papers = ["/reports/{id}/file", "/locks/paper"];
    let (mut pages, mut files) = (0, 0);
    for (route, address, _) in LOOKED_AT {
        let address = if route == "/dossiers/{code}" { "/dossiers/A1" } else { address };
        let response = visitor.get_as(&admin, address).await;
        if response.status() != StatusCode::OK {
            continue;
        }
        let header = |name| response.headers().get(name).and_then(|it| it.to_str().ok());
        let kind = header(CONTENT_TYPE).unwrap_or_default().to_owned();
        if let Some(name) = header(CONTENT_DISPOSITION).filter(|_| !of_papers.contains(&route)) {
            assert!(name.contains("filename=\"gia-dinh-"), "{address}: {name}");
            files += 1;
        }
        let body = bytes(response).await;
        if kind.starts_with("text/html") && route != "/login" {
            let page = String::from_utf8(body).expect("UTF-8");
            assert_eq!(page.matches(NOTICE).count(), 1, "{address}");
            pages += 1;
        } else if kind.contains("spreadsheetml") {
            let said = part_of(body.clone(), "docProps/core.xml");
            assert!(said.contains(&format!("{NOTICE} · gia-dinh-")), "{address}: {said}");
            let sheet = part_of(body, "xl/worksheets/sheet1.xml");
            assert!(sheet.contains(&format!("<oddHeader>&amp;L{NOTICE}</oddHeader>")), "{address}");
        }
    }
    assert!(pages > 25 && files > 15, "{pages} pages, {files} files");
}

#[tokio::test]
async fn nothing_of_an_office_does() {
    let visitor = Visitor::of(office(false));
    for address in ["/", "/agencies/06283", "/meeting", "/card.txt", "/charts/on_time_rate.svg"] {
        let shown = text(visitor.get(&format!("{address}?period=2023-12")).await).await;
        assert!(!shown.contains("giả định") && !shown.contains("gia-dinh"), "{address}: {shown}");
    }
}

#[test]
fn a_paper_of_invented_exports_says_so_at_its_head_in_its_last_line_and_in_the_subject() {
    let office = office(true);
    let (warehouse, settings) = (office.warehouse(), OfficeSettings::default());
    let context = ReportContext::new(&office.catalog, &settings, &warehouse, date(2024, 1, 2));
    for report in ["weekly", "apology_late", "chat_list"] {
        let asked = ReportRequest {
            report: office.catalog.find_report(report).expect("a report"),
            period: "2023-12".parse().expect("a period"),
            agency: None,
        };
        let made = make(&context, asked, &[ReportFormat::Html]).expect("made");
        let paper = String::from_utf8(made[0].bytes.clone()).expect("a text");
        // Its paragraph, and the line of its data's version.
        assert!(paper.matches(NOTICE).count() >= 2, "{report}: {paper}");
        assert!(paper.contains(&format!("{NOTICE} · Phiên bản dữ liệu gia-dinh-")), "{report}");
        let (body, _) = mail(&context, asked, &[]).expect("made").expect("something");
        assert!(body.subject.starts_with(NOTICE) && body.text.starts_with(NOTICE), "{body:?}");
    }
}
