//! The sheet with everything that is no table.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{
    super::document::{ReportBlock, ReportDocument},
    sheet::{SheetNames, lines_of, row_height, set_page},
    styles::SheetStyles,
};

/// Of the one column, as a table's are told; prose is narrower than what stands in tables.
const WIDTH: u16 = 60;

/// Writes letterhead, texts and table captions of a document to a sheet of one column; pictures and
/// the closing are left out.
pub fn write_text_sheet(
    sheet: &mut Worksheet,
    paper: &ReportDocument,
    styles: &SheetStyles,
    names: &mut SheetNames,
) -> Result<(), XlsxError> {
    let head = &paper.letterhead;
    sheet.set_name(names.new_name(head.kind.as_deref().unwrap_or(&head.subject)))?;
    sheet.set_column_width(0, 1.6 * f64::from(WIDTH))?;
    let mut lines: Vec<(&str, &Format)> = Vec::new();
    lines.extend(head.superior.as_deref().map(|text| (text, &styles.text)));
    lines.push((&head.agency, &styles.heading));
    lines.push((&head.number, &styles.text));
    lines.push((&head.place_and_day, &styles.text));
    lines.extend(head.kind.as_deref().map(|text| (text, &styles.title)));
    lines.push((&head.subject, &styles.title));
    lines.extend(head.to.iter().map(|text| (text.as_str(), &styles.text)));
    for block in &paper.blocks {
        match block {
            ReportBlock::Heading(_, text) => lines.push((text, &styles.heading)),
            ReportBlock::Paragraph(text) => lines.push((text, &styles.text)),
            ReportBlock::Note(text) => lines.push((text, &styles.note)),
            ReportBlock::Table(table) => lines.push((&table.caption.text, &styles.note)),
            ReportBlock::Picture(_) | ReportBlock::Closing(_) | ReportBlock::NewPage { .. } => {}
        }
    }
    lines.push((&paper.footer, &styles.note));
    set_page(sheet);
    for (row, (text, format)) in (0..).zip(lines) {
        sheet.set_row_height(row, row_height(lines_of(text, WIDTH)))?;
        sheet.write_string_with_format(row, 0, text, format)?;
    }
    Ok(())
}
