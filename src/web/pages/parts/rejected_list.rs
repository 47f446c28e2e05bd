//! Rows that could not be used, as pages list them.

use crate::{
    catalog::Catalog,
    domain::decimal::format_unsigned,
    view::{ExportCell, ExportTable, rejected},
    warehouse::query::RejectedRow,
};

/// The first of some rows with their headings, and how many there are.
#[derive(Default)]
pub(in crate::web::pages) struct RejectedList {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<ExportCell>>,
    pub count: String,
    pub is_cut: bool,
}

impl RejectedList {
    /// Lists at most so many of the rows.
    pub fn of_rows(catalog: &Catalog, rows: &[RejectedRow], most: usize) -> Self {
        let ExportTable { heads, mut rows, .. } = rejected::rejected_table(catalog, rows);
        let (count, is_cut) = (format_unsigned(rows.len() as u64), rows.len() > most);
        rows.truncate(most);
        Self { heads, rows, count, is_cut }
    }
}
