//! A part of a table that stands below a gap without a heading of its own: its first rows are held until it is clear that their
//! days stand as those above do.

use std::cmp::Ordering;

use super::row::HeaderCells;
use crate::ingest::phrases::parse_day;

/// Rows that are judged together.
const JUDGED: usize = 20;

/// Holds the first rows of a part of a table until they are judged.
#[derive(Default)]
pub struct TablePart {
    /// The rows held, each with its number and the connector's columns.
    pub rows: Vec<(u64, HeaderCells)>,
}

impl TablePart {
    /// Tells whether enough rows are held to judge them.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= JUDGED
    }

    /// The pair of columns whose days stand the other way round in most rows, and in two at least.
    pub fn find_turned(&self, order: &[(usize, usize)]) -> Option<(usize, usize)> {
        let is_turned = |(first, second): &&(usize, usize)| {
            let compared = self.rows.iter().filter_map(|(_, cells)| {
                let at = |column: usize| day_of(cells.get(column)?.as_deref()?);
                Some(at(*first)?.cmp(&at(*second)?))
            });
            let turned = compared.filter(|order| *order == Ordering::Greater).count();
            turned > 1 && turned * 2 > self.rows.len()
        };
        order.iter().find(is_turned).copied()
    }
}

fn day_of(text: &str) -> Option<jiff::civil::Date> {
    text.split([' ', 'T', ',']).find_map(parse_day)
}
