//! A dossier as pages list it: nothing of it names a person.

use jiff::civil::{DateTime, Time};

use crate::{
    catalog::{Catalog, connector::extra::ExtraColumn},
    domain::vietnamese_date::{format_day, format_day_and_time, format_hour},
    view::AnswerWording,
    warehouse::query::{DossierRow, LatenessState},
};

/// Holds one dossier as a line of a list, in Vietnamese; times are local civil ones.
pub struct DossierLine {
    pub code: String,
    pub agency: String,
    pub procedure: String,
    pub status: String,
    pub received: ShownTime,
    pub due: ShownTime,
    pub ended: ShownTime,
    /// "Quá hạn 6 ngày làm việc"; nothing of what is no dossier.
    pub lateness: String,
    pub is_overdue: bool,
    /// What the columns of the office's own are called, and what stands there.
    pub extras: Vec<(String, String)>,
}

/// Holds a day, and its hour where one was told: paper leaves the hour out.
pub struct ShownTime {
    pub day: String,
    pub hour: Option<String>,
}

impl DossierLine {
    /// Makes the line of a dossier; `agency` is the name shown for it.
    pub fn new(catalog: &Catalog, row: &DossierRow, agency: String) -> Self {
        Self {
            code: row.dossier_code.clone(),
            agency,
            procedure: row.procedure_name.clone().unwrap_or_default(),
            status: catalog.vocabulary.display_name("status", &row.status).to_owned(),
            received: ShownTime::new(row.received_at),
            due: ShownTime::new(row.due_at),
            ended: ShownTime::new(row.ended_at),
            lateness: AnswerWording::new(catalog).describe_lateness(&row.lateness),
            is_overdue: row.lateness.state == Some(LatenessState::Overdue),
            extras: Vec::new(),
        }
    }

    /// Adds the columns of the office's own.
    #[must_use]
    pub fn with_extras(mut self, columns: &[ExtraColumn], row: &DossierRow) -> Self {
        let cell =
            |column: &ExtraColumn| (column.label.clone(), row.extra_text(&column.name).to_owned());
        self.extras = columns.iter().map(cell).collect();
        self
    }
}

impl ShownTime {
    fn new(time: Option<DateTime>) -> Self {
        let day = time.map_or_else(|| "–".into(), |time| format_day(time.date()));
        let told = time.filter(|time| time.time() != Time::midnight());
        Self { day, hour: told.map(format_hour) }
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
