//! The first rows of a delimited text, each with its place.

use std::io::Read;

use super::{
    super::table::header::{Cells, SEARCHED_ROWS},
    lines::Lines,
};

/// The first rows, each with the line it begins on.
#[derive(Clone)]
pub struct Head {
    pub rows: Vec<Cells>,
    /// Per row, and for the one after the last: the line it begins on, and its number as a spreadsheet counts.
    pub places: Vec<(u64, u64)>,
}

impl Head {
    pub fn read(bytes: &[u8], delimiter: u8) -> Self {
        let mut reader = reader(bytes, delimiter);
        let mut lines = Lines::of(bytes);
        let (mut rows, mut places, mut inner_lines) = (Vec::new(), Vec::new(), 0);
        let mut record = csv::StringRecord::new();
        while rows.len() < SEARCHED_ROWS && reader.read_record(&mut record).unwrap_or(false) {
            let byte = record.position().map_or(0, csv::Position::byte);
            let line = lines.at(byte).expect("reading memory does not fail");
            places.push((line, line - inner_lines));
            inner_lines += line_breaks(record.as_slice().as_bytes());
            let cell = |cell: &str| (!cell.trim().is_empty()).then(|| cell.to_owned());
            rows.push(record.iter().map(cell).collect());
        }
        let end = reader.position().byte();
        let line = lines.at(end).expect("reading memory does not fail");
        // Behind a last line without an end, the next one would begin.
        let line = line + u64::from(bytes.last().is_some_and(|byte| *byte != b'\n'));
        places.push((line, line - inner_lines));
        Self { rows, places }
    }
}

/// Lines begun inside the cells of a row.
pub fn line_breaks(cells: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', cells).count() as u64
}

pub fn reader<R: Read>(input: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(input)
}
