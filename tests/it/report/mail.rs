//! The report as a mail.

use motcua::{
    catalog::settings::OfficeSettings,
    report::{ReportContext, ReportFormat, ReportRequest, mail},
};

use super::TODAY;
use crate::pipeline::journey::sampled;

#[test]
fn a_mail_brings_its_pictures_with_it() {
    let (office, _) = sampled();
    let (warehouse, settings) = (office.warehouse(), OfficeSettings::default());
    let press = ReportContext::new(&office.catalog, &settings, &warehouse, TODAY);
    let report = office.catalog.find_report("weekly").expect("a report");
    let period = "2023".parse().expect("a period");
    let asked = ReportRequest { report, period, agency: None };
    let (mail, documents) =
        mail(&press, asked, &[ReportFormat::Docx]).expect("made").expect("a mail");
    assert_eq!(documents[0].file_name, "weekly-2023.docx");
    assert_eq!(
        mail.subject,
        "Báo cáo kết quả giải quyết thủ tục hành chính – năm 2023: 1 trên 17 đơn vị cấp xã dưới 90%"
    );
    assert_eq!(mail.pictures.len(), 2);
    for (id, png) in &mail.pictures {
        assert!(mail.html.contains(&format!("src=\"cid:{id}\"")), "{id}");
        assert!(png.starts_with(b"\x89PNG"));
    }
    assert!(mail.html.contains("xã An Sơn 80,63% (387/480)"));
    // Nothing is fetched when it is opened, and nothing in it runs.
    for banned in ["http://", "https://", "<script", "<style", "data:"] {
        assert!(!mail.html.contains(banned), "{banned}");
    }
}
