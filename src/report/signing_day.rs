//! The day that stands on a paper: one on which offices work.

use jiff::{ToSpan, civil::Date};

use crate::{
    domain::period::Period,
    warehouse::{WarehouseError, query::Warehouse},
};

/// Finds the first working day on which the period could be reported: after its end, or after the last day anything is known of.
/// It is nothing of the wall clock, so that the same call writes the same bytes.
pub fn find_signing_day(warehouse: &Warehouse, period: Period) -> Result<Date, WarehouseError> {
    let known = warehouse.known_until.filter(|known| *known >= period.start());
    let last = known.map_or(period.end(), |known| known.min(period.end()));
    next_working_day(warehouse, last)
}

/// Finds the working day a paper bears that is made on `day`: that day, or the next on which offices work.
pub fn working_day_from(warehouse: &Warehouse, day: Date) -> Result<Date, WarehouseError> {
    next_working_day(warehouse, day.saturating_sub(1.day()))
}

/// By the holidays the content knows; the day after where its calendar has ended.
fn next_working_day(warehouse: &Warehouse, day: Date) -> Result<Date, WarehouseError> {
    let next = warehouse.dossiers.working_day_after(day, 1)?;
    Ok(next.unwrap_or_else(|| day.saturating_add(1.day())))
}
