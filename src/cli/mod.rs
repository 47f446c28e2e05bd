//! The command line: one file per command.
//!
//! Invariant: data goes to stdout, talk to stderr; 0 done, 1 ran but something failed a check, 2 could not run.

mod chart;
mod check;
mod checks;
mod compare;
mod connector;
mod demo;
mod explain;
mod forecast;
mod intake;
mod metrics;
mod options;
mod output;
mod report;
mod rows;
mod sample;
mod score;
mod server;
mod show;
mod slices;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::catalog::Catalog;

/// Which communes handle administrative procedure dossiers late, and which dossiers cause it
///
/// Reads exports of public-service portals into an archive, computes the indicators, serves dashboards and charts.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, max_term_width = 100)]
pub struct Cli {
    /// A folder laid over the built-in content: connectors/, queries/, dashboards/, reports/
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,

    /// The office's configuration; motcua.toml in the working directory, if there is one, else none
    #[arg(long, global = true, value_name = "FILE", env = "MOTCUA_CONFIG")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ingest(intake::ingest::Ingest),
    Fetch(intake::fetch::Fetch),
    Show(show::Show),
    Rows(rows::Rows),
    Sources(intake::sources::Sources),
    Rejected(intake::rejected::Rejected),
    Connector(connector::Connector),
    Chart(chart::Chart),
    Metrics(metrics::Metrics),
    Explain(explain::Explain),
    Check(check::Check),
    Checks(checks::Checks),
    Compare(compare::Compare),
    Score(score::Score),
    Forecast(forecast::Forecast),
    Report(report::Report),
    Build(intake::build::Build),
    RunDue(server::run_due::RunDue),
    Serve(server::serve::Serve),
    User(server::user::User),
    Sample(sample::Sample),
    Demo(demo::Demo),
}

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It ran, and something in it failed: a row, a file, a check.
    Failed,
}

impl Outcome {
    /// Failed if either is.
    fn or(self, other: Self) -> Self {
        if self == Self::Failed { self } else { other }
    }
}

/// Reads the command line and runs it.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // MOTCUA_LOG=info tells each step with its time; without it only what is wrong is logged.
    let filter = EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match cli.run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            output::say::error(&error);
            ExitCode::from(2)
        }
    }
}

impl Cli {
    fn run(self) -> miette::Result<Outcome> {
        let catalog = Catalog::load(self.content.as_deref())?;
        match self.command {
            Command::Ingest(command) => command.run(&catalog, self.config.as_deref()),
            Command::Fetch(command) => command.run(&catalog, self.config.as_deref()),
            Command::Show(command) => command.run(&catalog),
            Command::Rows(command) => command.run(&catalog),
            Command::Sources(command) => command.run(&catalog),
            Command::Rejected(command) => command.run(&catalog),
            Command::Connector(command) => {
                command.run(&catalog, self.content.as_deref(), self.config.as_deref())
            }
            Command::Chart(command) => command.run(&catalog),
            Command::Metrics(command) => command.run(&catalog),
            Command::Explain(command) => command.run(&catalog),
            Command::Check(command) => command.run(&catalog, self.config.as_deref()),
            Command::Checks(command) => command.run(&catalog),
            Command::Compare(command) => command.run(&catalog),
            Command::Forecast(command) => command.run(&catalog),
            Command::Report(command) => command.run(&catalog, self.config.as_deref()),
            Command::Score(command) => command.run(&catalog),
            Command::Build(command) => command.run(&catalog),
            Command::RunDue(command) => command.run(&catalog, self.config.as_deref()),
            Command::Serve(command) => command.run(catalog, self.config.as_deref()),
            Command::User(command) => command.run(),
            Command::Sample(command) => command.run(&catalog),
            Command::Demo(command) => command.run(&catalog),
        }
    }
}
