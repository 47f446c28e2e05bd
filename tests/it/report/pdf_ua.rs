//! The PDF claims the standard of readers for the blind, and has what they read by; `tests/pdf` asks the rest of readers others wrote.

use motcua::report::ReportFormat;

use super::made;
use crate::pipeline::journey::sampled;

#[test]
fn a_pdf_claims_pdf_ua_and_has_what_it_asks_for() {
    let (office, _) = sampled();
    let documents = made(&office, "weekly", "2023-W52", &[ReportFormat::Pdf]);
    let text = String::from_utf8_lossy(&documents[0].bytes);
    for part in [
        "<pdfuaid:part>1</pdfuaid:part>",
        "/StructTreeRoot",
        "/Marked true",
        "/Lang(vi-VN)",
        "/DisplayDocTitle true",
        "/S/H1",
        "/S/TH",
        "/Scope/Column",
        "/S/Caption",
    ] {
        assert!(text.contains(part), "{part}");
    }
    // Two charts, each told in words.
    assert_eq!(text.matches("/S/Figure").count(), 2);
    assert_eq!(text.matches("/Alt").count(), 2);
}
