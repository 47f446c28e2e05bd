//! What an export is, by its first bytes; the name's ending often lies.

use std::io::Read as _;

use super::{
    super::{ExportProblem, IngestError, text::encoding, workbook::StreamStart},
    export_file::Export,
    file_kind::FileKind,
    foreign::{self, PARTS, STREAMS},
    foreign_format::ForeignFormat,
    mail::{self, MailMessage},
    open::OpenedExport,
    script_call,
};

/// A script's warnings may stand before what it writes.
const SNIFFED: u64 = 64 << 10;
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Detects the kind of a file by its first bytes; fails on an empty file and on a foreign format.
pub fn sniff_kind(export: &Export) -> Result<FileKind, IngestError> {
    let head = export.first_bytes(SNIFFED)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return classify_zip(export);
    }
    if head.starts_with(b"\x1F\x8B") {
        return Ok(FileKind::Gzip);
    }
    if head.starts_with(OLE) {
        return classify_ole(export);
    }
    if StreamStart::from_bytes(&head).is_some() {
        return Ok(FileKind::Xls);
    }
    if let Some(foreign) = foreign::detect_by_bytes(&head, export.bytes_len()?) {
        return Err(export.is_no_table(foreign));
    }
    let (text, _) = encoding::guess_encoding(&head).decode_whole(&head);
    if let Some(foreign) = foreign::detect_by_signs(&head, &text) {
        return Err(export.is_no_table(foreign));
    }
    classify_text(export, text.trim_start_matches('\u{FEFF}').trim_start())
}

/// What a text is.
fn classify_text(export: &Export, text: &str) -> Result<FileKind, IngestError> {
    let lower = text.to_lowercase();
    let holds = |tags: &[&str]| tags.iter().any(|tag| lower.contains(tag));
    let is_page = || {
        // Text may stand before a table; a cell of text may hold a word in brackets.
        let is_tag = text.starts_with('<');
        (is_tag && holds(&["<html", "<table", "<!doctype html", "<meta", "<style", "<tr", "<body"]))
            || (holds(&["<table"]) && holds(&["<td", "<th", "<tr"]))
            || holds(&["<!doctype html", "<html"])
    };
    match text.chars().next() {
        None => Err(IngestError::Empty { path: export.shown.clone() }),
        Some('[' | '{') => Ok(FileKind::Json),
        Some(_) if script_call::call_length(text).is_some() => Ok(FileKind::Json),
        Some('"') if is_encoded_twice(text) => Ok(FileKind::Json),
        Some('<')
            if holds(&["urn:schemas-microsoft-com:office:spreadsheet"]) && !holds(&["<html"]) =>
        {
            Ok(FileKind::SpreadsheetMl)
        }
        Some('<') if holds(&["opendocument.spreadsheet"]) => Ok(FileKind::FlatOds),
        Some('<') if holds(&["office/word/2003", "word.document"]) && !holds(&["<html"]) => {
            Err(export.is_no_table(ForeignFormat::WordXml))
        }
        // A message may hold a page.
        Some(_) => match mail::sniff_message(text) {
            Some(MailMessage::WebArchive) => Ok(FileKind::WebArchive),
            Some(MailMessage::Letter) => Err(export.is_no_table(ForeignFormat::Mail)),
            None if is_page() => Ok(FileKind::Html),
            None if text.starts_with('<') => Err(export.is_no_table(ForeignFormat::Xml)),
            None => Ok(FileKind::Text),
        },
    }
}

/// Whether a text is one JSON text that holds a list or an object: a cell of a table writes its quotes otherwise.
fn is_encoded_twice(text: &str) -> bool {
    let mut inner = text[1..].trim_start();
    while let Some(rest) = ["\\n", "\\r", "\\t"].iter().find_map(|blank| inner.strip_prefix(blank))
    {
        inner = rest.trim_start();
    }
    let inside = inner.strip_prefix(['[', '{']);
    inside.is_some_and(|inside| inside.chars().take(200).collect::<String>().contains("\\\""))
}

/// Workbooks are zip archives too, and so is much else.
fn classify_zip(export: &Export) -> Result<FileKind, IngestError> {
    let mut archive = open_archive(export)?;
    let names: Vec<String> =
        (0..archive.len()).map(|index| member_name(&mut archive, index)).collect();
    let alike = |name: &str| name.to_lowercase().replace('\\', "/");
    let holds = |name: &str| names.iter().any(|own| alike(own) == name);
    if holds("xl/workbook.xml") {
        return Ok(FileKind::Xlsx);
    }
    if let Some((_, foreign)) = PARTS.iter().find(|(part, _)| holds(part)) {
        return Err(export.is_no_table(*foreign));
    }
    if holds("mimetype") && holds("content.xml") {
        let mut kind = String::new();
        let read =
            archive.by_name("mimetype").ok().map(|part| part.take(200).read_to_string(&mut kind));
        return match read {
            Some(Ok(_)) if kind.contains("opendocument.text") => {
                Err(export.is_no_table(ForeignFormat::Odt))
            }
            Some(Ok(_)) if kind.contains("opendocument.") && !kind.contains("spreadsheet") => {
                Err(export.is_no_table(ForeignFormat::OpenDocument))
            }
            _ => Ok(FileKind::Ods),
        };
    }
    // Its workbook may have another name.
    let is_package = holds("[content_types].xml") || holds("_rels/.rels");
    Ok(if is_package { FileKind::Xlsx } else { FileKind::Zip })
}

/// Opens an export as a ZIP archive; fails when it is cut off or damaged.
pub fn open_archive(export: &Export) -> Result<zip::ZipArchive<OpenedExport>, IngestError> {
    zip::ZipArchive::new(export.open_bytes()?).map_err(|_| export.truncated_error())
}

/// The name of a member, as far as it can be read; also of one that cannot be unpacked.
pub fn member_name(archive: &mut zip::ZipArchive<OpenedExport>, index: usize) -> String {
    let entry = archive.by_index_raw(index).ok();
    entry.map_or_else(String::new, |entry| String::from_utf8_lossy(entry.name_raw()).into_owned())
}

/// An old workbook, or a new one under a password.
fn classify_ole(export: &Export) -> Result<FileKind, IngestError> {
    let file =
        cfb::CompoundFile::open(export.open_bytes()?).map_err(|_| export.truncated_error())?;
    if file.exists("/EncryptedPackage") {
        return Ok(FileKind::Locked);
    }
    if file.exists("/Workbook") || file.exists("/Book") {
        return Ok(FileKind::Xls);
    }
    let known = STREAMS.iter().find(|(stream, _)| file.exists(stream));
    Err(export.is_no_table(known.map_or(ForeignFormat::Office, |(_, foreign)| *foreign)))
}

impl Export {
    /// Makes the error of a file that is of a foreign format, with what to do about it.
    pub fn is_no_table(&self, format: ForeignFormat) -> IngestError {
        self.malformed_error(ExportProblem::Foreign { format, way: format.way() })
    }

    /// Makes the error of a text that is prose and holds no table.
    pub fn is_prose(&self) -> IngestError {
        self.is_no_table(ForeignFormat::Prose)
    }

    /// Makes the error of a workbook that is protected by a password.
    pub fn protected_error(&self) -> IngestError {
        self.malformed_error(ExportProblem::Locked)
    }

    /// Makes the error of a file that is cut off or damaged.
    pub fn truncated_error(&self) -> IngestError {
        self.malformed_error(ExportProblem::CutOff)
    }
}
