//! A table to take away, as CSV or XLSX. A text is never a formula, whatever it begins with.

use rust_xlsxwriter::{Format as Style, Workbook, XlsxError};

/// Holds a table to be sent as CSV or XLSX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportTable {
    pub name: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Columns of whole numbers, as a workbook's own.
    numbers: Vec<usize>,
}

impl ExportTable {
    /// Makes a table without rows; all its columns are text.
    pub fn new(name: &str, heads: impl Into<Vec<String>>) -> Self {
        Self { name: name.to_owned(), heads: heads.into(), rows: Vec::new(), numbers: Vec::new() }
    }

    /// These columns hold whole numbers where they hold anything.
    #[must_use]
    pub fn with_numbers(self, columns: impl Into<Vec<usize>>) -> Self {
        Self { numbers: columns.into(), ..self }
    }

    /// Appends a row of cells.
    pub fn push_row(&mut self, cells: impl Into<Vec<String>>) {
        self.rows.push(cells.into());
    }

    /// Such that Excel opens it under any locale: with a mark that it is UTF-8, and semicolons.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .flexible(true)
            .from_writer("\u{FEFF}".as_bytes().to_vec());
        for row in [&self.heads].into_iter().chain(&self.rows) {
            // What is written to memory cannot fail.
            let _ = writer.write_record(row.iter().map(|cell| escape_formula(cell)));
        }
        writer.into_inner().unwrap_or_default()
    }

    /// Writes the table as a workbook of one sheet. Fails where the workbook library refuses.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.name))?;
        let bold = Style::new().set_bold();
        for (column, head) in (0..).zip(&self.heads) {
            sheet.write_with_format(0, column, head, &bold)?;
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell.parse::<i32>() {
                    Ok(number) if self.numbers.contains(&usize::from(column)) => {
                        sheet.write_number(line, column, number)?
                    }
                    _ => sheet.write_string(line, column, cell)?,
                };
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
        book.save_to_buffer()
    }
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
