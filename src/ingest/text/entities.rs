//! Letters that a web page's program wrote as HTML entities into a text: `x&atilde;`, `huy&#7879;n`.

use std::io::{self, Read, Write};

/// Longer than any entity that is read.
const LONGEST: usize = 10;

const NAMED: [(&str, char); 25] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("nbsp", ' '),
    ("apos", '\''),
    ("quot", '”'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("yacute", 'ý'),
    ("abreve", 'ă'),
    ("dstrok", 'đ'),
    ("itilde", 'ĩ'),
];

/// What is known of the ampersands of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AmpersandUse {
    entities: u64,
    others: u64,
}

impl AmpersandUse {
    /// Counts the ampersands of a piece of text, those of entities and the others.
    pub fn count_ampersands(&mut self, bytes: &[u8]) {
        for at in memchr::memchr_iter(b'&', bytes) {
            let rest = &bytes[at + 1..];
            match parse_entity(rest) {
                Some(_) => self.entities += 1,
                // One that the end of what is at hand cuts through is not judged.
                None if rest.len() < LONGEST && memchr::memchr(b';', rest).is_none() => {}
                None => self.others += 1,
            }
        }
    }

    /// Whether every ampersand begins an entity: whoever wrote the text wrote all of it so.
    pub fn are_entities(self) -> bool {
        self.entities > 0 && self.others == 0
    }
}

/// The letter of the entity behind an ampersand, and how long that is. One for a delimiter or a quote would part cells, if
/// it were read before they are.
fn parse_entity(rest: &[u8]) -> Option<(char, usize)> {
    let end = memchr::memchr(b';', &rest[..rest.len().min(LONGEST)])?;
    let name = std::str::from_utf8(&rest[..end]).ok()?;
    let letter = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)?
    } else {
        let lower = name.to_lowercase();
        let (_, letter) = NAMED.iter().find(|(known, _)| *known == lower)?;
        let is_capital = name.starts_with(|first: char| first.is_uppercase());
        if is_capital { letter.to_uppercase().next()? } else { *letter }
    };
    let letter = match letter {
        '"' => '”',
        ';' | ',' | '|' | '\t' => return Some(('·', end + 1)),
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    Some((letter, end + 1))
}

/// Returns a text with its entities as the letters they stand for.
pub fn decode_to_string(text: &str) -> String {
    let mut out = Vec::new();
    decode_entities(text.as_bytes(), &mut out).expect("in memory");
    String::from_utf8_lossy(&out).into_owned()
}

/// Copies a text with its entities as the letters they stand for.
pub fn decode_entities(mut input: impl Read, out: &mut dyn Write) -> io::Result<()> {
    let (mut buffer, mut rest) = (vec![0; 1 << 16], Vec::<u8>::new());
    loop {
        let read = input.read(&mut buffer)?;
        rest.extend_from_slice(&buffer[..read]);
        let mut from = 0;
        while let Some(at) = memchr::memchr(b'&', &rest[from..]).map(|at| from + at) {
            if read > 0 && rest.len() - at <= LONGEST {
                break;
            }
            out.write_all(&rest[from..at])?;
            from = at + 1;
            match parse_entity(&rest[from..]) {
                Some((letter, length)) => {
                    write!(out, "{letter}")?;
                    from += length;
                }
                None => out.write_all(b"&")?,
            }
        }
        let end =
            if read == 0 { rest.len() } else { rest.len().saturating_sub(LONGEST + 1).max(from) };
        out.write_all(&rest[from..end])?;
        rest.drain(..end);
        if read == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::named("x&atilde; An S\u{1A1}n", "xã An Sơn")]
    #[case::numbers("huy&#7879;n, &#x110;&atilde;", "huyện, Đã")]
    #[case::capital("&Agrave;", "À")]
    #[case::quotes("&quot;tr&iacute;ch l&#7909;c&quot;", "”trích lục”")]
    #[case::none("R&D; A & B", "R&D; A & B")]
    fn entities_are_read_as_letters(#[case] text: &str, #[case] letters: &str) {
        assert_eq!(decode_to_string(text), letters);
    }

    #[rstest]
    #[case::all("x&atilde; huy&#7879;n", true)]
    #[case::one_that_is_none("x&atilde; An & Sơn, xã khác", false)]
    #[case::none("xã An Sơn", false)]
    fn only_a_text_that_has_nothing_else_is_read_so(#[case] text: &str, #[case] is: bool) {
        let mut ampersands = AmpersandUse::default();
        ampersands.count_ampersands(text.as_bytes());
        assert_eq!(ampersands.are_entities(), is);
    }

    #[test]
    fn an_entity_cut_by_the_buffer_is_one() {
        let text = format!("{}&atilde;b", "a".repeat((1 << 16) - 3));
        assert!(decode_to_string(&text).ends_with("aãb"));
    }
}
