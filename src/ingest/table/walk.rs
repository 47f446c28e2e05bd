//! Follows a table row by row: where it begins anew, what is no data, and which rows go to the archive.

use std::collections::VecDeque;

use super::{
    super::{Export, ExportPlace, IngestError, decoded::DecodeNotes},
    header::{HeadingSearch, TableHeading},
    judge::{ForeignRow, RowContext, SheetTable, detect_foreign, fits_heading, resembles_row},
    kind::has_digit,
    known::KnownHeadings,
    part::TablePart,
    row::{CarriedValue, HeaderCells, SheetRow},
    sums::TableSums,
    temp_rows::TempRows,
};
use crate::{
    catalog::connector::{Connector, layout::LayoutRules},
    domain::{extract::TextExtract, source::UnreadableRow},
};

/// Rows looked at together where a heading may begin: three of it, and the first below.
const WINDOW: usize = 4;

/// How the sheet that is followed is read.
#[derive(Default)]
pub struct TableStart<'s> {
    pub sheet: &'s str,
    /// Its first heading, where it is among the first rows.
    pub first: Option<TableHeading>,
    /// The heading of another sheet, which its rows may have if they do not say one.
    pub inherited: Option<TableHeading>,
    /// The heading that stands above the first row that will be seen.
    pub under: Option<TableHeading>,
}

/// Follows the rows of the sheets of one export.
pub struct TableReader<'a> {
    pub(super) export: &'a Export,
    pub(super) connector: &'a Connector,
    pub(super) layout: &'a LayoutRules,
    pub(super) written: TempRows,
    pub beside: DecodeNotes,
    pub unreadable: Vec<UnreadableRow>,
    pub ignored: Vec<String>,
    /// Per column of the connector: whether any heading has it.
    has: Vec<bool>,
    /// Whether a row longer than its heading, or with letters that could not be read, is refused: in a text it is split wrong.
    pub(super) is_strict: bool,
    known: KnownHeadings,
    pub(super) group_at: Option<usize>,
    pub(super) sheet: String,
    first: Option<TableHeading>,
    inherited: Option<TableHeading>,
    pub(super) under: RowContext,
    pub(super) group: Option<String>,
    /// Rows below a gap that wait to be judged.
    pub(super) part: Option<TablePart>,
    /// Pairs of the connector's columns whose days come one behind the other.
    pub(super) order: Vec<(usize, usize)>,
    pub(super) sums: TableSums,
    /// The last row that held anything.
    pub(super) last: u64,
    held: VecDeque<(u64, HeaderCells, Vec<CarriedValue>)>,
    /// Rows of the sheet that were kept, or lost as data.
    pub data_rows: u64,
}

impl<'a> TableReader<'a> {
    /// Makes a reader that writes to `written`; with `is_strict`, rows that were split wrong are refused.
    pub fn new(
        export: &'a Export,
        connector: &'a Connector,
        layout: &'a LayoutRules,
        written: TempRows,
        is_strict: bool,
    ) -> Self {
        let group_row = connector.group_row.as_ref();
        Self {
            export,
            connector,
            layout,
            written,
            beside: DecodeNotes::default(),
            unreadable: Vec::new(),
            ignored: Vec::new(),
            has: vec![false; connector.columns.len()],
            is_strict,
            known: KnownHeadings::from_connector(connector),
            group_at: group_row.and_then(|named| {
                connector.columns.iter().position(|column| column.heading == *named)
            }),
            sheet: String::new(),
            first: None,
            inherited: None,
            under: RowContext::Nothing,
            group: None,
            part: None,
            order: day_order(connector, layout),
            sums: TableSums::from_connector(connector),
            last: 0,
            held: VecDeque::new(),
            data_rows: 0,
        }
    }

    /// Begins a sheet; rows that were held of the one before must have been ended.
    pub fn begin_sheet(&mut self, begin: TableStart) {
        self.sheet = begin.sheet.to_owned();
        self.inherited = begin.first.clone().or(begin.inherited);
        self.first = begin.first;
        (self.group, self.data_rows, self.last) = (None, 0, 0);
        self.under = RowContext::Nothing;
        if let Some(heading) = begin.under {
            self.set_heading(heading, 0);
        }
    }

    /// Takes the next row of the sheet; rows may be held until those behind them are seen.
    pub fn push_row(&mut self, row: SheetRow) -> Result<(), IngestError> {
        if let Some(first) = self.first.take_if(|first| row.number > first.data_from as u64) {
            let from = first.data_from as u64 + 1;
            self.enter_table(first, from)?;
        }
        if let Some(first) = &self.first {
            let is_above = row.number <= first.from as u64;
            return if is_above { self.route_row(row) } else { Ok(()) };
        }
        if self.held.is_empty() && !self.may_begin(row.cells) {
            return self.route_row(row);
        }
        self.held.push_back((row.number, row.cells.to_vec(), row.carried.to_vec()));
        if self.held.len() >= WINDOW { self.release_rows() } else { Ok(()) }
    }

    /// Ends a sheet.
    pub fn end_sheet(&mut self) -> Result<(), IngestError> {
        while !self.held.is_empty() {
            self.release_rows()?;
        }
        self.judge_part()
    }

    /// The file of all sheets; only columns that some heading has are named in it.
    pub fn finish_extract(
        self,
    ) -> Result<(TextExtract, DecodeNotes, Vec<UnreadableRow>), IngestError> {
        let columns = self.connector.columns.iter();
        let mut extract =
            self.written.finish_extract(columns.map(|column| column.heading.clone()))?;
        let mut has = self.has.into_iter();
        extract.fields.retain(|_| has.next().unwrap_or(false));
        Ok((extract, self.beside, self.unreadable))
    }

    /// Decides on the first of the rows held back, and on those behind it that need no more of them.
    fn release_rows(&mut self) -> Result<(), IngestError> {
        let begins = self.held.front().map_or(0, |(row, ..)| *row);
        let together = (begins..).zip(&self.held).take_while(|(row, held)| *row == held.0);
        let rows: Vec<HeaderCells> = together.map(|(_, (_, cells, _))| cells.clone()).collect();
        let (file, sheet) = (self.export.shown.clone(), self.sheet.clone());
        let place = ExportPlace::Sheet { file, sheet }.to_string();
        let found = HeadingSearch::new(&rows).find_heading(self.connector, &place)?;
        if let Some(heading) = found.filter(|heading| heading.from == 0) {
            let below = heading.data_from.min(self.held.len());
            let is_first = matches!(self.under, RowContext::Nothing);
            let passed: Vec<u64> = self.held.drain(..below).map(|(row, ..)| row).collect();
            let from = passed.last().map_or(1, |row| row + 1);
            if !is_first {
                for row in &passed {
                    self.beside.set_aside(&self.sheet, *row);
                }
            }
            self.enter_table(heading, from)?;
        } else {
            let table = match &self.under {
                RowContext::Table(table) => Some(&**table),
                _ => None,
            };
            if let Some(other) = detect_foreign(self.connector, self.layout, table, &rows) {
                self.judge_part()?;
                self.under = RowContext::Foreign(other);
            }
            if let Some((number, cells, carried)) = self.held.pop_front() {
                self.route_row(SheetRow { number, cells: &cells, carried: &carried })?;
            }
        }
        while let Some((number, cells, carried)) = self.held.pop_front() {
            if self.may_begin(&cells) {
                self.held.push_front((number, cells, carried));
                break;
            }
            self.route_row(SheetRow { number, cells: &cells, carried: &carried })?;
        }
        Ok(())
    }

    /// Goes on under another heading.
    fn enter_table(&mut self, heading: TableHeading, from: u64) -> Result<(), IngestError> {
        self.judge_part()?;
        self.set_heading(heading, from);
        Ok(())
    }

    fn set_heading(&mut self, heading: TableHeading, from: u64) {
        self.sums.reset_sums();
        // A blank row between a heading and its table parts nothing.
        self.last = 0;
        let table = SheetTable::new(heading, self.connector, from);
        for (has, at) in self.has.iter_mut().zip(&table.positions) {
            *has |= at.is_some();
        }
        for name in &table.heading.ignored {
            if !self.ignored.contains(name) {
                self.ignored.push(name.clone());
            }
        }
        self.known.learn_headings(&table.heading);
        self.under = RowContext::Table(Box::new(table));
    }

    /// Whether a heading may begin in a row: two of its cells are headings, or it has words where the table has days.
    fn may_begin(&mut self, cells: &[Option<String>]) -> bool {
        if let RowContext::Table(table) = &self.under {
            if table.key_cell(cells).is_some_and(has_digit) {
                return false;
            }
            if table.has_words_for_days(cells) {
                return true;
            }
        }
        self.known.are_in(cells)
    }

    fn route_row(&mut self, row: SheetRow) -> Result<(), IngestError> {
        if row.cells.iter().flatten().all(|text| text.trim().is_empty()) {
            return Ok(());
        }
        let has_gap = self.last > 0 && row.number > self.last + 1;
        self.last = row.number;
        match &self.under {
            RowContext::Table(_) => return self.read_table_row(row, has_gap),
            RowContext::Foreign(ForeignRow { reason, headings }) => {
                let is_data =
                    row.cells.iter().flatten().filter(|text| has_digit(text)).count() >= 2;
                if is_data {
                    let headings = Some(headings.as_str()).filter(|names| !names.is_empty());
                    self.data_rows += 1;
                    self.beside.lose_row(&self.sheet, row.number, reason, headings);
                } else {
                    self.beside.note_line(row.cells);
                    self.beside.set_aside(&self.sheet, row.number);
                }
            }
            RowContext::Nothing => match self.inherited.take() {
                Some(heading) if fits_heading(&heading, row.cells) => {
                    self.enter_table(heading, row.number)?;
                    self.last = row.number;
                    self.part = Some(TablePart::default());
                    return self.read_table_row(row, false);
                }
                inherited => {
                    if resembles_row(inherited.as_ref(), row.cells) {
                        self.data_rows += 1;
                        self.beside.lose_row(&self.sheet, row.number, "no_heading", None);
                    } else {
                        self.beside.note_line(row.cells);
                    }
                    self.inherited = inherited;
                }
            },
        }
        Ok(())
    }
}

/// Where the pairs of days that come one behind the other stand among the connector's columns.
fn day_order(connector: &Connector, layout: &LayoutRules) -> Vec<(usize, usize)> {
    let at = |column: &String| {
        let heading = connector.heading_of(column)?;
        connector.columns.iter().position(|one| one.heading == heading)
    };
    let pairs = layout.order.iter();
    pairs.filter_map(|[first, second]| Some((at(first)?, at(second)?))).collect()
}
