//! Follows a table row by row: where it begins anew, what is no data, and which rows go to the archive.

use std::collections::VecDeque;

use super::{
    super::{Export, IngestError, decode::Beside},
    group::{Group, group},
    header::{Cells, Heading, Searched},
    judge::{Table, Under, fits, foreign, resembles},
    kind::{cell, has_digit, is_code},
    known::Known,
    row::{Begin, Carried, Row},
    scratch::Scratch,
};
use crate::{
    catalog::{connector::Connector, layout::Layout},
    domain::{extract::Extract, source::UnreadableRow},
};

/// Rows looked at together where a heading may begin: three of it, and the first below.
const WINDOW: usize = 4;

pub struct Walk<'a> {
    export: &'a Export,
    connector: &'a Connector,
    layout: &'a Layout,
    written: Scratch,
    pub beside: Beside,
    pub unreadable: Vec<UnreadableRow>,
    pub ignored: Vec<String>,
    /// Per column of the connector: whether any heading has it.
    has: Vec<bool>,
    /// Whether a row longer than its heading, or with letters that could not be read, is refused: in a text it is split wrong.
    is_strict: bool,
    known: Known,
    group_at: Option<usize>,
    sheet: String,
    first: Option<Heading>,
    inherited: Option<Heading>,
    under: Under,
    group: Option<String>,
    held: VecDeque<(u64, Cells, Vec<Carried>)>,
    /// Rows of the sheet that were kept, or lost as data.
    pub data_rows: u64,
}

impl<'a> Walk<'a> {
    pub fn new(
        export: &'a Export,
        connector: &'a Connector,
        layout: &'a Layout,
        written: Scratch,
        is_strict: bool,
    ) -> Self {
        let group_row = connector.group_row.as_ref();
        Self {
            export,
            connector,
            layout,
            written,
            beside: Beside::default(),
            unreadable: Vec::new(),
            ignored: Vec::new(),
            has: vec![false; connector.columns.len()],
            is_strict,
            known: Known::of(connector),
            group_at: group_row.and_then(|named| {
                connector.columns.iter().position(|column| column.heading == *named)
            }),
            sheet: String::new(),
            first: None,
            inherited: None,
            under: Under::Nothing,
            group: None,
            held: VecDeque::new(),
            data_rows: 0,
        }
    }

    pub fn begin(&mut self, begin: Begin) {
        self.sheet = begin.sheet.to_owned();
        self.inherited = begin.first.clone().or(begin.inherited);
        self.first = begin.first;
        (self.group, self.data_rows) = (None, 0);
        self.under = Under::Nothing;
        if let Some(heading) = begin.under {
            self.enter(heading, 0);
        }
    }

    pub fn row(&mut self, row: Row) -> Result<(), IngestError> {
        if let Some(first) = self.first.take_if(|first| row.number > first.data_from as u64) {
            let from = first.data_from as u64 + 1;
            self.enter(first, from);
        }
        if let Some(first) = &self.first {
            let is_above = row.number <= first.from as u64;
            return if is_above { self.take(row) } else { Ok(()) };
        }
        if self.held.is_empty() && !self.may_begin(row.cells) {
            return self.take(row);
        }
        self.held.push_back((row.number, row.cells.to_vec(), row.carried.to_vec()));
        if self.held.len() >= WINDOW { self.release() } else { Ok(()) }
    }

    /// Ends a sheet.
    pub fn end(&mut self) -> Result<(), IngestError> {
        while !self.held.is_empty() {
            self.release()?;
        }
        Ok(())
    }

    /// The file of all sheets; only columns that some heading has are named in it.
    pub fn extract(self) -> Result<(Extract, Beside, Vec<UnreadableRow>), IngestError> {
        let columns = self.connector.columns.iter();
        let mut extract = self.written.extract(columns.map(|column| column.heading.clone()))?;
        let mut has = self.has.into_iter();
        extract.fields.retain(|_| has.next().unwrap_or(false));
        Ok((extract, self.beside, self.unreadable))
    }

    /// Decides on the first of the rows held back, and on those behind it that need no more of them.
    fn release(&mut self) -> Result<(), IngestError> {
        let begins = self.held.front().map_or(0, |(row, ..)| *row);
        let together = (begins..).zip(&self.held).take_while(|(row, held)| *row == held.0);
        let rows: Vec<Cells> = together.map(|(_, (_, cells, _))| cells.clone()).collect();
        let place = format!("`{}`, trang tính `{}`", self.export.shown, self.sheet);
        let found = Searched::new(&rows).find(self.connector, &place)?;
        if let Some(heading) = found.filter(|heading| heading.from == 0) {
            let below = heading.data_from.min(self.held.len());
            let is_first = matches!(self.under, Under::Nothing);
            let passed: Vec<u64> = self.held.drain(..below).map(|(row, ..)| row).collect();
            let from = passed.last().map_or(1, |row| row + 1);
            if !is_first {
                for row in &passed {
                    self.beside.set_aside(&self.sheet, *row);
                }
            }
            self.enter(heading, from);
        } else {
            let table = match &self.under {
                Under::Table(table) => Some(&**table),
                _ => None,
            };
            if let Some(lacks) = foreign(self.connector, table, &rows) {
                self.under = Under::Foreign(lacks);
            }
            if let Some((number, cells, carried)) = self.held.pop_front() {
                self.take(Row { number, cells: &cells, carried: &carried })?;
            }
        }
        while let Some((number, cells, carried)) = self.held.pop_front() {
            if self.may_begin(&cells) {
                self.held.push_front((number, cells, carried));
                break;
            }
            self.take(Row { number, cells: &cells, carried: &carried })?;
        }
        Ok(())
    }

    fn enter(&mut self, heading: Heading, from: u64) {
        let table = Table::new(heading, self.connector, from);
        for (has, at) in self.has.iter_mut().zip(&table.positions) {
            *has |= at.is_some();
        }
        for name in &table.heading.ignored {
            if !self.ignored.contains(name) {
                self.ignored.push(name.clone());
            }
        }
        self.known.learn(&table.heading);
        self.under = Under::Table(Box::new(table));
    }

    /// Whether a heading may begin in a row: two of its cells are headings, or it has words where the table has days.
    fn may_begin(&mut self, cells: &[Option<String>]) -> bool {
        if let Under::Table(table) = &self.under {
            if table.key(cells).is_some_and(has_digit) {
                return false;
            }
            if table.has_words_for_days(cells) {
                return true;
            }
        }
        self.known.are_in(cells)
    }

    fn take(&mut self, row: Row) -> Result<(), IngestError> {
        if row.cells.iter().flatten().all(|text| text.trim().is_empty()) {
            return Ok(());
        }
        match &self.under {
            Under::Table(_) => return self.below(row),
            Under::Foreign(lacks) => {
                let is_data =
                    row.cells.iter().flatten().filter(|text| has_digit(text)).count() >= 2;
                if is_data {
                    let lacks = lacks.clone();
                    self.data_rows += 1;
                    self.beside.lose(&self.sheet, row.number, "other_table", Some(&lacks));
                } else {
                    self.beside.note(row.cells);
                    self.beside.set_aside(&self.sheet, row.number);
                }
            }
            Under::Nothing => match self.inherited.take() {
                Some(heading) if fits(&heading, row.cells) => {
                    self.enter(heading, row.number);
                    return self.below(row);
                }
                inherited => {
                    if resembles(inherited.as_ref(), row.cells) {
                        self.data_rows += 1;
                        self.beside.lose(&self.sheet, row.number, "no_heading", None);
                    } else {
                        self.beside.note(row.cells);
                    }
                    self.inherited = inherited;
                }
            },
        }
        Ok(())
    }

    /// A row under a heading.
    fn below(&mut self, row: Row) -> Result<(), IngestError> {
        let Under::Table(table) = &self.under else { return Ok(()) };
        let own = |at: &Option<usize>| cell(row.cells, (*at)?);
        let key = table.key(row.cells);
        let is_plain = key.is_some_and(has_digit) && !table.is_odd(row.cells);
        if !is_plain {
            let names_group = self
                .group_at
                .and_then(|_| group(row.cells, self.layout))
                .filter(|_| key.is_none_or(|key| !is_code(key)) && !table.is_filled(row.cells));
            if let Some(named) = names_group {
                match named {
                    Group::Of(agency) => self.group = Some(agency),
                    Group::Unclear => self.group = None,
                    Group::Within => {}
                }
                return self.set_aside(row);
            }
            let says_nothing = table.positions.iter().all(|at| own(at).is_none());
            if says_nothing || table.is_total(row.cells, self.layout) {
                return self.set_aside(row);
            }
            self.beside.note(row.cells);
        }
        if self.is_strict
            && let Some(reason) = table.broken(row.cells)
        {
            self.unreadable.push(UnreadableRow::of(row.number, reason));
            return Ok(());
        }
        let merged = |at: usize| {
            let mut carried = row.carried.iter();
            let it = carried.find(|it| it.column == at && it.from >= table.from)?;
            Some(it.text.as_str())
        };
        let mut cells: Vec<Option<&str>> =
            (table.positions.iter()).map(|at| own(at).or_else(|| merged((*at)?))).collect();
        if let (Some(at), Some(group)) = (self.group_at, &self.group)
            && cells[at].is_none()
            && key.is_some()
        {
            cells[at] = Some(group);
        }
        self.data_rows += 1;
        let done = self.written.row(&self.sheet, row.number, cells.iter().copied());
        done.map_err(|error| Scratch::refused(self.export, &error))
    }

    fn set_aside(&mut self, row: Row) -> Result<(), IngestError> {
        self.beside.note(row.cells);
        self.beside.set_aside(&self.sheet, row.number);
        Ok(())
    }
}
