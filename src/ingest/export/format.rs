//! What an export is, by its first bytes; the name's ending often lies.

use std::io::{Read, Seek};

use super::{super::text::encoding, Export, IngestError};
use crate::catalog::connector::Format;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Xls,
    Ods,
    Html,
    Json,
    Text,
    Zip,
    Gzip,
}

impl Kind {
    /// What connectors call it. Archives are unpacked before anybody asks.
    pub fn format(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Text => Format::Csv,
            Self::Xlsx | Self::Xls | Self::Ods | Self::Html | Self::Zip | Self::Gzip => {
                Format::Workbook
            }
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "an XLSX workbook",
            Self::Xls => "an XLS workbook",
            Self::Ods => "an ODS workbook",
            Self::Html => "an HTML page",
            Self::Json => "JSON",
            Self::Text => "a CSV text",
            Self::Zip => "a zip archive",
            Self::Gzip => "a gzip archive",
        }
    }
}

const SNIFFED: u64 = 4096;
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

pub fn sniff(export: &Export) -> Result<Kind, IngestError> {
    let head = export.head(SNIFFED)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zipped(export);
    }
    if head.starts_with(b"\x1F\x8B") {
        return Ok(Kind::Gzip);
    }
    if head.starts_with(OLE) {
        return ole(export);
    }
    let (text, _) = encoding::guess(&head).decoded(&head);
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let lower = text.to_lowercase();
    match text.chars().next() {
        None => Err(IngestError::Empty { path: export.shown.clone() }),
        Some('[' | '{') => Ok(Kind::Json),
        Some('<')
            if ["<html", "<table", "<!doctype html", "<meta", "<style"]
                .iter()
                .any(|tag| lower.contains(tag)) =>
        {
            Ok(Kind::Html)
        }
        Some('<') => Err(export.malformed(
            "the file is XML, which no connector reads",
            "open it in Excel and save it as .xlsx",
        )),
        Some(_) => Ok(Kind::Text),
    }
}

/// Workbooks are zip archives too.
fn zipped(export: &Export) -> Result<Kind, IngestError> {
    let archive = archive(export)?;
    let holds = |name: &str| archive.index_for_name(name).is_some();
    Ok(if holds("xl/workbook.xml") || holds("[Content_Types].xml") {
        Kind::Xlsx
    } else if holds("content.xml") && holds("mimetype") {
        Kind::Ods
    } else {
        Kind::Zip
    })
}

pub fn archive(export: &Export) -> Result<zip::ZipArchive<impl Read + Seek + use<>>, IngestError> {
    zip::ZipArchive::new(export.open()?).map_err(|error| {
        let hint = "the file may be cut short; copy or export it again";
        export.malformed(format!("the packed file is broken ({error})"), hint)
    })
}

/// An old workbook, or a new one under a password.
fn ole(export: &Export) -> Result<Kind, IngestError> {
    let file = cfb::CompoundFile::open(export.open()?).map_err(|error| {
        export.malformed(
            format!("the workbook is broken ({error})"),
            "the file may be cut short; copy or export it again",
        )
    })?;
    if file.exists("/EncryptedPackage") {
        return Err(export.protected());
    }
    if file.exists("/Workbook") || file.exists("/Book") {
        return Ok(Kind::Xls);
    }
    Err(export.malformed("an Office file, but no workbook", "export the table as .xlsx or .csv"))
}

impl Export {
    pub fn protected(&self) -> IngestError {
        self.malformed(
            "the workbook is protected by a password",
            "open it in Excel, remove the password (File, Info, Protect Workbook), save it and try again",
        )
    }
}
