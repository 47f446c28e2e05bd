//! Text whose letters stand for the bytes of another encoding: UTF-8 that a program took for an encoding of one byte a letter
//! and saved as what it saw ("MÃ£ há»“ sÆ¡"), and old fonts whose letters were saved as UTF-8 ("M· hå s¬").

use std::{
    collections::HashMap,
    io::{self, Read, Write},
    sync::LazyLock,
};

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1258};

use super::{tcvn3, vni};

/// Names the way in which a text was read or saved in the wrong encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MisreadEncoding {
    Utf8In1252,
    Utf8In1258,
    Tcvn3,
    Vni,
}

impl MisreadEncoding {
    /// Lists all ways, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Utf8In1252, Self::Utf8In1258, Self::Tcvn3, Self::Vni];

    /// A text held whole.
    pub fn mend_text(self, text: &str) -> String {
        let mut out = Vec::new();
        self.mend_stream(text.as_bytes(), &mut out).expect("in memory");
        String::from_utf8_lossy(&out).into_owned()
    }

    /// Rewrites UTF-8 as what was meant. Letters that stand for no byte stay as they are; what cannot be read becomes U+FFFD.
    pub fn mend_stream(self, mut input: impl Read, out: &mut dyn Write) -> io::Result<()> {
        let (mut buffer, mut rest) = (vec![0; 1 << 16], Vec::new());
        let mut meant = MeantText { of: self, bytes: Vec::new() };
        loop {
            let read = input.read(&mut buffer)?;
            rest.extend_from_slice(&buffer[..read]);
            let whole = match std::str::from_utf8(&rest) {
                Ok(text) => text.len(),
                Err(error) => error.valid_up_to(),
            };
            // Behind the last whole letter stands the beginning of one, or what is none.
            let end = if read == 0 || rest.len() - whole > 3 { rest.len() } else { whole };
            for letter in String::from_utf8_lossy(&rest[..end]).chars() {
                meant.push_letter(letter, out)?;
            }
            rest.drain(..end);
            if read == 0 {
                return meant.flush_bytes(out);
            }
        }
    }

    fn encode_letter(self, letter: char) -> Option<u8> {
        static IN_1252: LazyLock<HashMap<char, u8>> = LazyLock::new(|| bytes_of(WINDOWS_1252));
        static IN_1258: LazyLock<HashMap<char, u8>> = LazyLock::new(|| bytes_of(WINDOWS_1258));
        let bytes = if self == Self::Utf8In1258 { &IN_1258 } else { &IN_1252 };
        bytes.get(&letter).copied()
    }
}

/// Whether a text shows the marks of UTF-8 read as something else: a letter that its first byte is seen as, and behind it one
/// that no word has.
pub fn is_garbled(text: &str) -> bool {
    let begins = |letter: char| "ÃÂÄÆáĂ".contains(letter);
    let goes_on = |letter: char| {
        ('\u{80}'..='\u{BF}').contains(&letter)
            || "‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u{FFFD}".contains(letter)
    };
    let letters = text.chars().zip(text.chars().skip(1));
    letters.filter(|(letter, next)| begins(*letter) && goes_on(*next)).count() > 2
}

/// Which byte each letter of an encoding is written as.
fn bytes_of(encoding: &'static Encoding) -> HashMap<char, u8> {
    // What an encoding has no letter for stays the control it is in Latin-1.
    let controls = (0x80..0xA0_u8).map(|byte| (char::from(byte), byte));
    let letters = (0x80..=0xFF_u8).filter_map(|byte| {
        let bytes = [byte];
        let (letter, _) = encoding.decode_without_bom_handling(&bytes);
        let letter = letter.chars().next().filter(|letter| *letter != char::REPLACEMENT_CHARACTER);
        letter.map(|letter| (letter, byte))
    });
    controls.chain(letters).collect()
}

struct MeantText {
    of: MisreadEncoding,
    bytes: Vec<u8>,
}

impl MeantText {
    fn push_letter(&mut self, letter: char, out: &mut dyn Write) -> io::Result<()> {
        if letter == '\n' {
            // No letter goes over the end of a line.
            self.flush_bytes(out)?;
            return out.write_all(b"\n");
        }
        match self.of.encode_letter(letter) {
            _ if letter.is_ascii() => self.bytes.push(letter as u8),
            Some(byte) => self.bytes.push(byte),
            // Of the letters that begin with 0xC4 only Đ has a second byte that these encodings lack.
            None if letter == char::REPLACEMENT_CHARACTER && self.bytes.last() == Some(&0xC4) => {
                self.bytes.push(0x90);
            }
            None => {
                self.flush_bytes(out)?;
                write!(out, "{letter}")?;
            }
        }
        if self.bytes.len() > 1 << 16 && letter.is_ascii() { self.flush_bytes(out) } else { Ok(()) }
    }

    fn flush_bytes(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        match self.of {
            MisreadEncoding::Utf8In1252 | MisreadEncoding::Utf8In1258 => {
                text.push_str(&String::from_utf8_lossy(&self.bytes));
            }
            MisreadEncoding::Tcvn3 => tcvn3::decode_bytes(&self.bytes, &mut text),
            MisreadEncoding::Vni => vni::decode_bytes(&self.bytes, &mut text),
        }
        self.bytes.clear();
        out.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use unicode_normalization::UnicodeNormalization;

    #[rstest]
    #[case::saved_by_windows(
        MisreadEncoding::Utf8In1252,
        "MÃ£ há»“ sÆ¡; Ä\u{90}Æ¡n vá»‹",
        "Mã hồ sơ; Đơn vị"
    )]
    #[case::with_a_letter_lost(
        MisreadEncoding::Utf8In1252,
        "Ä\u{FFFD}Ã£ xá»\u{AD} lÃ½",
        "Đã xử lý"
    )]
    #[case::vietnamese_windows(MisreadEncoding::Utf8In1258, "MĂ£ há»“ sÆ¡", "Mã hồ sơ")]
    #[case::font_of_tcvn3(MisreadEncoding::Tcvn3, "M· hå s¬, §¬n vÞ", "Mã hồ sơ, Đơn vị")]
    #[case::font_of_vni(MisreadEncoding::Vni, "Maõ hoà sô", "Mã hồ sơ")]
    #[case::in_order_already(MisreadEncoding::Utf8In1252, "hồ sơ", "hồ sơ")]
    #[case::what_cannot_be_told(
        MisreadEncoding::Utf8In1252,
        "x\u{C3}\u{FFFD}",
        "x\u{FFFD}\u{FFFD}"
    )]
    fn what_was_meant_is_read(
        #[case] of: MisreadEncoding,
        #[case] text: &str,
        #[case] meant: &str,
    ) {
        assert_eq!(of.mend_text(text).nfc().collect::<String>(), meant);
    }

    #[test]
    fn a_letter_cut_by_the_buffer_is_one() {
        let text = format!("{}MÃ£ há»“ sÆ¡", "a".repeat((1 << 16) - 2));
        assert!(MisreadEncoding::Utf8In1252.mend_text(&text).ends_with("aMã hồ sơ"));
    }

    #[test]
    fn garbled_text_is_told_from_vietnamese() {
        assert!(
            is_garbled("MÃ£ há»“ sÆ¡") && !is_garbled("Mã hồ sơ; Đơn vị “giải quyết”; CÂN; ĐÃ")
        );
    }
}
