//! The schedules: what became of the last run of each.

use jiff::{ToSpan, civil::DateTime};

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Schedules,
        HealthFinding,
        HealthState::{self, Attention, Sound},
    },
};
use crate::{
    domain::vietnamese_date::format_moment,
    state::schedule_run::{RunState, ScheduleRun},
};

/// Runs of all schedules that are looked through for the last one of each.
const RUNS: u32 = 500;

/// A report that waits for its data longer than so many hours is worth a look.
const WAITING_HOURS: i64 = 24;

/// Says of every schedule how its last run ended.
pub fn check_schedules(examined: &HealthExamination) -> Vec<HealthFinding> {
    let schedules = &examined.settings.schedules;
    if schedules.is_empty() {
        return vec![HealthFinding::new(Schedules, Sound, "none")];
    }
    let runs = match examined.state.map(|state| state.runs(RUNS)).transpose() {
        Ok(runs) => runs.unwrap_or_default(),
        Err(error) => {
            let finding = HealthFinding::new(Schedules, HealthState::Broken, "unreadable");
            return vec![finding.with_value("problem", error)];
        }
    };
    let tell = |id: &String| {
        let last = runs.iter().find(|run| run.schedule_id == *id);
        let (state, case) = judge_run(last, examined.now);
        HealthFinding::new(Schedules, state, case)
            .with_value("schedule", id)
            .with_value("period", last.map_or("", |run| &run.period))
            .with_value("at", last.map(|run| format_moment(run.planned_at)).unwrap_or_default())
            .with_value("problem", last.map_or("", |run| &run.note))
    };
    schedules.iter().map(|schedule| tell(schedule.id.get_ref())).collect()
}

fn judge_run(last: Option<&ScheduleRun>, now: DateTime) -> (HealthState, &'static str) {
    let Some(last) = last else { return (Sound, "never") };
    match last.state {
        RunState::Failed => (Attention, "failed"),
        RunState::Waiting if last.planned_at < now.saturating_sub(WAITING_HOURS.hours()) => {
            (Attention, "waiting")
        }
        RunState::Waiting => (Sound, "waits"),
        RunState::Made | RunState::GivenUp => (Sound, "made"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::made(RunState::Made, 23, "made")]
    #[case::failed(RunState::Failed, 23, "failed")]
    #[case::waiting_since_this_morning(RunState::Waiting, 23, "waits")]
    #[case::waiting_since_two_days(RunState::Waiting, 21, "waiting")]
    fn the_last_run_is_judged(#[case] state: RunState, #[case] day: i8, #[case] case: &str) {
        let at = date(2026, 11, day).at(7, 0, 0, 0);
        let run = ScheduleRun {
            id: 1,
            schedule_id: "weekly".into(),
            planned_at: at,
            report_id: "weekly".into(),
            period: "2026-W47".into(),
            state,
            note: String::new(),
            next_at: at,
            changed_at: at,
            added: 0,
        };
        assert_eq!(judge_run(Some(&run), date(2026, 11, 23).at(12, 0, 0, 0)).1, case);
    }
}
