//! The temporary CSV that decoders write: sheet, row, then the named columns, composed (NFC) and without blanks at their ends.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::super::{ExportProblem, IngestError, export::Export};
use crate::domain::extract::{BLANKS, ExtractField, RowNumbers, TextExtract};

/// Text may fill this much whatever the export's size, and so many times its size: a workbook can name one text in every cell.
const UNSUSPICIOUS: u64 = 1 << 30;
const LARGEST_RATIO: u64 = 200;

/// Writes the temporary CSV of an export; fails where its cells grow out of bounds.
pub struct TempCsv {
    writer: csv::Writer<BufWriter<File>>,
    path: PathBuf,
    rows: u64,
    written: u64,
    limit: u64,
}

impl TempCsv {
    /// Begins a file that lives as long as the scratch folder.
    pub fn begin_file(export: &Export, folder: &Path) -> Result<Self, IngestError> {
        let limit = UNSUSPICIOUS.max(LARGEST_RATIO * export.bytes_len()?);
        Self::with_limit(limit, folder)
    }

    fn with_limit(limit: u64, folder: &Path) -> Result<Self, IngestError> {
        let (file, path) = tempfile::Builder::new()
            .prefix("decoded-")
            .suffix(".csv")
            .tempfile_in(folder)
            .and_then(|file| file.keep().map_err(|error| error.error))
            .map_err(IngestError::unreadable_file(folder))?;
        Ok(Self {
            writer: csv::Writer::from_writer(BufWriter::new(file)),
            path,
            rows: 0,
            written: 0,
            limit,
        })
    }

    /// Writes the named cells of a row; a row without any of them is none.
    pub fn write_row<'c>(
        &mut self,
        sheet: &str,
        row: u64,
        cells: impl Iterator<Item = Option<&'c str>> + Clone,
    ) -> csv::Result<()> {
        if cells.clone().flatten().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.written += cells.clone().flatten().map(|cell| cell.len() as u64).sum::<u64>();
        if self.written > self.limit {
            let problem = ExportProblem::TooManyLetters;
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem).into());
        }
        self.rows += 1;
        self.writer.write_field(sheet)?;
        self.writer.write_field(row.to_string())?;
        for cell in cells {
            let text = normalize_lines(cell.unwrap_or_default());
            let text = text.trim_matches(BLANKS);
            if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
                self.writer.write_field(text)?;
            } else {
                self.writer.write_field(text.nfc().collect::<String>())?;
            }
        }
        self.writer.write_record(None::<&[u8]>)
    }

    /// Why a row could not be written, as the user is told.
    pub fn write_error(export: &Export, error: &csv::Error) -> IngestError {
        match error.kind() {
            csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => {
                export.malformed_error(ExportProblem::TooManyLetters)
            }
            // It is the disk's fault and not the export's.
            csv::ErrorKind::Io(io) => IngestError::from_io(export.shown.clone(), io),
            _ => export.malformed_error(ExportProblem::Unwritten { told: error.to_string() }),
        }
    }

    /// Ends the file; the columns behind sheet and row have these names.
    pub fn finish_extract(
        mut self,
        names: impl Iterator<Item = String>,
    ) -> Result<TextExtract, IngestError> {
        self.writer.flush().map_err(IngestError::unreadable_file(&self.path))?;
        let fields: Vec<ExtractField> = names
            .enumerate()
            .map(|(position, name)| ExtractField { position: position + 2, name })
            .collect();
        Ok(TextExtract {
            path: self.path,
            delimiter: ',',
            skipped_lines: 0,
            width: fields.len() + 2,
            fields,
            is_trimmed: true,
            rows: RowNumbers::Columns { count: self.rows },
        })
    }
}

/// A cell's text with lines that end in LF alone: the engine takes the end of a line it sees first for that of all rows.
fn normalize_lines(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', 0, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_without_the_blanks_at_their_ends() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut scratch = TempCsv::with_limit(1000, folder.path()).expect("begun");
        let cells = [" \u{A0}Xã An\tSơn\r\n", "\0 a\0 ", "\t", "a\u{300} b"].map(Some);
        scratch.write_row("A", 7, cells.into_iter()).expect("written");
        let extract = scratch.finish_extract(std::iter::empty()).expect("ended");
        assert!(extract.is_trimmed);
        let text = std::fs::read_to_string(extract.path).expect("there");
        assert_eq!(text, "A,7,Xã An\tSơn,a,,à b\n");
    }

    #[test]
    fn text_past_the_limit_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut scratch = TempCsv::with_limit(10, folder.path()).expect("begun");
        let cells = |text: &'static str| [Some(text), None].into_iter();
        scratch.write_row("A", 1, cells("12345")).expect("half of it");
        scratch.write_row("A", 2, cells("67890")).expect("all of it");
        let error = scratch.write_row("A", 3, cells("1")).expect_err("too much");
        assert!(error.to_string().contains("quá mức"), "{error}");
    }
}
