//! How cells look, and what kind of number stands in them.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::super::document::{CellValue, ReportCell};

/// Of what is under its limit.
const GREY: Color = Color::RGB(0x00E7_E6E6);

/// Holds the cell formats of a workbook.
pub struct SheetStyles {
    pub title: Format,
    pub heading: Format,
    pub text: Format,
    pub note: Format,
    /// The caption of a table, which leads to its sheet.
    pub link: Format,
    /// In one line, over whatever columns there are.
    pub small: Format,
    pub head: Format,
    pub bad: Format,
    cell: Format,
    strong: Format,
}

impl SheetStyles {
    /// Makes the formats, in Times New Roman.
    pub fn new() -> Self {
        let font = || Format::new().set_font_name("Times New Roman").set_font_size(12);
        let cell = || font().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Self {
            title: font().set_bold().set_font_size(14),
            heading: font().set_bold(),
            text: font().set_text_wrap().set_align(FormatAlign::Top),
            note: font().set_italic().set_font_size(10).set_text_wrap().set_align(FormatAlign::Top),
            link: font()
                .set_underline(FormatUnderline::Single)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            small: font().set_italic().set_font_size(10),
            head: cell()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00F2_F2F2)),
            bad: Format::new().set_bold().set_background_color(GREY),
            cell: cell().set_text_wrap(),
            strong: cell().set_text_wrap().set_bold(),
        }
    }

    /// Of a cell of a table, by what stands in it.
    pub fn cell_format(&self, cell: &ReportCell, is_strong: bool) -> Format {
        let format = if is_strong { &self.strong } else { &self.cell }.clone();
        // What has a limit is marked by it.
        let format = if cell.is_bad() && cell.limit.is_none() {
            format.set_bold().set_background_color(GREY)
        } else {
            format
        };
        let number = match cell.value {
            CellValue::Text => return format,
            CellValue::Whole(_) => "#,##0",
            CellValue::Share(..) => "0.00%",
            CellValue::Decimal(_) => "#,##0.00",
            CellValue::Day(_) => "dd/mm/yyyy",
            // Hours beyond a day are hours still.
            CellValue::Minutes(_) => "[h]:mm",
        };
        match &cell.note {
            // The number stays one; the note stands behind it.
            Some(note) => {
                format.set_num_format(format!("{number}\" ({})\"", note.replace('"', "")))
            }
            None => format.set_num_format(number),
        }
    }
}
