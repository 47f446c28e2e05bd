//! The commands and the options they all have.

mod folder_use;
mod node_folder;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Command, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::{
    archive, backup, bridge, card, chart, check, checks, compare, connector, demo, due_list,
    explain, forecast, help,
    help::spoken::{self, speak_in},
    intake, locking, metrics,
    options::find_data_folder,
    outcome::CommandOutcome,
    output::{program_log, say},
    report, rows, sample, score, server, show, simulate, upkeep,
};
use crate::{
    backup::mark_layout,
    catalog::{
        Catalog, CatalogError, OwnFolders,
        phrases::{PhraseBook, language::PhraseLanguage},
    },
    pipeline::tell_failure,
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

    /// The language in which commands speak: vi (Vietnamese) or en (English)
    #[arg(long, global = true, env = spoken::VARIABLE, default_value = "vi", value_parser = spoken::LanguageParser)]
    lang: String,

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
    Bridge(bridge::BridgeCommand),
    DueList(due_list::DueListCommand),
    Score(score::ScoreCommand),
    Simulate(simulate::SimulateCommand),
    Forecast(forecast::ForecastCommand),
    Report(report::ReportCommand),
    Evidence(locking::evidence::EvidenceCommand),
    Lock(locking::lock::LockCommand),
    Locked(locking::locked::LockedCommand),
    Unlock(locking::unlock::UnlockCommand),
    Build(intake::build::BuildCommand),
    Backup(backup::create::BackupCommand),
    Restore(backup::restore::RestoreCommand),
    Update(upkeep::update::UpdateCommand),
    Verify(backup::verify::VerifyCommand),
    Erase(backup::erase::EraseCommand),
    RunDue(server::run_due::RunDue),
    Archive(archive::archive_command::ArchiveCommand),
    PublishVersion(server::publish_version::PublishVersionCommand),
    Serve(server::serve::ServeCommand),
    User(server::user::UserCommand),
    MoveState(server::move_state::MoveStateCommand),
    Sample(sample::SampleCommand),
    Demo(demo::DemoCommand),
    #[command(hide = true)]
    EndOthers(server::end_others::EndOthersCommand),
    #[command(hide = true)]
    FreePort(server::free_port::FreePortCommand),
    #[command(hide = true)]
    Guide(help::guide::GuideCommand),
    #[command(hide = true)]
    Manual(help::manual::ManualCommand),
}

/// Reads the command line and runs it.
pub fn run() -> ExitCode {
    // Windows leaves `*.xlsx` to the program; elsewhere the shell has expanded it.
    let mut arguments: Vec<OsString> = wild::args_os().collect();
    let is_clicked = server::double_click::is_double_clicked(&arguments);
    if is_clicked {
        arguments.extend(["serve", "--open"].map(OsString::from));
    }
    let ended = run_arguments(arguments);
    if is_clicked && ended != ExitCode::SUCCESS {
        say::wait_for_reader();
    }
    ended
}

fn run_arguments(arguments: Vec<OsString>) -> ExitCode {
    let variable = std::env::var_os(spoken::VARIABLE);
    let language = spoken::find_language(arguments.clone(), variable.clone());
    let is_hosted = arguments.iter().any(|argument| argument == "--service");
    if is_hosted
        && let Ok(cli) = CommandLine::try_parse_from(&arguments)
        && let Some(folder) = cli.serves_as_service()
    {
        return run_service(cli, &folder, language);
    }
    // Help needs no content of an office's own: it may be what cannot be read.
    let words = PhraseBook::built_in().in_language(language);
    let mut command = CommandLine::worded(&words);
    if let Some(unknown) = spoken::find_unknown(&arguments, variable).filter(|it| !it.is_empty()) {
        let value = [("value", &*unknown)];
        say::print_message(words.format_phrase("help.unknown_language", &value));
    }
    let arguments = match command.try_get_matches_from_mut(arguments) {
        Ok(arguments) => arguments,
        Err(error) if help::is_talk(&error) => error.exit(),
        Err(error) => {
            let plain = CommandLine::command();
            say::print_message(help::describe_usage_error(&words, &plain, &error));
            return ExitCode::from(2);
        }
    };
    let cli = CommandLine::from_arg_matches(&arguments).unwrap_or_else(|error| error.exit());
    let data = find_data_folder(&arguments);
    program_log::start_log();
    load_and_run(cli, data, words, language)
}

/// Runs as a service of the system, which waits for seconds alone until it hears of it: all content is read after that.
fn run_service(mut cli: CommandLine, folder: &Path, language: PhraseLanguage) -> ExitCode {
    program_log::start_log();
    let config = cli.config.clone();
    let data = Some(folder.to_owned());
    let work = move |host| {
        if let ProgramCommand::Serve(command) = &mut cli.command {
            command.host = host;
        }
        load_and_run(cli, data, PhraseBook::built_in().in_language(language), language)
    };
    match server::system_service::run(folder, config.as_deref(), work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            speak_in(PhraseBook::built_in().in_language(language));
            say::print_error(&error.into());
            ExitCode::from(2)
        }
    }
}

fn load_and_run(
    cli: CommandLine,
    data: Option<PathBuf>,
    words: PhraseBook,
    language: PhraseLanguage,
) -> ExitCode {
    if let ProgramCommand::Connector(command) = &cli.command
        && let Err(error) = command.make_folder(cli.content.as_deref())
    {
        say::print_error(&error);
        return ExitCode::from(2);
    }
    // What was described on a page is read whatever folder is named: the exports there were taken in by it.
    let folders = OwnFolders::find(cli.content.as_deref(), data.as_deref());
    let loaded = Catalog::load_folders(folders);
    speak_in(loaded.as_ref().map_or(words, |catalog| catalog.phrases.in_language(language)));
    let is_service = cli.serves_as_service().is_some();
    match cli.run(loaded, data) {
        Ok(CommandOutcome::Done) => ExitCode::SUCCESS,
        Ok(CommandOutcome::Failed) => ExitCode::from(1),
        Ok(CommandOutcome::Broken) => ExitCode::from(2),
        Err(error) => {
            say::print_error(&error);
            // Nobody sees what a service says.
            if is_service {
                let told = tell_failure(PhraseBook::built_in(), &error);
                tracing::error!(error = %told, "the service could not serve");
            }
            ExitCode::from(2)
        }
    }
}

impl CommandLine {
    /// The data folder, where it is to be served as a service of the system.
    fn serves_as_service(&self) -> Option<PathBuf> {
        match &self.command {
            ProgramCommand::Serve(command) if command.service => Some(command.data.path.clone()),
            _ => None,
        }
    }

    /// Makes the program's commands and options with their words in a language.
    pub fn worded(words: &PhraseBook) -> Command {
        help::word_command(Self::command(), words)
    }

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
        let (data, config) = (data.filter(|_| !is_doctor), self.config.as_deref());
        let (catalog, is_written) = self.command.enter_folder(catalog, config, data.as_deref())?;
        let published = self.command.find_publishing(&catalog, config);
        let outcome = self.run_command(catalog, problem.as_ref());
        published.publish_after(outcome.is_ok(), data.as_deref());
        if let Some(data) = data.filter(|data| is_written && outcome.is_ok() && data.exists()) {
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
        let (content, config) = (self.content.as_deref(), self.config.as_deref());
        let worded = || spoken::in_spoken_words(&catalog);
        let manual = || Self::worded(PhraseBook::built_in());
        match self.command {
            ProgramCommand::Ingest(command) => command.run(&catalog, config),
            ProgramCommand::Fetch(command) => command.run(&catalog, config),
            ProgramCommand::Show(command) => command.run(&worded()),
            ProgramCommand::Rows(command) => command.run(&worded()),
            ProgramCommand::Sources(command) => command.run(&worded()),
            ProgramCommand::Rejected(command) => command.run(&catalog),
            ProgramCommand::Connector(command) => command.run(&catalog, content, config),
            ProgramCommand::Chart(command) => command.run(&catalog),
            ProgramCommand::Card(command) => command.run(&catalog, config),
            ProgramCommand::Metrics(command) => command.run(&worded()),
            ProgramCommand::Explain(command) => command.run(&catalog),
            ProgramCommand::Check(command) => command.run(&catalog, config),
            ProgramCommand::Doctor(command) => command.run(&catalog, problem, config),
            ProgramCommand::Config(command) => command.run(config),
            ProgramCommand::Checks(command) => command.run(&worded()),
            ProgramCommand::Compare(command) => command.run(&worded()),
            ProgramCommand::Bridge(command) => command.run(&worded()),
            ProgramCommand::Forecast(command) => command.run(&worded()),
            ProgramCommand::Report(command) => command.run(&catalog, config),
            ProgramCommand::DueList(command) => command.run(&worded(), config),
            ProgramCommand::Evidence(command) => command.run(&catalog, config),
            ProgramCommand::Lock(command) => command.run(&catalog, config),
            ProgramCommand::Locked(command) => command.run(&worded()),
            ProgramCommand::Unlock(command) => command.run(&catalog),
            ProgramCommand::Score(command) => command.run(&worded()),
            ProgramCommand::Simulate(command) => command.run(&worded()),
            ProgramCommand::Build(command) => command.run(&catalog),
            ProgramCommand::Backup(command) => command.run(&catalog, config),
            ProgramCommand::Restore(command) => command.run(),
            ProgramCommand::Update(command) => command.run(&catalog, config),
            ProgramCommand::Verify(command) => command.run(&catalog),
            ProgramCommand::Erase(command) => command.run(&catalog),
            ProgramCommand::RunDue(command) => command.run(&catalog, config),
            ProgramCommand::Archive(command) => command.run(&catalog),
            ProgramCommand::PublishVersion(command) => command.run(&catalog, config),
            ProgramCommand::Serve(command) => command.run(catalog, config),
            ProgramCommand::User(command) => command.run(&catalog),
            ProgramCommand::MoveState(command) => command.run(),
            ProgramCommand::Sample(command) => command.run(&catalog),
            ProgramCommand::Demo(command) => command.run(catalog),
            ProgramCommand::EndOthers(_) => server::end_others::EndOthersCommand::run(),
            ProgramCommand::FreePort(command) => command.run(),
            ProgramCommand::Guide(command) => command.run(),
            ProgramCommand::Manual(command) => command.run(PhraseBook::built_in(), manual()),
        }
    }
}
