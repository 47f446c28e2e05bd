//! Working days, by the calendar of the build.

use duckdb::params;
use jiff::civil::Date;

use super::queries::DossierQueries;
use crate::warehouse::{WarehouseError, dates::read_optional_date};

impl DossierQueries {
    /// Counts the working days after one day up to another; nothing where the calendar does not reach.
    pub fn count_working_days(
        &self,
        after: Date,
        until: Date,
    ) -> Result<Option<i64>, WarehouseError> {
        let sql = "select max(later.working_number - today.working_number) from calendar_day as later \
            join calendar_day as today on today.day = cast($1 as date) where later.day = cast($2 as date)";
        self.reader.with_connection("cannot read the calendar", |connection| {
            let asked = params![after.to_string(), until.to_string()];
            connection.query_row(sql, asked, |row| row.get(0))
        })
    }

    /// Finds the day so many working days after one; nothing where the calendar ends before.
    pub fn working_day_after(&self, day: Date, days: u16) -> Result<Option<Date>, WarehouseError> {
        let sql = "select min(later.day) from calendar_day as later \
            join calendar_day as today on today.day = cast($1 as date) \
            where later.working_number = today.working_number + $2";
        self.reader.with_connection("cannot read the calendar", |connection| {
            let asked = params![day.to_string(), i64::from(days)];
            connection.query_row(sql, asked, |row| read_optional_date(row, 0))
        })
    }
}
