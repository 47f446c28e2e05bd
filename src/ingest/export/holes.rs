//! Holes in a text: runs of zeros where a disk or a copy lost what was written.

use std::io::{self, Read, Seek, SeekFrom};

use super::{export_file::Export, open::UnnamedFile};
use crate::ingest::{ExportProblem, IngestError};

/// No text holds so many zeros in a row; in UTF-16 no more than one stands beside a letter.
const SHORTEST: usize = 8;

/// Ends of a text behind which a program may pad with zeros.
const WHOLE_ENDS: &[u8] = b"\n\r>}]\"";

/// Looks for a hole in bytes that come in pieces.
#[derive(Default)]
pub struct HoleFinder {
    zeros: usize,
    last_letter: u8,
    is_found: bool,
}

impl HoleFinder {
    /// Looks at the next piece.
    pub fn look_at(&mut self, bytes: &[u8]) {
        if self.is_found || (self.zeros == 0 && memchr::memchr(0, bytes).is_none()) {
            self.last_letter = bytes.last().copied().unwrap_or(self.last_letter);
            return;
        }
        for byte in bytes {
            if *byte == 0 {
                self.zeros += 1;
                continue;
            }
            self.is_found |= self.zeros >= SHORTEST;
            (self.zeros, self.last_letter) = (0, *byte);
        }
    }

    /// Whether there is one, once all was looked at.
    pub fn has_hole(&self) -> bool {
        self.is_found || (self.zeros >= SHORTEST && !WHOLE_ENDS.contains(&self.last_letter))
    }
}

impl Export {
    /// Fails where the export is a text and has lost what stood in the middle of it.
    pub fn refuse_holes(&self) -> Result<(), IngestError> {
        let (mut input, mut holes) = (self.open_bytes()?, HoleFinder::default());
        let mut buffer = vec![0; 1 << 16];
        loop {
            match input.read(&mut buffer).map_err(self.unreadable_error())? {
                0 if holes.has_hole() => return Err(self.hole_error()),
                0 => return Ok(()),
                read => holes.look_at(&buffer[..read]),
            }
        }
    }

    /// The same export without the zeros that stand behind its end; as it is where there are none, or where its end is not there.
    pub fn without_padding(self) -> Result<Self, IngestError> {
        let mut input = self.open_bytes()?;
        let Some(end) = find_padding(&mut input).map_err(self.unreadable_error())? else {
            return Ok(self);
        };
        input.rewind().map_err(self.unreadable_error())?;
        let copied = UnnamedFile::fill_new(|out| io::copy(&mut input.take(end), out));
        let (bytes, _) = copied.map_err(self.unreadable_error())?;
        Ok(self.with_bytes(bytes))
    }

    /// Makes the error of a text with a hole.
    pub fn hole_error(&self) -> IngestError {
        self.malformed_error(ExportProblem::Hole)
    }
}

/// Where the zeros begin that stand behind a whole end; in UTF-16 one of them is half a letter.
fn find_padding(input: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    let length = input.seek(SeekFrom::End(0))?;
    let (mut end, mut piece) = (length, Vec::new());
    loop {
        let begin = end.saturating_sub(1 << 12);
        input.seek(SeekFrom::Start(begin))?;
        piece.clear();
        input.by_ref().take(end - begin).read_to_end(&mut piece)?;
        if let Some(last) = piece.iter().rposition(|byte| *byte != 0) {
            let behind = begin + last as u64 + 1;
            let is_whole = WHOLE_ENDS.contains(&piece[last]);
            let is_padded = length - behind >= SHORTEST as u64 && is_whole;
            let is_wide = last > 0 && piece[last - 1] == 0;
            return Ok(is_padded.then_some(behind + u64::from(is_wide) * (behind % 2)));
        }
        if begin == 0 {
            return Ok(None);
        }
        end = begin;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::none(b"<table>\n", 0, None)]
    #[case::few_zeros(b"<table>\n", 7, None)]
    #[case::some(b"<table>\n", 8, Some(8))]
    #[case::more_than_are_read_at_once(b"<table>\n", 10_000, Some(8))]
    #[case::an_odd_length(b"<table>", 700, Some(7))]
    #[case::half_a_letter_of_utf_16(b"<\0>\0", 700, Some(4))]
    #[case::behind_no_end(b"<table", 700, None)]
    #[case::nothing_else(b"", 700, None)]
    fn padding_begins_behind_a_whole_end(
        #[case] text: &[u8],
        #[case] zeros: usize,
        #[case] expected: Option<u64>,
    ) {
        let bytes = [text, &vec![0; zeros]].concat();
        assert_eq!(find_padding(&mut io::Cursor::new(bytes)).expect("read"), expected);
    }

    #[rstest]
    #[case::none("a;b\nc;d\n".as_bytes(), false)]
    #[case::a_lone_zero("a;b\0\nc;d\n".as_bytes(), false)]
    #[case::utf_16(b"a\0;\0b\0\n\0", false)]
    #[case::in_the_middle(b"a;b\0\0\0\0\0\0\0\0;d\n", true)]
    #[case::cut_at_the_end(b"a;b\nc\0\0\0\0\0\0\0\0\0", true)]
    #[case::padded_behind_the_end(b"a;b\nc;d\n\0\0\0\0\0\0\0\0\0", false)]
    fn a_hole_is_found_whatever_the_pieces(#[case] text: &[u8], #[case] has_hole: bool) {
        for size in [1, 3, 64] {
            let mut holes = HoleFinder::default();
            text.chunks(size).for_each(|piece| holes.look_at(piece));
            assert_eq!(holes.has_hole(), has_hole, "pieces of {size}");
        }
    }
}
