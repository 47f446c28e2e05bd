//! A register over a period, as a statutory form counts it.

use duckdb::{Row, params};

use super::queries::DossierQueries;
use crate::{
    catalog::form::FormDefinition,
    domain::period::Period,
    warehouse::{WarehouseError, engine::render_sql, metrics::register_view},
};

/// What a form says of one agency's dossiers of one sector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    pub agency_code: String,
    /// The agency's, as it was in the period; none for a code no agency ever had.
    pub level: Option<String>,
    /// `None` for dossiers that do not say.
    pub sector: Option<String>,
    pub counts: FormCounts,
}

/// The columns of the form that are no sums of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FormCounts {
    pub received_online: i64,
    pub received_direct: i64,
    pub carried_over: i64,
    pub early: i64,
    pub on_time: i64,
    pub overdue: i64,
    pub open_in_time: i64,
    pub open_overdue: i64,
}

impl FormCounts {
    /// Sums the dossiers received in the period and those carried over from before.
    pub fn total_received(self) -> i64 {
        self.received_online + self.received_direct + self.carried_over
    }

    /// Sums the dossiers settled in the period, whether early, on time or overdue.
    pub fn total_settled(self) -> i64 {
        self.early + self.on_time + self.overdue
    }

    /// Sums the dossiers in progress at the end of the period.
    pub fn total_open(self) -> i64 {
        self.open_in_time + self.open_overdue
    }

    /// Adds two rows of counts, column by column.
    #[must_use]
    pub fn add_counts(self, other: Self) -> Self {
        Self {
            received_online: self.received_online + other.received_online,
            received_direct: self.received_direct + other.received_direct,
            carried_over: self.carried_over + other.carried_over,
            early: self.early + other.early,
            on_time: self.on_time + other.on_time,
            overdue: self.overdue + other.overdue,
            open_in_time: self.open_in_time + other.open_in_time,
            open_overdue: self.open_overdue + other.open_overdue,
        }
    }
}

impl DossierQueries {
    /// Counts the form of all agencies, by agency and sector.
    pub fn fill_form(
        &self,
        form: &FormDefinition,
        period: Period,
    ) -> Result<Vec<FormRow>, WarehouseError> {
        let sql = render_sql(include_str!("form.sql"), &[("view", &register_view(&form.id))])?;
        let (start, end) = (period.start().to_string(), period.end().to_string());
        self.reader.with_connection("cannot fill the form in", |connection| {
            let mut query = connection.prepare(&sql)?;
            let rows = query.query_map(params![start, end], |row| {
                let agency_code: String = row.get(0)?;
                let level = self.reader.memory.find_level(&agency_code, period).map(str::to_owned);
                Ok(FormRow { level, agency_code, sector: row.get(1)?, counts: read_counts(row)? })
            })?;
            rows.collect()
        })
    }
}

fn read_counts(row: &Row) -> duckdb::Result<FormCounts> {
    Ok(FormCounts {
        received_online: row.get(2)?,
        received_direct: row.get(3)?,
        carried_over: row.get(4)?,
        early: row.get(5)?,
        on_time: row.get(6)?,
        overdue: row.get(7)?,
        open_in_time: row.get(8)?,
        open_overdue: row.get(9)?,
    })
}
