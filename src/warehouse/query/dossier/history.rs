//! One dossier through time, as the exports told it.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};

use super::{
    super::connection::in_list,
    extras::{ExtraTexts, read_extras},
    queries::DossierQueries,
};
use crate::warehouse::{
    WarehouseError,
    dates::{read_date, read_optional_time, read_time},
};

/// Codes in one statement.
const ASKED_AT_ONCE: usize = 5_000;

/// What one export said of a dossier. Times are local civil ones; no column names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierVersion {
    pub snapshot_at: DateTime,
    pub connector: String,
    pub file_name: String,
    pub receiving_agency: Option<String>,
    pub solving_agency: String,
    pub procedure_code: Option<String>,
    pub procedure_name: Option<String>,
    pub sector: Option<String>,
    pub channel: Option<String>,
    pub service_level: Option<String>,
    pub status: String,
    pub submitted_at: Option<DateTime>,
    pub received_at: Option<DateTime>,
    pub due_at: Option<DateTime>,
    pub supplement_requested_at: Option<DateTime>,
    pub supplement_completed_at: Option<DateTime>,
    pub ended_at: Option<DateTime>,
    pub returned_at: Option<DateTime>,
    pub fee_amount: Option<String>,
    pub paid_online: Option<bool>,
    pub apology_sent_at: Option<DateTime>,
    /// Where it lies while it is open, as its system calls the step; who has it there, since when.
    pub current_step: Option<String>,
    pub step_office: Option<String>,
    pub step_started_at: Option<DateTime>,
    /// The columns of the office's own.
    pub extra: ExtraTexts,
}

impl DossierVersion {
    /// The first time anything happened to it; that of the export where it tells none.
    pub fn first_at(&self) -> DateTime {
        let times = [self.submitted_at, self.received_at, self.ended_at, self.returned_at];
        times.into_iter().flatten().min().unwrap_or(self.snapshot_at)
    }
}

/// Holds the agencies that exports told of as solving a dossier, each with the day of the export, the oldest first.
pub type ToldAgencies = Vec<(Date, String)>;

impl DossierQueries {
    /// Tells of each of some dossiers who solved it, as every export in scope told; of one that none tells of nothing. All are asked for
    /// at once.
    pub fn read_told_agencies(
        &self,
        codes: &[&str],
    ) -> Result<HashMap<String, ToldAgencies>, WarehouseError> {
        self.reader.require_rows()?;
        let mut told: HashMap<String, ToldAgencies> = HashMap::new();
        for some in codes.chunks(ASKED_AT_ONCE) {
            let among = in_list("version.dossier_code", some.iter().copied());
            let sql = include_str!("told_agencies.sql").replace("{among}", &among);
            self.reader.with_connection("cannot read the dossiers", |connection| {
                let mut query = connection.prepare(&sql)?;
                let mut rows = query.query([])?;
                while let Some(row) = rows.next()? {
                    let version = (read_date(row, 1)?, row.get(2)?);
                    told.entry(row.get(0)?).or_default().push(version);
                }
                Ok(())
            })?;
        }
        Ok(told)
    }

    /// What every export said of a dossier, the oldest first; nothing if none knows it.
    pub fn read_history(&self, dossier_code: &str) -> Result<Vec<DossierVersion>, WarehouseError> {
        self.reader.require_rows()?;
        self.reader.with_connection("cannot read the dossier", |connection| {
            let mut query = connection.prepare(include_str!("history.sql"))?;
            let rows = query.query_map([dossier_code], |row| {
                Ok(DossierVersion {
                    snapshot_at: read_time(row, 0)?,
                    connector: row.get(1)?,
                    file_name: row.get(2)?,
                    receiving_agency: row.get(3)?,
                    solving_agency: row.get(4)?,
                    procedure_code: row.get(5)?,
                    procedure_name: row.get(6)?,
                    sector: row.get(7)?,
                    channel: row.get(8)?,
                    service_level: row.get(9)?,
                    status: row.get(10)?,
                    submitted_at: read_optional_time(row, 11)?,
                    received_at: read_optional_time(row, 12)?,
                    due_at: read_optional_time(row, 13)?,
                    supplement_requested_at: read_optional_time(row, 14)?,
                    supplement_completed_at: read_optional_time(row, 15)?,
                    ended_at: read_optional_time(row, 16)?,
                    returned_at: read_optional_time(row, 17)?,
                    fee_amount: row.get(18)?,
                    paid_online: row.get(19)?,
                    apology_sent_at: read_optional_time(row, 20)?,
                    current_step: row.get(21)?,
                    step_office: row.get(22)?,
                    step_started_at: read_optional_time(row, 23)?,
                    extra: read_extras(row, 24)?,
                })
            })?;
            rows.collect()
        })
    }
}
