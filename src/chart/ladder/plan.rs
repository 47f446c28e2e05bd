//! Where the columns of a ladder lie, and how high its rows are.

use super::{
    super::{
        canvas::{INK, LabelStyle, find_widest},
        layout::{ChartSheet, PlotArea},
        mark::ChartMark,
    },
    rung::LadderRung,
};

/// The place of one column of rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct LadderPlan {
    pub sheet: ChartSheet,
    pub area: PlotArea,
    /// Where bars begin and end.
    pub bars: (i32, i32),
    pub row: i32,
    pub full: f64,
}

/// How many columns rows are laid in, how many stand in each, and how high one is.
#[derive(Debug, Clone, Copy)]
pub(super) struct LadderGrid {
    pub columns: i32,
    pub rows: i32,
    pub row: i32,
}

impl LadderGrid {
    /// Lays out so many rows; `room` is the height there is, where the sheet has one of its own.
    pub fn new(sheet: ChartSheet, count: usize, room: Option<i32>) -> Self {
        let count = i32::try_from(count.max(1)).unwrap_or(i32::MAX / 1000);
        let usual = if sheet.is_narrow() { sheet.scale(35) } else { sheet.scale(24) };
        let Some(room) = room else { return Self { columns: 1, rows: count, row: usual } };
        let fitting = (room / sheet.scale(17)).max(1);
        let columns = (count + fitting - 1) / fitting;
        let rows = (count + columns - 1) / columns;
        Self { columns, rows, row: (room / rows).min(sheet.scale(32)) }
    }
}

impl LadderPlan {
    /// Measures the rows of a column and divides its width between names, bars and values.
    pub fn new(
        sheet: ChartSheet,
        (area, row): (PlotArea, i32),
        full: f64,
        rungs: &[LadderRung],
    ) -> Self {
        if sheet.is_narrow() {
            return Self { sheet, area, bars: (area.left, area.right), row, full };
        }
        let style = LabelStyle::new(sheet.text(), INK).in_bold();
        let marks = || rungs.iter().filter_map(LadderRung::mark);
        let has_value = |mark: &&ChartMark| mark.value.is_some();
        let names = find_widest(marks().map(|mark| mark.label.as_str()), &style);
        let values = find_widest(marks().filter(has_value).map(|mark| mark.text.as_str()), &style);
        let left = area.left + names.min(area.width() / 2) + sheet.scale(12);
        let right = area.right - values - sheet.scale(26);
        Self { sheet, area, bars: (left, right.max(left + sheet.scale(30))), row, full }
    }

    /// Finds how far right a value lies.
    pub fn place(&self, value: f64) -> i32 {
        let (left, right) = self.bars;
        PlotArea { left, right, ..self.area }.x((value / self.full).clamp(0.0, 1.0))
    }

    /// Where the bar under a name lies.
    pub fn narrow_bar(&self, upper: i32) -> (i32, i32) {
        let top = upper + self.sheet.line() + 1;
        (top, top + self.sheet.scale(8))
    }
}
