//! Open dossiers that are due within 24 hours or three working days, and how many are not told of one by one.

use duckdb::{Row, params};
use jiff::civil::{Date, DateTime, Time};

use super::super::dossier::queries::DossierQueries;
use crate::{
    domain::{
        office_hours::{DUE_DAYS, DueReckoning, DueWindow, OfficeCalendar, OfficeHours},
        period::{Period, PeriodCalendar, PeriodShape},
    },
    warehouse::{
        WarehouseError,
        dates::{read_optional_time, read_time},
        engine::render_sql,
    },
};

/// Which dossiers are asked for, and when.
#[derive(Debug, Clone, Copy)]
pub struct DueAsked<'a> {
    pub hours: OfficeHours,
    /// The time of who asks, local civil time.
    pub now: DateTime,
    /// Of this agency and those below it; of all without one.
    pub agency: Option<&'a str>,
}

/// Says which moment windows are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueBasis {
    /// The time of who asks: what is known is no older than the wider window is long.
    Clock,
    /// The newest export: what it says is open may long be done.
    Export,
}

/// Holds the open dossiers that are due soon, as they were known.
#[derive(Debug, Clone)]
pub struct DueList {
    /// When the newest export of dossiers in scope was made; midnight where only its day is known.
    pub known_at: DateTime,
    pub counted_from: DateTime,
    pub basis: DueBasis,
    /// Those of the windows that are told one by one, by when they are due.
    pub dossiers: Vec<DueDossier>,
    pub counts: DueCounts,
    pub calendar: OfficeCalendar,
}

/// Counts the dossiers that are not done and in no window that is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueCounts {
    /// Overdue when they were last known.
    pub overdue: i64,
    pub later: i64,
    /// Open, and no promised time is told.
    pub undated: i64,
    /// Open, and what stands for the promised time cannot be read.
    pub unreadable: i64,
    /// The citizen was asked for more: the clock stands.
    pub paused: i64,
}

/// Holds an open dossier that is due soon; nothing of it names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDossier {
    pub dossier_code: String,
    pub agency_code: String,
    pub procedure_code: Option<String>,
    pub procedure_name: Option<String>,
    pub status: String,
    pub received_at: Option<DateTime>,
    /// As it was promised; midnight where only a day was.
    pub due_at: DateTime,
    /// When it is due by the office's hours.
    pub due_moment: DateTime,
    /// When it was last known to be open; midnight where only the day is known.
    pub known_at: DateTime,
    pub window: DueWindow,
    /// The office's time that is left, in seconds; 0 of what has passed.
    pub seconds_left: i64,
}

impl DueList {
    /// Counts the dossiers of a window that is told.
    pub fn count(&self, window: DueWindow) -> usize {
        self.dossiers.iter().filter(|dossier| dossier.window == window).count()
    }

    /// Counts those whose newest export is older than the newest of all.
    pub fn count_known_before(&self) -> usize {
        self.dossiers.iter().filter(|one| one.known_at.date() < self.known_at.date()).count()
    }
}

impl DossierQueries {
    /// Lists the open dossiers in scope that are due within 24 hours or three working days of an office's time. `None` where no dossier is known,
    /// or the calendar does not reach.
    pub fn list_due(&self, asked: &DueAsked) -> Result<Option<DueList>, WarehouseError> {
        self.reader.require_rows()?;
        let day = asked.now.date();
        let shape = PeriodShape::Span(day, day);
        let among = self
            .reader
            .agency_filter(asked.agency, Period { calendar: PeriodCalendar::Civil, shape });
        let told = render_sql(include_str!("open_dossiers.sql"), &[("among", &among)])?;
        let (known_at, counts) = self.count_undue(&told)?;
        let Some(known_at) = known_at else { return Ok(None) };
        let calendar = self.reader.office_calendar(asked.hours, known_at.date())?;
        let Some((basis, counted_from)) = choose_basis(&calendar, known_at, asked.now) else {
            return Ok(None);
        };
        let reckoning = DueReckoning { calendar: &calendar, counted_from };
        let Some(last_day) = reckoning.last_day() else { return Ok(None) };
        let mut list = DueList {
            known_at,
            counted_from,
            basis,
            dossiers: Vec::new(),
            counts,
            calendar: calendar.clone(),
        };
        list.counts.later = self.count_later(&told, last_day)?;
        for mut dossier in self.read_open(&told, last_day)? {
            // One promised before the calendar begins was so of an export that is older still: its time has come, whatever the hour.
            let moment = calendar.promised_moment(dossier.due_at);
            let moment = moment.unwrap_or_else(|| end_of_day(dossier.due_at));
            match reckoning.window(moment, dossier.known_at) {
                None => return Ok(None),
                Some(DueWindow::Overdue) => list.counts.overdue += 1,
                Some(DueWindow::Later) => list.counts.later += 1,
                Some(window) => {
                    let left = calendar.seconds_between(counted_from, moment);
                    dossier.agency_code = self.reader.memory.code_told_in(
                        &dossier.agency_code,
                        Period { calendar: PeriodCalendar::Civil, shape },
                    );
                    (dossier.due_moment, dossier.window) = (moment, window);
                    dossier.seconds_left = left.unwrap_or_default();
                    list.dossiers.push(dossier);
                }
            }
        }
        list.dossiers.sort_by(|one, other| {
            (one.due_moment, &one.dossier_code).cmp(&(other.due_moment, &other.dossier_code))
        });
        Ok(Some(list))
    }

    fn count_undue(&self, told: &str) -> Result<(Option<DateTime>, DueCounts), WarehouseError> {
        let sql = told.to_owned() + include_str!("due_counts.sql");
        self.reader.with_connection("cannot count what is due", |connection| {
            connection.query_row(&sql, [], |row| {
                let (overdue, undated, unreadable, paused) =
                    (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                let counts = DueCounts { overdue, later: 0, undated, unreadable, paused };
                Ok((read_optional_time(row, 0)?, counts))
            })
        })
    }

    fn count_later(&self, told: &str, last_day: Date) -> Result<i64, WarehouseError> {
        let sql = told.to_owned() + include_str!("due_later.sql");
        self.reader.with_connection("cannot count what is due", |connection| {
            connection.query_row(&sql, params![last_day.to_string()], |row| row.get(0))
        })
    }

    fn read_open(&self, told: &str, last_day: Date) -> Result<Vec<DueDossier>, WarehouseError> {
        let sql = told.to_owned() + include_str!("due_rows.sql");
        self.reader.with_connection("cannot read what is due", |connection| {
            let mut query = connection.prepare(&sql)?;
            query.query_map(params![last_day.to_string()], read_due_dossier)?.collect()
        })
    }
}

/// Of old knowledge windows are counted from when it was new: by the clock all of it would be past. A day without an hour counts to the end of
/// its work. A clock that stands before the newest export is not believed.
fn choose_basis(
    calendar: &OfficeCalendar,
    known_at: DateTime,
    now: DateTime,
) -> Option<(DueBasis, DateTime)> {
    let age = calendar.working_days_between(known_at.date(), now.date());
    if age.is_some_and(|days| days <= DUE_DAYS) {
        return Some((DueBasis::Clock, now.max(known_at)));
    }
    let is_day = known_at.time() == Time::midnight();
    let from = if is_day { calendar.closing(known_at.date())? } else { known_at };
    Some((DueBasis::Export, from))
}

/// A day without an hour is past when it ends.
fn end_of_day(due_at: DateTime) -> DateTime {
    if due_at.time() == Time::midnight() { due_at.date().to_datetime(Time::MAX) } else { due_at }
}

fn read_due_dossier(row: &Row) -> duckdb::Result<DueDossier> {
    let due_at = read_time(row, 6)?;
    Ok(DueDossier {
        dossier_code: row.get(0)?,
        agency_code: row.get(1)?,
        procedure_code: row.get(2)?,
        procedure_name: row.get(3)?,
        status: row.get(4)?,
        received_at: read_optional_time(row, 5)?,
        due_at,
        due_moment: due_at,
        known_at: read_time(row, 7)?,
        window: DueWindow::Later,
        seconds_left: 0,
    })
}
