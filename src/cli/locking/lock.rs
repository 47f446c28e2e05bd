use std::path::Path;

use clap::Args;
use jiff::civil::Date;

use super::{
    super::{
        CommandOutcome,
        help::spoken::say,
        options::{DataFolder, local_now},
        output::{progress::ProgressOutput, say::print_message},
    },
    account_name, console_actor,
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    domain::{period::Period, vietnamese_date::typed_day},
    pipeline::{LockRequest, PipelineRun},
};

/// Lock a period that was reported: its numbers, the dossiers behind them, and the papers as they are made now
///
/// Later exports change its numbers only visibly: beside each stands what was reported, and which dossiers make the difference.
#[derive(Debug, Args)]
pub struct LockCommand {
    /// The period that was reported
    #[arg(long)]
    period: Period,

    /// A report that was sent: it is made now and kept, in every format. It can be given more than once
    #[arg(long = "report", value_name = "REPORT")]
    reports: Vec<String>,

    /// What the office notes of it: number and day of the paper it sent
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,

    /// The day that stands on the papers; without it the day `motcua report` puts there
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
    on: Option<Date>,

    /// Lock it although the exports do not reach from its beginning to its end; the lock says so
    #[arg(long)]
    incomplete: bool,

    #[command(flatten)]
    data: DataFolder,
}

impl LockCommand {
    /// Locks the period and says what is kept. Fails where it is not over, not known from its beginning to its end, or locked already.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        let name = account_name(catalog);
        let locked = {
            let mut progress = ProgressOutput::new();
            let mut run = PipelineRun {
                catalog,
                data: &self.data.path,
                now: local_now(),
                progress: &mut |step| progress.set_message(&step.to_string()),
            };
            let request = LockRequest {
                period: self.period,
                reports: &self.reports,
                on: self.on,
                note: &self.note,
                takes_incomplete: self.incomplete,
            };
            run.lock_period(&settings, &request, console_actor(&name))?
        };
        let numbers = locked.numbers.all().filter(|it| it.numerator.is_some()).count().to_string();
        let values = [
            ("period", locked.note.period.as_str()),
            ("numbers", &numbers),
            ("papers", &locked.note.papers.len().to_string()),
            ("folder", &locked.folder.display().to_string()),
        ];
        print_message(say("lock.done", &values));
        self.data.print_invented(catalog);
        Ok(CommandOutcome::Done)
    }
}
