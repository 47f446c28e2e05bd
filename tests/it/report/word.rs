//! A Word document as a reader of it sees it: paragraphs, and tables of cells.

use std::io::{Cursor, Read as _};

use quick_xml::{Reader, events::Event};

use motcua::report::{RenderedFile, ReportFormat};

pub struct Word {
    pub paragraphs: Vec<String>,
    pub tables: Vec<Vec<Vec<String>>>,
    /// The part itself.
    pub xml: String,
}

impl Word {
    pub fn of(documents: &[RenderedFile]) -> Self {
        let found = documents.iter().find(|document| document.format == ReportFormat::Docx);
        Self::read(&found.expect("a Word document").bytes)
    }

    pub fn read(bytes: &[u8]) -> Self {
        let xml = part(bytes, "word/document.xml");
        let (mut paragraphs, mut tables) = (Vec::new(), Vec::<Vec<Vec<String>>>::new());
        let (mut text, mut depth) = (String::new(), 0);
        let mut reader = Reader::from_str(&xml);
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) => match tag.name().as_ref() {
                    "w:tbl" => {
                        depth += 1;
                        tables.push(Vec::new());
                    }
                    "w:p" => text.clear(),
                    "w:tr" => tables.last_mut().expect("in a table").push(Vec::new()),
                    "w:tc" => {
                        let row = tables.last_mut().and_then(|table| table.last_mut());
                        row.expect("in a row").push(String::new());
                    }
                    _ => {}
                },
                Event::End(tag) => match tag.name().as_ref() {
                    "w:tbl" => depth -= 1,
                    "w:p" => {
                        let said = std::mem::take(&mut text);
                        let cell = tables.last_mut().and_then(|table| table.last_mut()?.last_mut());
                        match cell.filter(|_| depth > 0) {
                            Some(cell) => cell.push_str(&said),
                            None => paragraphs.push(said),
                        }
                    }
                    _ => {}
                },
                Event::Text(more) => text.push_str(&more),
                Event::GeneralRef(name) => {
                    let known = quick_xml::escape::resolve_xml_entity(&name);
                    text.push_str(known.expect("an entity of XML's own"));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Self { paragraphs, tables, xml }
    }

    pub fn says(&self, text: &str) -> bool {
        let cells = self.tables.iter().flatten().flatten();
        self.paragraphs.iter().chain(cells).any(|said| said.contains(text))
    }

    /// The table whose headings hold all of these.
    pub fn table(&self, heads: &[&str]) -> &[Vec<String>] {
        let is_it = |table: &&Vec<Vec<String>>| {
            let first = table.first();
            heads.iter().all(|head| first.is_some_and(|row| row.iter().any(|cell| cell == head)))
        };
        self.tables.iter().find(is_it).unwrap_or_else(|| panic!("no table with {heads:?}"))
    }
}

pub fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    let mut part = zip.by_name(name).expect("the part");
    part.read_to_string(&mut text).expect("text");
    text
}
