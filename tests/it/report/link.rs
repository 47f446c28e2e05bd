//! The way from paper and mail to the page of the same numbers.

use motcua::{
    catalog::settings::OfficeSettings,
    report::{RenderedFile, ReportContext, ReportFormat, ReportRequest, mail, make},
};

use super::{
    TODAY,
    word::{Word, part},
};
use crate::{pipeline::journey::sampled, support::office::AGENCY};

const PAGES: &str = "https://thongke.example.vn/";

fn made_with(
    url: Option<&str>,
    agency: Option<&str>,
    formats: &[ReportFormat],
) -> Vec<RenderedFile> {
    let (office, _) = sampled();
    let (warehouse, settings) = (office.warehouse(), OfficeSettings::default());
    let context = ReportContext::new(&office.catalog, &settings, &warehouse, TODAY)
        .with_public_url(url.map(str::to_owned));
    let report = office.catalog.find_report("weekly").expect("a report");
    let period = "2023-W52".parse().expect("a period");
    make(&context, ReportRequest { report, period, agency }, formats).expect("made")
}

#[test]
fn a_paper_leads_to_the_page_of_its_numbers_in_words_and_as_a_code() {
    let formats = [ReportFormat::Docx, ReportFormat::Xlsx, ReportFormat::Html];
    let documents = made_with(Some(PAGES), None, &formats);
    let url = "https://thongke.example.vn/?period=2023-W52";
    let word = Word::of(&documents);
    assert!(word.xml.contains(&format!(" HYPERLINK &quot;{url}&quot; ")));
    assert!(word.xml.contains(&format!("descr=\"Mã QR: {url}\"")));
    // The squares themselves, for programs that draw them.
    assert!(word.xml.contains("r:embed=\"rIdVector2\""));
    let code = part(&documents[0].bytes, "word/media/2.svg");
    let side = code.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next());
    let side: usize = side.and_then(|side| side.parse().ok()).expect("a square");
    // 17 modules and four for each of its sizes, and four clear ones on either side of them.
    assert!((29..=45).contains(&side) && (side - 8 - 17).is_multiple_of(4), "{side}");
    // Its first corner: seven dark modules behind the clear ones, then a light one.
    for x in 4..=10 {
        assert!(code.contains(&format!("M{x} 4h1v1h-1z")), "{x}");
    }
    for light in ["M3 4h", "M4 3h", "M11 4h"] {
        assert!(!code.contains(light), "{light}");
    }
    assert!(part(&documents[0].bytes, "[Content_Types].xml").contains("image/svg+xml"));
    assert!(part(&documents[1].bytes, "xl/sharedStrings.xml").contains(url));
    let html = String::from_utf8_lossy(&documents[2].bytes);
    assert!(
        html.contains(&format!("href=\"{url}\"")) && html.contains("data:image/svg+xml;base64,")
    );
}

#[test]
fn the_paper_of_an_agency_leads_to_its_page() {
    let word =
        Word::of(&made_with(Some("https://a.example/mc"), Some(AGENCY), &[ReportFormat::Docx]));
    assert!(word.says("https://a.example/mc/agencies/06283?period=2023-W52"));
}

#[test]
fn without_an_address_there_is_no_code() {
    let documents = made_with(None, None, &[ReportFormat::Docx, ReportFormat::Html]);
    let word = Word::of(&documents);
    assert!(!word.xml.contains("HYPERLINK") && !word.xml.contains("Mã QR"));
    assert!(!word.says("trên trang thống kê"));
    assert!(!String::from_utf8_lossy(&documents[1].bytes).contains("image/svg"));
}

#[test]
fn a_mail_says_what_was_found_that_data_is_missing_and_where_the_page_is() {
    let (office, _) = sampled();
    let (warehouse, settings) = (office.warehouse(), OfficeSettings::default());
    let report = office.catalog.find_report("weekly").expect("a report");
    let period = "2023-W52".parse().expect("a period");
    let asked = ReportRequest { report, period, agency: None };
    let sent = |mark: Option<&str>| {
        let context = ReportContext::new(&office.catalog, &settings, &warehouse, TODAY)
            .marked(mark.map(str::to_owned))
            .with_public_url(Some(PAGES.into()));
        mail(&context, asked, &[]).expect("made").expect("a mail").0
    };
    let subject = "Báo cáo kết quả giải quyết thủ tục hành chính – tuần 52 năm 2023: \
                   không đơn vị đủ hồ sơ nào dưới 90%";
    let whole = sent(None);
    assert_eq!(whole.subject, subject);
    assert_eq!(sent(Some("SỐ LIỆU CHƯA ĐỦ.")).subject, format!("[số liệu chưa đủ] {subject}"));
    let url = "https://thongke.example.vn/?period=2023-W52";
    assert!(whole.html.contains(&format!("href=\"{url}\"")) && whole.text.contains(url));
    // The code is for paper; no picture of it is sent.
    assert!(!whole.html.contains("Mã QR") && whole.pictures.len() == 2);
}
