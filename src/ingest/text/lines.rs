//! Which line of a text a byte is on, as an editor or a spreadsheet counts.

use std::io::{BufRead, Result};

/// Follows a text from its start; asked for places in rising order.
pub struct LineFollower<R> {
    input: R,
    byte: u64,
    line: u64,
}

impl<R: BufRead> LineFollower<R> {
    /// Begins on line 1 of an input.
    pub fn from_start(input: R) -> Self {
        Self { input, byte: 0, line: 1 }
    }

    /// The line on which the text that begins at a byte, or behind the empty lines there, stands.
    pub fn line_at(&mut self, byte: u64) -> Result<u64> {
        loop {
            let buffer = self.input.fill_buf()?;
            let before = usize::try_from(byte.saturating_sub(self.byte)).unwrap_or(usize::MAX);
            let passed = match buffer.get(before.min(buffer.len())) {
                // The place is in sight: what is left to pass are the ends of empty lines.
                Some(b'\r' | b'\n') if before < buffer.len() => before + 1,
                Some(_) => before,
                None if buffer.is_empty() => return Ok(self.line),
                None => buffer.len(),
            };
            self.line += memchr::memchr_iter(b'\n', &buffer[..passed]).count() as u64;
            let is_there = passed == before && before < buffer.len();
            self.input.consume(passed);
            self.byte += passed as u64;
            if is_there {
                return Ok(self.line);
            }
        }
    }

    /// Passes the line it is on; the byte on which the next one begins.
    pub fn skip_line(&mut self) -> Result<u64> {
        let mut passed = Vec::new();
        self.byte += self.input.read_until(b'\n', &mut passed)? as u64;
        self.line += 1;
        Ok(self.byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::io::BufReader;

    #[rstest]
    #[case::first(0, 1)]
    #[case::inside_the_first(1, 1)]
    #[case::behind_crlf(4, 2)]
    #[case::at_the_end_of_a_line(2, 2)]
    #[case::before_an_empty_line(6, 4)]
    #[case::past_the_end(99, 5)]
    fn places_are_found_whatever_the_buffer(#[case] byte: u64, #[case] line: u64) {
        let text = b"ab\r\ncd\n\nef\n";
        for capacity in [1, 2, 3, 64] {
            let mut lines = LineFollower::from_start(BufReader::with_capacity(capacity, &text[..]));
            assert_eq!(lines.line_at(byte).expect("in memory"), line, "capacity {capacity}");
        }
    }
}
