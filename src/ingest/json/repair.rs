//! Two things programs write that are no JSON, and can mean one thing only: NaN for a number, a line end inside a text.

use std::io::{self, Read, Write};

/// They become texts, which are read as none in a column of numbers or of days.
const NO_NUMBERS: [&[u8]; 5] = [b"NaN", b"nan", b"Infinity", b"-Infinity", b"-NaN"];

/// Copies a document with its slips mended; says whether there were any.
pub fn repair_json(mut input: impl Read, out: &mut dyn Write) -> io::Result<bool> {
    let mut mending =
        JsonRepair { is_text: false, is_escaped: false, word: Vec::new(), mended: false };
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            mending.end_word(out)?;
            return Ok(mending.mended);
        }
        for byte in &buffer[..read] {
            mending.pass_byte(*byte, out)?;
        }
    }
}

struct JsonRepair {
    is_text: bool,
    is_escaped: bool,
    /// What stands outside of texts and is no punctuation: a number, true, null.
    word: Vec<u8>,
    mended: bool,
}

impl JsonRepair {
    fn pass_byte(&mut self, byte: u8, out: &mut dyn Write) -> io::Result<()> {
        if self.is_text {
            return self.pass_text(byte, out);
        }
        match byte {
            b'"' | b',' | b':' | b'[' | b']' | b'{' | b'}' | b' ' | b'\t' | b'\r' | b'\n' => {
                self.end_word(out)?;
                self.is_text = byte == b'"';
                out.write_all(&[byte])
            }
            _ if self.word.len() < 32 => {
                self.word.push(byte);
                Ok(())
            }
            _ => {
                self.end_word(out)?;
                out.write_all(&[byte])
            }
        }
    }

    fn pass_text(&mut self, byte: u8, out: &mut dyn Write) -> io::Result<()> {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => self.is_text = false,
            0..0x20 => {
                self.mended = true;
                return write!(out, "\\u{byte:04x}");
            }
            _ => {}
        }
        out.write_all(&[byte])
    }

    fn end_word(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if NO_NUMBERS.contains(&self.word.as_slice()) {
            self.mended = true;
            write!(out, "\"{}\"", String::from_utf8_lossy(&self.word))?;
        } else {
            out.write_all(&self.word)?;
        }
        self.word.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::no_number(
        r#"{"a": NaN, "b": [-Infinity,1]}"#,
        Some("{\"a\": \"NaN\", \"b\": [\"-Infinity\",1]}")
    )]
    #[case::a_line_end_in_a_text("{\"a\": \"x\r\ny\"}", Some(r#"{"a": "x\u000d\u000ay"}"#))]
    #[case::the_word_in_a_text(r#"{"a": "NaN \" NaN"}"#, None)]
    fn what_can_mean_one_thing_only_is_mended(#[case] text: &str, #[case] mended: Option<&str>) {
        let mut out = Vec::new();
        let is_mended = repair_json(text.as_bytes(), &mut out).expect("in memory");
        assert_eq!(is_mended, mended.is_some());
        assert_eq!(String::from_utf8(out).expect("UTF-8"), mended.unwrap_or(text));
    }
}
