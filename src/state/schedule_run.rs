//! Times at which schedules were due, and what was made of them.

mod run_claim;
mod schedule_mark;

use jiff::civil::DateTime;
use rusqlite::params;

use super::{
    StateDatabase,
    connection::{StateRow, StoreResult},
    delivery::{self, NewDelivery},
    error::StateError,
    lease::LeaseMoment,
    stamp,
    stored::time::time,
    stored::word::stored_word,
};

/// Tells how far a run got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunState {
    /// For its data, or for somebody to make it.
    Waiting,
    /// All its deliveries are there.
    Made,
    Failed,
    /// A run of another time took its place, for the same period.
    GivenUp,
}

impl RunState {
    /// Lists every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Made, Self::Failed, Self::GivenUp];

    /// Names it as it is stored, and as phrases are.
    pub fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Made => "made",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
        }
    }
}

stored_word!(RunState, "state of a run");

/// Holds a run of a schedule: when it was due, its report, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleRun {
    pub id: i64,
    pub schedule_id: String,
    pub planned_at: DateTime,
    pub report_id: String,
    pub period: String,
    pub state: RunState,
    pub note: String,
    pub next_at: DateTime,
    pub changed_at: DateTime,
    /// How many reports it put into the outbox that were not there.
    pub added: u32,
}

const COLUMNS: &str =
    "id, schedule_id, planned_at, report_id, period, state, note, next_at, changed_at, added";

fn run(row: &StateRow) -> StoreResult<ScheduleRun> {
    Ok(ScheduleRun {
        id: row.get(0)?,
        schedule_id: row.get(1)?,
        planned_at: time(row, 2)?,
        report_id: row.get(3)?,
        period: row.get(4)?,
        state: row.get(5)?,
        note: row.get(6)?,
        next_at: time(row, 7)?,
        changed_at: time(row, 8)?,
        added: row.get(9)?,
    })
}

/// A schedule that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRun {
    pub schedule_id: String,
    pub report_id: String,
    pub period: String,
    pub at: DateTime,
}

/// How a run ended; one that waits is looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnded {
    Made,
    Failed,
    Waits { until: DateTime },
}

impl StateDatabase {
    /// Makes a run of a time a schedule was due, once. A run of another time, of the same period, that still waits is given up. One of
    /// this time that was given up, or that failed later than now, was made due by a wrong clock, and waits again.
    pub fn plan_run(&self, planned: &PlannedRun, now: DateTime) -> Result<bool, StateError> {
        self.with("plan a run", |t| {
            let at = stamp(planned.at);
            let sql = "update schedule_mark set planned_at = ?2 where schedule_id = ?1 and planned_at < ?2";
            if t.execute(sql, params![planned.schedule_id, at])? == 0 {
                return Ok(false);
            }
            t.execute(
                "update run set state = 'given_up', changed_at = ?2 where schedule_id = ?1 and state = 'waiting' and period = ?3 and planned_at <> ?4",
                params![planned.schedule_id, stamp(now), planned.period, at],
            )?;
            let sql = "insert into run (schedule_id, planned_at, report_id, period, state, next_at, changed_at, machine) \
                values (?1, ?2, ?3, ?4, 'waiting', ?5, ?5, ?6) on conflict (schedule_id, planned_at) \
                do update set state = 'waiting', next_at = excluded.next_at, changed_at = excluded.changed_at \
                where run.state = 'given_up' or (run.state = 'failed' and run.changed_at > excluded.changed_at)";
            let row = params![
                planned.schedule_id,
                at,
                planned.report_id,
                planned.period,
                stamp(now),
                t.machine()
            ];
            Ok(t.execute(sql, row)? == 1)
        })
    }

    /// Whoever makes a run needs it for as long again.
    pub fn renew_run(&self, id: i64, owner: &str, now: DateTime) -> Result<(), StateError> {
        self.with("go on with a run", |t| {
            let sql = "update run set leased_until = ?3 where id = ?1 and owner = ?2";
            t.execute(sql, params![id, owner, LeaseMoment::from_now(now).until])
        })
        .map(drop)
    }

    /// Notes how a run ended together with all it sends; how many reports of it are new, or nothing, and none of it, if
    /// somebody else has taken it over.
    pub fn end_run(
        &self,
        (id, owner): (i64, &str),
        ended: &RunEnded,
        note: &str,
        deliveries: &[NewDelivery],
        now: DateTime,
    ) -> Result<Option<usize>, StateError> {
        let (state, next) = match ended {
            RunEnded::Made => (RunState::Made, now),
            RunEnded::Failed => (RunState::Failed, now),
            RunEnded::Waits { until } => (RunState::Waiting, *until),
        };
        self.with("note how a run ended", |t| {
            let sql = "update run set state = ?3, note = ?4, next_at = ?5, changed_at = ?6, owner = null, leased_until = null \
                where id = ?1 and owner = ?2 and state = 'waiting'";
            let row = params![id, owner, state, note, stamp(next), stamp(now)];
            if t.execute(sql, row)? == 0 {
                return Ok(None);
            }
            let added = delivery::insert_deliveries(t, deliveries, now)?;
            t.execute("update run set added = ?2 where id = ?1", params![id, u32::try_from(added).unwrap_or(u32::MAX)])?;
            Ok(Some(added))
        })
    }

    /// Makes a run anew that has ended; who has got theirs gets nothing again, unless it said that the data was not complete.
    pub fn retry_run(&self, id: i64, now: DateTime) -> Result<bool, StateError> {
        self.with("make a run anew", |t| {
            let sql = "update run set state = 'waiting', next_at = ?2, changed_at = ?2 where id = ?1 and state <> 'waiting'";
            Ok(t.execute(sql, params![id, stamp(now)])? == 1)
        })
    }

    /// Lets go of runs that were due and ended before a day; the mark of their schedule keeps them from being made again. One that
    /// seems to have ended long before it was due ended by a clock that was wrong.
    pub fn forget_runs(&self, before: DateTime) -> Result<(), StateError> {
        let sql =
            "delete from run where state <> 'waiting' and changed_at < ?1 and planned_at < ?1";
        self.with("forget old runs", |t| t.execute(sql, [stamp(before)])).map(drop)
    }

    /// The newest first.
    pub fn runs(&self, at_most: u32) -> Result<Vec<ScheduleRun>, StateError> {
        let sql = format!("select {COLUMNS} from run order by id desc limit ?1");
        self.read("read the runs", |c| c.query_all(&sql, [at_most], run))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn planned(state: &StateDatabase, day: i8, now: DateTime) -> ScheduleRun {
        let at = date(2023, 7, day).at(7, 0, 0, 0);
        let (schedule_id, report_id) = ("tuan".to_owned(), "weekly".to_owned());
        let run = PlannedRun { schedule_id, report_id, period: format!("2023-W{day}"), at };
        state.schedule_mark("tuan", "0 7 * * 1", date(2023, 7, 1).at(0, 0, 0, 0)).expect("marked");
        assert!(state.plan_run(&run, now).expect("planned"));
        let claimed = state.claim_run(("a", &[]), now).expect("asked").expect("it waits");
        state.end_run((claimed.id, "a"), &RunEnded::Made, "", &[], now).expect("ended");
        claimed
    }

    #[test]
    fn a_run_made_while_the_clock_was_far_behind_is_not_forgotten_as_an_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("opened");
        planned(&state, 24, date(2023, 7, 24).at(7, 0, 0, 0));
        let behind = planned(&state, 31, date(1970, 8, 13).at(7, 0, 0, 0));
        state.forget_runs(date(2023, 7, 30).at(0, 0, 0, 0)).expect("forgotten");
        let left: Vec<i64> = state.runs(9).expect("read").iter().map(|run| run.id).collect();
        assert_eq!(left, [behind.id], "the one of the 24th is old, the one of the 31st is not");
    }

    /// The run of the 17th was made while the clock ran ahead, and given up for that of the 10th once it was set right.
    #[test]
    fn a_run_that_was_given_up_waits_again_when_its_time_comes() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("opened");
        let at = |day| date(2023, 7, day).at(7, 0, 0, 0);
        let run = |day| PlannedRun {
            schedule_id: "nua-thang".into(),
            report_id: "weekly".into(),
            period: "2023-06".into(),
            at: at(day),
        };
        let mark = |day| state.schedule_mark("nua-thang", "0 7 10,17 * *", at(day)).expect("read");
        let plan = |day, now| state.plan_run(&run(day), at(now)).expect("planned");
        mark(9);
        mark(19);
        assert!(plan(17, 19));
        mark(10);
        assert!(plan(10, 10));
        assert!(plan(17, 17));
        let states: Vec<(DateTime, RunState)> =
            state.runs(9).expect("read").iter().map(|run| (run.planned_at, run.state)).collect();
        assert_eq!(states, [(at(10), RunState::GivenUp), (at(17), RunState::Waiting)]);
    }

    /// It failed in the spring, by a clock that ran ahead to the autumn.
    #[test]
    fn a_run_that_failed_by_a_clock_that_ran_ahead_waits_again_when_its_time_comes() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("opened");
        let monday = date(2023, 7, 17).at(7, 0, 0, 0);
        let ahead = date(2023, 7, 21).at(7, 0, 0, 0);
        let run = planned(&state, 17, ahead);
        state.retry_run(run.id, ahead).expect("noted");
        let claimed = state.claim_run(("a", &[]), ahead).expect("asked").expect("it waits");
        state.end_run((claimed.id, "a"), &RunEnded::Failed, "", &[], ahead).expect("ended");
        let again = PlannedRun {
            schedule_id: run.schedule_id,
            report_id: run.report_id,
            period: run.period,
            at: run.planned_at,
        };
        state.schedule_mark("tuan", "0 7 * * 1", date(2023, 7, 1).at(0, 0, 0, 0)).expect("marked");
        assert!(state.plan_run(&again, monday).expect("planned"));
        assert_eq!(state.runs(9).expect("read")[0].state, RunState::Waiting);
    }

    /// After a clock that was far behind, a schedule is due anew at a time that has its run already.
    #[test]
    fn a_run_that_is_made_anew_waits_on_when_its_time_is_planned_a_second_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("opened");
        let monday = date(2023, 7, 17).at(7, 0, 0, 0);
        let run = planned(&state, 17, monday);
        assert!(state.retry_run(run.id, monday).expect("noted"));
        state.schedule_mark("tuan", "0 7 * * 1", date(1970, 7, 17).at(7, 0, 0, 0)).expect("marked");
        let again = PlannedRun {
            schedule_id: run.schedule_id,
            report_id: run.report_id,
            period: run.period,
            at: run.planned_at,
        };
        assert!(!state.plan_run(&again, monday).expect("planned"), "it is there");
        assert_eq!(state.runs(9).expect("read")[0].state, RunState::Waiting);
    }
}
