//! XML looked at while it passes by: no element may be long, and no entities may name each other.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
    sync::LazyLock,
};

use memchr::memmem::Finder;

use crate::ingest::{
    PartProblem,
    text::encoding::{TextEncoding, guess_encoding},
};

/// An element with its text; a cell holds 32 767 letters at most.
const LONGEST_ELEMENT: usize = 1 << 20;
const MERGED: &[u8] = b"mergeCell ";

/// What is known of the bytes that have passed.
#[derive(Default)]
pub struct XmlMeasure {
    /// The last of them: what begins there may end in those that come.
    tail: Vec<u8>,
    /// Bytes since the last tag began.
    since: usize,
    /// Whether merged cells are named.
    pub has_merged: bool,
}

impl XmlMeasure {
    /// Takes the next bytes; an element out of bounds, or entities that could name each other, are an error.
    pub fn pass_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let over = bytes.len().min(MERGED.len() - 1);
        self.tail.extend_from_slice(&bytes[..over]);
        let has_entities = has_entities(&self.tail) || has_entities(bytes);
        self.has_merged = self.has_merged || names_merged(&self.tail) || names_merged(bytes);
        if has_entities {
            return Err(too_much(PartProblem::Entities));
        }
        self.since = match memchr::memrchr(b'<', bytes) {
            Some(at) => bytes.len() - at,
            None => self.since + bytes.len(),
        };
        if self.since > LONGEST_ELEMENT {
            return Err(too_much(PartProblem::LongElement));
        }
        if bytes.len() > over {
            self.tail.clear();
            self.tail.extend_from_slice(&bytes[bytes.len() - over..]);
        } else {
            let kept = self.tail.len().saturating_sub(MERGED.len() - 1);
            self.tail.drain(..kept);
        }
        Ok(())
    }
}

fn too_much(problem: PartProblem) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, problem)
}

/// Whether a declaration stands in the bytes. Comments and texts written out are `<!-` and `<![`.
fn has_entities(bytes: &[u8]) -> bool {
    static DECLARED: LazyLock<Finder> = LazyLock::new(|| Finder::new(b"<!"));
    let letters = DECLARED.find_iter(bytes).filter_map(|at| bytes.get(at + 2));
    letters.into_iter().any(u8::is_ascii_alphabetic)
}

fn names_merged(bytes: &[u8]) -> bool {
    static NAMED: LazyLock<Finder> = LazyLock::new(|| Finder::new(MERGED));
    NAMED.find(bytes).is_some()
}

/// Tells of a part that is measured while it is read what has passed of it.
#[derive(Default)]
pub struct PassedPart {
    /// Whether all has.
    pub is_whole: Cell<bool>,
    /// Whether merged cells were named in it.
    pub has_merged: Cell<bool>,
}

/// Passes UTF-8 on and measures it. Of anything else nothing is passed.
pub struct MeasuredReader<R> {
    input: R,
    measure: XmlMeasure,
    is_begun: bool,
    passed: Rc<PassedPart>,
}

impl<R: Read> MeasuredReader<R> {
    /// Makes a reader that tells in `passed` how far it came.
    pub fn new(input: R, passed: Rc<PassedPart>) -> Self {
        Self { input, measure: XmlMeasure::default(), is_begun: false, passed }
    }
}

impl<R: Read> Read for MeasuredReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let bytes = &buffer[..read];
        if !std::mem::replace(&mut self.is_begun, true)
            && guess_encoding(bytes) != TextEncoding::Utf8
        {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.measure.pass_bytes(bytes)?;
        self.passed.has_merged.set(self.measure.has_merged);
        if read == 0 && !buffer.is_empty() {
            self.passed.is_whole.set(true);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::sound("<a><!-- b --><![CDATA[<c>]]></a>".to_owned(), true)]
    #[case::entities("<!DOCTYPE x><a/>".to_owned(), false)]
    #[case::a_long_element(format!("<a>{}</a>", "x".repeat(2 << 20)), false)]
    #[case::in_utf16("<\0a\0/\0>\0".to_owned(), false)]
    fn what_is_read_whole_is_measured(#[case] xml: String, #[case] is_sound: bool) {
        let passed = Rc::new(PassedPart::default());
        let mut reader = MeasuredReader::new(xml.as_bytes(), passed.clone());
        let mut read = Vec::new();
        assert_eq!(reader.read_to_end(&mut read).is_ok(), is_sound);
        assert_eq!(passed.is_whole.get(), is_sound);
        assert!(!is_sound || read == xml.as_bytes());
    }

    #[test]
    fn what_is_read_in_part_is_not_measured() {
        let passed = Rc::new(PassedPart::default());
        let mut reader = MeasuredReader::new(&b"<mergeCell a=\"\"/>"[..], passed.clone());
        reader.read_exact(&mut [0; 17]).expect("there");
        assert!(!passed.is_whole.get() && passed.has_merged.get());
    }
}
