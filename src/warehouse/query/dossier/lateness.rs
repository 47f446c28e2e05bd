//! How a dossier stands against the day it was promised for, in working days.

use std::str::FromStr;

use duckdb::{Row, types::Type};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::queries::DossierQueries;
use crate::{
    domain::measure::Rule,
    warehouse::{WarehouseError, dates::read_optional_date},
};

/// Lists how a dossier can stand against the day it was promised for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LatenessState {
    /// Done after it, or open still when it had passed.
    Overdue,
    /// Done by then.
    OnTime,
    /// Open, and there is time left.
    Running,
    /// The citizen was asked for more before it had passed.
    Paused,
    /// Nobody owes a result: not taken up, withdrawn, stopped.
    NotCounted,
    /// No promised day is known.
    DueUnknown,
    /// Done, and nobody knows when.
    EndUnknown,
    /// The citizen was asked for more, nobody knows when, and the promised day has passed.
    RequestUnknown,
}

/// Says how late a dossier is; without a state it is no dossier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct DossierLateness {
    /// How it stands against its promised day, by the metric's rule; null of what is no dossier.
    #[serde(rename = "lateness")]
    pub state: Option<LatenessState>,
    /// Working days after the promised day; below 0 those that are left or were to spare. Null where nobody knows.
    pub working_days_overdue: Option<i64>,
    /// The day it is held against: its end, the request it waits for, or the last day dossiers are known of.
    #[schema(value_type = Option<String>)]
    pub measured_on: Option<Date>,
}

impl LatenessState {
    /// Lists all states.
    pub const ALL: [Self; 8] = [
        Self::Overdue,
        Self::OnTime,
        Self::Running,
        Self::Paused,
        Self::NotCounted,
        Self::DueUnknown,
        Self::EndUnknown,
        Self::RequestUnknown,
    ];

    /// Returns the name of the state in SQL, in addresses and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::OnTime => "on_time",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::NotCounted => "not_counted",
            Self::DueUnknown => "due_unknown",
            Self::EndUnknown => "end_unknown",
            Self::RequestUnknown => "request_unknown",
        }
    }
}

impl FromStr for LatenessState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|state| state.id() == text);
        found.ok_or_else(|| format!("`{text}` is no state of lateness"))
    }
}

/// Names the column that compares by a rule.
pub(in crate::warehouse::query) fn verdict_column(rule: Rule) -> &'static str {
    match rule {
        Rule::Date => "by_day",
        Rule::Timestamp => "by_instant",
    }
}

/// Reads the three columns from `column` on: the state, the working days, the day it is held against.
pub(super) fn read_lateness(row: &Row, column: usize) -> duckdb::Result<DossierLateness> {
    let state: Option<String> = row.get(column)?;
    let state = state.map(|state| state.parse()).transpose().map_err(|problem: String| {
        duckdb::Error::FromSqlConversionFailure(column, Type::Text, problem.into())
    })?;
    Ok(DossierLateness {
        state,
        working_days_overdue: row.get(column + 1)?,
        measured_on: read_optional_date(row, column + 2)?,
    })
}

impl DossierQueries {
    /// Reads how late a dossier in scope is, as the newest export tells it; nothing where none knows its code.
    pub fn find_lateness(
        &self,
        dossier_code: &str,
        rule: Rule,
    ) -> Result<Option<DossierLateness>, WarehouseError> {
        self.reader.require_rows()?;
        let sql = format!(
            "select {}, working_days_overdue, measured_on from dossier_lateness where dossier_code = $1",
            verdict_column(rule)
        );
        self.reader.with_connection("cannot read how late the dossier is", |connection| {
            let mut query = connection.prepare(&sql)?;
            query.query_map([dossier_code], |row| read_lateness(row, 0))?.next().transpose()
        })
    }
}
