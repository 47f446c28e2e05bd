//! The commands and the options they all have.

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use super::{
    chart, check, checks, compare, connector, demo, explain, forecast, intake, metrics,
    outcome::CommandOutcome, output, report, rows, sample, score, server, show,
};
use crate::catalog::Catalog;

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
    Metrics(metrics::MetricsCommand),
    Explain(explain::ExplainCommand),
    Check(check::CheckCommand),
    Checks(checks::ChecksCommand),
    Compare(compare::CompareCommand),
    Score(score::ScoreCommand),
    Forecast(forecast::ForecastCommand),
    Report(report::ReportCommand),
    Build(intake::build::BuildCommand),
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
    let cli = CommandLine::parse();
    // MOTCUA_LOG=info tells each step with its time; without it only what is wrong is logged.
    let filter = EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match cli.run() {
        Ok(CommandOutcome::Done) => ExitCode::SUCCESS,
        Ok(CommandOutcome::Failed) => ExitCode::from(1),
        Err(error) => {
            output::say::print_error(&error);
            ExitCode::from(2)
        }
    }
}

impl CommandLine {
    fn run(self) -> miette::Result<CommandOutcome> {
        let catalog = Catalog::load_content(self.content.as_deref())?;
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
            ProgramCommand::Metrics(command) => command.run(&catalog),
            ProgramCommand::Explain(command) => command.run(&catalog),
            ProgramCommand::Check(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Checks(command) => command.run(&catalog),
            ProgramCommand::Compare(command) => command.run(&catalog),
            ProgramCommand::Forecast(command) => command.run(&catalog),
            ProgramCommand::Report(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Score(command) => command.run(&catalog),
            ProgramCommand::Build(command) => command.run(&catalog),
            ProgramCommand::RunDue(command) => command.run(&catalog, self.config.as_deref()),
            ProgramCommand::Serve(command) => command.run(catalog, self.config.as_deref()),
            ProgramCommand::User(command) => command.run(),
            ProgramCommand::Sample(command) => command.run(&catalog),
            ProgramCommand::Demo(command) => command.run(&catalog),
            ProgramCommand::Manual(command) => command.run(Self::command()),
        }
    }
}
