//! Reports as their readers get them: the files are opened and asked.

mod again;
mod annex;
mod apology;
mod by_agency;
mod forms;
mod head;
mod judged;
mod letters;
mod link;
mod mail;
#[cfg(feature = "pdf")]
mod pdf_ua;
mod unknown;
mod weekly;
mod word;
mod workbook;

use jiff::civil::{Date, date};
use motcua::{
    catalog::settings::OfficeSettings,
    report::{RenderedFile, ReportContext, ReportFormat, ReportRequest, make},
};

use crate::support::office::Office;

/// The day that stands on the papers.
const TODAY: Date = date(2024, 1, 2);

fn made(
    office: &Office,
    report: &str,
    period: &str,
    formats: &[ReportFormat],
) -> Vec<RenderedFile> {
    made_by(office, &OfficeSettings::default(), (report, period, None), formats)
}

fn made_by(
    office: &Office,
    settings: &OfficeSettings,
    (report, period, agency): (&str, &str, Option<&str>),
    formats: &[ReportFormat],
) -> Vec<RenderedFile> {
    let warehouse = office.warehouse();
    let press = ReportContext::new(&office.catalog, settings, &warehouse, TODAY);
    let asked = ReportRequest {
        report: office.catalog.find_report(report).expect("a report"),
        period: period.parse().expect("a period"),
        agency,
    };
    make(&press, asked, formats).expect("made")
}
