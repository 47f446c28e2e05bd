//! Holes in a text: runs of zeros where a disk or a copy lost what was written.

use std::io::Read;

use super::export_file::Export;
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

    /// Makes the error of a text with a hole.
    pub fn hole_error(&self) -> IngestError {
        self.malformed_error(ExportProblem::Hole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

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
