//! What reading a whole text once tells.

use std::io::{Read, Seek, SeekFrom};

use super::{cell_edges::BlankEdges, entities::AmpersandUse, head::line_breaks};
use crate::ingest::{Export, IngestError, export::HoleFinder};

/// The last lines are looked at in so many bytes.
const TAIL: u64 = 64 << 10;

/// Holds what one pass over a whole text shows of it.
pub struct TextScan {
    pub lines: u64,
    /// Whether the engine may read it where it lies: no letter is written as a base and a mark apart (NFD), no byte is zero,
    /// no mark of UTF-8 stands behind the first, and its last line is as whole as the one before.
    pub is_clean: bool,
    /// Whether no cell begins or ends with a blank.
    pub is_trimmed: bool,
    pub ampersands: AmpersandUse,
}

impl TextScan {
    /// Reads the text once; fails when it cannot be read to its end or has a hole.
    pub fn scan_text(export: &Export, delimiter: u8) -> Result<Self, IngestError> {
        let mut input = export.open_bytes()?;
        let (mut lines, mut last, mut is_clean) = (0, b'\n', true);
        let (mut ampersands, mut holes) = (AmpersandUse::default(), HoleFinder::default());
        let mut edges = BlankEdges::new(delimiter);
        let (mut buffer, mut is_first) = (vec![0; 1 << 20], true);
        loop {
            let read = input.read(&mut buffer).map_err(export.unreadable_error())?;
            let bytes = &buffer[..read];
            let Some(end) = bytes.last() else {
                break;
            };
            last = *end;
            holes.look_at(bytes);
            let breaks = line_breaks(bytes);
            lines += breaks;
            // In UTF-8 two bytes begin the combining marks and stand nowhere else.
            is_clean &= memchr::memchr3(0xCC, 0xCD, 0, bytes).is_none();
            let marks = memchr::memmem::find_iter(bytes, b"\xEF\xBB\xBF").count();
            let is_own = is_first && bytes.starts_with(b"\xEF\xBB\xBF");
            is_clean &= marks == usize::from(is_own);
            edges.look_at(&bytes[if is_own { 3 } else { 0 }..], breaks);
            is_first = false;
            ampersands.count_ampersands(bytes);
        }
        if holes.has_hole() {
            return Err(export.hole_error());
        }
        if last != b'\n' {
            lines += 1;
            is_clean &= !is_cut(export, delimiter)?;
        }
        Ok(Self { lines, is_clean, is_trimmed: edges.are_clear(), ampersands })
    }
}

/// Whether the last line, which nothing ends, has fewer delimiters than the one before.
fn is_cut(export: &Export, delimiter: u8) -> Result<bool, IngestError> {
    let mut input = export.open_bytes()?;
    let mut tail = Vec::new();
    input
        .seek(SeekFrom::Start(export.bytes_len()?.saturating_sub(TAIL)))
        .and_then(|_| input.read_to_end(&mut tail))
        .map_err(export.unreadable_error())?;
    let mut lines = tail.rsplit(|byte| *byte == b'\n');
    let mut delimiters = || lines.next().map(|line| memchr::memchr_iter(delimiter, line).count());
    Ok(matches!((delimiters(), delimiters()), (Some(last), Some(before)) if last < before))
}
