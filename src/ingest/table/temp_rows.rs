//! The temporary file that decoders write, row by row: sheet, row, then the named columns, composed (NFC) and without blanks at their ends.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::super::{ExportProblem, IngestError, export::Export};
use crate::{
    disk::RowWriter,
    domain::extract::{BLANKS, ExtractField, RowNumbers, TextExtract},
};

/// Text may fill this much whatever the export's size, and so many times its size: a workbook can name one text in every cell.
const UNSUSPICIOUS: u64 = 1 << 30;
const LARGEST_RATIO: u64 = 200;

/// Writes the temporary rows of an export; fails where its cells grow out of bounds.
pub struct TempRows {
    writer: RowWriter<BufWriter<File>>,
    path: PathBuf,
    rows: u64,
    written: u64,
    limit: u64,
}

impl TempRows {
    /// Begins a file that lives as long as the scratch folder.
    pub fn begin_file(export: &Export, folder: &Path) -> Result<Self, IngestError> {
        let limit = UNSUSPICIOUS.max(LARGEST_RATIO * export.bytes_len()?);
        Self::with_limit(limit, folder)
    }

    fn with_limit(limit: u64, folder: &Path) -> Result<Self, IngestError> {
        let (file, path) = tempfile::Builder::new()
            .prefix("decoded-")
            .suffix(".rows")
            .tempfile_in(folder)
            .and_then(|file| file.keep().map_err(|error| error.error))
            .map_err(IngestError::unreadable_file(folder))?;
        Ok(Self {
            writer: RowWriter::new(BufWriter::with_capacity(1 << 16, file)),
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
    ) -> io::Result<()> {
        if cells.clone().flatten().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.written += cells.clone().flatten().map(|cell| cell.len() as u64).sum::<u64>();
        if self.written > self.limit {
            let problem = ExportProblem::TooManyLetters;
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        }
        self.rows += 1;
        self.writer.push_cell(sheet)?;
        self.writer.push_cell(&row.to_string())?;
        for cell in cells {
            self.writer.push_cell(&clean_text(cell.unwrap_or_default()))?;
        }
        self.writer.end_row()
    }

    /// Why a row could not be written, as the user is told.
    pub fn write_error(export: &Export, error: &io::Error) -> IngestError {
        match error.kind() {
            io::ErrorKind::FileTooLarge => export.malformed_error(ExportProblem::TooManyLetters),
            // It is the disk's fault and not the export's.
            _ => IngestError::from_io(export.shown.clone(), error),
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

/// A cell's text composed, without blanks at its ends, its lines ended by LF alone.
fn clean_text(text: &str) -> Cow<'_, str> {
    // Nearly every cell is clean, which its bytes tell at one look.
    if is_plainly_clean(text) {
        return Cow::Borrowed(text);
    }
    let ended = normalize_lines(text);
    let trimmed = ended.trim_matches(BLANKS);
    if is_nfc_quick(trimmed.chars()) == IsNormalized::Yes {
        return match ended {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(BLANKS)),
            Cow::Owned(_) => Cow::Owned(trimmed.to_owned()),
        };
    }
    Cow::Owned(trimmed.nfc().collect())
}

/// Whether a text has no control sign, no blank at an end, and only letters that nothing is composed with.
fn is_plainly_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return true };
    let lowest = bytes.iter().copied().min().unwrap_or(b' ');
    if lowest < b' ' || *first == b' ' || *last == b' ' {
        return false;
    }
    text.is_ascii()
        || (!text.starts_with(BLANKS) && !text.ends_with(BLANKS) && text.chars().all(is_whole))
}

/// Whether a letter is one of those Vietnamese is written in, which are composed as they are and begin no sequence that another
/// letter could be composed with: what is composed has a sign of its own from U+0300 on in it.
fn is_whole(letter: char) -> bool {
    matches!(letter, '\0'..'\u{300}' | '\u{1EA0}'..='\u{1EF9}')
}

/// A cell's text with lines that end in LF alone, as a CSV taken in place has them.
fn normalize_lines(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', 0, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RowReader;

    #[test]
    fn cells_are_written_without_the_blanks_at_their_ends() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut scratch = TempRows::with_limit(1000, folder.path()).expect("begun");
        let cells = [" \u{A0}Xã An\tSơn\r\n", "\0 a\0 ", "\t", "a\u{300} b"].map(Some);
        scratch.write_row("A", 7, cells.into_iter()).expect("written");
        let extract = scratch.finish_extract(std::iter::empty()).expect("ended");
        assert!(extract.is_trimmed);
        let mut rows = RowReader::new(File::open(extract.path).expect("there"));
        let row = rows.next_row().expect("whole").expect("a row");
        let cells: Vec<&str> = row.map(|cell| str::from_utf8(cell).expect("text")).collect();
        assert_eq!(cells, ["A", "7", "Xã An\tSơn", "a", "", "à b"]);
    }

    #[test]
    fn what_is_plainly_clean_is_what_cleaning_would_leave() {
        // Letters of every kind that is composed, and some that are not.
        let every = '\0'..='\u{3100}';
        for text in every
            .flat_map(|it| [format!("{it}"), format!("a{it}"), format!("{it}a"), format!("ệ{it}ơ")])
        {
            let ended = normalize_lines(&text);
            let whole: String = ended.trim_matches(BLANKS).nfc().collect();
            assert_eq!(clean_text(&text), whole, "{text:?}");
        }
    }

    #[test]
    fn text_past_the_limit_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut scratch = TempRows::with_limit(10, folder.path()).expect("begun");
        let cells = |text: &'static str| [Some(text), None].into_iter();
        scratch.write_row("A", 1, cells("12345")).expect("half of it");
        scratch.write_row("A", 2, cells("67890")).expect("all of it");
        let error = scratch.write_row("A", 3, cells("1")).expect_err("too much");
        assert!(error.to_string().contains("quá mức"), "{error}");
    }
}
