//! Merged cells: what a cell that reaches over several rows holds in those below its first.

use crate::ingest::table::CarriedValue;

/// A merged region of several rows, as XLSX and XLS list them: first and last row, from 1, and its first column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergedRegion {
    first: u64,
    last: u64,
    column: usize,
}

impl MergedRegion {
    /// A region by its first and last row, counted from 1, and its first column; one of a single row reaches nowhere.
    pub fn new(first: u64, last: u64, column: usize) -> Option<Self> {
        (last > first).then_some(Self { first, last, column })
    }

    /// Returns the row it begins in.
    pub fn first_row(&self) -> u64 {
        self.first
    }
}

/// The merged cells that reach into the rows as they come.
#[derive(Debug, Default)]
pub struct MergedCells {
    /// Not begun yet, from the bottom.
    listed: Vec<MergedRegion>,
    begun: Vec<(u64, CarriedValue)>,
    carried: Vec<CarriedValue>,
}

impl MergedCells {
    /// Prepares the regions that a sheet lists, in whatever order they come.
    pub fn from_regions(mut regions: Vec<MergedRegion>) -> Self {
        regions.sort_unstable();
        regions.reverse();
        Self { listed: regions, ..Self::default() }
    }

    /// A cell that reaches over so many rows.
    pub fn begin_cell(&mut self, row: u64, rows: u64, column: usize, text: &str) {
        if rows > 1 && !text.trim().is_empty() {
            let carried = CarriedValue { column, from: row, text: text.to_owned() };
            self.begun.push((row.saturating_add(rows - 1), carried));
        }
    }

    /// Ends with this row what reaches as far as that one or farther.
    pub fn end_group(&mut self, row: u64, far: u64) {
        self.begun.iter_mut().filter(|(last, _)| *last >= far).for_each(|(last, _)| *last = row);
    }

    /// What reaches into a row from above; what begins in it is there for the next.
    pub fn cells_reaching(&mut self, row: u64, cells: &[Option<String>]) -> &[CarriedValue] {
        self.carried.clear();
        if !self.begun.is_empty() {
            self.begun.retain(|(last, _)| *last >= row);
            let above = self.begun.iter().filter(|(_, carried)| carried.from < row);
            self.carried.extend(above.map(|(_, carried)| carried.clone()));
        }
        while let Some(region) = self.listed.pop_if(|region| region.first <= row) {
            // A region whose first row has no cell at all holds nothing.
            if region.first == row
                && let Some(Some(text)) = cells.get(region.column)
            {
                self.begin_cell(row, region.last + 1 - row, region.column, text);
            }
        }
        &self.carried
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_holds_its_value_in_every_row_below_its_first() {
        let listed = [(5, 6, 0), (2, 4, 0), (2, 2, 1)];
        let regions = listed.map(|(first, last, column)| MergedRegion::new(first, last, column));
        let mut merged = MergedCells::from_regions(regions.into_iter().flatten().collect());
        let mut texts = |row: u64, text: Option<&str>| -> Vec<String> {
            let carried = merged.cells_reaching(row, &[text.map(str::to_owned)]);
            carried.iter().map(|it| it.text.clone()).collect()
        };
        assert!(texts(1, Some("Đơn vị")).is_empty());
        assert!(texts(2, Some("An Sơn")).is_empty());
        assert_eq!(texts(3, None), ["An Sơn"]);
        assert_eq!(texts(4, None), ["An Sơn"]);
        assert!(texts(5, Some("Hòa Bình")).is_empty());
        assert_eq!(texts(6, None), ["Hòa Bình"]);
        assert!(texts(7, None).is_empty());
    }
}
