//! Styles of an XLSX: whether a cell shows a day, and whether its font has letters of its own.

use std::{borrow::Cow, collections::HashMap};

use quick_xml::events::{BytesStart, Event};

use super::super::{
    legacy,
    number_format::{is_builtin_day, is_day},
    xml::{XmlReader, XmlStop, read_attribute},
};
use crate::ingest::text::encoding::TextEncoding;

/// Says of a cell's style whether it shows a day and which encoding its font stands for.
#[derive(Debug, Clone, Copy, Default)]
pub struct XlsxStyle {
    pub is_day: bool,
    /// What its letters are, where the font shows others than the text says.
    pub letters: Option<TextEncoding>,
}

impl XlsxStyle {
    /// A text in the letters that its font shows; `None` where none is left.
    pub fn dress_text(self, text: Cow<'_, str>) -> Option<Cow<'_, str>> {
        let text = match self.letters {
            Some(encoding) => Cow::Owned(legacy::decode_font_text(&text, encoding)),
            None => text,
        };
        (!text.is_empty()).then_some(text)
    }
}

/// The styles of cells, by their number.
pub fn read_styles(reader: XmlReader) -> Result<Vec<XlsxStyle>, XmlStop> {
    let mut buffer = Vec::new();
    let (mut formats, mut fonts, mut styles) = (HashMap::new(), Vec::new(), Vec::new());
    let mut section = String::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match (section.as_str(), start.local_name().as_ref()) {
                ("numFmts", "numFmt") => {
                    let code = read_attribute(&start, "formatCode")?.unwrap_or_default();
                    formats.insert(parse_number(&start, "numFmtId")?, is_day(&code));
                }
                ("fonts", "font") => fonts.push(None),
                ("fonts", "name") => {
                    let name = read_attribute(&start, "val")?.unwrap_or_default();
                    if let Some(font) = fonts.last_mut() {
                        *font = legacy::encoding_of_font(&name);
                    }
                }
                ("cellXfs", "xf") => {
                    let format = parse_number(&start, "numFmtId")?;
                    let own = formats.get(&format).copied();
                    let font = usize::from(parse_number(&start, "fontId")?);
                    styles.push(XlsxStyle {
                        is_day: own.unwrap_or_else(|| is_builtin_day(format)),
                        letters: fonts.get(font).copied().flatten(),
                    });
                }
                (_, name @ ("numFmts" | "fonts" | "cellXfs")) => section = name.to_owned(),
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == section => section.clear(),
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

fn parse_number(start: &BytesStart, name: &str) -> Result<u16, XmlStop> {
    Ok(read_attribute(start, name)?.and_then(|value| value.trim().parse().ok()).unwrap_or_default())
}
