//! Rows of text in a file of our own: a cell is its length and its bytes, so nothing in it needs a quote or an escape.

use std::io::{self, Read, Write};

/// A length of one byte; longer cells have this one and four more.
const LONG: u8 = u8::MAX;

/// Writes rows cell by cell.
pub struct RowWriter<W> {
    out: W,
    row: Vec<u8>,
}

impl<W: Write> RowWriter<W> {
    /// Makes a writer of rows; `out` should have a buffer.
    pub fn new(out: W) -> Self {
        Self { out, row: Vec::new() }
    }

    /// Adds the next cell of the row; fails where it is longer than a length can say.
    pub fn push_cell(&mut self, text: &str) -> io::Result<()> {
        match u8::try_from(text.len()) {
            Ok(short) if short < LONG => self.row.push(short),
            _ => {
                self.row.push(LONG);
                self.row.extend_from_slice(&length_bytes(text.len())?);
            }
        }
        self.row.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// Writes the row that its cells were added to.
    pub fn end_row(&mut self) -> io::Result<()> {
        self.out.write_all(&length_bytes(self.row.len())?)?;
        self.out.write_all(&self.row)?;
        self.row.clear();
        Ok(())
    }

    /// Hands on what is still held.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn length_bytes(length: usize) -> io::Result<[u8; 4]> {
    let length = u32::try_from(length).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
    Ok(length.to_le_bytes())
}

/// Reads rows as they were written.
pub struct RowReader<R> {
    input: R,
    row: Vec<u8>,
}

impl<R: Read> RowReader<R> {
    /// Makes a reader of rows; `input` should have a buffer.
    pub fn new(input: R) -> Self {
        Self { input, row: Vec::new() }
    }

    /// Reads the next row; `None` behind the last. Fails where the file ends inside of one.
    pub fn next_row(&mut self) -> io::Result<Option<RowCells<'_>>> {
        let mut length = [0; 4];
        let first = self.input.read(&mut length)?;
        if first == 0 {
            return Ok(None);
        }
        self.input.read_exact(&mut length[first..])?;
        let length = u64::from(u32::from_le_bytes(length));
        self.row.clear();
        let read = self.input.by_ref().take(length).read_to_end(&mut self.row)?;
        if (read as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(RowCells { rest: &self.row }))
    }
}

/// Gives the cells of a row in their order; what is no cell any more ends it.
#[derive(Debug, Clone)]
pub struct RowCells<'r> {
    rest: &'r [u8],
}

impl RowCells<'_> {
    /// Returns how many bytes are left in it.
    pub fn bytes_left(&self) -> usize {
        self.rest.len()
    }
}

impl<'r> Iterator for RowCells<'r> {
    type Item = &'r [u8];

    fn next(&mut self) -> Option<&'r [u8]> {
        let (length, rest) = match self.rest {
            [LONG, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
            [length, rest @ ..] => (usize::from(*length), rest),
            [] => return None,
        };
        let (cell, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[&[&str]]) -> Vec<u8> {
        let mut writer = RowWriter::new(Vec::new());
        for row in rows {
            row.iter().for_each(|cell| writer.push_cell(cell).expect("short"));
            writer.end_row().expect("written");
        }
        writer.out
    }

    #[test]
    fn rows_are_read_as_they_were_written() {
        let (at_the_limit, long) = ("a".repeat(254), "ộ".repeat(300));
        let rows: [&[&str]; 4] = [
            &["", "Xã \"An\",\nSơn", ""],
            &[],
            &["\0\r", &at_the_limit],
            &[&"b".repeat(255), &long],
        ];
        let bytes = written(&rows);
        let mut reader = RowReader::new(&*bytes);
        for row in rows {
            let read = reader.next_row().expect("whole").expect("one more");
            let cells: Vec<&str> = read.map(|cell| str::from_utf8(cell).expect("text")).collect();
            assert_eq!(cells, row);
        }
        assert!(reader.next_row().expect("whole").is_none());
    }

    #[test]
    fn a_file_that_ends_inside_of_a_row_is_told_from_one_that_ends() {
        let bytes = written(&[&["A1", "Xã An Sơn"]]);
        for end in 1..bytes.len() {
            let told = RowReader::new(&bytes[..end]).next_row().map(|row| row.is_some());
            assert_eq!(told.expect_err("cut").kind(), io::ErrorKind::UnexpectedEof, "at {end}");
        }
    }
}
