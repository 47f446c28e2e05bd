use std::path::Path;

use clap::Args;
use jiff::civil::DateTime;

use super::super::{
    CommandOutcome,
    backup::create::run_lines,
    options::{DataFolder, local_now},
    output::say::print_message,
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
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
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime>,
}

impl RunDue {
    /// Makes and sends what is due and prints what was done. Fails where the settings name nowhere to
    /// send to.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        settings.check_content(catalog)?;
        DueWork::check(&settings)?;
        if !settings.has_due_work() {
            return Err(miette::miette!(
                help = "write [mail], [[webhook]] or [[folder]] into motcua.toml, and [[schedule]] or [alerts], see docs/huong-dan/gui-tu-dong.md; or [backup], see docs/huong-dan/sao-luu.md",
                "nothing is set to be sent"
            ));
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
    run_lines(&catalog.phrases, &backup.folder, &run).into_iter().for_each(print_message);
    Ok(if run.is_sound() { CommandOutcome::Done } else { CommandOutcome::Failed })
}

/// What was done, a line each; one that says so where nothing was.
pub fn summary_lines(done: &DueSummary) -> Vec<String> {
    let mut lines = Vec::new();
    for step in &done.steps {
        let what = match &step.ended {
            RunEnded::Made if step.added < step.deliveries => {
                let all = count_noun(step.deliveries, "recipient");
                format!("made for {all}, {} of them new", step.added)
            }
            RunEnded::Made => format!("made for {}", count_noun(step.deliveries, "recipient")),
            RunEnded::Failed => format!("failed: {}", step.note),
            RunEnded::Waits { until } => {
                format!("waits until {}: {}", until.strftime("%Y-%m-%d %H:%M"), step.note)
            }
        };
        lines.push(format!("{} {}: {what}", step.schedule_id, step.period));
    }
    if done.alerts > 0 {
        lines.push(format!("alerts: {} told", done.alerts));
    }
    let tally = done.tally;
    let parts = [
        (tally.sent, "sent"),
        (tally.again, "to be tried again"),
        (tally.dead, "given up"),
        (tally.uncertain, "in doubt"),
    ];
    let parts: Vec<String> = (parts.iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if !parts.is_empty() {
        lines.push(format!("deliveries: {}", parts.join(", ")));
    }
    lines.extend(done.problems.iter().map(|problem| format!("problem: {problem}")));
    if lines.is_empty() {
        lines.push("Nothing is due".to_owned());
    }
    lines
}

fn count_noun(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
