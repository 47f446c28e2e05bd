//! The first rows of a CSV as a workbook of texts, as portals write them.

use std::{fs::File, io::Write, path::Path};

use rust_xlsxwriter::Workbook;

/// Writes the heading and so many rows of a CSV with semicolons to a workbook of one sheet.
pub fn write_workbook(csv: &Path, rows: usize, out: &str) {
    let file = File::open(csv).expect("there");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(file);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, record) in (0..).zip(reader.records().take(rows + 1)) {
        for (column, cell) in (0..).zip(record.expect("read").iter()) {
            let cell = cell.trim_start_matches('\u{FEFF}');
            if !cell.is_empty() {
                sheet.write(row, column, cell).expect("written");
            }
        }
    }
    let mut out = File::create(out).expect("made");
    out.write_all(&workbook.save_to_buffer().expect("written")).expect("written");
}
