use std::path::Path;

use clap::Args;
use jiff::civil::DateTime;
use miette::IntoDiagnostic;

use super::super::{
    CommandOutcome,
    help::spoken::{in_spoken_words, spoken},
    options::{DataFolder, local_now},
    output::say::{describe_content, print_data},
};
use crate::{
    catalog::{Catalog, CatalogError, settings::ProgramSettings},
    domain::vietnamese_date::typed_moment,
    health::{HealthExamination, HealthLine, HealthReport, HealthState, MachineProbe, make_report},
    state::{StateDatabase, inspect_state},
};

/// Look the installation through, and say of each thing whether it is in order or what to do
///
/// Data folder, disk, clock, archive, state, backup, content, what is published, connectors, schedules, deliveries, mail server,
/// versions. Changes nothing and sends nothing. Exit code 0: all is in order; 1: something should be looked at; 2: something is broken.
#[derive(Debug, Args)]
pub struct DoctorCommand {
    #[command(flatten)]
    data: DataFolder,

    /// The same for a program to read
    #[arg(long)]
    json: bool,

    /// Ask no mail server
    #[arg(long)]
    offline: bool,

    /// As if it were then, in the time of Viet Nam
    #[arg(long, value_name = "TIME", value_parser = typed_moment)]
    at: Option<DateTime>,
}

impl DoctorCommand {
    /// Prints a line for each thing looked at. Content or settings that cannot be read are a line too, in built-in words.
    pub fn run(
        self,
        catalog: &Catalog,
        content_problem: Option<&CatalogError>,
        config: Option<&Path>,
    ) -> miette::Result<CommandOutcome> {
        let mut problem = content_problem.map(describe_content);
        let mut settings = ProgramSettings::load_file(config).unwrap_or_else(|error| {
            problem.get_or_insert_with(|| describe_content(&error));
            ProgramSettings::default()
        });
        if self.offline {
            settings.mail = None;
        }
        let machine = MachineProbe::from_system();
        let now = self.at.unwrap_or_else(local_now);
        // What a program reads stays in one language.
        let shown = in_spoken_words(catalog);
        let catalog = if self.json { catalog } else { &*shown };
        let mut examination =
            HealthExamination::new((catalog, &settings), &self.data.path, &machine, now);
        examination.content_problem = problem;
        let state = open_sound_state(&self.data.path);
        examination.state = state.as_ref();
        let report = make_report(&examination);
        self.data.print_invented(catalog);
        if self.json {
            print_data(serde_json::to_string_pretty(&report).into_diagnostic()?);
        } else {
            print_report(&report);
        }
        Ok(match report.state {
            HealthState::Sound => CommandOutcome::Done,
            HealthState::Attention => CommandOutcome::Failed,
            HealthState::Broken => CommandOutcome::Broken,
        })
    }
}

/// The state, where it is there, whole and of this program: an older one would be changed by being opened.
fn open_sound_state(data: &Path) -> Option<StateDatabase> {
    let is_ready = inspect_state(data).ok().flatten().is_some_and(|found| found.is_current);
    is_ready.then(|| StateDatabase::open(data).ok()).flatten()
}

fn print_report(report: &HealthReport) {
    report.lines.iter().for_each(print_line);
    let count = |state| report.count_lines(state).to_string();
    let (attention, broken) = (count(HealthState::Attention), count(HealthState::Broken));
    let summary = format!("health.summary.{}", report.state.id());
    let values = [("attention", attention.as_str()), ("broken", broken.as_str())];
    print_data(spoken().format_phrase(&summary, &values));
}

fn print_line(line: &HealthLine) {
    // The sentences of others have lines of their own.
    let said = line.said.replace('\n', "\n          ");
    print_data(format!("{:<9} {}: {said}", line.state_name, line.name));
    if let Some(todo) = &line.todo {
        print_data(format!("          → {todo}"));
    }
}
