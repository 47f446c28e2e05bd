//! The server as a service of Windows.

use std::path::Path;

use super::{
    super::{CommandOutcome, command_error::CommandError},
    serve::ServeCommand,
};
use crate::catalog::Catalog;

/// Serves as the service of Windows that the installer made, until the system tells it to stop. Fails where somebody else than the system
/// started it, and on every other system.
pub fn run(
    command: ServeCommand,
    catalog: Catalog,
    config: Option<&Path>,
) -> miette::Result<CommandOutcome> {
    #[cfg(windows)]
    return windows::serve(command, catalog, config);
    #[cfg(not(windows))]
    {
        drop((command, catalog, config));
        Err(CommandError::NoService.into())
    }
}

#[cfg(windows)]
mod windows {
    use std::{path::Path, sync::Arc};

    use tokio::sync::Notify;

    use super::{CommandError, CommandOutcome, ServeCommand};
    use crate::{
        catalog::Catalog,
        cli::{options::local_now, output::program_log::log_to_file, server::serve::ServerHost},
        pipeline::tell_failure,
        web::DailyFile,
    };

    /// What the installer calls the service.
    const SERVICE: &str = "motcua";

    /// For how many days its log is kept until the settings are read.
    const KEEP_DAYS: u16 = 30;

    /// Serves until the service manager says otherwise.
    pub fn serve(
        command: ServeCommand,
        catalog: Catalog,
        config: Option<&Path>,
    ) -> miette::Result<CommandOutcome> {
        // A service begins in the system's own folder; what the settings name lies beside them.
        if let Some(folder) = config.and_then(Path::parent) {
            let failed = |error| CommandError::of_file(folder, &error);
            std::env::set_current_dir(folder).map_err(failed)?;
        }
        // Nobody sees what it says: without a log nobody could tell why it does not start.
        let log = command.data_folder().join("log");
        log_to_file(DailyFile::new(log, SERVICE, KEEP_DAYS, local_now));
        let (config, stop) = (config.map(Path::to_owned), Arc::<Notify>::default());
        let told = Arc::clone(&stop);
        let work = move |report: windows_host::ServiceReport| {
            let host = ServerHost { stop, ready: Box::new(move || report.tell_running()) };
            let phrases = catalog.phrases.clone();
            match command.serve(catalog, config.as_deref(), host) {
                Ok(_) => true,
                Err(error) => {
                    let told = tell_failure(&phrases, &error);
                    tracing::error!(error = %told, "the service could not serve");
                    false
                }
            }
        };
        windows_host::run_service(SERVICE, move || told.notify_one(), work)
            .map_err(|error| CommandError::of_system(&error))?;
        Ok(CommandOutcome::Done)
    }
}
