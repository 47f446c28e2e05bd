//! The days of the build's calendar, as an office works on them.

use duckdb::params;
use jiff::civil::{Date, DateTime};

use crate::{
    domain::office_hours::{CalendarDay, DayWork, OfficeCalendar, OfficeHours},
    warehouse::{
        WarehouseError,
        dates::read_date,
        query::{dossier::queries::DossierQueries, scope::ScopedReader},
    },
};

impl DossierQueries {
    /// Tells whether an office works at a moment; not where the calendar does not reach.
    pub fn is_office_open(&self, hours: OfficeHours, at: DateTime) -> Result<bool, WarehouseError> {
        Ok(self.reader.office_calendar(hours, at.date())?.is_open(at))
    }
}

impl ScopedReader {
    /// Reads the calendar of an office from a day on, for more than a year.
    pub(super) fn office_calendar(
        &self,
        hours: OfficeHours,
        from: Date,
    ) -> Result<OfficeCalendar, WarehouseError> {
        let sql = include_str!("office_days.sql");
        self.with_connection("cannot read the calendar", |connection| {
            let mut query = connection.prepare(sql)?;
            let asked = params![from.to_string()];
            let mut first = from;
            let mut days = Vec::new();
            let mut rows = query.query(asked)?;
            while let Some(row) = rows.next()? {
                if days.is_empty() {
                    first = read_date(row, 0)?;
                }
                let (is_working, kind): (bool, Option<String>) = (row.get(1)?, row.get(2)?);
                let work = match kind.as_deref() {
                    _ if !is_working => DayWork::Off,
                    Some("morning") => DayWork::Morning,
                    Some("afternoon") => DayWork::Afternoon,
                    _ => DayWork::Whole,
                };
                days.push(CalendarDay { work, is_holiday: kind.as_deref() == Some("off") });
            }
            Ok(OfficeCalendar::new(hours, first, days))
        })
    }
}
