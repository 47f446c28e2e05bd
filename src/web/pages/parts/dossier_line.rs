//! A dossier as pages list it: nothing of it names a person.

use jiff::civil::{DateTime, Time};

use crate::{
    catalog::Catalog,
    domain::vietnamese_date::{format_day, format_day_and_time},
    warehouse::query::DossierRow,
};

/// Holds one dossier as a line of a list, in Vietnamese; times are local civil ones.
pub struct DossierLine {
    pub code: String,
    pub agency: String,
    pub procedure: String,
    pub status: String,
    pub received: String,
    pub due: String,
    pub ended: String,
}

impl DossierLine {
    /// Makes the line of a dossier; `agency` is the name shown for it.
    pub fn new(catalog: &Catalog, row: &DossierRow, agency: String) -> Self {
        Self {
            code: row.dossier_code.clone(),
            agency,
            procedure: row.procedure_name.clone().unwrap_or_default(),
            status: catalog.vocabulary.display_name("status", &row.status).to_owned(),
            received: format_instant(row.received_at),
            due: format_instant(row.due_at),
            ended: format_instant(row.ended_at),
        }
    }
}

/// `2023-12-31 16:30:00` as `31/12/2023 16:30`, and without the hour where none was told.
pub fn format_instant(time: Option<DateTime>) -> String {
    time.map_or("–".into(), |time| {
        if time.time() == Time::midnight() {
            format_day(time.date())
        } else {
            format_day_and_time(time)
        }
    })
}
