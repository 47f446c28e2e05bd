//! A workbook: what is said on the first sheet, each table on one of its own.

mod sheet;
mod styles;
mod words;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{
    ReportError,
    document::{ReportBlock, ReportDocument},
};
use sheet::SheetNames;
use styles::SheetStyles;

/// Writes documents as one workbook: a sheet for the text, one for each table. Fails where the
/// workbook library refuses.
pub fn write_workbook(papers: &[ReportDocument]) -> Result<Vec<u8>, ReportError> {
    build_workbook(papers).map_err(|error| ReportError::format_error("XLSX", error))
}

fn build_workbook(papers: &[ReportDocument]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (styles, mut names) = (SheetStyles::new(), SheetNames::default());
    if let Some(first) = papers.first() {
        let day = first.on;
        let year = u16::try_from(day.year()).unwrap_or(1900);
        let created =
            ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())?;
        let properties =
            DocProperties::new().set_title(&first.title).set_creation_datetime(&created);
        book.set_properties(&properties);
    }
    for paper in papers {
        words::write_text_sheet(book.add_worksheet(), paper, &styles, &mut names)?;
        for block in &paper.blocks {
            if let ReportBlock::Table(table) = block {
                let on = book.add_worksheet();
                sheet::write_table_sheet(on, table, &paper.footer, &styles, &mut names)?;
            }
        }
    }
    book.save_to_buffer()
}
