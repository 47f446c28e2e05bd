//! Until when a schedule is done with, and by which times it was looked at.

use jiff::{ToSpan, civil::DateTime};
use rusqlite::params;

use super::super::{
    StateDatabase, error::StateError, machine::duty::UNSEEN_HOURS, stamp, stored::time::time,
};

/// A mark further ahead than this was set by a clock that was wrong.
const AHEAD_HOURS: i64 = 36;

/// So long a look is not written down anew: a disk need not be woken for it.
const SEEN_MINUTES: i64 = 5;

impl StateDatabase {
    /// The time until which a schedule is done with: it was due last then; of one never seen before it is now, and what was before is not
    /// caught up. After a clock that ran ahead it is the last run that had come by now, or when it began: what was due meanwhile is caught up.
    ///
    /// `timing` says when it is due and for what period. What is changed of it holds from when the schedule was last looked at by the old
    /// one: a time that had passed by then sends nothing, and what came due while no program ran is caught up by the new one.
    ///
    /// Fails where another machine has set other times and was seen within a day: each would take the other's for a change.
    pub fn schedule_mark(
        &self,
        schedule_id: &str,
        timing: &str,
        now: DateTime,
    ) -> Result<DateTime, StateError> {
        let wrong = stamp(now.saturating_add(AHEAD_HOURS.hours()));
        let old = stamp(now.saturating_sub(SEEN_MINUTES.minutes()));
        let lost = stamp(now.saturating_sub(UNSEEN_HOURS.hours()));
        let now = stamp(now);
        let is_other = self.read("read when a schedule was due", |t| {
            let sql = "select exists (select 1 from schedule_mark where schedule_id = ?1 and timing <> ?2 \
                and machine <> ?3 and seen_at > ?4 and seen_at <= ?5)";
            t.query_row(sql, params![schedule_id, timing, t.machine(), lost, wrong], |row| row.get(0))
        })?;
        if is_other {
            return Err(StateError::OtherTiming { schedule: schedule_id.to_owned() });
        }
        self.with("read when a schedule was due", |t| {
            t.execute(
                "update schedule_mark set machine = ?3 where schedule_id = ?1 and ?3 is not null and (machine is null or timing <> ?2)",
                params![schedule_id, timing, t.machine()],
            )?;
            t.execute(
                "insert into schedule_mark (schedule_id, planned_at, timing, seen_at, begun_at, machine) values (?1, ?2, ?4, ?2, ?2, ?5) \
                 on conflict (schedule_id) \
                 do update set planned_at = coalesce((select max(run.planned_at) from run \
                 where run.schedule_id = ?1 and run.planned_at <= ?2), \
                 case when schedule_mark.begun_at < ?2 then schedule_mark.begun_at else ?2 end), \
                 begun_at = case when schedule_mark.begun_at > ?2 then ?2 else schedule_mark.begun_at end \
                 where schedule_mark.planned_at > ?3",
                params![schedule_id, now, wrong, timing, t.machine()],
            )?;
            t.execute(
                "update schedule_mark set timing = ?3, seen_at = ?2, \
                 begun_at = case when seen_at < ?2 then seen_at else ?2 end, \
                 planned_at = case when planned_at > (case when seen_at < ?2 then seen_at else ?2 end) \
                 then planned_at when seen_at < ?2 then seen_at else ?2 end \
                 where schedule_id = ?1 and timing <> ?3",
                params![schedule_id, now, timing],
            )?;
            t.execute(
                "update schedule_mark set timing = ?3, seen_at = ?2 where schedule_id = ?1 \
                 and (timing is null or seen_at is null or seen_at <= ?4 or seen_at > ?2)",
                params![schedule_id, now, timing, old],
            )?;
            let sql = "select planned_at from schedule_mark where schedule_id = ?1";
            t.query_row(sql, [schedule_id], |row| time(row, 0))
        })
    }

    /// Forgets until when a schedule is done with that is no more: one of its name would begin with what is long past.
    pub fn forget_schedule(&self, schedule_id: &str) -> Result<(), StateError> {
        let sql = "delete from schedule_mark where schedule_id = ?1";
        self.with("forget a schedule", |t| t.execute(sql, [schedule_id])).map(drop)
    }

    /// Gives a schedule another name: it goes on where it was, and a run that waits for its data waits on.
    pub fn rename_schedule(&self, old_id: &str, new_id: &str) -> Result<(), StateError> {
        self.with("rename a schedule", |t| {
            t.execute("delete from schedule_mark where schedule_id = ?1", [new_id])?;
            let both = params![old_id, new_id];
            t.execute("update schedule_mark set schedule_id = ?2 where schedule_id = ?1", both)?;
            t.execute(
                "update run set schedule_id = ?2 where schedule_id = ?1 and state = 'waiting' and not exists \
                 (select 1 from run other where other.schedule_id = ?2 and other.planned_at = run.planned_at)",
                params![old_id, new_id],
            )
        })
        .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::schedule_run::PlannedRun;

    fn at(text: &str) -> DateTime {
        format!("2024-01-{text}:00").parse().expect("a time")
    }

    fn state() -> (tempfile::TempDir, StateDatabase) {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("opened");
        (folder, state)
    }

    #[test]
    fn times_that_are_changed_hold_from_when_the_old_ones_were_last_looked_at() {
        let (_folder, state) = state();
        let mark = |timing, now| state.schedule_mark("tuan", timing, at(now)).expect("read");
        assert_eq!(mark("thứ Hai", "08T06:59"), at("08T06:59"));
        assert_eq!(mark("thứ Hai", "10T09:00"), at("08T06:59"), "nothing was planned");
        assert_eq!(mark("thứ Tư", "10T09:01"), at("10T09:00"), "seven o'clock has passed");
        // Off from the 12th to the 16th, and set otherwise meanwhile: what came due is caught up.
        assert_eq!(mark("thứ Tư", "12T17:00"), at("10T09:00"));
        assert_eq!(mark("thứ Hai", "16T08:00"), at("12T17:00"));
    }

    /// Before the first run of a schedule the clock runs ten days ahead, and is set right.
    #[test]
    fn what_comes_due_while_the_clock_runs_ahead_is_caught_up_from_when_the_schedule_began() {
        let (_folder, state) = state();
        let mark = |now| state.schedule_mark("tuan", "a", at(now)).expect("read");
        assert_eq!(mark("07T23:00"), at("07T23:00"));
        let (id, report) = ("tuan".to_owned(), "weekly".to_owned());
        let (period, due) = ("2024-W02".to_owned(), at("15T07:00"));
        let run = PlannedRun { schedule_id: id, report_id: report, period, at: due };
        mark("18T07:00");
        assert!(state.plan_run(&run, at("18T07:00")).expect("planned"));
        assert_eq!(mark("08T08:00"), at("07T23:00"), "the run of the 8th is still to be made");
    }

    #[test]
    fn what_was_due_by_the_old_times_stays_done_with() {
        let (_folder, state) = state();
        let (id, report) = ("tuan".to_owned(), "weekly".to_owned());
        state.schedule_mark("tuan", "a", at("08T06:50")).expect("marked");
        let (period, due) = ("2024-W01".to_owned(), at("08T07:00"));
        let run = PlannedRun { schedule_id: id, report_id: report, period, at: due };
        assert!(state.plan_run(&run, at("08T07:00")).expect("planned"));
        assert_eq!(state.schedule_mark("tuan", "b", at("08T07:01")).expect("read"), due);
    }

    #[test]
    fn a_schedule_that_is_no_more_begins_anew_and_one_with_another_name_goes_on() {
        let (_folder, state) = state();
        let mark = |id, now| state.schedule_mark(id, "a", at(now)).expect("read");
        mark("tuan", "08T07:00");
        state.rename_schedule("tuan", "hang-tuan").expect("renamed");
        assert_eq!(mark("hang-tuan", "09T07:00"), at("08T07:00"));
        state.forget_schedule("hang-tuan").expect("forgotten");
        assert_eq!(mark("hang-tuan", "10T07:00"), at("10T07:00"));
    }
}
