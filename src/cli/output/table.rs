//! Tables for the terminal, and the same rows as CSV.

use crate::view::escape_formula;

/// Columns of texts; numbers are told by their heading's alignment.
pub struct OutputTable {
    heads: Vec<OutputHead>,
    rows: Vec<Vec<String>>,
}

struct OutputHead {
    name: String,
    is_number: bool,
}

impl OutputTable {
    /// Headings; one that begins with `#` is of a column of numbers.
    pub fn new<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let head = |name: T| match name.as_ref().strip_prefix('#') {
            Some(name) => OutputHead { name: name.to_owned(), is_number: true },
            None => OutputHead { name: name.as_ref().to_owned(), is_number: false },
        };
        Self { heads: names.into_iter().map(head).collect(), rows: Vec::new() }
    }

    /// Appends a row; it has a cell for each heading.
    pub fn push_row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Lays the table out for the terminal: headings, a rule and the rows, columns padded with blanks.
    pub fn to_lines(&self) -> Vec<String> {
        let widths: Vec<usize> = (self.heads.iter().enumerate())
            .map(|(at, head)| {
                let cells = self.rows.iter().map(|row| count_letters(&row[at]));
                cells.chain([count_letters(&head.name)]).max().unwrap_or(0)
            })
            .collect();
        let line = |cells: &mut dyn Iterator<Item = &String>| {
            let padded = cells.zip(&self.heads).zip(&widths).map(|((cell, head), width)| {
                let pad = " ".repeat(width - count_letters(cell));
                if head.is_number { format!("{pad}{cell}") } else { format!("{cell}{pad}") }
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let head = line(&mut self.heads.iter().map(|head| &head.name));
        let rule = "─".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1));
        [head, rule].into_iter().chain(self.rows.iter().map(|row| line(&mut row.iter()))).collect()
    }

    /// Writes headings and rows as CSV with commas; no text is a formula.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let heads: Vec<&String> = self.heads.iter().map(|head| &head.name).collect();
        // Writing to memory does not fail, and every row has the heads' width.
        let _ = writer.write_record(heads);
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|cell| escape_formula(cell)));
        }
        String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()).trim_end().to_owned()
    }
}

fn count_letters(text: &str) -> usize {
    text.chars().count()
}
