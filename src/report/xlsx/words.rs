//! The sheet with everything that is no table.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{
    super::paper::{Block, Paper},
    sheet::{Names, height, lines_of, page},
    styles::Styles,
};

/// Of the one column, as a table's are told; prose is narrower than what stands in tables.
const WIDTH: u16 = 60;

pub fn write(
    sheet: &mut Worksheet,
    paper: &Paper,
    styles: &Styles,
    names: &mut Names,
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
            Block::Heading(_, text) => lines.push((text, &styles.heading)),
            Block::Paragraph(text) => lines.push((text, &styles.text)),
            Block::Note(text) => lines.push((text, &styles.note)),
            Block::Table(table) => lines.push((&table.caption.text, &styles.note)),
            Block::Picture(_) | Block::Closing(_) | Block::NewPage { .. } => {}
        }
    }
    lines.push((&paper.footer, &styles.note));
    page(sheet);
    for (row, (text, format)) in (0..).zip(lines) {
        sheet.set_row_height(row, height(lines_of(text, WIDTH)))?;
        sheet.write_string_with_format(row, 0, text, format)?;
    }
    Ok(())
}
