//! Follows a table row by row: where it begins anew, what is no data, and which rows go to the archive.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{
    super::{Export, IngestError, decode::Beside},
    group::{Group, group},
    header::{Cells, Heading, Searched},
    kind::{Kind, Shape, cell, has_digit, is_code},
    names::{heading_key, is_numbering},
    scratch::Scratch,
};
use crate::{
    catalog::{connector::Connector, layout::Layout},
    domain::{extract::Extract, source::UnreadableRow},
};

/// Rows looked at together where a heading may begin: three of it, and the first below.
const WINDOW: usize = 4;
/// Texts whose keys are remembered; a table's own words come again and again.
const REMEMBERED: usize = 10_000;

/// A row as its sheet has it.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    pub number: u64,
    pub cells: &'r [Option<String>],
    /// What merged cells that begin above hold in it.
    pub carried: &'r [Carried],
}

/// The value of a cell that reaches over the rows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub column: usize,
    /// The row it begins in.
    pub from: u64,
    pub text: String,
}

/// How the sheet that is followed is read.
#[derive(Default)]
pub struct Begin<'s> {
    pub sheet: &'s str,
    /// Its first heading, where it is among the first rows.
    pub first: Option<Heading>,
    /// The heading of another sheet, which its rows may have if they do not say one.
    pub inherited: Option<Heading>,
    /// Why none of its rows are kept.
    pub lost_for: Option<&'static str>,
    /// The heading that stands above the first row that will be seen.
    pub under: Option<Heading>,
}

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
    keys: HashSet<String>,
    seen: HashMap<String, bool>,
    group_at: Option<usize>,
    sheet: String,
    lost_for: Option<&'static str>,
    first: Option<Heading>,
    inherited: Option<Heading>,
    under: Under,
    group: Option<String>,
    held: VecDeque<(u64, Cells, Vec<Carried>)>,
    /// Rows of the sheet that were kept, or lost as data.
    pub data_rows: u64,
}

/// What the row that comes stands under.
enum Under {
    Nothing,
    Table(Box<Table>),
    /// Another table, and what it lacks to be read.
    Foreign(String),
}

struct Table {
    heading: Heading,
    /// Per column of the connector.
    positions: Vec<Option<usize>>,
    /// The row its data begin in.
    from: u64,
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
            keys: connector.heading_keys().map(str::to_owned).collect(),
            seen: HashMap::new(),
            group_at: group_row.and_then(|named| {
                connector.columns.iter().position(|column| column.heading == *named)
            }),
            sheet: String::new(),
            lost_for: None,
            first: None,
            inherited: None,
            under: Under::Nothing,
            group: None,
            held: VecDeque::new(),
            data_rows: 0,
        }
    }

    pub fn connector(&self) -> &'a Connector {
        self.connector
    }

    pub fn begin(&mut self, begin: Begin) {
        self.sheet = begin.sheet.to_owned();
        self.lost_for = begin.lost_for;
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
            if !is_first && self.lost_for.is_none() {
                passed.iter().for_each(|row| self.beside.set_aside(&self.sheet, *row));
            }
            self.enter(heading, from);
        } else {
            if let Some(lacks) = self.foreign(&rows) {
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
        let position = |name: &String| {
            Some(heading.fields.iter().find(|field| field.name == *name)?.position)
        };
        let columns = self.connector.columns.iter();
        let positions: Vec<Option<usize>> = columns.map(|column| position(&column.heading)).collect();
        if self.lost_for.is_none() {
            for (has, at) in self.has.iter_mut().zip(&positions) {
                *has |= at.is_some();
            }
            for name in &heading.ignored {
                if !self.ignored.contains(name) {
                    self.ignored.push(name.clone());
                }
            }
        }
        self.keys.extend(heading.keys.iter().cloned());
        self.seen.clear();
        self.under = Under::Table(Box::new(Table { heading, positions, from }));
    }

    /// Whether a heading may begin in a row: two of its cells are headings, or it has words where the table has days.
    fn may_begin(&mut self, cells: &[Option<String>]) -> bool {
        if let Under::Table(table) = &self.under {
            let key = table.heading.required.first().and_then(|at| cell(cells, *at));
            if key.is_some_and(has_digit) {
                return false;
            }
            if holds_words_for_days(table, cells) {
                return true;
            }
        }
        let needed = self.connector.columns.iter().filter(|column| column.required).count().min(2);
        let mut known = 0;
        for text in cells.iter().flatten() {
            known += usize::from(self.is_heading(text));
            if known >= needed {
                return true;
            }
        }
        false
    }

    fn is_heading(&mut self, text: &str) -> bool {
        if text.len() > 300 || text.is_empty() {
            return false;
        }
        if let Some(known) = self.seen.get(text) {
            return *known;
        }
        let is = self.keys.contains(&heading_key(text));
        if self.seen.len() < REMEMBERED && !has_digit(text) {
            self.seen.insert(text.to_owned(), is);
        }
        is
    }

    /// What another table whose heading is the first of these rows lacks; `None` where it is no heading of one.
    fn foreign(&self, rows: &[Cells]) -> Option<String> {
        let heading = &rows[0];
        let filled = || heading.iter().flatten().filter(|text| !text.trim().is_empty());
        if filled().any(|text| has_digit(text)) {
            return None;
        }
        let near = Searched::new(&rows[..1]).nearest(self.connector);
        let is_named = near.found >= 2 && near.found * 2 >= filled().count();
        let is_followed = match &self.under {
            Under::Table(table) => {
                let is_filled = |row: &Cells| {
                    let both = |at: &usize| {
                        cell(heading, *at).is_some() && cell(row, *at).is_some_and(has_digit)
                    };
                    (0..row.len()).filter(both).count() >= 2 && !fits(&table.heading, row)
                };
                holds_words_for_days(table, heading)
                    && rows.get(1).is_some_and(is_filled)
            }
            _ => false,
        };
        (is_named || is_followed).then(|| near.missing.join(", "))
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
                        let reason = self.lost_for.unwrap_or("no_heading");
                        self.beside.lose(&self.sheet, row.number, reason, None);
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
        let key_at = table.heading.required.first().copied();
        let key = key_at.and_then(|at| cell(row.cells, at));
        let is_plain = key.is_some_and(has_digit) && !self.is_odd(table, row.cells, key);
        if !is_plain {
            let names_group =
                self.group_at.and_then(|_| group(row.cells, self.layout)).filter(|_| {
                    key.is_none_or(|key| !is_code(key)) && !is_filled(table, row.cells)
                });
            if let Some(named) = names_group {
                match named {
                    Group::Of(agency) => self.group = Some(agency),
                    Group::Unclear => self.group = None,
                    Group::Within => {}
                }
                return self.set_aside(row);
            }
            let says_nothing = table.positions.iter().all(|at| own(at).is_none());
            if says_nothing || self.is_total(table, row.cells, key) {
                return self.set_aside(row);
            }
            self.beside.note(row.cells);
        }
        if self.is_strict
            && let Some(reason) = broken(table, row.cells)
        {
            self.unreadable.push(UnreadableRow::of(row.number, reason));
            return Ok(());
        }
        if let Some(reason) = self.lost_for {
            self.data_rows += 1;
            self.beside.lose(&self.sheet, row.number, reason, None);
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
        if self.lost_for.is_none() {
            self.beside.set_aside(&self.sheet, row.number);
        }
        Ok(())
    }

    /// Whether a row whose first cell holds digits may yet be a total or a group: it lacks most of what rows need.
    fn is_odd(&self, table: &Table, cells: &[Option<String>], key: Option<&str>) -> bool {
        !key.is_some_and(is_code) && !is_filled(table, cells)
    }

    /// Whether a row is a total, in whatever column it says so.
    fn is_total(&self, table: &Table, cells: &[Option<String>], key: Option<&str>) -> bool {
        let has_no_day = || {
            let days = cells.iter().flatten().filter(|text| Kind::of(text) == Kind::Day);
            days.count() == 0
        };
        let lacks = table.heading.required.iter().filter(|at| cell(cells, **at).is_none()).count();
        let is_short = lacks * 2 > table.heading.required.len()
            || (lacks > 0 && table.heading.shape.has(Kind::Day) && has_no_day());
        is_short
            && !key.is_some_and(is_code)
            && cells.iter().flatten().any(|text| self.layout.is_total(text))
            && has_no_day()
    }
}

/// Whether a row has more than half of what rows need.
fn is_filled(table: &Table, cells: &[Option<String>]) -> bool {
    let required = &table.heading.required;
    required.iter().filter(|at| cell(cells, **at).is_some()).count() * 2 > required.len()
}

/// Whether a row of three words or more has one where the table has only days, and where it says which row it is.
fn holds_words_for_days(table: &Table, cells: &[Option<String>]) -> bool {
    let heading = &table.heading;
    let words = |at: usize| cell(cells, at).is_some_and(|text| !has_digit(text));
    let key = |field: &usize| heading.required.first() == Some(&heading.fields[*field].position);
    let mut fields = 0..heading.fields.len();
    fields.any(|field| {
        heading.shape.is_only(field, Kind::Day) && words(heading.fields[field].position)
    }) && (0..heading.fields.len()).find(key).is_some_and(|field| heading.shape.has_digits(field))
        && cells.iter().flatten().all(|text| !has_digit(text))
        && cells.iter().flatten().filter(|text| !text.trim().is_empty()).count() >= 3
}

/// Why a row of a text cannot have been split right.
fn broken(table: &Table, cells: &[Option<String>]) -> Option<&'static str> {
    let is_lost = |at: &usize| {
        cell(cells, *at).is_some_and(|text| text.contains(char::REPLACEMENT_CHARACTER))
    };
    let beyond = cells.iter().skip(table.heading.width);
    if beyond.flatten().any(|text| !text.is_empty()) {
        return Some("too_many_columns");
    }
    table.positions.iter().flatten().any(|at| is_lost(at)).then_some("not_utf8")
}

/// Whether a row goes on with a table of this heading: it says which row it is, and its columns hold what they held.
fn fits(heading: &Heading, cells: &[Option<String>]) -> bool {
    let filled = heading.required.iter().filter(|at| cell(cells, **at).is_some()).count();
    let key = heading.required.first().and_then(|at| cell(cells, *at));
    let width = cells.iter().rposition(|text| text.as_ref().is_some_and(|text| !text.trim().is_empty()));
    if key.is_none() || filled * 2 <= heading.required.len() || is_numbering(&cells.to_vec()) {
        return false;
    }
    if heading.shape.is_unknown() {
        return key.is_some_and(has_digit) && width.is_some_and(|last| last < heading.width);
    }
    let mut fields = heading.fields.iter().enumerate();
    fields.all(|(at, field)| {
        !heading.required.contains(&field.position)
            || cell(cells, field.position).is_none_or(|text| heading.shape.allows(at, text))
    })
}

/// Whether a row without a heading looks like one of the table's: a code and a day, or numbers where the table has no days.
fn resembles(heading: Option<&Heading>, cells: &[Option<String>]) -> bool {
    let filled = || cells.iter().flatten().filter(|text| !text.trim().is_empty());
    let count = |kind: Kind| filled().filter(|text| Kind::of(text) == kind).count();
    let unknown = Shape::default();
    let shape = heading.map_or(&unknown, |heading| &heading.shape);
    let is_known = !shape.is_unknown();
    filled().count() >= 3
        && !is_numbering(&cells.to_vec())
        && if is_known && !shape.has(Kind::Day) {
            count(Kind::Number) >= 2
        } else {
            count(Kind::Day) >= 1 && filled().any(|text| is_code(text))
        }
}
