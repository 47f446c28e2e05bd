//! The records of a delimited text one by one; a quote that nobody closes ends with its line.

use std::io::{self, Read, Seek, SeekFrom};

use super::{
    super::export::{BudgetedReader, Export, OpenedExport, ReadBudget},
    head::{csv_reader, line_breaks},
    quotes::holds_rows,
};
use crate::domain::extract::TextExtract;

/// More than any row of an export; what a quote opens and nobody closes is given up here.
const LONGEST: usize = 1 << 20;

/// Reads the records of an export one by one and can go back to the end of a line.
pub struct TextRecords<'a> {
    export: &'a Export,
    delimiter: u8,
    width: usize,
    reader: csv::Reader<BudgetedReader<OpenedExport>>,
    budget: ReadBudget,
    /// Byte on which `reader` began.
    began: u64,
}

impl<'a> TextRecords<'a> {
    /// Opens the records from the start of the export; fails when it cannot be opened.
    pub fn open_records(export: &'a Export, extract: &TextExtract) -> io::Result<Self> {
        let budget = ReadBudget::new_unlimited();
        let delimiter = u8::try_from(extract.delimiter).unwrap_or(b',');
        Ok(Self {
            reader: csv_reader(budget.limit_reader(export.bytes.open_reader()?), delimiter),
            export,
            delimiter,
            width: extract.width,
            budget,
            began: 0,
        })
    }

    /// The byte near which the next record begins (empty lines may stand before it), and the record, unless it is too
    /// long to be one.
    pub fn next_record(&mut self) -> csv::Result<Option<(u64, Option<csv::ByteRecord>)>> {
        let mut record = csv::ByteRecord::new();
        let start = self.began + self.reader.position().byte();
        self.budget.renew_budget(LONGEST);
        match self.reader.read_byte_record(&mut record) {
            Ok(is_there) => Ok(is_there.then_some((start, Some(record)))),
            Err(_) if self.budget.is_spent() => Ok(Some((start, None))),
            Err(error) => Err(error),
        }
    }

    /// Whether the record just read is the last.
    pub fn is_at_end(&self, length: u64) -> bool {
        self.began + self.reader.position().byte() >= length
    }

    /// Goes on reading at a byte of the export; fails when it cannot be opened.
    pub fn restart_at(&mut self, byte: u64) -> io::Result<()> {
        let mut input = self.export.bytes.open_reader()?;
        input.seek(SeekFrom::Start(byte))?;
        self.reader = csv_reader(self.budget.limit_reader(input), self.delimiter);
        self.began = byte;
        Ok(())
    }

    /// Whether, in the record just read, a quote that nobody closed has taken the lines behind it into its cell.
    pub fn has_swallowed(&self, record: &csv::ByteRecord, start: u64) -> io::Result<bool> {
        if line_breaks(record.as_slice()) == 0 {
            return Ok(false);
        }
        let could_hold_a_row = |cell: &[u8]| {
            line_breaks(cell) > 0
                && memchr::memchr_iter(self.delimiter, cell).count() + 1 >= self.width
        };
        if record.len() != self.width {
            return Ok(true);
        }
        if !record.iter().any(could_hold_a_row) {
            return Ok(false);
        }
        let end = self.began + self.reader.position().byte();
        let mut input = self.export.bytes.open_reader()?;
        input.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        input.take(end - start).read_to_end(&mut bytes)?;
        Ok(holds_rows(&bytes, self.delimiter, self.width))
    }
}
