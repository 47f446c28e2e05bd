//! The commands and the options they all have.

use std::{path::PathBuf, process::ExitCode};

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::{
    backup, card, chart, check, checks, compare, connector, demo, explain, forecast, intake,
    metrics,
    options::{DATA_FOLDER, prepare_folder},
    outcome::CommandOutcome,
    output, report, rows, sample, score, server, show, upkeep,
};
use crate::{
    backup::mark_layout,
    catalog::{Catalog, CatalogError, phrases::PhraseBook},
};

/// Which communes handle administrative procedure dossiers late, and which dossiers cause it
///
/// Reads exports of public-service portals into an archive, computes the indicators, serves dashboards and charts.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, max_term_width = 100)]
pub struct CommandLine {
    /// A folder laid over the built-in content: connectors/, queries/, dashboards/, reports/
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,

    /// The office's configuration; motcua.toml in the working directory, if there is one, else none
    #[arg(long, global = true, value_name = "FILE", env = "MOTCUA_CONFIG")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: ProgramCommand,
}

#[derive(Debug, Subcommand)]
enum ProgramCommand {
    Ingest(intake::ingest::IngestCommand),
    Fetch(intake::fetch::FetchCommand),
    Show(show::ShowCommand),
    Rows(rows::RowsCommand),
    Sources(intake::sources::SourcesCommand),
    Rejected(intake::rejected::RejectedCommand),
    Connector(connector::ConnectorCommand),
    Chart(chart::ChartCommand),
    Card(card::CardCommand),
    Metrics(metrics::MetricsCommand),
    Explain(explain::ExplainCommand),
    Check(check::CheckCommand),
    Doctor(upkeep::doctor::DoctorCommand),
    Config(upkeep::config::ConfigCommand),
    Checks(checks::ChecksCommand),
    Compare(compare::CompareCommand),
    Score(score::ScoreCommand),
    Forecast(forecast::ForecastCommand),
    Report(report::ReportCommand),
    Build(intake::build::BuildCommand),
    Backup(backup::create::BackupCommand),
    Restore(backup::restore::RestoreCommand),
    Verify(backup::verify::VerifyCommand),
    Erase(backup::erase::EraseCommand),
    RunDue(server::run_due::RunDue),
    Serve(server::serve::ServeCommand),
    User(server::user::UserCommand),
    Sample(sample::SampleCommand),
    Demo(demo::DemoCommand),
    #[command(hide = true)]
    Manual(output::manual::ManualCommand),
}

/// Reads the command line and runs it.
pub fn run() -> ExitCode {
    let arguments = CommandLine::command().get_matches();
    let cli = CommandLine::from_arg_matches(&arguments).unwrap_or_else(|error| error.exit());
    output::program_log::start_log();
    let loaded = Catalog::load_content(cli.content.as_deref());
    let phrases = match &loaded {
        Ok(catalog) => catalog.phrases.clone(),
        Err(_) => PhraseBook::built_in().clone(),
    };
    match cli.run(loaded, find_data_folder(&arguments)) {
        Ok(CommandOutcome::Done) => ExitCode::SUCCESS,
        Ok(CommandOutcome::Failed) => ExitCode::from(1),
        Ok(CommandOutcome::Broken) => ExitCode::from(2),
        Err(error) => {
            output::say::print_error(&phrases, &error);
            ExitCode::from(2)
        }
    }
}

/// The data folder that a command has among its arguments.
fn find_data_folder(arguments: &ArgMatches) -> Option<PathBuf> {
    let mut innermost = arguments;
    while let Some((_, inner)) = innermost.subcommand() {
        innermost = inner;
    }
    innermost.try_get_one::<PathBuf>(DATA_FOLDER).ok()?.cloned()
}

impl CommandLine {
    fn run(
        self,
        loaded: Result<Catalog, CatalogError>,
        data: Option<PathBuf>,
    ) -> miette::Result<CommandOutcome> {
        let is_doctor = matches!(self.command, ProgramCommand::Doctor(_));
        let (catalog, problem) = match loaded {
            // Whoever asks what is wrong is told, in the built-in words.
            Err(error) if is_doctor => (Catalog::load_content(None)?, Some(error)),
            loaded => (loaded?, None),
        };
        // Whoever only looks writes nothing.
        let data = data.filter(|_| !is_doctor);
        if let Some(data) = &data {
            prepare_folder(&catalog, self.config.as_deref(), data)?;
        }
        let outcome = self.run_command(catalog, problem.as_ref());
        if let Some(data) = data.filter(|data| outcome.is_ok() && data.exists()) {
            // Who may only read it needs no mark.
            let _ = mark_layout(&data);
        }
        outcome
    }

    fn run_command(
        self,
        catalog: Catalog,
        problem: Option<&CatalogError>,
    ) -> miette::Result<CommandOutcome> {
        match self.command {
            ProgramCommand::Ingest(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Fetch(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Show(command) => command.run(&catalog),
            ProgramCommand::Rows(command) => command.run(&catalog),
            ProgramCommand::Sources(command) => command.run(&catalog),
            ProgramCommand::Rejected(command) => command.run(&catalog),
            ProgramCommand::Connector(command) => {
                command.run(&catalog, self.content.as_deref(), self.config.as_deref())
            }
            ProgramCommand::Chart(command) => command.run(&catalog),
            ProgramCommand::Card(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Metrics(command) => command.run(&catalog),
            ProgramCommand::Explain(command) => command.run(&catalog),
            ProgramCommand::Check(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Doctor(command) => {
                command.run(&catalog, problem, self.config.as_deref())
            }
            ProgramCommand::Config(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Checks(command) => command.run(&catalog),
            ProgramCommand::Compare(command) => command.run(&catalog),
            ProgramCommand::Forecast(command) => command.run(&catalog),
            ProgramCommand::Report(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Score(command) => command.run(&catalog),
            ProgramCommand::Build(command) => command.run(&catalog),
            ProgramCommand::Backup(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Restore(command) => command.run(),
            ProgramCommand::Verify(command) => command.run(&catalog),
            ProgramCommand::Erase(command) => command.run(&catalog),
            ProgramCommand::RunDue(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Serve(command) => command.run(catalog, self.config.as_deref()),
            ProgramCommand::User(command) => command.run(),
            ProgramCommand::Sample(command) => command.run(&catalog),
            ProgramCommand::Demo(command) => command.run(&catalog),
            ProgramCommand::Manual(command) => command.run(Self::command()),
        }
    }
}
