//! A workbook: what is said on the first sheet, each table on one of its own.

mod sheet;
mod styles;
mod words;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{
    ReportError,
    document::{ReportBlock, ReportDocument, ReportTable},
};
use sheet::SheetNames;
use styles::SheetStyles;

use crate::disk::pin_zip_origin;

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
        let properties = properties.set_comment(&first.provenance);
        book.set_properties(&properties);
    }
    for paper in papers {
        let head = &paper.letterhead;
        let own = names.new_name(head.kind.as_deref().unwrap_or(&head.subject));
        let tables = paper.blocks.iter().filter_map(|block| match block {
            ReportBlock::Table(table) => Some(table),
            _ => None,
        });
        // The sheet of texts says on which the tables are, so they have their names before it is written.
        let tables: Vec<(String, &ReportTable)> =
            tables.map(|table| (names.new_name(&table.name), table)).collect();
        let of_tables: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
        words::write_text_sheet(book.add_worksheet().set_name(own)?, paper, &of_tables, &styles)?;
        for (name, table) in &tables {
            let on = book.add_worksheet().set_name(name)?;
            sheet::write_table_sheet(on, table, &paper.provenance, &styles)?;
        }
    }
    book.save_to_buffer().map(pin_zip_origin)
}
