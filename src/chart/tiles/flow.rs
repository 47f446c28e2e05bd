//! How groups of tiles flow over a sheet.

use super::super::layout::{ChartSheet, PlotArea};

/// A smaller square is not seen.
const SMALLEST: i32 = 5;

/// How tiles lie: in how many columns of groups, and how large one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TileFlow {
    /// Columns that groups are laid in.
    pub columns: i32,
    /// Of a tile, with the gap behind it.
    pub tile: (i32, i32),
    pub heading: i32,
    pub gap: i32,
}

impl TileFlow {
    /// Returns how wide a column of groups is.
    pub fn column_width(&self, width: i32) -> i32 {
        (width + self.gap) / self.columns - self.gap
    }

    /// Returns how many tiles stand side by side.
    pub fn across(&self, width: i32) -> i32 {
        (self.column_width(width) / self.tile.0).max(1)
    }

    /// Returns how high a group of so many tiles is, with its heading and the gap under it.
    pub fn group_height(&self, width: i32, count: usize) -> i32 {
        let count = i32::try_from(count).unwrap_or(i32::MAX / 1000);
        let across = self.across(width);
        self.heading + (count + across - 1) / across * self.tile.1 + self.gap
    }

    /// Places groups of so many tiles one under another, from column to column; `None` where the room is not high enough.
    pub fn place_groups(&self, width: i32, room: i32, counts: &[usize]) -> Option<Vec<(i32, i32)>> {
        let (mut column, mut top, mut places) = (0, 0, Vec::with_capacity(counts.len()));
        for count in counts {
            let height = self.group_height(width, *count);
            if top > 0 && top + height - self.gap > room {
                (column, top) = (column + 1, 0);
            }
            if column >= self.columns || height - self.gap > room {
                return None;
            }
            places.push((column * (self.column_width(width) + self.gap), top));
            top += height;
        }
        Some(places)
    }

    /// Finds the largest squares that all groups have room for: on a sheet without a height of its own one size, in one column.
    pub fn of_squares(sheet: ChartSheet, area: Option<PlotArea>, counts: &[usize]) -> Self {
        let flow = |columns, size| Self {
            columns,
            tile: (size, size),
            heading: sheet.line() + 2,
            gap: sheet.scale(8),
        };
        let Some(area) = area else { return flow(1, sheet.scale(18)) };
        let fitting =
            |flow: &Self| flow.place_groups(area.width(), area.height(), counts).is_some();
        // In more than three columns headings would be cut short.
        let sizes = || (SMALLEST..=sheet.scale(24)).rev();
        let few = sizes().flat_map(|size| (1..=3).map(move |columns| flow(columns, size)));
        let many = sizes().flat_map(|size| (4..=6).map(move |columns| flow(columns, size)));
        few.chain(many).find(fitting).unwrap_or_else(|| flow(6, SMALLEST))
    }
}
