//! Tables laid out cell by cell, and written as each kind of file an office has them in.

use std::{fmt::Write as _, io::Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

/// A sheet as it is seen: cells row by row, and what of it is merged.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub name: &'static str,
    pub is_hidden: bool,
    pub rows: Vec<Vec<String>>,
    /// Rows below the first that a cell reaches over: row and column of the cell, from 0.
    pub merged: Vec<(usize, usize, usize)>,
}

/// Sheets out of lines: cells are parted by `|`.
pub fn sheet(name: &'static str, lines: &[&str]) -> Sheet {
    let cells = |line: &&str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    Sheet { name, rows: lines.iter().map(cells).collect(), ..Sheet::default() }
}

impl Sheet {
    pub fn hidden(self) -> Self {
        Self { is_hidden: true, ..self }
    }

    /// Lets a cell reach over rows below it.
    pub fn merged(mut self, row: usize, column: usize, below: usize) -> Self {
        self.merged.push((row, column, below));
        self
    }

    fn reach(&self, row: usize, column: usize) -> usize {
        let found = self.merged.iter().find(|(at, of, _)| (*at, *of) == (row, column));
        found.map_or(0, |(.., below)| *below)
    }

    fn is_covered(&self, row: usize, column: usize) -> bool {
        let mut merged = self.merged.iter();
        merged.any(|(at, of, below)| *of == column && row > *at && row <= at + below)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Ods,
    Html,
    Csv,
}

pub const ALL: [Format; 4] = [Format::Xlsx, Format::Ods, Format::Html, Format::Csv];
pub const WORKBOOKS: [Format; 3] = [Format::Xlsx, Format::Ods, Format::Html];

impl Format {
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Html => "xls",
            Self::Csv => "csv",
        }
    }

    pub fn bytes(self, sheets: &[Sheet]) -> Vec<u8> {
        match self {
            Self::Xlsx => xlsx(sheets),
            Self::Ods => ods(sheets),
            Self::Html => html(sheets).into_bytes(),
            Self::Csv => csv(sheets).into_bytes(),
        }
    }
}

fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for sheet in sheets {
        let page = workbook.add_worksheet().set_name(sheet.name).expect("a name");
        page.set_hidden(sheet.is_hidden);
        for (row, cells) in (0..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                page.write_string(row, column, cell).expect("written");
            }
        }
        for (row, column, below) in &sheet.merged {
            let text = &sheet.rows[*row][*column];
            let format = rust_xlsxwriter::Format::new();
            let (row, below) =
                (u32::try_from(*row).expect("few"), u32::try_from(*below).expect("few"));
            let column = u16::try_from(*column).expect("few");
            page.merge_range(row, column, row + below, column, text, &format).expect("merged");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn ods(sheets: &[Sheet]) -> Vec<u8> {
    let mut body = String::new();
    for sheet in sheets {
        let style = if sheet.is_hidden { "hidden" } else { "shown" };
        let _ =
            write!(body, r#"<table:table table:name="{}" table:style-name="{style}">"#, sheet.name);
        for (row, cells) in sheet.rows.iter().enumerate() {
            body.push_str("<table:table-row>");
            for (column, cell) in cells.iter().enumerate() {
                let (name, reach) = if sheet.is_covered(row, column) {
                    ("covered-table-cell", String::new())
                } else {
                    let rows = sheet.reach(row, column) + 1;
                    ("table-cell", format!(r#" table:number-rows-spanned="{rows}""#))
                };
                let text = if cell.is_empty() {
                    String::new()
                } else {
                    format!("<text:p>{cell}</text:p>")
                };
                let _ = write!(body, "<table:{name}{reach}>{text}</table:{name}>");
            }
            body.push_str("</table:table-row>");
        }
        body.push_str("</table:table>");
    }
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles><style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"#
    );
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, text) in [("mimetype", kind), ("content.xml", &content)] {
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).expect("begun");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn html(sheets: &[Sheet]) -> String {
    let mut page = String::from("<html><meta charset=\"utf-8\"><body>");
    for sheet in sheets {
        page.push_str("<table>");
        for (row, cells) in sheet.rows.iter().enumerate() {
            page.push_str("<tr>");
            for (column, cell) in
                cells.iter().enumerate().filter(|(at, _)| !sheet.is_covered(row, *at))
            {
                let _ =
                    write!(page, "<td rowspan=\"{}\">{cell}</td>", sheet.reach(row, column) + 1);
            }
            page.push_str("</tr>");
        }
        page.push_str("</table>");
    }
    page + "</body></html>"
}

fn csv(sheets: &[Sheet]) -> String {
    let line = |cells: &Vec<String>| cells.join(";") + "\n";
    sheets.iter().flat_map(|sheet| &sheet.rows).map(line).collect()
}
