use std::path::Path;

use clap::Args;
use jiff::civil::DateTime;

use super::super::{
    CommandOutcome,
    backup::create::run_lines,
    command_error::CommandError,
    help::spoken::{say, spoken},
    options::{DataFolder, local_now},
    output::say::print_message,
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    delivery::RunSummary,
    domain::vietnamese_date::{format_day_and_time, typed_moment},
    ingest::fetch::FetchEnvironment,
    pipeline::{DueSummary, DueWork, NightlyBackup},
    state::{StateDatabase, schedule_run::RunEnded},
};

/// Make and send what is due: reports by their schedules, alerts, what is to be tried again
///
/// For cron or Task Scheduler, every few minutes; `motcua serve` does the same by itself. Two at once send nothing twice. Exit code 1
/// says that something could not be made or sent and somebody should look.
#[derive(Debug, Args)]
pub struct RunDue {
    #[command(flatten)]
    data: DataFolder,

    /// As if it were then, in the time of Viet Nam: to try out what would be sent, on a copy of the data
    #[arg(long, value_name = "TIME", value_parser = typed_moment)]
    at: Option<DateTime>,
}

impl RunDue {
    /// Whether it is only tried what would be sent at another time.
    pub fn is_tried_out(&self) -> bool {
        self.at.is_some()
    }

    /// Makes and sends what is due and prints what was done. Fails where the settings name nowhere to
    /// send to.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        settings.check_content(catalog)?;
        DueWork::check(&settings)?;
        if !settings.has_due_work() {
            return Err(CommandError::NothingToSend.into());
        }
        StateDatabase::open(&self.data.path)?.verify()?;
        let clock = || self.at.unwrap_or_else(local_now);
        let backed_up = back_up_when_due(catalog, &self.data.path, &settings, clock());
        if !settings.has_ways_out() {
            return backed_up;
        }
        let outside = FetchEnvironment::from_system();
        let due = DueWork::new((catalog, &settings), &self.data.path, &outside, &clock);
        let done = due.run()?;
        summary_lines(&done).into_iter().for_each(print_message);
        let failed = done.steps.iter().any(|step| step.ended == RunEnded::Failed);
        let failed = failed || !done.problems.is_empty();
        let sent = if failed || done.tally.has_failed() {
            CommandOutcome::Failed
        } else {
            CommandOutcome::Done
        };
        Ok(sent.or(backed_up?))
    }
}

/// Makes the backup of the night if it is due, and says what came of it.
pub fn back_up_when_due(
    catalog: &Catalog,
    data: &Path,
    settings: &ProgramSettings,
    now: DateTime,
) -> miette::Result<CommandOutcome> {
    let Some(backup) = &settings.backup else { return Ok(CommandOutcome::Done) };
    let Some(run) = (NightlyBackup { catalog, settings, data }).run_due(now)? else {
        return Ok(CommandOutcome::Done);
    };
    run_lines(spoken(), &backup.folder, &run).into_iter().for_each(print_message);
    Ok(if run.is_sound() { CommandOutcome::Done } else { CommandOutcome::Failed })
}

/// What was done, a line each; one that says so where nothing was.
pub fn summary_lines(done: &DueSummary) -> Vec<String> {
    let mut lines: Vec<String> = done.steps.iter().map(step_line).collect();
    if done.alerts > 0 {
        lines.push(say("due.alerts", &[("count", &done.alerts.to_string())]));
    }
    let tally = done.tally;
    let parts = [
        (tally.sent, "due.sent"),
        (tally.again, "due.again"),
        (tally.dead, "due.dead"),
        (tally.uncertain, "due.uncertain"),
    ];
    let parts: Vec<String> = (parts.iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, id)| say(id, &[("count", &count.to_string())]))
        .collect();
    if !parts.is_empty() {
        lines.push(say("due.deliveries", &[("told", &parts.join(", "))]));
    }
    lines.extend(
        done.problems
            .iter()
            .map(|problem| say("due.problem", &[("problem", &spoken().tell_error(problem))])),
    );
    if lines.is_empty() {
        lines.push(say("due.nothing", &[]));
    }
    lines
}

/// What became of one run of a schedule.
fn step_line(step: &RunSummary) -> String {
    let (all, added) = (step.deliveries.to_string(), step.added.to_string());
    let until = match step.ended {
        RunEnded::Waits { until } => format_day_and_time(until),
        RunEnded::Made | RunEnded::Failed => String::new(),
    };
    let id = match step.ended {
        RunEnded::Made if step.added < step.deliveries => "due.made_some",
        RunEnded::Made => "due.made",
        RunEnded::Failed => "due.failed",
        RunEnded::Waits { .. } => "due.waits",
    };
    let values = [
        ("schedule", &*step.schedule_id),
        ("period", &step.period),
        ("all", &all),
        ("added", &added),
        ("problem", &step.note),
        ("until", &until),
    ];
    say(id, &values)
}
