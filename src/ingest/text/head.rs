//! The first rows of a delimited text, each with its place.

use std::io::Read;

use super::{
    super::table::{HeaderCells, header::SEARCHED_ROWS},
    lines::LineFollower,
};

/// The first rows, each with the line it begins on.
#[derive(Clone)]
pub struct TextHead {
    pub rows: Vec<HeaderCells>,
    /// Per row, and for the one after the last: the line it begins on, and its number as a spreadsheet counts.
    pub places: Vec<(u64, u64)>,
    /// By how many cells the widest row, the heading, exceeds every row below it.
    pub surplus: usize,
    /// The cell of the heading that was put together of two by trial.
    pub joined_at: Option<usize>,
}

impl TextHead {
    /// Splits the first rows of a text at the delimiter and notes the line of each.
    pub fn read_head(bytes: &[u8], delimiter: u8) -> Self {
        let mut reader = csv_reader(bytes, delimiter);
        let mut lines = LineFollower::from_start(bytes);
        let (mut rows, mut places, mut inner_lines) = (Vec::new(), Vec::new(), 0);
        let mut record = csv::StringRecord::new();
        while rows.len() < SEARCHED_ROWS && reader.read_record(&mut record).unwrap_or(false) {
            let byte = record.position().map_or(0, csv::Position::byte);
            let line = lines.line_at(byte).expect("reading memory does not fail");
            places.push((line, line - inner_lines));
            inner_lines += line_breaks(record.as_slice().as_bytes());
            let cell = |cell: &str| (!cell.trim().is_empty()).then(|| cell.to_owned());
            rows.push(record.iter().map(cell).collect());
        }
        let end = reader.position().byte();
        let line = lines.line_at(end).expect("reading memory does not fail");
        // Behind a last line without an end, the next one would begin.
        let line = line + u64::from(bytes.last().is_some_and(|byte| *byte != b'\n'));
        places.push((line, line - inner_lines));
        let surplus = heading_surplus(&rows).map_or(0, |(_, surplus)| surplus);
        Self { rows, places, surplus, joined_at: None }
    }

    /// The same rows, in each way that gives a heading with a delimiter in one of its names as many cells as its rows have:
    /// "Phí, lệ phí". What follows the delimiter and a blank is no name of its own.
    pub fn join_variants(self, delimiter: u8) -> Vec<Self> {
        let Some((heading, surplus)) = heading_surplus(&self.rows) else {
            return vec![self];
        };
        let cells = &self.rows[heading];
        let with = |places: &[usize]| {
            let mut head = self.clone();
            head.rows[heading] = join_cells(cells, places, delimiter);
            head.surplus = 0;
            head
        };
        let begins_blank =
            |cell: &Option<String>| cell.as_ref().is_some_and(|it| it.starts_with(' '));
        let blank: Vec<usize> =
            (1..cells.len()).filter(|place| begins_blank(&cells[*place])).collect();
        if blank.len() == surplus {
            return vec![with(&blank)];
        }
        let mut ways = if surplus == 1 {
            let at = |place: usize| Self { joined_at: Some(place - 1), ..with(&[place]) };
            (1..cells.len()).map(at).collect()
        } else {
            Vec::new()
        };
        ways.push(self);
        ways
    }
}

/// The row with the most cells, and by how many it exceeds every row below it; of two as wide, none does.
fn heading_surplus(rows: &[HeaderCells]) -> Option<(usize, usize)> {
    let width =
        |row: &HeaderCells| row.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let (heading, widest) =
        (rows.iter().map(width).enumerate().rev()).max_by_key(|(_, width)| *width)?;
    let below = rows[heading + 1..].iter().map(Vec::len).max()?;
    (below > 1 && below < widest).then(|| (heading, widest - below))
}

/// A row with the cells at these places made one with the cell before.
fn join_cells(cells: &HeaderCells, places: &[usize], delimiter: u8) -> HeaderCells {
    let mut joined = HeaderCells::new();
    for (place, cell) in cells.iter().enumerate() {
        match joined.last_mut().filter(|_| places.contains(&place)) {
            Some(before) => {
                let (one, other) =
                    (before.take().unwrap_or_default(), cell.as_deref().unwrap_or(""));
                *before = Some(format!("{one}{}{other}", char::from(delimiter)));
            }
            None => joined.push(cell.clone()),
        }
    }
    joined
}

/// Lines begun inside the cells of a row.
pub fn line_breaks(cells: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', cells).count() as u64
}

/// Makes a CSV reader without a header row that takes rows of any number of cells.
pub fn csv_reader<R: Read>(input: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(input)
}
