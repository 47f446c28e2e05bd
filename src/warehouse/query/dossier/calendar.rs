//! Working days, by the calendar of the build.

use duckdb::params;
use jiff::civil::Date;

use super::queries::DossierQueries;
use crate::warehouse::{WarehouseError, staging::parsed::parsed_or_none};

impl DossierQueries {
    /// Finds the day so many working days after one; nothing where the calendar ends before.
    pub fn working_day_after(&self, day: Date, days: u16) -> Result<Option<Date>, WarehouseError> {
        let sql = "select strftime(min(later.day), '%Y-%m-%d') from calendar_day as later \
            join calendar_day as today on today.day = cast($1 as date) \
            where later.working_number = today.working_number + $2";
        self.reader.with_connection("cannot read the calendar", |connection| {
            let asked = params![day.to_string(), i64::from(days)];
            connection.query_row(sql, asked, |row| parsed_or_none(row, 0))
        })
    }
}
