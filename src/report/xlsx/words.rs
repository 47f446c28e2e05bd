//! The sheet with everything that is no table.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::{
    super::document::{ReportBlock, ReportDocument},
    sheet::{lines_of, row_height, set_page},
    styles::SheetStyles,
};

/// Of the one column, as a table's are told; prose is narrower than what stands in tables.
const WIDTH: u16 = 60;

/// Writes letterhead and texts of a document to a sheet of one column, with the captions of its tables as links to their
/// sheets; pictures and the closing are left out.
pub fn write_text_sheet(
    sheet: &mut Worksheet,
    paper: &ReportDocument,
    tables: &[&str],
    styles: &SheetStyles,
) -> Result<(), XlsxError> {
    let head = &paper.letterhead;
    sheet.set_column_width(0, 1.6 * f64::from(WIDTH))?;
    let mut lines: Vec<(String, &Format, Option<&str>)> = Vec::new();
    let mut say = |text: &str, format, link| lines.push((text.to_owned(), format, link));
    head.superior.iter().for_each(|text| say(text, &styles.text, None));
    say(&head.agency, &styles.heading, None);
    say(&head.number, &styles.text, None);
    say(&head.place_and_day, &styles.text, None);
    head.kind.iter().for_each(|text| say(text, &styles.title, None));
    say(&head.subject, &styles.title, None);
    head.to.iter().for_each(|text| say(text, &styles.text, None));
    let mut tables = tables.iter().copied();
    for block in &paper.blocks {
        match block {
            ReportBlock::Heading(_, text) => say(text, &styles.heading, None),
            ReportBlock::Paragraph(text) => say(text, &styles.text, None),
            ReportBlock::Note(text) => say(text, &styles.note, None),
            ReportBlock::Table(table) => say(&table.caption.whole(), &styles.link, tables.next()),
            ReportBlock::Link(link) => {
                say(&format!("{} {}", link.words, link.url), &styles.text, None);
            }
            ReportBlock::Picture(_) | ReportBlock::Closing(_) | ReportBlock::NewPage { .. } => {}
        }
    }
    say(&paper.provenance, &styles.note, None);
    set_page(sheet);
    for (row, (text, format, link)) in (0..).zip(&lines) {
        sheet.set_row_height(row, row_height(lines_of(text, WIDTH)))?;
        match link {
            None => sheet.write_string_with_format(row, 0, text, format)?,
            Some(name) => {
                let url = Url::new(format!("internal:'{name}'!A1")).set_text(text);
                sheet.write_url_with_format(row, 0, url, format)?
            }
        };
    }
    Ok(())
}
