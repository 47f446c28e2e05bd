//! What is due, for programs.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::office_hours::DueWindow,
    warehouse::query::{DueBasis, DueCounts, DueDossier, DueList, format_civil_time},
};

/// Tells which open dossiers are due soon, by when they are due, for the API. Times are local civil ones, `yyyy-MM-dd HH:mm:ss`.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueAnswer {
    pub data_version: String,
    /// Until when the newest of them is known, each row has its own; midnight where only the day is known, null where no dossier is.
    pub known_at: Option<String>,
    /// The moment the windows are counted from.
    pub counted_from: Option<String>,
    /// Whether that is the clock; false where what is known is more than three working days old.
    pub is_by_clock: bool,
    /// Dossiers that are not done and not in the rows, null where no dossier is known.
    pub not_listed: Option<DueApart>,
    pub rows: Vec<DueRow>,
}

/// Counts the dossiers that are not done and in no window that is listed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueApart {
    pub overdue: i64,
    pub later: i64,
    /// Open without a promised time.
    pub undated: i64,
    /// Open, and the promised time cannot be read.
    pub unreadable: i64,
    /// Waiting for a supplement.
    pub paused: i64,
    /// Last known to be open or waiting more than three working days before the moment counted from; not in the counts above.
    pub too_old: i64,
}

/// Tells one open dossier that is due soon.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueRow {
    pub dossier_code: String,
    pub agency_code: String,
    pub procedure_code: Option<String>,
    pub procedure_name: Option<String>,
    pub status: String,
    /// As it was promised; midnight where only a day was.
    pub due_at: String,
    /// `passed`: since it was last known to be open; `within_24h`; `within_3d`: after that, within three working days.
    pub window: &'static str,
    /// Whole minutes of the office's time until then; 0 of what has passed.
    pub office_minutes_left: i64,
    /// When it was last known to be open.
    pub known_at: String,
    /// The moment its window is counted from.
    pub counted_from: String,
    /// Whether that is the clock.
    pub is_by_clock: bool,
}

impl DueAnswer {
    /// Makes the answer of one window or of all; without a list no dossier is known.
    pub fn new(data_version: &str, list: Option<&DueList>, window: Option<DueWindow>) -> Self {
        let in_window = |one: &&DueDossier| window.is_none_or(|window| window == one.window);
        Self {
            data_version: data_version.to_owned(),
            known_at: list.map(|list| format_civil_time(list.known_at)),
            counted_from: list.map(|list| format_civil_time(list.counted_from)),
            is_by_clock: list.is_some_and(|list| list.basis == DueBasis::Clock),
            not_listed: list.map(|list| apart(list.counts)),
            rows: list.map_or_else(Vec::new, |list| {
                list.dossiers.iter().filter(in_window).map(|one| due_row(list, one)).collect()
            }),
        }
    }
}

fn apart(counts: DueCounts) -> DueApart {
    let DueCounts { overdue, later, undated, unreadable, paused, too_old } = counts;
    DueApart { overdue, later, undated, unreadable, paused, too_old }
}

fn due_row(list: &DueList, one: &DueDossier) -> DueRow {
    DueRow {
        dossier_code: one.dossier_code.clone(),
        agency_code: one.agency_code.clone(),
        procedure_code: one.procedure_code.clone(),
        procedure_name: one.procedure_name.clone(),
        status: one.status.clone(),
        due_at: format_civil_time(one.due_at),
        window: one.window.id(),
        office_minutes_left: one.seconds_left / 60,
        known_at: format_civil_time(one.known_at),
        counted_from: format_civil_time(list.counted_from),
        is_by_clock: list.basis == DueBasis::Clock,
    }
}
