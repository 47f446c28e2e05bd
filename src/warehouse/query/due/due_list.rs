//! Open dossiers that are due within 24 hours or three working days, and how many are not told of one by one.

use duckdb::{Row, params};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time},
};

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

/// The calendar begins so long before what is known: three working days and the longest holiday are less.
const CALENDAR_BEFORE_DAYS: i64 = 40;

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
    /// The newest export in scope: what it says is open may long be done.
    Export,
}

/// Holds the open dossiers that are due soon, as they were known.
#[derive(Debug, Clone)]
pub struct DueList {
    /// The newest moment any dossier in scope is known at; midnight where only the day is known. Each dossier has its own, see [`DueDossier::known_at`].
    pub known_at: DateTime,
    pub counted_from: DateTime,
    pub basis: DueBasis,
    /// Those of the windows that are told one by one, by when they are due.
    pub dossiers: Vec<DueDossier>,
    pub counts: DueCounts,
    pub calendar: OfficeCalendar,
}

/// Counts the dossiers that are not done and in no window that is told. One is counted once.
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
    /// Known to be open or waiting more than three working days before the moment counted from: nobody knows how they stand. Not in the counts above.
    pub too_old: i64,
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
        let told = render_sql(
            include_str!("open_dossiers.sql"),
            &[("among", &among), ("today", &day.to_string())],
        )?;
        let Some(known_at) = self.newest_known(&told)? else { return Ok(None) };
        let begin = known_at.date().saturating_sub(CALENDAR_BEFORE_DAYS.days());
        let calendar = self.reader.office_calendar(asked.hours, begin)?;
        let Some((basis, counted_from)) = choose_basis(&calendar, known_at, asked.now) else {
            return Ok(None);
        };
        // One agency's new export says nothing of another's dossiers: each is as old as what it is known by.
        let fresh_on = calendar.earliest_day_before(counted_from.date(), DUE_DAYS);
        let reckoning = DueReckoning { calendar: &calendar, counted_from };
        let Some(last_day) = reckoning.last_day() else { return Ok(None) };
        let mut list = DueList {
            known_at,
            counted_from,
            basis,
            dossiers: Vec::new(),
            counts: self.count_undue(&told, fresh_on)?,
            calendar: calendar.clone(),
        };
        list.counts.later = self.count_later(&told, (last_day, fresh_on))?;
        for mut dossier in self.read_open(&told, (last_day, fresh_on))? {
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

    fn newest_known(&self, told: &str) -> Result<Option<DateTime>, WarehouseError> {
        let sql = told.to_owned() + "select max(known_at) from mine";
        self.reader.with_connection("cannot count what is due", |connection| {
            connection.query_row(&sql, [], |row| read_optional_time(row, 0))
        })
    }

    fn count_undue(&self, told: &str, fresh_on: Date) -> Result<DueCounts, WarehouseError> {
        let sql = told.to_owned() + include_str!("due_counts.sql");
        self.reader.with_connection("cannot count what is due", |connection| {
            connection.query_row(&sql, params![fresh_on.to_string()], |row| {
                Ok(DueCounts {
                    overdue: row.get(0)?,
                    later: 0,
                    undated: row.get(1)?,
                    unreadable: row.get(2)?,
                    paused: row.get(3)?,
                    too_old: row.get(4)?,
                })
            })
        })
    }

    fn count_later(&self, told: &str, days: (Date, Date)) -> Result<i64, WarehouseError> {
        let sql = told.to_owned() + include_str!("due_later.sql");
        self.reader.with_connection("cannot count what is due", |connection| {
            let days = params![days.0.to_string(), days.1.to_string()];
            connection.query_row(&sql, days, |row| row.get(0))
        })
    }

    fn read_open(&self, told: &str, days: (Date, Date)) -> Result<Vec<DueDossier>, WarehouseError> {
        let sql = told.to_owned() + include_str!("due_rows.sql");
        self.reader.with_connection("cannot read what is due", |connection| {
            let mut query = connection.prepare(&sql)?;
            let days = params![days.0.to_string(), days.1.to_string()];
            query.query_map(days, read_due_dossier)?.collect()
        })
    }
}

/// Of old knowledge windows are counted from when it was new: by the clock all of it would be past. A day without an hour counts to the end of
/// its work. An export of a day that has not come yet is of today, see `open_dossiers.sql`; one of a later hour of today holds until then.
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
