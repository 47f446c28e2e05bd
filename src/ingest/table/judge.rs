//! What a row is to the table it stands under.

use super::{
    header::{HeadingSearch, TableHeading},
    kind::{TableShape, ValueKind, filled_cell, has_digit, is_code},
    names::is_numbering,
    row::HeaderCells,
};
use crate::catalog::connector::{Connector, layout::LayoutRules};

/// What the row that comes stands under.
pub enum RowContext {
    Nothing,
    Table(Box<SheetTable>),
    /// Another table, and why it cannot be read.
    Foreign(ForeignRow),
}

/// Why the rows of another table cannot be read, and the headings that are about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignRow {
    pub reason: &'static str,
    pub headings: String,
}

/// A table that rows are read from.
pub struct SheetTable {
    pub heading: TableHeading,
    /// Per column of the connector.
    pub positions: Vec<Option<usize>>,
    /// The row its data begin in.
    pub from: u64,
}

impl SheetTable {
    /// Makes the table of a heading; `from` is the row its data begin in, counted from 1.
    pub fn new(heading: TableHeading, connector: &Connector, from: u64) -> Self {
        let position =
            |name: &String| Some(heading.fields.iter().find(|field| field.name == *name)?.position);
        let columns = connector.columns.iter();
        let positions = columns.map(|column| position(&column.heading)).collect();
        Self { heading, positions, from }
    }

    /// What says which row it is.
    pub fn key_cell<'c>(&self, cells: &'c [Option<String>]) -> Option<&'c str> {
        filled_cell(cells, *self.heading.required.first()?)
    }

    /// Whether a row has more than half of what rows need.
    pub fn is_filled(&self, cells: &[Option<String>]) -> bool {
        self.count_missing(cells) * 2 < self.heading.required.len()
    }

    fn count_missing(&self, cells: &[Option<String>]) -> usize {
        self.heading.required.iter().filter(|at| filled_cell(cells, **at).is_none()).count()
    }

    /// Whether a row that says which it is may yet be none: it says so with a count, and lacks most of what rows need, or
    /// every day.
    pub fn is_odd(&self, cells: &[Option<String>]) -> bool {
        let has_day =
            || cells.iter().flatten().any(|text| ValueKind::from_text(text) == ValueKind::Day);
        !self.key_cell(cells).is_some_and(is_code)
            && (!self.is_filled(cells)
                || (self.heading.shape.has_kind(ValueKind::Day) && !has_day()))
    }

    /// Whether a row is a total, in whatever column it says so.
    pub fn is_total(&self, cells: &[Option<String>], layout: &LayoutRules) -> bool {
        self.is_short_total(cells, layout) || self.is_total_of_all(cells, layout)
    }

    /// Whether a row says that it is a total, and has but numbers beside that.
    fn is_total_of_all(&self, cells: &[Option<String>], layout: &LayoutRules) -> bool {
        let is_of_total =
            |text: &str| layout.is_total(text) || ValueKind::from_text(text) == ValueKind::Number;
        let mut filled = cells.iter().flatten().filter(|text| !text.trim().is_empty());
        self.key_cell(cells).is_none_or(|key| layout.is_total(key))
            && cells.iter().flatten().any(|text| layout.is_total(text))
            && filled.all(|text| is_of_total(text))
    }

    fn is_short_total(&self, cells: &[Option<String>], layout: &LayoutRules) -> bool {
        let lacks = self.count_missing(cells);
        let is_short = lacks * 2 > self.heading.required.len()
            || (lacks > 0 && self.heading.shape.has_kind(ValueKind::Day));
        is_short
            && !self.key_cell(cells).is_some_and(|key| is_code(key) && !layout.is_total(key))
            && cells.iter().flatten().any(|text| layout.is_total(text))
            && !cells.iter().flatten().any(|text| ValueKind::from_text(text) == ValueKind::Day)
    }

    /// Whether a row of three words or more has one where the table has only days or numbers, and others say which row they
    /// are with digits.
    pub fn has_words_for_days(&self, cells: &[Option<String>]) -> bool {
        let heading = &self.heading;
        let key = heading.required.first();
        let has = |is: &dyn Fn(usize, usize) -> bool| {
            let mut fields = heading.fields.iter().enumerate();
            fields.any(|(field, named)| is(field, named.position))
        };
        let has_figures = |field| {
            heading.shape.is_only(field, ValueKind::Day)
                || heading.shape.is_only(field, ValueKind::Number)
        };
        has(&|field, at| has_figures(field) && filled_cell(cells, at).is_some())
            && has(&|field, at| key == Some(&at) && heading.shape.has_digits(field))
            && cells.iter().flatten().all(|text| !has_digit(text))
            && cells.iter().flatten().filter(|text| !text.trim().is_empty()).count() >= 3
    }

    /// Whether a row of words is a heading in full: it says what the key is called and most of the days, no text comes twice, and
    /// none means nothing.
    pub fn is_headed_by(&self, cells: &[Option<String>], layout: &LayoutRules) -> bool {
        let heading = &self.heading;
        let fields = || heading.fields.iter().enumerate();
        let days: Vec<usize> = fields()
            .filter(|(field, _)| heading.shape.is_only(*field, ValueKind::Day))
            .map(|(_, named)| named.position)
            .collect();
        let named = days.iter().filter(|at| filled_cell(cells, **at).is_some()).count();
        let texts: Vec<String> =
            cells.iter().flatten().map(|text| text.trim().to_lowercase()).collect();
        let texts: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
        self.key_cell(cells).is_some()
            && named * 2 > days.len()
            && texts.iter().all(|text| !layout.empty.contains(text))
            && texts.iter().collect::<std::collections::HashSet<_>>().len() == texts.len()
    }

    /// Why a row of a text cannot have been split right.
    pub fn split_error(&self, cells: &[Option<String>]) -> Option<&'static str> {
        let is_lost = |at: &usize| {
            filled_cell(cells, *at).is_some_and(|text| text.contains(char::REPLACEMENT_CHARACTER))
        };
        let beyond = cells.iter().skip(self.heading.width);
        if beyond.flatten().any(|text| !text.is_empty()) {
            return Some("too_many_columns");
        }
        self.positions.iter().flatten().any(is_lost).then_some("not_utf8")
    }
}

/// Why another table whose heading is the first of these rows cannot be read; `None` where it is no heading of one.
pub fn detect_foreign(
    connector: &Connector,
    layout: &LayoutRules,
    above: Option<&SheetTable>,
    rows: &[HeaderCells],
) -> Option<ForeignRow> {
    let heading = rows.first()?;
    let filled = || heading.iter().flatten().filter(|text| !text.trim().is_empty());
    if filled().any(|text| has_digit(text)) {
        return None;
    }
    let near = HeadingSearch::new(&rows[..1]).nearest_match(connector);
    let is_named = near.found >= 2 && near.found * 2 >= filled().count();
    let begins_anew = |table: &SheetTable| {
        let is_below = |row: &HeaderCells| {
            let both = |at: &usize| {
                filled_cell(heading, *at).is_some() && filled_cell(row, *at).is_some_and(has_digit)
            };
            (0..row.len()).filter(both).count() >= 2
        };
        let below = rows.get(1).filter(|row| table.has_words_for_days(heading) && is_below(row))?;
        // Where the rows could be read on, the heading says that they must not.
        if !fits_heading(&table.heading, below) {
            return Some("other_table");
        }
        table.is_headed_by(heading, layout).then_some("other_heading")
    };
    let reason = if is_named { "other_table" } else { above.and_then(begins_anew)? };
    Some(ForeignRow { reason, headings: near.missing.join(", ") })
}

/// Whether a row goes on with a table of this heading: it says which row it is, and its columns hold what they held.
pub fn fits_heading(heading: &TableHeading, cells: &[Option<String>]) -> bool {
    let filled = heading.required.iter().filter(|at| filled_cell(cells, **at).is_some()).count();
    let Some(key) = heading.required.first().and_then(|at| filled_cell(cells, *at)) else {
        return false;
    };
    if filled * 2 <= heading.required.len() || is_numbering(cells) {
        return false;
    }
    if heading.shape.is_unknown() {
        let is_filled =
            |text: &Option<String>| text.as_ref().is_some_and(|it| !it.trim().is_empty());
        return has_digit(key) && cells.iter().rposition(is_filled) < Some(heading.width);
    }
    let mut fields = heading.fields.iter().enumerate();
    fields.all(|(at, field)| {
        !heading.required.contains(&field.position)
            || filled_cell(cells, field.position)
                .is_none_or(|text| heading.shape.allows_text(at, text))
    })
}

/// Whether a row without a heading looks like one of the table's: a day and a code built as the table's are, as many days and
/// any code, or numbers where the table has no days.
pub fn resembles_row(heading: Option<&TableHeading>, cells: &[Option<String>]) -> bool {
    let filled = || cells.iter().flatten().filter(|text| !text.trim().is_empty());
    let count =
        |kind: ValueKind| filled().filter(|text| ValueKind::from_text(text) == kind).count();
    let unknown = TableShape::default();
    let shape = heading.map_or(&unknown, |heading| &heading.shape);
    if filled().count() < 3 || is_numbering(cells) {
        return false;
    }
    if shape.is_unknown() || shape.has_kind(ValueKind::Day) {
        let days = shape.count_of(ValueKind::Day).clamp(1, 2);
        return (count(ValueKind::Day) >= days && filled().any(|text| is_code(text)))
            || (count(ValueKind::Day) > 0 && filled().any(|text| shape.has_code_like(text)));
    }
    count(ValueKind::Number) >= 2
}
