//! The encodings Vietnamese exports come in.

use std::io::{self, Read, Write};

use super::{tcvn3, vni};
pub use crate::catalog::connector::TextEncoding;
use encoding_rs::{CoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};

/// What the first bytes show, as far as they show it: a text that is not UTF-8 may be in any of the one-byte encodings.
pub fn guess_encoding(head: &[u8]) -> TextEncoding {
    match head {
        [0xFF, 0xFE, ..] => TextEncoding::Utf16Le,
        [0xFE, 0xFF, ..] => TextEncoding::Utf16Be,
        // In UTF-16 every blank, digit, delimiter and Latin letter has a zero beside it, on the same side; of the others a
        // grave tone apart from its letter has one on the other.
        _ => match count_zeros(head) {
            (pairs, first, second) if second * 5 > pairs && first * 10 <= second => {
                TextEncoding::Utf16Le
            }
            (pairs, first, second) if first * 5 > pairs && second * 10 <= first => {
                TextEncoding::Utf16Be
            }
            _ => TextEncoding::Utf8,
        },
    }
}

/// How many pairs of bytes there are, and in how many the first is zero, and the second.
fn count_zeros(head: &[u8]) -> (usize, usize, usize) {
    let pairs = head.chunks_exact(2);
    let count = |place: usize| pairs.clone().filter(|pair| pair[place] == 0).count();
    (pairs.len(), count(0), count(1))
}

/// The encodings a text may be in, likeliest first. Which it is, the headings tell: they read right in one only.
pub fn candidate_encodings(head: &[u8]) -> Vec<TextEncoding> {
    match guess_encoding(head) {
        TextEncoding::Utf8 if is_utf8(head) => vec![TextEncoding::Utf8],
        TextEncoding::Utf8 => {
            vec![
                TextEncoding::Utf8,
                TextEncoding::Windows1258,
                TextEncoding::Tcvn3,
                TextEncoding::Vni,
            ]
        }
        other => vec![other],
    }
}

/// Whether it is UTF-8, but for a letter that the end cuts through.
fn is_utf8(head: &[u8]) -> bool {
    std::str::from_utf8(head).err().is_none_or(|error| error.error_len().is_none())
}

impl TextEncoding {
    /// A text held whole, and whether any of it could not be read.
    pub fn decode_whole(self, bytes: &[u8]) -> (String, bool) {
        let mut text = Vec::new();
        let lost =
            self.transcode_to_utf8(bytes, &mut text).expect("writing to memory does not fail");
        let text = String::from_utf8(text).expect("a decoder writes UTF-8");
        (text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned(), lost)
    }

    /// Rewrites a text as UTF-8; says whether any of it could not be read and became U+FFFD.
    pub fn transcode_to_utf8(self, mut input: impl Read, out: &mut dyn Write) -> io::Result<bool> {
        let encoding = match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1258 => WINDOWS_1258,
            Self::Tcvn3 => return byte_by_byte(input, out, tcvn3::decode_bytes).map(|()| false),
            Self::Vni => return byte_by_byte(input, out, vni::decode_bytes).map(|()| false),
        };
        let mut decoder = encoding.new_decoder_with_bom_removal();
        let (mut buffer, mut text) = (vec![0; 1 << 16], String::with_capacity(1 << 18));
        let mut lost = false;
        loop {
            let filled = input.read(&mut buffer)?;
            let mut rest = &buffer[..filled];
            loop {
                let (result, read, replaced) =
                    decoder.decode_to_string(rest, &mut text, filled == 0);
                lost |= replaced;
                rest = &rest[read..];
                out.write_all(text.as_bytes())?;
                text.clear();
                if result == CoderResult::InputEmpty {
                    break;
                }
            }
            if filled == 0 {
                return Ok(lost);
            }
        }
    }
}

fn byte_by_byte(
    mut input: impl Read,
    out: &mut dyn Write,
    decode: fn(&[u8], &mut String),
) -> io::Result<()> {
    let (mut buffer, mut text) = (vec![0; 1 << 16], String::new());
    loop {
        let filled = input.read(&mut buffer)?;
        if filled == 0 {
            return Ok(());
        }
        text.clear();
        decode(&buffer[..filled], &mut text);
        out.write_all(text.as_bytes())?;
    }
}

/// Passes on a text whose lines end in a lone CR with LF in its place.
pub struct LineFeeds<'w>(pub &'w mut dyn Write);

impl Write for LineFeeds<'_> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let fed: Vec<u8> =
            text.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect();
        self.0.write_all(&fed)?;
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use unicode_normalization::UnicodeNormalization;

    const TEXT: &str = "Mã hồ sơ;Hạn trả";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[rstest]
    #[case::utf8(TEXT.as_bytes().to_vec(), TextEncoding::Utf8)]
    #[case::utf8_with_bom(format!("\u{FEFF}{TEXT}").into_bytes(), TextEncoding::Utf8)]
    #[case::utf16_le(utf16(&format!("\u{FEFF}{TEXT}"), u16::to_le_bytes), TextEncoding::Utf16Le)]
    #[case::utf16_be(utf16(&format!("\u{FEFF}{TEXT}"), u16::to_be_bytes), TextEncoding::Utf16Be)]
    #[case::utf16_without_bom(utf16(TEXT, u16::to_le_bytes), TextEncoding::Utf16Le)]
    #[case::vni(b"Ma\xF5 ho\xE0 s\xF4;Ha\xEFn tra\xFB".to_vec(), TextEncoding::Vni)]
    #[case::windows_1258(b"Ma\xDE h\xF4\xCC s\xF5;Ha\xF2n tra\xD2".to_vec(), TextEncoding::Windows1258)]
    #[case::tcvn3(b"M\xB7 h\xE5 s\xAC;H\xB9n tr\xB6".to_vec(), TextEncoding::Tcvn3)]
    fn every_encoding_is_read(#[case] bytes: Vec<u8>, #[case] encoding: TextEncoding) {
        assert!(
            candidate_encodings(&bytes).contains(&encoding),
            "{:?}",
            candidate_encodings(&bytes)
        );
        let (text, lost) = encoding.decode_whole(&bytes);
        assert_eq!((text.nfc().collect::<String>().as_str(), lost), (TEXT, false));
    }

    #[rstest]
    #[case::little(u16::to_le_bytes, TextEncoding::Utf16Le)]
    #[case::big(u16::to_be_bytes, TextEncoding::Utf16Be)]
    fn utf16_is_known_whatever_letter_it_begins_with(
        #[case] bytes: fn(u16) -> [u8; 2],
        #[case] encoding: TextEncoding,
    ) {
        assert_eq!(guess_encoding(&utf16("Đơn vị\tMã hồ sơ\n", bytes)), encoding);
    }

    #[rstest]
    #[case::a_zero_in_a_cell(b"a;b\0;c\nd;e;f\n")]
    #[case::zeros_behind_the_last_line(b"a;b;c\n\0\0\0\0\0\0\0\0")]
    fn a_text_with_zeros_is_not_utf16_for_that(#[case] bytes: &[u8]) {
        assert_eq!(guess_encoding(bytes), TextEncoding::Utf8);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(TextEncoding::Utf8.decode_whole(b"a\xFFb"), ("a\u{FFFD}b".into(), true));
    }
}
