//! Texts of a BIFF stream: in a code page up to version 5, in UTF-16 or its lower bytes in version 8.

use encoding_rs::{Encoding, WINDOWS_1258};

use super::records::{CONTINUED, XlsRecords, u16_at, u32_at};

/// How a stream's texts are written.
#[derive(Debug, Clone, Copy)]
pub struct XlsTextFormat {
    pub version: u8,
    /// None where the stream does not say it: then it is what Vietnamese Windows writes.
    pub code_page: Option<u16>,
}

impl XlsTextFormat {
    /// A text behind its length of one byte or two; nothing if it is not all there.
    pub fn read_text(self, data: &[u8], length_bytes: usize) -> Option<String> {
        let length = match length_bytes {
            1 => usize::from(*data.first()?),
            _ => usize::from(u16_at(data, 0)),
        };
        let rest = data.get(length_bytes..)?;
        if self.version < 8 {
            return Some(self.decode_bytes(rest.get(..length)?));
        }
        let (flags, rest) = rest.split_first()?;
        let behind = usize::from(flags & 8 != 0) * 2 + usize::from(flags & 4 != 0) * 4;
        read_letters(rest.get(behind..)?, length, flags & 1 != 0)
    }

    /// Bytes in the code page; scripts write UTF-8 into old streams too.
    pub fn decode_bytes(self, bytes: &[u8]) -> String {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        let label = self.code_page.map(|page| format!("windows-{page}"));
        let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        named.unwrap_or(WINDOWS_1258).decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// Letters of one byte or two; nothing where a hole is among them, as no program writes it.
fn read_letters(bytes: &[u8], length: usize, is_wide: bool) -> Option<String> {
    let text = decode_letters(bytes, length, is_wide)?;
    let has_hole = text.trim_end_matches('\0').contains('\0');
    (!has_hole).then_some(text)
}

fn decode_letters(bytes: &[u8], length: usize, is_wide: bool) -> Option<String> {
    if is_wide {
        let bytes = bytes.get(..length * 2)?;
        let units = (0..length).map(|at| u16_at(bytes, at * 2));
        return Some(char::decode_utf16(units).map(|one| one.unwrap_or('\u{FFFD}')).collect());
    }
    Some(bytes.get(..length)?.iter().map(|byte| char::from(*byte)).collect())
}

/// The shared texts of version 8, one behind the other.
#[derive(Default)]
pub struct XlsSharedStrings {
    all: String,
    ends: Vec<usize>,
}

impl XlsSharedStrings {
    /// Reads the record on this byte and those that go on with it; nothing if they do not hold what they say.
    pub fn read_strings(bytes: &[u8], at: usize) -> Option<Self> {
        let mut pieces = Vec::new();
        for (index, record) in XlsRecords::starting_at(bytes, at).enumerate() {
            if index > 0 && record.id != CONTINUED {
                break;
            }
            pieces.push(record.data);
        }
        let count = u32_at(pieces.first()?, 4) as usize;
        let mut input = RecordPieces { held: pieces, current: 0, at: 8 };
        let mut texts = Self::default();
        // Zeros where texts were lost read as texts without letters: a tail of them is padding behind a text alone.
        let mut may_be_padded = true;
        for _ in 0..count {
            let text = input.read_text()?;
            may_be_padded = !text.is_empty() && !text.ends_with('\0');
            texts.all.push_str(&text);
            texts.ends.push(texts.all.len());
        }
        // Where a text is damaged all behind it are others, and do not end with the records.
        let is_whole = input.is_at_end() || (may_be_padded && input.is_zero_to_the_end());
        is_whole.then_some(texts)
    }

    /// Returns the text of an index; `None` where there is none.
    pub fn get_text(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.all[start..end])
    }
}

/// Bytes that go on from record to record.
struct RecordPieces<'b> {
    held: Vec<&'b [u8]>,
    current: usize,
    at: usize,
}

impl RecordPieces<'_> {
    /// What is left of the record; the next one's where nothing is.
    fn rest_of_record(&mut self) -> Option<&[u8]> {
        while self.at >= self.held.get(self.current)?.len() {
            self.current += 1;
            self.at = 0;
        }
        Some(&self.held[self.current][self.at..])
    }

    fn is_at_end(&mut self) -> bool {
        self.rest_of_record().is_none()
    }

    fn is_zero_to_the_end(&mut self) -> bool {
        while let Some(rest) = self.rest_of_record() {
            let length = rest.len();
            if rest.iter().any(|byte| *byte != 0) {
                return false;
            }
            self.at += length;
        }
        true
    }

    fn read_byte(&mut self) -> Option<u8> {
        let byte = *self.rest_of_record()?.first()?;
        self.at += 1;
        Some(byte)
    }

    fn read_number(&mut self, bytes: u32) -> Option<u32> {
        (0..bytes).try_fold(0, |number, at| Some(number | u32::from(self.read_byte()?) << (8 * at)))
    }

    fn skip_bytes(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let passed = self.rest_of_record()?.len().min(bytes);
            self.at += passed;
            bytes -= passed;
        }
        Some(())
    }

    fn read_text(&mut self) -> Option<String> {
        let mut left = self.read_number(2)? as usize;
        let mut flags = self.read_byte()?;
        let runs = if flags & 8 != 0 { self.read_number(2)? as usize } else { 0 };
        let spoken = if flags & 4 != 0 { self.read_number(4)? as usize } else { 0 };
        let mut text = String::new();
        while left > 0 {
            // A text that goes on in the next record says anew how wide its letters are.
            if self.at >= self.held.get(self.current)?.len() {
                flags = self.read_byte()?;
            }
            let width = 1 + usize::from(flags & 1 != 0);
            let rest = self.rest_of_record()?;
            let here = left.min(rest.len() / width);
            if here == 0 {
                return None;
            }
            text.push_str(&read_letters(rest, here, width == 2)?);
            self.at += here * width;
            left -= here;
        }
        self.skip_bytes(runs * 4 + spoken)?;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// The record of shared texts that says it has so many, of bytes behind their count.
    fn read(count: u32, bytes: &[u8]) -> Option<Vec<String>> {
        let length = u16::try_from(8 + bytes.len()).expect("short");
        let head = [&[0xFC, 0][..], &length.to_le_bytes(), &[0; 4], &count.to_le_bytes()].concat();
        let texts = XlsSharedStrings::read_strings(&[&head, bytes].concat(), 0)?;
        Some((0..count as usize).filter_map(|at| texts.get_text(at).map(str::to_owned)).collect())
    }

    #[rstest]
    #[case::whole(2, b"\x01\0\0a\x02\0\0bc", Some(vec!["a", "bc"]))]
    #[case::padded(2, b"\x01\0\0a\x02\0\0bc\0\0\0\0\0\0\0", Some(vec!["a", "bc"]))]
    #[case::an_empty_text_at_the_end(2, b"\x01\0\0a\0\0\0", Some(vec!["a", ""]))]
    #[case::more_than_it_says(1, b"\x01\0\0a\x02\0\0bc", None)]
    #[case::the_last_text_lost(2, b"\x01\0\0a\0\0\0\0\0\0\0\0", None)]
    #[case::the_end_of_the_last_text_lost(2, b"\x01\0\0a\x03\0\0b\0\0\0\0\0", None)]
    #[case::cut_off(2, b"\x01\0\0a\x02\0\0b", None)]
    fn a_tail_of_zeros_is_padding_where_no_text_is_lost(
        #[case] count: u32,
        #[case] bytes: &[u8],
        #[case] expected: Option<Vec<&str>>,
    ) {
        let expected = expected.map(|texts| texts.into_iter().map(str::to_owned).collect());
        assert_eq!(read(count, bytes), expected);
    }
}
