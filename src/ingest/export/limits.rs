//! How much an export may inflate to, so that a hostile file costs an error and not the server.

use std::io::{self, Read, Write};

use crate::ingest::PartProblem;

/// A packed file may grow to this; ten million rows of a CSV are 2.2 GB.
pub const LARGEST_PART: u64 = 8 << 30;
/// Texts and sheets of an office shrink ten- to fortyfold when packed; a bomb a thousandfold.
const LARGEST_RATIO: u64 = 200;
/// Below this nothing is suspicious: an empty sheet packs very well.
const UNSUSPICIOUS: u64 = 32 << 20;

/// Passes on what is inflated, counts it, and stops where it grows out of bounds.
pub struct InflatedReader<R> {
    input: R,
    packed: u64,
    passed: u64,
    limit: u64,
}

impl<R: Read> InflatedReader<R> {
    /// `packed` is the size before inflating.
    pub fn new(input: R, packed: u64, limit: u64) -> Self {
        Self { input, packed, passed: 0, limit }
    }

    /// Copies all that is inflated and returns its bytes; fails where it grows out of bounds.
    pub fn copy_to(mut self, out: &mut dyn Write) -> io::Result<u64> {
        io::copy(&mut self, out)
    }
}

impl<R: Read> Read for InflatedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.passed += read as u64;
        let is_bomb =
            self.passed > UNSUSPICIOUS && self.passed / self.packed.max(1) > LARGEST_RATIO;
        if self.passed > self.limit || is_bomb {
            let problem = PartProblem::Inflated { megabytes: self.passed >> 20 };
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::small_however_packed(1 << 20, 100, 1 << 30, true)]
    #[case::large_and_well_packed(64 << 20, 1 << 20, 1 << 30, true)]
    #[case::large_and_packed_too_well(64 << 20, 1 << 10, 1 << 30, false)]
    #[case::over_the_limit(64 << 20, 32 << 20, 1 << 20, false)]
    fn what_inflates_out_of_bounds_is_stopped(
        #[case] size: u64,
        #[case] packed: u64,
        #[case] limit: u64,
        #[case] passes: bool,
    ) {
        let inflated = InflatedReader::new(io::repeat(b'x').take(size), packed, limit);
        assert_eq!(inflated.copy_to(&mut io::sink()).is_ok(), passes);
    }
}
