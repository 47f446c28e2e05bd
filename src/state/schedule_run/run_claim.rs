//! Who makes which run.

use jiff::{ToSpan, civil::DateTime};
use rusqlite::{params, types::ToSql};

use super::{COLUMNS, ScheduleRun, run};
use crate::state::{
    StateDatabase,
    error::StateError,
    lease::{FREE, LeaseMoment},
    machine::duty::UNSEEN_HOURS,
    stamp,
};

impl StateDatabase {
    /// Leases the oldest run that waits, is free and may be made now; `None` where there is none. What another machine planned is made by a
    /// machine that knows the schedule as it does, and after a day without it by any.
    pub fn claim_run(
        &self,
        (owner, known): (&str, &[&str]),
        now: DateTime,
    ) -> Result<Option<ScheduleRun>, StateError> {
        let at = LeaseMoment::from_now(now);
        let holes: Vec<String> = (8..8 + known.len()).map(|number| format!("?{number}")).collect();
        let is_known = if known.is_empty() {
            String::new()
        } else {
            format!("or schedule_id in ({})", holes.join(", "))
        };
        let sql = format!(
            "update run set owner = ?4, leased_until = ?5 where id = \
             (select id from run where state = 'waiting' and {FREE} \
             and (?6 is null or machine is null or machine = ?6 or changed_at < ?7 {is_known}) order by id limit 1) returning {COLUMNS}"
        );
        let unseen = stamp(now.saturating_sub(UNSEEN_HOURS.hours()));
        let machine = self.machine();
        let row = params![at.now, at.impossible, at.furthest, owner, at.until, machine, unseen];
        let row: Vec<&dyn ToSql> =
            row.iter().copied().chain(known.iter().map(|id| id as &dyn ToSql)).collect();
        self.with("take a run", |t| t.query_optional(&sql, row.as_slice(), run))
    }

    /// Lists when schedules are due, as the machine says that set it.
    pub fn list_timings(&self) -> Result<Vec<(String, Option<String>)>, StateError> {
        let sql = "select schedule_id, timing from schedule_mark";
        self.read("read when schedules are due", |c| {
            c.query_all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        })
    }
}
