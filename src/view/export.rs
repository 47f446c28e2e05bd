//! A table to take away, as CSV or XLSX. A text is never a formula, whatever it begins with.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as Style, Workbook, Worksheet, XlsxError,
};

use crate::disk::pin_zip_origin;

mod cell;
mod export_mark;
mod file_stem;
mod machine_table;

pub use cell::ExportCell;
use cell::ExportValue;
pub use export_mark::ExportMark;
pub use file_stem::file_stem;
pub use machine_table::typed_cell;

/// Holds a table to be sent as CSV or XLSX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportTable {
    pub name: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<ExportCell>>,
}

impl ExportTable {
    /// Makes a table without rows.
    pub fn new(name: &str, heads: impl Into<Vec<String>>) -> Self {
        Self { name: name.to_owned(), heads: heads.into(), rows: Vec::new() }
    }

    /// Appends a row of cells.
    pub fn push_row<C: Into<ExportCell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Such that Excel opens it under any locale: with a mark that it is UTF-8, and semicolons.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .flexible(true)
            .from_writer("\u{FEFF}".as_bytes().to_vec());
        // What is written to memory cannot fail.
        let _ = writer.write_record(self.heads.iter().map(|head| escape_formula(head)));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|cell| escape_formula(&cell.text)));
        }
        writer.into_inner().unwrap_or_default()
    }

    /// Writes the table as a workbook of one sheet: numbers, percentages and days as such; whose they are stands in its properties and on each
    /// printed page. Fails where the workbook library refuses.
    pub fn to_xlsx(&self, mark: &ExportMark) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        book.set_properties(&DocProperties::new().set_title(&self.name).set_comment(mark.line()));
        let sheet = book.add_worksheet();
        if let Some(invented) = &mark.invented {
            sheet.set_header(format!("&L{invented}"));
        }
        sheet.set_footer(format!("&L{}", mark.line()));
        sheet.set_name(sheet_name(&self.name))?;
        let bold = Style::new().set_bold();
        for (column, head) in (0..).zip(&self.heads) {
            sheet.write_with_format(0, column, head, &bold)?;
        }
        let styles = ValueStyles::new();
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                write_cell(sheet, (line, column), cell, &styles)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        let (rows, columns) = (self.rows.len(), self.heads.len().max(1));
        sheet.autofilter(
            0,
            0,
            u32::try_from(rows).unwrap_or(u32::MAX),
            u16::try_from(columns - 1).unwrap_or(0),
        )?;
        sheet.autofit();
        book.save_to_buffer().map(pin_zip_origin)
    }
}

/// How values are shown; a spreadsheet writes them in its own language.
struct ValueStyles {
    count: Style,
    decimal: Style,
    percent: Style,
    day: Style,
    instant: Style,
}

impl ValueStyles {
    fn new() -> Self {
        let of = |shown: &str| Style::new().set_num_format(shown);
        Self {
            count: of("#,##0"),
            decimal: of("#,##0.00"),
            percent: of("0.00%"),
            day: of("dd/mm/yyyy"),
            instant: of("dd/mm/yyyy hh:mm"),
        }
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    cell: &ExportCell,
    styles: &ValueStyles,
) -> Result<(), XlsxError> {
    let day = |day: jiff::civil::Date| {
        ExcelDateTime::from_ymd(
            day.year().unsigned_abs(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )
    };
    match cell.value {
        ExportValue::Text => sheet.write_string(line, column, &cell.text)?,
        #[expect(clippy::cast_precision_loss, reason = "a workbook's numbers are floats")]
        ExportValue::Count(count) => {
            sheet.write_number_with_format(line, column, count as f64, &styles.count)?
        }
        ExportValue::Decimal(number) => {
            sheet.write_number_with_format(line, column, number.to_f64(), &styles.decimal)?
        }
        ExportValue::Percent(share) => {
            sheet.write_number_with_format(line, column, share.to_share(), &styles.percent)?
        }
        ExportValue::Day(date) => {
            sheet.write_datetime_with_format(line, column, day(date)?, &styles.day)?
        }
        ExportValue::Instant(time) => {
            let at = day(time.date())?.and_hms(
                time.hour().unsigned_abs().into(),
                time.minute().unsigned_abs(),
                f64::from(time.second()),
            )?;
            sheet.write_datetime_with_format(line, column, at, &styles.instant)?
        }
    };
    Ok(())
}

/// Lists what a spreadsheet may take for the beginning of a formula, or pass over to one; in East Asian settings it takes the
/// wide forms too.
const BEGINS_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A spreadsheet takes a text that begins so for a formula; with an apostrophe before it, it is a text. A number is none.
pub fn escape_formula(cell: &str) -> String {
    if cell.starts_with(BEGINS_FORMULA) && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// At most 31 characters, none of them of a path or a formula.
fn sheet_name(name: &str) -> String {
    let kept = name.chars().filter(|letter| !"[]:*?/\\'".contains(*letter));
    kept.take(31).collect()
}

#[cfg(test)]
mod tests;
