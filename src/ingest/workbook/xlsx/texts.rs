//! Texts of an XLSX: the shared ones, those of a cell's own, and the letters written as `_x000D_`.

use std::borrow::Cow;

use quick_xml::events::Event;

use super::{
    super::{
        legacy,
        xml::{self, XmlReader, XmlStop, read_attribute},
    },
    plain,
};
use crate::ingest::PartProblem;

/// The shared texts, one behind the other.
#[derive(Default)]
pub struct SharedStrings {
    all: String,
    /// Half as wide as they could be: they are looked up in no order, a million of them, and the fewer bytes they are the nearer they lie.
    ends: Vec<u32>,
}

impl SharedStrings {
    /// Reads all shared texts of the part; fails when its XML is damaged.
    pub fn read_strings(reader: XmlReader) -> Result<Self, XmlStop> {
        let (mut buffer, mut texts) = (Vec::new(), Self::default());
        let mut inner = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer)? {
                Event::Start(start) if start.local_name().as_ref() == "si" => {
                    texts.push_text(&read_rich_text(reader, &mut inner)?)?;
                    plain::take_each(*reader.get_mut(), |bytes| {
                        let Some((text, rest)) = plain::parse_shared(bytes) else {
                            return Ok(None);
                        };
                        texts.push_text(&decode_escapes(text))?;
                        Ok(Some(rest))
                    })?;
                }
                Event::Eof => return Ok(texts),
                _ => {}
            }
        }
    }

    fn push_text(&mut self, text: &str) -> Result<(), XmlStop> {
        self.all.push_str(text);
        let too_many = |_| PartProblem::Inflated { megabytes: (self.all.len() >> 20) as u64 };
        let end = u32::try_from(self.all.len()).map_err(too_many).map_err(XmlStop::Broken)?;
        self.ends.push(end);
        Ok(())
    }

    /// Returns the text of an index; `None` where there is none.
    pub fn get_text(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.all[start as usize..end as usize])
    }
}

/// The text of the element just begun: plain, or in runs with letters of their own; what is only spoken is left out.
pub fn read_rich_text(reader: XmlReader, buffer: &mut Vec<u8>) -> Result<String, XmlStop> {
    let (mut text, mut depth, mut font) = (String::new(), 0_u32, None);
    loop {
        buffer.clear();
        match reader.read_event_into(buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "t" => {
                    let mut run = String::new();
                    xml::read_text(reader, buffer, &mut run)?;
                    let run = decode_escapes(&run);
                    match font {
                        Some(encoding) => text.push_str(&legacy::decode_font_text(&run, encoding)),
                        None => text.push_str(&run),
                    }
                }
                "rPh" => xml::skip_element(reader, buffer)?,
                name => {
                    if name == "rFont" {
                        font = legacy::encoding_of_font(
                            &read_attribute(&start, "val")?.unwrap_or_default(),
                        );
                    } else if name == "r" {
                        font = None;
                    }
                    depth += 1;
                }
            },
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(XmlStop::cut_off()),
            _ => {}
        }
    }
}

/// Letters that XML cannot hold are written `_x000D_`; what only looks so has its first stroke written so.
pub fn decode_escapes(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'_', text.as_bytes()).is_none() || !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut units, mut rest) = (Vec::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        units.extend(rest[..at].encode_utf16());
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        if let Some(code) = code.and_then(|code| u16::from_str_radix(code, 16).ok()) {
            // What cannot be part of a text is none.
            units.extend(Some(code).filter(|code| *code >= 32 || matches!(code, 9 | 10 | 13)));
            rest = &rest[at + 7..];
        } else {
            units.extend("_x".encode_utf16());
            rest = &rest[at + 2..];
        }
    }
    units.extend(rest.encode_utf16());
    Cow::Owned(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests;
