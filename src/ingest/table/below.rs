//! What becomes of a row under a heading: data, layout, a total, or one that waits to be judged.

use super::{
    super::IngestError,
    group::{GroupHeading, read_group},
    judge::{ForeignRow, RowContext},
    kind::{filled_cell, has_digit, is_code},
    part::TablePart,
    row::{HeaderCells, SheetRow},
    temp_rows::TempRows,
    walk::TableReader,
};
use crate::domain::{name::agency_key, source::UnreadableRow};

const OTHER_ORDER: &str = "other_order";

impl TableReader<'_> {
    /// A row under a heading.
    pub(super) fn read_table_row(
        &mut self,
        row: SheetRow,
        has_gap: bool,
    ) -> Result<(), IngestError> {
        let RowContext::Table(table) = &self.under else { return Ok(()) };
        let own = |at: &Option<usize>| filled_cell(row.cells, (*at)?);
        let key = table.key_cell(row.cells);
        // A number may be of a group's name too: "Địa bàn khu vực 2".
        let is_alone = || row.cells.iter().flatten().filter(|it| !it.trim().is_empty()).count() < 2;
        let is_plain = key.is_some_and(has_digit)
            && !table.is_odd(row.cells)
            && (self.group.is_none() || !is_alone());
        if !is_plain {
            let names_group = self
                .group_at
                .and_then(|_| read_group(row.cells, self.layout))
                .filter(|_| key.is_none_or(|key| !is_code(key)) && !table.is_filled(row.cells));
            if let Some(named) = names_group {
                let is_heading = named != GroupHeading::Ended;
                match named {
                    GroupHeading::Of(agency) => self.group = Some(agency),
                    GroupHeading::Unclear | GroupHeading::Ended => self.group = None,
                    GroupHeading::Within => {}
                }
                if is_heading {
                    return self.set_aside(row, has_gap);
                }
            }
            let says_nothing = table.positions.iter().all(|at| own(at).is_none());
            if table.is_total(row.cells, self.layout) {
                let total: HeaderCells =
                    table.positions.iter().map(|at| own(at).map(str::to_owned)).collect();
                return self.sum_up(row, &total, has_gap);
            }
            if says_nothing {
                return self.set_aside(row, has_gap);
            }
            self.beside.note_line(row.cells);
        }
        if self.is_strict
            && let Some(reason) = table.split_error(row.cells)
        {
            self.unreadable.push(UnreadableRow::from_reason(row.number, reason));
            return Ok(());
        }
        let merged = |at: usize| {
            let mut carried = row.carried.iter();
            let it = carried.find(|it| it.column == at && it.from >= table.from)?;
            Some(it.text.as_str())
        };
        let mut cells: Vec<Option<&str>> =
            (table.positions.iter()).map(|at| own(at).or_else(|| merged((*at)?))).collect();
        // A row that names another is of no group, nor are those below it.
        let own = self.group_at.and_then(|at| cells[at]);
        let names_other = (own.zip(self.group.as_deref()))
            .is_some_and(|(own, group)| agency_key(own) != agency_key(group));
        if names_other {
            self.group = None;
        }
        if let (Some(at), Some(group)) = (self.group_at, &self.group)
            && cells[at].is_none()
            && key.is_some()
        {
            cells[at] = Some(group);
        }
        self.data_rows += 1;
        self.sums.add_row(&cells);
        if self.part.is_none() && !has_gap {
            let done = self.written.write_row(&self.sheet, row.number, cells.iter().copied());
            return done.map_err(|error| TempRows::write_error(self.export, &error));
        }
        let held: HeaderCells = cells.iter().map(|cell| cell.map(str::to_owned)).collect();
        let is_begun = self.part.as_ref().is_some_and(|part| part.rows.is_empty());
        if has_gap && !is_begun {
            self.begin_part()?;
        }
        let part = self.part.get_or_insert_default();
        part.rows.push((row.number, held));
        if part.is_full() { self.judge_part() } else { Ok(()) }
    }

    /// A total: layout, unless it says another sum than the rows above it have.
    fn sum_up(
        &mut self,
        row: SheetRow,
        total: &HeaderCells,
        has_gap: bool,
    ) -> Result<(), IngestError> {
        let Some(column) = self.sums.find_contradiction(total) else {
            return self.set_aside(row, has_gap);
        };
        self.unreadable.push(UnreadableRow {
            sheet: Some(self.sheet.clone()).filter(|name| !name.is_empty()),
            column: Some(self.connector.columns[column].heading.clone()),
            ..UnreadableRow::from_reason(row.number, "total_differs")
        });
        Ok(())
    }

    /// Writes the rows that wait, unless their days say that their columns stand otherwise.
    pub(super) fn judge_part(&mut self) -> Result<(), IngestError> {
        let Some(part) = self.part.take() else { return Ok(()) };
        let Some((first, second)) = part.find_turned(&self.order) else {
            for (number, cells) in part.rows {
                let cells = cells.iter().map(Option::as_deref);
                let done = self.written.write_row(&self.sheet, number, cells);
                done.map_err(|error| TempRows::write_error(self.export, &error))?;
            }
            return Ok(());
        };
        let heading = |column: usize| self.connector.columns[column].heading.as_str();
        let headings = [heading(first), heading(second)].join(", ");
        for (number, _) in part.rows {
            self.beside.lose_row(&self.sheet, number, OTHER_ORDER, Some(&headings));
        }
        self.under = RowContext::Foreign(ForeignRow { reason: OTHER_ORDER, headings });
        Ok(())
    }

    /// Sets a row aside that is no data; below a gap, what follows may be another part of the table.
    fn set_aside(&mut self, row: SheetRow, has_gap: bool) -> Result<(), IngestError> {
        self.beside.note_line(row.cells);
        self.beside.set_aside(&self.sheet, row.number);
        if has_gap { self.begin_part() } else { Ok(()) }
    }

    fn begin_part(&mut self) -> Result<(), IngestError> {
        self.judge_part()?;
        self.part = Some(TablePart::default());
        Ok(())
    }
}
