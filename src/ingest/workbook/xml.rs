//! Reading a part of XML from a packed workbook, element by element.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::refusal::workbook_error;
use crate::ingest::{
    Export, IngestError, PartProblem, WorkbookProblem, export::UnnamedFile, text::encoding,
};

/// Is an XML reader over any buffered input.
pub type XmlReader<'r, 'i> = &'r mut Reader<&'i mut dyn BufRead>;

/// Why reading ended before the part did.
pub enum XmlStop {
    Visitor(IngestError),
    /// What is wrong with the part.
    Broken(PartProblem),
}

impl XmlStop {
    /// Makes the reason of a part that ends too early.
    pub fn cut_off() -> Self {
        Self::Broken(PartProblem::CutOff)
    }
}

/// What the library says of broken XML helps no clerk.
impl<E: Into<quick_xml::Error>> From<E> for XmlStop {
    fn from(_: E) -> Self {
        Self::Broken(PartProblem::NotXml)
    }
}

/// Reads a part that is named so in what the user is told.
pub fn read_part<T>(
    export: &Export,
    part: &str,
    input: impl Read,
    read: impl FnOnce(XmlReader) -> Result<T, XmlStop>,
) -> Result<T, IngestError> {
    let place = |problem| {
        workbook_error(export, WorkbookProblem::InPart { part: part.to_owned(), problem })
    };
    let mut input = decode_utf8(input).map_err(|error| place(PartProblem::of_unread(&error)))?;
    let mut reader = Reader::from_reader(&mut *input as &mut dyn BufRead);
    reader.config_mut().expand_empty_elements = true;
    read(&mut reader).map_err(|stopped| match stopped {
        XmlStop::Visitor(error) => error,
        XmlStop::Broken(problem) => place(problem),
    })
}

/// The bytes as UTF-8: parts may be written in UTF-16 too.
pub fn decode_utf8<'i>(input: impl Read + 'i) -> io::Result<Box<dyn BufRead + 'i>> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let head = input.fill_buf()?;
    let encoding = encoding::guess_encoding(head);
    if encoding == encoding::TextEncoding::Utf8 {
        return Ok(Box::new(input));
    }
    let (bytes, _) = UnnamedFile::fill_new(|out| encoding.transcode_to_utf8(input, out))?;
    Ok(Box::new(BufReader::new(bytes.open_reader())))
}

/// Adds the text up to the end of the element just begun, in whatever pieces it is written.
pub fn read_text(
    reader: XmlReader,
    buffer: &mut Vec<u8>,
    text: &mut String,
) -> Result<(), XmlStop> {
    let mut depth = 0_u32;
    loop {
        buffer.clear();
        match reader.read_event_into(buffer)? {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(XmlStop::cut_off()),
            event => append_text(&event, text)?,
        }
    }
}

/// Passes over the element just begun.
pub fn skip_element(reader: XmlReader, buffer: &mut Vec<u8>) -> Result<(), XmlStop> {
    read_text(reader, buffer, &mut String::new())
}

/// Adds a piece of text, if the event is one.
pub fn append_text(event: &Event, text: &mut String) -> Result<(), XmlStop> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(name) => {
            if let Some(letter) = name.resolve_char_ref()? {
                text.push(letter);
            } else if let Some(known) = quick_xml::escape::resolve_xml_entity(name) {
                text.push_str(known);
            } else {
                return Err(XmlStop::Broken(PartProblem::UnknownEntity));
            }
        }
        _ => {}
    }
    Ok(())
}

/// An attribute by its local name, whatever its prefix.
pub fn read_attribute(start: &BytesStart, name: &str) -> Result<Option<String>, XmlStop> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        if attribute.key.local_name().as_ref() == name {
            let value = quick_xml::escape::unescape(&attribute.value);
            return Ok(Some(value.map_err(quick_xml::Error::from)?.into_owned()));
        }
    }
    Ok(None)
}

/// Whether an attribute says yes.
pub fn is_set(start: &BytesStart, name: &str) -> Result<bool, XmlStop> {
    Ok(read_attribute(start, name)?
        .is_some_and(|value| matches!(value.trim(), "1" | "true" | "on")))
}
